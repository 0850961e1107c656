"""Rows of unruled and half-ruled prints in fixtures/cases/layout/: each beside the rows that are
right.
"""

from __future__ import annotations

import csv

import pytest
from cases import FOLDER, case, owed

LEVELS = "layout/level-rules-empty-header-stripe.pdf"
MINER = "layout/blank-u0001.miner.txt"
UNRULED = [
    "unruled-first-row-tall",
    "unruled-middle",
    "unruled-over-pages",
    "vertical-only",
]


def bare(text: str) -> str:
    """A text without blanks: how a wrap is joined is another question."""
    return "".join(text.split())


def but_for(*right: str) -> list[object]:
    """The prints; all but those that are right lose a blank at a wrap."""
    lost = owed("wraps", "a blank at a wrap is lost")
    return [name if name in right else pytest.param(name, marks=lost) for name in UNRULED]


def right_rows(name: str) -> list[tuple[str, str, str, str, tuple[tuple[int, str], ...]]]:
    """What `<name>.rows.tsv` says: programme_id, area, group, title, (level, text) of its lines."""
    with (FOLDER / "layout" / f"{name}.rows.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    made = []
    for programme, area, group, title, achievements in rows[1:]:
        found = [
            (2, line[2:]) if line.startswith("- ") else (1, line)
            for line in achievements.split(" / ")
        ]
        made.append((programme, area, group, title, tuple(found)))
    return made


@pytest.mark.parametrize("name", UNRULED)
def test_unruled_rows_but_for_blanks(name: str) -> None:
    read = case(f"layout/{name}.pdf")
    found = [
        (*(bare(word) for word in row), tuple((n, bare(t)) for n, _, t in read.marked(row[0])))
        for row in read.outline()
    ]
    assert found == [
        (*(bare(word) for word in row[:4]), tuple((n, bare(t)) for n, t in row[4]))
        for row in right_rows(name)
    ]


@pytest.mark.parametrize("name", but_for("unruled-middle", "vertical-only"))
def test_titles_of_unruled_rows(name: str) -> None:
    assert case(f"layout/{name}.pdf").outline() == [row[:4] for row in right_rows(name)]


@pytest.mark.parametrize("name", but_for("unruled-middle"))
def test_lines_of_unruled_rows(name: str) -> None:
    read = case(f"layout/{name}.pdf")
    for programme, *_, achievements in right_rows(name):
        found = [(level, text) for level, _, text in read.marked(programme)]
        assert found == list(achievements), programme


def test_a_table_over_two_pages_is_one() -> None:
    tables = case("layout/unruled-middle.pdf")["tables"]
    assert [(t["page_first"], t["page_last"]) for t in tables] == [(1, 2)]


def test_level_rules_with_an_empty_stripe_are_read() -> None:
    read = case(LEVELS)
    assert read.report["status"] == "read"
    assert "pipeline_fault" not in read.codes()


def test_rows_under_level_rules() -> None:
    grid = case(LEVELS).grid()
    assert grid[-3:] == [
        ["해오름터", "1,204", "1,377", "88.1"],
        ["달맞이터", "932", "1,015", "91.4"],
        ["별헤는터", "640", "701", "90.2"],
    ]


def test_a_header_stands_over_its_two_columns() -> None:
    cells = [c for c in case(LEVELS)["cells"] if c["row"] == 2]
    paths = [c["header_path"] for c in cells if c["col"] in (1, 2)]
    assert paths == ["이용 인원 > 상반기", "이용 인원 > 하반기"]


def test_u0001_between_words_is_a_blank() -> None:
    read = case(MINER)
    assert read.outline() == [
        ("1.1.1", "배움이 이어지는 마을", "배움 기반 다지기", "마을지기 텃밭 교실 운영"),
        ("1.1.2", "배움이 이어지는 마을", "배움 기반 다지기", "이웃 공방 모임 지원"),
        ("1.1.3", "배움이 이어지는 마을", "배움 기반 다지기", "사서 기록물 정리"),
        ("1.1.4", "배움이 이어지는 마을", "배움 기반 다지기", "농부 영상 편집 강좌 개설"),
        ("1.2.1", "배움이 이어지는 마을", "이웃 모임 넓히기", "목수 숲길 안내"),
        ("1.2.2", "배움이 이어지는 마을", "이웃 모임 넓히기", "새내기 악기 배움"),
    ]
    assert read.marked("1.1.1") == [(1, "○", "텃밭 교실 운영 : 12회, 340명")]
    assert read.marked("1.1.2") == [
        (1, "○", "공방 모임 지원 : 8개 모임"),
        (2, "-", "(상반기) 21명, (하반기) 35명"),
    ]
