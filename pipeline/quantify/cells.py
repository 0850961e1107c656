"""Cells that hold one number and nothing else: most figures of a report. Their meaning is in the
labels around them alone.

What the longer way (pieces, measure, context) finds for such a cell is found here without looking
for words that are not there; a test holds both ways together. Labels repeat down a column and along
a row, so what they say is kept.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from pipeline.model import Container
from pipeline.pattern import lazy_pattern
from pipeline.quantify.context import labels_to_key, labels_to_year, words_to_bases
from pipeline.quantify.draft import Draft
from pipeline.quantify.grain import labels_to_change
from pipeline.quantify.labels import rows_to_labels
from pipeline.quantify.scan import text_to_figures

_BARE = lazy_pattern(r"[ (△▲▽▼\-+]{0,4}\d[\d,]{0,24}(?:\.\d{1,8})?[ )]{0,3}")


class Meaning(NamedTuple):
    """What the labels around a cell say of any number in it."""

    change: bool
    role: str | None
    year: int | None
    time: str | None
    headcount: str | None
    phase: str | None


def is_bare(container: Container, text: str) -> bool:
    """The cell holds one number with its sign and brackets, no word.

    >>> from pipeline.model import Printed
    >>> [is_bare(Container("cell", "table", Printed(t)), t) for t in ("△1,234", "(27.3)", "15명", "51,288(30.7)")]
    [True, True, False, False]
    """
    return container.kind == "cell" and _BARE.fullmatch(text) is not None


def text_to_bare(text: str) -> Draft | None:
    """The number of such a cell; None where it is a date, a page or numbering (“2024”, “1.”), or
    more than one number.
    """
    found = _seed(text)
    if found is None:
        return None
    return Draft(
        found.start,
        found.end,
        found.number_start,
        found.tail,
        found.numeral,
        found.value,
        None,
        found.rule,
        negative=found.negative,
        signed=found.signed,
        unit_end=found.unit_end,
    )


@functools.lru_cache(maxsize=4096)
def _seed(text: str) -> Draft | None:
    drafts, asides = text_to_figures(text, "cell")
    if len(drafts) != 1 or asides or drafts[0].rule != "bare_number" or drafts[0].unit:
        return None
    return drafts[0]


def bare_to_meaning(container: Container) -> Meaning:
    """The roles, years and bases that the labels around a bare number give it."""
    return _meaning(
        container.header, rows_to_labels(container.row_labels), container.title, container.is_header
    )


@functools.lru_cache(maxsize=8192)
def _meaning(
    header: tuple[str, ...], rows: tuple[str, ...], title: str | None, is_header: bool
) -> Meaning:
    time, headcount = words_to_bases(" ", header, title)
    return Meaning(
        not is_header and labels_to_change(header, rows),
        labels_to_key("figure_role", header, rows),
        labels_to_year(header, rows),
        time,
        headcount,
        labels_to_key("budget_phase", header, rows),
    )


def bare_to_kind(draft: Draft, meaning: Meaning) -> str:
    """A sign makes a change of anything but money; the header or the declared unit may say that all
    of a column are changes.
    """
    if draft.declared_change or meaning.change:
        return "change"
    money = draft.unit is not None and draft.unit.dimension == "money"
    if draft.signed and not (money and draft.negative):
        return "change"
    return draft.unit.kind if draft.unit else "count"
