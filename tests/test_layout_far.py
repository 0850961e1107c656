"""Ink far off the page, and pages as large as a county, cost no memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.extract import extract
from pipeline.layout.grid.gaps import Row, Table, table_to_gaps
from pipeline.layout.gutters import Ink
from pipeline.layout.rulings import _positions_to_lines
from tests.hostile import CATALOG, FONT, PAGES, page, pdf, stream

FAR = 1e9
MOST = 30 << 20  # bytes; one step a point of 1e9 would be 500 MB at the least


def peak(made: Callable[[], object]) -> int:
    """The most memory that was taken at once, after a first time for what is kept."""
    made()
    tracemalloc.start()
    try:
        made()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_word_far_right_of_a_table_makes_no_gutter_by_the_point() -> None:
    x = np.array([0, 40, 0, FAR, 0, 50.0])
    row = np.array([0, 0, 1, 1, 2, 2])
    ink = Ink(x, x + 4, *np.zeros((2, 6)), np.full(6, 0x41), row, 4.0)
    rows = [Row.of(ink.take(ink.row == r), 4.0) for r in range(3)]
    assert peak(lambda: table_to_gaps(Table(rows, 4.0, np.zeros(0)))) < MOST


def test_rules_far_apart_are_numbered_by_how_many_there_are() -> None:
    at = np.array([0.0, FAR, 0.1, -FAR, FAR + 300])
    assert _positions_to_lines(at).tolist() == [1, 2, 1, 0, 3]
    assert peak(lambda: _positions_to_lines(at)) < MOST


def file_of(width: float, far: float) -> bytes:
    """A page of that width with a table, and a word and a box far off."""
    lines = b"".join(
        b"BT /F1 12 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (72 + 150 * col, 780 - 16 * row, word)
        for row in range(30)
        for col, word in enumerate((b"course 14", b"351 people", b"2024"))
    )
    away = b"BT /F1 12 Tf 1 0 0 1 %d 700 Tm (far 9) Tj ET %d 690 40 20 re S\n" % (far, far)
    own = page().replace(b"[0 0 595 842]", b"[0 0 %d 842]" % width)
    return pdf([CATALOG, PAGES, own, stream(lines + away), FONT])


@pytest.mark.parametrize(("width", "far"), [(595, FAR), (595, -FAR), (FAR, 100), (FAR, FAR - 9)])
def test_a_file_with_ink_or_paper_that_far_is_read(
    tmp_path: Path, width: float, far: float
) -> None:
    path = tmp_path / "far.pdf"
    path.write_bytes(file_of(width, far))
    assert peak(lambda: extract(path, "far.pdf")) < MOST
    assert "351 people" in "\n".join(p.text for p in extract(path, "far.pdf").pieces)
