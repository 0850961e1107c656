"""What stands outside a figure's text says what was counted: headers, row labels, caption,
headings, the line above, the title.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

from pipeline.lexicon import has, words
from pipeline.model import Container
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.draft import Draft
from pipeline.quantify.heads import bracket_head_to_wording
from pipeline.quantify.labels import (
    header_to_wording,
    is_measured,
    label_to_pair,
    labels_to_measure,
    rows_to_labels,
)
from pipeline.quantify.pieces import LONGEST
from pipeline.quantify.topic import line_to_head, line_to_wording, text_to_topic, text_to_wording
from pipeline.quantify.units import Unit

_BRACKET_BELOW = lazy_pattern(r"\n\s*\((?=[^()\n]*\)\s*$)")  # “민간임차\n(업체)” is one label
_BETWEEN_LINES = named("figures.between_lines")


@dataclass(frozen=True, slots=True)
class Measure:
    """What was counted, where that is printed, and the noun behind the counter."""

    wording: str | None
    source: str | None
    counted: str | None


_OPENS = frozenset("([")
ITEM_FAMILIES = ("circle", "dot", "dash")  # of marks.toml
NOTHING = Measure(None, None, None)


def is_paired(container: Container) -> bool:
    """A header or row label names two measures: “예산액(구성비)” over “51,288(30.7)”."""
    labels = (*container.header[-1:], *rows_to_labels(container.row_labels)[-1:])
    return any(label_to_pair(label, True) != label for label in labels)


def figure_to_outside(
    text: str, drafts: list[Draft], index: int, container: Container, above: tuple[str, ...]
) -> Measure:
    """The words around the text; for a line of the front its topic, and a heading only where it
    names a measure.
    """
    draft = drafts[index]
    if container.kind == "cell" and (found := _from_labels(text, drafts, index, container, above)):
        return found
    if container.kind == "line":
        topic = text_to_topic(text[max(0, draft.start - LONGEST * 2) : draft.start])
        if topic is None and (head := line_to_head(text)):
            topic = bracket_head_to_wording(head)
        return Measure(topic, "phrase", None) if topic else _from_heading(draft, container)
    if wording := line_to_wording(container.line_above):
        return Measure(wording, "line_above", None)
    if (
        container.header
        and container.kind != "cell"
        and (wording := header_to_wording(container.header[-1]))
    ):
        return Measure(wording, "header", None)
    if wording := text_to_wording(container.title):
        return Measure(wording, "title", None)
    return NOTHING


def _from_labels(
    text: str, drafts: list[Draft], index: int, container: Container, above: tuple[str, ...]
) -> Measure | None:
    """What the header, the label of the row that the figure stands beside, the caption or a heading
    says.
    """
    draft = drafts[index]
    rows = rows_to_labels(container.row_labels)
    if rows and "\n" in rows[-1]:
        rows = (*rows[:-1], _line_beside(text, drafts, rows[-1], index))
    bracketed = text[max(0, draft.start - 2) : draft.start].strip().endswith(("(", "["))
    return labels_to_found(container.header, rows, container.title, above, draft.unit, bracketed)


def _line_beside(text: str, drafts: list[Draft], label: str, index: int) -> str:
    """The line of a row label that the figure stands beside, where the cell has as many lines (or
    figures) as the label.
    """
    lines = _BRACKET_BELOW.sub(" (", label).split("\n")
    if text.count("\n") + 1 == len(lines):
        return lines[text.count("\n", 0, drafts[index].start)]
    between = (text[a.end : b.start] for a, b in itertools.pairwise(drafts))
    if len(drafts) == len(lines) and not any(map(_BETWEEN_LINES.search, between)):
        return lines[index]
    return "" if any(line.lstrip()[:1] in _item_marks() for line in lines[1:]) else label


@functools.cache
def _item_marks() -> frozenset[str]:
    """Marks before the items of a list, but for those that are letters as well."""
    marks = words("marks")
    items = (mark for family in ITEM_FAMILIES for mark in marks["bullet"][family])
    return frozenset(items).difference(marks["needs_blank"]["marks"])


def _from_heading(draft: Draft, container: Container) -> Measure:
    """A heading divides as often as it says what is counted: “여성가족과”, “추진계획” over “(4팀
    26명)” say nothing.
    """
    found = labels_to_measure(
        (),
        (),
        ("", container.line_above or ""),
        draft.unit,
        draft.unit.kind if draft.unit else "count",
    )
    return Measure(*found, None) if found else NOTHING


def unit_noun(draft: Draft, text: str) -> str | None:
    """A counter that is itself the noun, as printed: “280과정”, “72강좌”, “1구·군”."""
    if draft.unit is None:
        return None
    name = draft.unit.name
    if draft.unit.noun or has(name, "place_counter"):
        return (
            text[draft.number_start : draft.unit_end].lstrip("0123456789,. ")
            if draft.unit_source == "printed"
            else name
        )
    if (
        draft.unit.dimension in ("courses", "bodies", "projects", "fields", "offices")
        and len(name) > 1
    ):
        return None if has(name, "counter_no_noun") else name
    return None


@functools.lru_cache(maxsize=4096)
def named_by_header(header: tuple[str, ...]) -> Measure | None:
    """What the innermost header says that all its numbers are, where it names a measure: 보정계수."""
    wording = header_to_wording(header[-1]) if header and is_measured(header[-1], None) else None
    return Measure(wording, "header", None) if wording else None


@functools.lru_cache(maxsize=8192)
def labels_to_found(
    header: tuple[str, ...],
    rows: tuple[str, ...],
    title: str | None,
    above: tuple[str, ...],
    unit: Unit | None,
    bracketed: bool,
) -> Measure | None:
    """The measure that labels, caption and headings give; “예산액(구성비)” gives one of its two."""
    if header and not _OPENS.isdisjoint(header[-1]):
        header = (*header[:-1], label_to_pair(header[-1], bracketed))
    if rows and not _OPENS.isdisjoint(rows[-1]):
        rows = (*rows[:-1], label_to_pair(rows[-1], bracketed))
    over = (title or "", *above) if above or title else ()
    found = labels_to_measure(header, rows, over, unit, unit.kind if unit else "count")
    return Measure(*found, None) if found else None


def bare_to_measure(
    container: Container, text: str, draft: Draft, above: tuple[str, ...]
) -> Measure:
    """The measure of a cell that holds one number and no word (cells.py)."""
    if draft.unit is None and (named := named_by_header(container.header)):
        return named
    if noun := unit_noun(draft, text):
        return Measure(noun, "phrase", None)
    rows = rows_to_labels(container.row_labels)
    if found := labels_to_found(
        container.header, rows, container.title, above, draft.unit, "(" in text
    ):
        return found
    wording = text_to_wording(container.title)
    return Measure(wording, "title", None) if wording else NOTHING
