"""What a run met, and the exit code that follows from it, exactly as the contract says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.run.accepted import has_expired
from pipeline.run.manifest import Manifest

EXIT_OF = {"fault": 1, "disagreement": 3, "unread": 4, "failed": 5}
ALWAYS = ("fault", "failed")
COUNTS_FOR = {
    "failed": ALWAYS,
    "unread": (*ALWAYS, "unread"),
    "disagreement": (*ALWAYS, "unread", "disagreement"),
}
FAIL_ON = tuple(COUNTS_FOR)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The manifests of the run's reports, files refused without a row, files passed over as no
    report.
    """

    manifests: tuple[Manifest, ...]
    refused_names: tuple[str, ...] = ()
    skipped: int = 0
    short: int = 0  # expectations of expected.toml that are not met

    @property
    def refused(self) -> int:
        """How many files were refused without a row."""
        return len(self.refused_names)

    def met(self) -> set[str]:
        """Of fault, failed, unread and disagreement what any report met."""
        return {word for word in EXIT_OF if self.which_met(word)}

    def which_met(self, word: str) -> list[str]:
        """The files that met it, as a person knows them."""
        today = datetime.date.today().isoformat()
        files = [
            m["source"]
            for m in self.manifests
            if word in m["met"] or (word == "disagreement" and has_expired(m, today))
        ]
        files += ["expected.toml"] if self.short and word == "unread" else []
        return files + (list(self.refused_names) if word == "failed" else [])


def met_to_exit(met: Iterable[str], fail_on: str, damaged: bool = False) -> int:
    """The exit code: of the codes met that `fail_on` counts, the highest.

    >>> met_to_exit({"unread", "disagreement"}, "unread"), met_to_exit({"disagreement"}, "unread"), met_to_exit({"failed"}, "failed")
    (4, 0, 5)
    """
    return max(
        [EXIT_OF[word] for word in met if word in COUNTS_FOR[fail_on]], default=1 if damaged else 0
    )
