"""Tables of fixtures/cases/house/: a narrow white, and a header that no list knows."""

from __future__ import annotations

from cases import case, owed

NARROW = "house/narrow_white_last_column.pdf"
ENGLISH = "house/english_growth_header.pdf"


@owed("layout", "two columns 3 pt apart become one: 구비비고")
def test_columns_that_end_and_begin_together_are_two_however_near() -> None:
    grid = case(NARROW).grid()
    assert (len(grid), {len(row) for row in grid}) == (7, {6})
    assert grid[0] == ["구분", "계", "국비", "시비", "구비", "비고"] or grid[0][-2:] == [
        "구비",
        "비고",
    ]
    rows = {row[0]: row[-2:] for row in grid}
    assert rows["나래 청년"] == ["", "자체"]
    assert rows["가온마을 돌"] == ["200", ""]


def test_a_header_that_no_list_knows_does_not_take_the_captions_unit_in_silence() -> None:
    growth = [q for q in case(ENGLISH)["quantities"] if q["col"] == 3]
    assert [q["value"] for q in growth] == [20.0, 25.0, -25.0, 30.0]
    assert all(q["unit"] == "%" or (q["unit"] is None and q["doubt"]) for q in growth)


def test_if_it_is_read_as_growth_only_the_wrong_row_disagrees() -> None:
    read = case(ENGLISH)
    growth = [q for q in read["quantities"] if q["col"] == 3]
    verdicts = [c["verdict"] for c in read["checks"] if c["type"] == "percent_change"]
    assert "원" not in {q["unit"] for q in growth}
    if any(q["unit"] == "%" for q in growth):
        assert verdicts == ["agrees", "agrees", "agrees", "disagrees"]
