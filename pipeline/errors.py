"""Faults that stop a file or the run, each with a sentence that says which file, what is wrong and
what to do.
"""

from __future__ import annotations


class PipelineError(Exception):
    """A fault with a sentence for the user; `exit_code` is the contract's."""

    exit_code = 1


class UsageError(PipelineError):
    """Wrong usage: a path that is not there, two raw files with one report_id."""

    exit_code = 2

    def __init__(self, sentence: str, both: tuple[str, str] | None = None) -> None:
        """`both`: the sentence in English and in Korean, where it is told to another process."""
        super().__init__(sentence)
        self.both = both


class UnreadableError(PipelineError):
    """A raw file that cannot be read at all: broken, encrypted, refused, over a limit. The others
    go on.

    `code` is a problem code (encrypted, broken, empty, unknown_type, over_limit …); `words`: what
    its sentence in the other language needs.
    """

    exit_code = 5

    def __init__(self, code: str, message: str, **words: str) -> None:
        super().__init__(message)
        self.code, self.words = code, words
