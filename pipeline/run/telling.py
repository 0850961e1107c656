"""Sentences and words of one language for what is told of a page or a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.lexicon import words
from pipeline.publish.sentences import code_to_sentence
from pipeline.run.sources import one_line
from pipeline.text import display_width


class Telling:
    """Sentences and words of one language."""

    def __init__(self, language: str) -> None:
        self.language, self.words = language, words("why")

    def say(self, name: str, **given: object) -> str:
        """A line of the page.

        >>> Telling("en").say("unit", unit="%")
        'unit: %'
        """
        text: str = self.words["say"][name][self.language]
        return text.format(**given)

    def explain(self, name: str, **given: object) -> str:
        """A line of what `explain` says of a place."""
        text: str = self.words["explain"][name][self.language]
        return text.format(**given)

    def word(self, table: str, name: str) -> str:
        """What a code means; one that is not listed stands for itself."""
        entry = self.words[table].get(name)
        return str(entry[self.language]) if entry else name

    def problem(self, code: str, **given: str) -> str:
        """The sentence of a problem."""
        sentence = code_to_sentence(code, given)
        return sentence.ko if self.language == "ko" else sentence.en


def row_to_place(row: Mapping[str, Any], language: str) -> str:
    """Where a row stands, for a person: programme, table cell, page, line.

    >>> row = {"programme_id": "1.2.3", "page": 4, "table_no": None, "source_line": 7}
    >>> row_to_place(row, "en")
    '1.2.3, page 4, line 7'
    """
    told = Telling(language)
    parts = [row.get("programme_id")]
    if row.get("table_no"):
        inside = row.get("row") is not None
        place = {"table": row["table_no"], "row": row.get("row"), "col": row.get("col")}
        parts.append(told.explain("in_cell" if inside else "in_table", **place))
    if row.get("page"):
        parts.append(told.explain("on_page", page=row["page"]))
    if line := row.get("source_line") or row.get("first_line"):
        parts.append(told.explain("on_line", line=line))
    return ", ".join(part for part in parts if part)


def shortened(text: str, most: int) -> str:
    """A text of at most so many display columns.

    >>> shortened("직업전환 교육", 9), shortened("교육", 9)
    ('직업전환…', '교육')
    """
    text = one_line(text)
    if display_width(text) <= most:
        return text
    cut = text
    while display_width(cut) >= most:
        cut = cut[:-1]
    return cut.rstrip() + "…"
