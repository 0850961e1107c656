"""To what the lines of a programme hang, which of the paragraphs below a heading are its lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.layout.markplaces import MarkPlaces
from pipeline.model import (
    Area,
    Cell,
    Group,
    Line,
    Paragraph,
    Part,
    Place,
    Printed,
    Programme,
    Run,
    Table,
)
from pipeline.outline.achievements import (
    join_unmarked,
    paragraphs_to_achievements,
    without_strangers,
)
from pipeline.outline.below import items_to_tables, with_tables
from pipeline.outline.hanging import DEEPEST, Opening, openings_to_nesting, printed_to_opening
from pipeline.outline.marking import lines_to_owners
from pipeline.text import bullet_at

Place_ = tuple[str, float, float]  # a line's text, where it begins and its top, in points


def line(text: str, x: float, top: float, size: float = 10, page: int = 1) -> Printed:
    """A text in letters as wide as they are high."""
    lefts = x + size * np.arange(len(text), dtype=np.float32)
    edges = np.stack(
        [lefts, np.full_like(lefts, top), lefts + size, np.full_like(lefts, top + size)]
    )
    printed = Line(int(top), page, text, edges.T.astype(np.float32))
    return Printed(text, (Run(0, printed, 0, len(text)),))


def levels(*programmes: list[Printed], frames: frozenset[int] = frozenset()) -> list[list[int]]:
    nesting = openings_to_nesting([[printed_to_opening(p) for p in lines] for lines in programmes])
    return [
        [a.level for a in paragraphs_to_achievements(lines, nesting, frames)]
        for lines in programmes
    ]


def test_a_mark_right_of_another_hangs_below_it_whatever_comes_first_elsewhere() -> None:
    results = [line("○ 상담 운영", 60, 10), line("- 상담 3회", 70, 25)]
    plan = [
        line("□ 개요", 50, 10),
        line("○ 상담 운영", 60, 25),
        line("- 상담 3회", 70, 40),
        line("□ 계획", 50, 55),
        line("○ 상담 확대", 60, 70),
    ]
    assert levels(results, results, results, plan)[-1] == [1, 2, 3, 1, 2]


def test_one_private_sign_at_two_places_is_two_marks() -> None:
    plan = [
        line("\uf000 개요", 57, 10, 16),
        line("ㅇ 위치", 64, 30, 14),
        line("\uf000 협의", 77, 50, 14),
        line("\uf000 계획", 57, 70, 16),
        line("ㅇ 착공", 64, 90, 14),
    ]
    assert levels(plan, plan) == [[1, 2, 3, 1, 2]] * 2


def test_marks_at_one_place_nest_by_which_comes_again_behind_the_other() -> None:
    plan = [
        line(text, 58, 10 + 15 * k)
        for k, text in enumerate(("① 확대", "ㅇ 육성", "ㅇ 개최", "② 양성", "ㅇ 연계"))
    ]
    assert levels(plan) == [[1, 2, 2, 1, 2]]


def test_lines_in_a_frame_push_none_below_them() -> None:
    framed = [line("❖ 도심에 숲을 늘림", 64, 10), line("- 12곳", 70, 25)]
    plan = [*framed, line("□ 개요", 57, 50), line("○ 위치", 64, 65), line("□ 계획", 57, 80)]
    frames = frozenset(id(p.runs[0].line) for p in framed)
    assert levels(plan, frames=frames) == [[1, 2, 1, 2, 1]]


def test_a_font_s_whole_table_of_signs_nests_no_deeper_than_lines_do() -> None:
    signs = [line(f"{chr(0xE000 + k)} 가", 50 + 5 * k, 10 + 15 * k) for k in range(60)]
    assert max(levels(signs)[0]) == DEEPEST


@pytest.mark.parametrize(
    ("below", "joined"),
    [
        (("지원 12개소", 70.0, 22.0), True),  # under the text
        (("지원 12개소", 60.0, 22.0), True),  # a wrap that lost its indent
        (("지원 12개소", 90.0, 22.0), False),  # elsewhere
        (("지원 12개소", 110.0, 22.0), True),  # under a word of the line
        (("지원 12개소", 160.0, 10.0), True),  # beside it
        (("지원 12개소", 70.0, 60.0), False),  # far below
        (("2-1. 지원", 70.0, 22.0), False),
        (("【지원】", 70.0, 22.0), False),
    ],
)
def test_what_goes_on_with_a_line_hangs_under_its_text(below: Place_, joined: bool) -> None:
    assert len(join_unmarked([line("ㅇ 쉼터와 상담실", 50, 10), line(*below)])) == 2 - joined


def test_what_stands_in_a_frame_goes_on_with_no_line_outside_it() -> None:
    inside = line("지원 12개소", 70, 22)
    frames = frozenset({id(inside.runs[0].line)})
    assert len(join_unmarked([line("ㅇ 쉼터와 상담실", 50, 10), inside], frames)) == 2


def test_a_label_in_a_drawing_is_no_line_and_an_unread_heading_ends_the_lines() -> None:
    first, last = line("ㅇ 쉼터 12개소", 50, 10), line("ㅇ 남의 줄", 50, 90)
    label, number = line("2층", 300, 50, 8), line("2", 40, 70, 16)
    assert without_strangers([first, label, last]) == [first, last]
    assert without_strangers([first, number, last]) == [first]
    assert without_strangers([first, line("감사합니다", 200, 10, 30, page=2), last]) == [first]


def test_parts_that_are_counted_end_no_lines() -> None:
    part = [line("1. 시장", 40, 10, 16), line("ㅇ 쉼터 12개소", 50, 30)]
    other = [line("2. 공장", 40, 10, 16, page=2), line("ㅇ 상담 3회", 50, 30, page=2)]
    assert without_strangers([*part, *other]) == [*part, *other]
    assert without_strangers([part[1], *other]) == [part[1]]


def test_a_line_whose_mark_is_drawn_stands_over_smaller_ones() -> None:
    plan = [
        line("- 과정 3개", 48, 10),
        line("배움을 돕는 교육", 51, 25, 12),
        line("- 과정 12개", 48, 40),
        line("사람", 52, 52, 9),
    ]
    assert without_strangers(plan) == plan
    assert levels(plan) == [[1, 1, 2, 3]]


def test_a_wrap_of_a_line_belongs_to_its_programme_too() -> None:
    title = line("쉼터 운영", 40, 10)
    parts = [line("ㅇ 쉼터와 상담실", 50, 30), line("지원 12개소", 70, 42)]
    lines = join_unmarked(parts)
    found = paragraphs_to_achievements(lines, openings_to_nesting([]))
    programme = Programme("1.1.1", 1, 1, None, title, found, Place())
    owners = lines_to_owners([Area(1, None, None, None, (Group(1, None, None, (programme,)),))])
    assert {owners[id(p.runs[0].line)] for p in parts} == {("achievement", "1.1.1")}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("*어항 개발", "*"),
        ("** 표제어 3,000개", "**"),
        ("***(주) 가람", "***"),
        ("∘ 센터", "∘"),
        ("▮ 현황", "▮"),
        ("\uf0d8 추진", "\uf0d8"),
        ("\ue123 추진", "\ue123"),
        ("\ue123추진", None),
        ("**굵게** 쓴 말", None),
        ("*****", None),
        ("* ", "*"),
        ("*)", None),
    ],
)
def test_marks_are_known_by_their_place_and_kin(text: str, mark: str | None) -> None:
    bullet = bullet_at(text)
    assert (bullet.mark if bullet else None) == mark


def test_a_place_is_one_with_what_stands_near_it() -> None:
    places = MarkPlaces({"dash": [60.0, 80.0]})
    assert places.has("dash", 79, 1.5)
    assert not places.has("dash", 70, 1.5)
    assert not places.has("circle", 80, 1.5)


def test_a_text_without_places_nests_by_order() -> None:
    known = [Opening(mark, family, 2) for mark, family in (("○", "circle"), ("-", "dash"))]
    nesting = openings_to_nesting([known, known[:1]])
    assert nesting.share(*known) > 0 > nesting.share(*known[::-1])


def test_tables_below_a_heading_are_its_programme_s_up_to_the_next_heading() -> None:
    title, own = line("쉼터 운영", 40, 10), line("ㅇ 쉼터 12개소", 50, 30)
    lines = paragraphs_to_achievements([own], openings_to_nesting([]))
    programme = Programme("1.1.1", 1, 1, None, title, lines, Place())
    areas = (Area(1, None, None, None, (Group(1, None, None, (programme,)),)),)
    table = Table(1, 1, 1, (Cell(0, 0),), parts=(Part(1, None),))

    def numbered(number: int, page: int = 1) -> Table:
        return replace(table, table_no=number, parts=(Part(page, None),))

    first, other = (Paragraph(p, p.place()) for p in (own, line("2. 상담", 40, 60, 16)))
    inner = replace(numbered(3), parent=(2, 0, 0))
    items = [numbered(1), first, numbered(2), inner, numbered(4, 3), other, numbered(5)]
    assert items_to_tables(items, areas) == {
        1: None,
        2: "1.1.1",
        3: "1.1.1",
        4: None,
        5: None,
    }
    (area,) = with_tables(areas, items)
    assert area.groups[0].programmes[0].below == (2, 3)
