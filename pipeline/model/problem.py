"""What a person should look at."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.document import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of `problems`. `code` is enumerated in lexicon/problems.toml, with its severity and
    its sentence in two languages.

    The stages give code, place and the words that the sentence needs; severity and messages are
    made from the table.
    """

    code: str
    place: Place = Place()
    programme_id: str | None = None
    table_no: int | None = None
    row: int | None = None
    col: int | None = None
    words: tuple[
        tuple[str, str], ...
    ] = ()  # values of the sentence's {names}, e.g. (("stated", "112"), ("rows", "111"))
