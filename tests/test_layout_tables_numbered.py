"""Tables without any rule whose rows are numbered, drawn by hand."""

from __future__ import annotations

from pipeline.layout.tables import page_to_tables
from tests.test_layout_tables import make_page, texts


def test_a_line_without_a_number_below_a_full_one_is_no_row() -> None:
    """All white is alike here, so nothing but the numbers tells where a row begins; the last
    title's end is no heading either.
    """
    words = [
        (95, 100, "사업명"),
        (250, 100, "추진실적"),
        (60, 112, "1-1-1가나다라마바사아자차"),
        (200, 112, "○ 정수장 14개소"),
    ]
    words += [
        (60, 124, "충"),
        (200, 124, "- 인구 4만명"),
        (60, 136, "1-1-2수질검사"),
        (200, 136, "○ 검사 6천건"),
    ]
    words += [(60, 148, "1-1-3가나다라마바사아자차"), (200, 148, "○ 3개 마을"), (60, 160, "수")]
    words += [
        (55, 188, "2. 하천"),
        (95, 206, "사업명"),
        (250, 206, "추진실적"),
        (60, 218, "2-1-1하수도"),
        (200, 218, "○ 관로 8㎞"),
    ]
    page = make_page([], words)
    found = texts(page, page_to_tables(page))
    assert found[0][2:] == [
        "1-1-1가나다라마바사아자차/충",
        "○ 정수장 14개소/- 인구 4만명",
        "1-1-2수질검사",
        "○ 검사 6천건",
        "1-1-3가나다라마바사아자차/수",
        "○ 3개 마을",
    ]
