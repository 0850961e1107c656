"""No row holds two glyphs that stand one over the other: lines that were woven into one row are
parted.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout.draft import DraftLine
from pipeline.layout.lines import glyphs_to_lines, glyphs_to_lines_by_region
from pipeline.layout.tables import page_to_tables
from pipeline.layout.turned import page_to_turn, page_to_upright
from pipeline.layout.woven import OVER, WOVEN
from pipeline.model import Page
from pipeline.read import read_document
from tests.test_layout_lines import page_of, texts

# em: boxes are rounded to float32, so that two glyphs may share a little more than they are let
ROUNDING = 0.01
WORDS = st.text("가나다라1234,.()*", min_size=1, max_size=6)
RUNS = st.tuples(
    WORDS,
    st.floats(0, 120, width=32),
    st.floats(50, 90, width=32),
    st.sampled_from([5.0, 6.0, 9.0, 10.0, 12.0, 28.0, 40.0]),
    st.sampled_from([0, 1]),
)


def woven_pairs(page: Page, line: DraftLine) -> int:
    """How many pairs of glyphs of a level line overlap along it and differ in baseline by more than
    half an em of the larger one.
    """
    index = line.glyphs[line.glyphs >= 0]
    g = page.glyphs
    if g.turn[index].any():
        return 0

    def pairs(column: npt.NDArray[np.float32], pick: np.ufunc) -> npt.NDArray[np.float64]:
        own = column[index].astype(np.float64)
        return np.asarray(pick(own[:, None], own[None]))

    over = pairs(g.x1, np.minimum) - pairs(g.x0, np.maximum)
    apart = np.abs(pairs(g.baseline, np.subtract))
    clash = over > (OVER + ROUNDING) * pairs(g.size, np.minimum)
    clash &= apart > (WOVEN + ROUNDING) * pairs(g.size, np.maximum)
    return int(clash.sum()) // 2


@settings(max_examples=300, deadline=None)
@given(st.lists(RUNS, min_size=1, max_size=9))
def test_no_row_holds_two_glyphs_one_over_the_other(
    runs: list[tuple[str, float, float, float, int]],
) -> None:
    page = page_of(*runs)
    lines = [
        line
        for own in glyphs_to_lines_by_region(page, np.zeros(len(page.glyphs), int)).values()
        for line in own
    ]
    assert sum(woven_pairs(page, line) for line in lines) == 0
    kept = np.sort(np.concatenate([line.glyphs[line.glyphs >= 0] for line in lines]))
    assert kept.tolist() == list(range(len(page.glyphs)))


def test_two_lines_chained_by_a_third_are_two() -> None:
    page = page_of(
        ("31건", 50, 100, 10, 0), ("5대", 82, 103, 10, 0), ("60대", 58, 106, 10, 0)
    )  # each a third of an em below the one before
    assert texts(page) == ["31건 5대", "60대"]


def test_text_beside_a_tall_title_keeps_its_lines() -> None:
    page = page_of(
        ("큰 제목", 50, 100, 40, 0),
        ("가을에는 숲을 가꾸고", 190, 84, 10, 0),
        ("봄에는 물길을 낸다", 190, 97, 10, 0),
        ("여름에는 그늘을", 190, 110, 10, 0),
    )
    found = texts(page)
    assert [t for t in found if "숲" in t or "그늘" in t] == [
        "가을에는 숲을 가꾸고",
        "여름에는 그늘을",
    ]
    assert sum("물길" in t for t in found) == 1


def test_a_raised_mark_over_a_squeezed_letter_stays_in_its_line() -> None:
    page = page_of(("점검", 50, 100, 15, 0), ("*", 76.2, 93, 9.6, 1), ("(4월)", 80, 100, 12, 1))
    assert texts(page) == ["점검*(4월)"]


def test_lines_of_two_baselines_a_third_of_an_em_apart_are_one_where_none_is_over_another() -> None:
    assert texts(page_of(("가나", 50, 100, 10, 0), ("다라", 70, 103, 10, 0))) == ["가나다라"]


@pytest.mark.parametrize("name", ["fis_issue_22_3_loans.pdf", "busan2025_plan_spokesperson.pdf"])
def test_no_row_of_a_real_report_is_woven(reports: Path, name: str) -> None:
    for page in read_document(reports / "pdf" / name, name).pages:
        turn = page_to_turn(page)
        upright = page if turn is None else page_to_upright(page, turn)
        regions = page_to_tables(upright).regions
        for lines in glyphs_to_lines_by_region(upright, regions).values():
            assert [line.text for line in lines if woven_pairs(upright, line)] == []


def test_every_glyph_of_a_woven_row_is_in_one_line() -> None:
    page = page_of(("가나다라", 50, 100, 10, 0), ("마바사", 55, 106, 10, 0), ("1", 47, 103, 10, 0))
    assert sorted("".join(line.text for line in glyphs_to_lines(page))) == sorted("가나다라마바사1")
