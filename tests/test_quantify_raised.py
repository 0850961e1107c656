"""Raised marks of notes are no figures; small print and powers are no marks."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from pipeline.model import Container, Line, Printed, Run
from pipeline.quantify.figures import container_to_figures, quantify
from pipeline.quantify.raised import printed_to_marks


def raised(text: str, small: str) -> Printed:
    """A line of letters ten points high; those over which `small` has a caret are six points high
    and end four points above the others.
    """
    marked = np.array([c == "^" for c in small.ljust(len(text))])
    edges = np.zeros((len(text), 4), np.float32)
    edges[:, 0], edges[:, 2] = np.arange(len(text)) * 10, np.arange(len(text)) * 10 + 10
    edges[:, 1], edges[:, 3] = 90, np.where(marked, 96, 100)
    return Printed(text, (Run(0, Line(1, 1, text, edges), 0, len(text)),))


@pytest.mark.parametrize(
    ("text", "small", "mark"),
    [
        ("경상수입1)", "    ^^", ["1)"]),
        ("1,240 3)", "      ^^", ["3)"]),
        ("550 4", "    ^", ["4"]),
        ("수료 350명3 이다", "       ^", ["3"]),
        ("집계12) 기준", "  ^^^", ["12)"]),
        ("경상수입1)", "", []),
        ("550 4", "", []),
        ("이벤트103명", "   ^^^^", []),
        ("발표’24.6", "  ^^^^^", []),
        ("면적 10 2", "      ^", []),
        ("면적 3km2", "      ^", []),
    ],
)
def test_raised_marks(text: str, small: str, mark: list[str]) -> None:
    assert [text[a.start : a.end] for a in printed_to_marks(raised(text, small))] == mark


def test_a_mark_beside_a_number_makes_no_quantity() -> None:
    cell = Container("cell", "table", raised("1,240 3)", "      ^^"), unit="백만원", table_no=1)
    quantities, left_out = container_to_figures(cell, Counter())
    assert [(q.value, q.quote) for q in quantities] == [(1_240_000_000, "1,240")]
    assert [(a.quote, a.reason) for a in left_out] == [("3)", "numbering")]


def test_a_mark_in_a_sentence_leaves_its_figure() -> None:
    line = Container("line", "front", raised("1,240명2) 가운데 350명3", "      ^^         ^"))
    found = quantify((line,))
    assert [q.quote for q in found.quantities] == ["1,240명", "350명"]
    assert [(a.quote, a.reason) for a in found.left_out] == [
        ("2)", "numbering"),
        ("3", "numbering"),
    ]


def test_text_has_no_marks() -> None:
    assert printed_to_marks(Printed("550 4", (Run(0, Line(1, None, "550 4"), 0, 5),))) == []
