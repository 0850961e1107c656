"""Labels of areas and groups inside the programmes' column, and numbers that say where a programme
belongs.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Blocks, Cell, Line, Printed, Report, Run, Source, Table
from pipeline.outline import outline
from pipeline.outline.programmes import headings_to_areas

SOURCE = Source("x.pdf", "x.pdf", "0" * 64, 1, "application/pdf")


def printed(text: str, number: int) -> Printed:
    line = Line(number, 1, text)
    return Printed(text, (Run(0, line, 0, len(text)),))


def grid(
    *rows: tuple[str, ...], spans: dict[tuple[int, int], int] | None = None, no: int = 1
) -> Table:
    """A table with one header row; "|" parts paragraphs; spans: (row, col) → rows."""
    spans = spans or {}
    covered = {(r + d, c) for (r, c), n in spans.items() for d in range(1, n)}
    cells = [
        Cell(
            r,
            c,
            spans.get((r, c), 1),
            1,
            tuple(
                printed(t, 1000 * no + 20 * r + 4 * c + k)
                for k, t in enumerate(text.split("|"))
                if t
            ),
        )
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in covered
    ]
    return Table(no, len(rows), len(rows[0]), tuple(cells), 1)


def read(*tables: Table) -> Report:
    lines = [r.line for t in tables for c in t.cells for p in c.paragraphs for r in p.runs]
    return outline(Blocks(tuple(lines), tables), SOURCE)


def rows(report: Report) -> list[tuple[str | None, str | None, str | None, str]]:
    return [
        (
            a.title.text if a.title else None,
            g.title.text if g.title else None,
            p.printed_no,
            p.title.text,
        )
        for a in report.areas
        for g in a.groups
        for p in g.programmes
    ]


HEAD = ("과제명", "추진실적")


def test_rows_whose_number_the_next_ones_begin_with_are_labels() -> None:
    table = grid(
        HEAD,
        ("Ⅰ 소득", ""),
        ("Ⅰ-1 소득 보장", ""),
        ("Ⅰ-1-1 수당", "○ 9명"),
        ("Ⅰ-1-2 연금", "○ 8명"),
        ("Ⅰ-2 일자리", ""),
        ("Ⅰ-2-1 공공", "○ 7명"),
        ("Ⅱ 주거", ""),
        ("Ⅱ-1-1 주택", "○ 6호"),
    )
    assert rows(read(table)) == [
        ("소득", "소득 보장", "Ⅰ-1-1", "수당"),
        ("소득", "소득 보장", "Ⅰ-1-2", "연금"),
        ("소득", "일자리", "Ⅰ-2-1", "공공"),
        ("주거", None, "Ⅱ-1-1", "주택"),
    ]


def test_labels_that_stand_in_one_cell_with_titles_are_taken_out() -> None:
    table = grid(
        HEAD,
        ("1. 활력|가. 생활", ""),
        ("1) 센터", "○ 4개소"),
        ("2) 빈집|나. 의료", "○ 12동"),
        ("1) 병원", "○ 3회"),
        ("2. 성장|가. 산업", ""),
        ("1) 허브", "○ 9개사"),
    )
    report = read(table)
    assert rows(report) == [
        ("활력", "생활", "1", "센터"),
        ("활력", "생활", "2", "빈집"),
        ("활력", "의료", "1", "병원"),
        ("성장", "산업", "1", "허브"),
    ]
    assert {m.line.text: m.role for m in report.marks}["나. 의료"] == "group"


def test_one_kind_of_labels_makes_areas() -> None:
    table = grid(
        HEAD,
        ("Ⅰ. 소득", ""),
        ("1. 수당", "○ 9명"),
        ("2. 연금", "○ 8명"),
        ("Ⅱ. 주거", ""),
        ("1. 주택", "○ 6호"),
    )
    assert rows(read(table)) == [
        ("소득", None, "1", "수당"),
        ("소득", None, "2", "연금"),
        ("주거", None, "1", "주택"),
    ]


def test_a_programme_without_lines_is_no_label() -> None:
    table = grid(
        HEAD, ("1. 수당", "○ 9명"), ("2. 연금", ""), ("3. 주택", "○ 6호"), ("가. 쉼터", "○ 5호")
    )
    assert [r[3] for r in rows(read(table))] == ["수당", "연금", "주택", "쉼터"]


AREAS = ("분야", "과제", "세부사업명", "추진실적")


def test_labels_lost_at_a_page_s_end_follow_the_printed_path() -> None:
    table = grid(
        AREAS,
        ("Ⅰ. 배움", "1-1. 문해", "1-1-1. 교실", "○ 1회"),
        ("", "", "1-1-2. 특강", "○ 2회"),
        ("", "2-1. 출산", "2-1-1. 장려금", "○ 3명"),
        ("Ⅱ. 인구", "", "2-1-2. 조리비", "○ 4명"),
        ("", "", "2-1-3. 시술", "○ 5건"),
        spans={(1, 0): 2, (1, 1): 2, (3, 1): 3, (4, 0): 2},
    )
    report = read(table)
    assert [r[:3] for r in rows(report)] == [
        ("배움", "문해", "1-1-1"),
        ("배움", "문해", "1-1-2"),
        ("인구", "출산", "2-1-1"),
        ("인구", "출산", "2-1-2"),
        ("인구", "출산", "2-1-3"),
    ]
    assert "path_outside_area" not in {p.code for p in report.problems}


def test_a_number_of_another_area_that_nothing_explains_is_named() -> None:
    table = grid(
        AREAS,
        ("Ⅰ. 배움", "1-1. 문해", "1-1-1. 교실", "○ 1회"),
        ("", "", "3-1-2. 특강", "○ 2회"),
        ("", "", "1-1-3. 동아리", "○ 3회"),
        ("Ⅱ. 인구", "2-1. 출산", "2-1-1. 장려금", "○ 4명"),
        ("", "", "2-1-2. 시술", "○ 5건"),
        spans={(1, 0): 3, (1, 1): 3, (4, 0): 2, (4, 1): 2},
    )
    assert [
        (p.code, p.programme_id) for p in read(table).problems if p.code == "path_outside_area"
    ] == [("path_outside_area", "1.1.2")]


def test_numbers_that_begin_anew_in_every_area_say_nothing_of_it() -> None:
    table = grid(
        AREAS,
        ("Ⅰ. 배움", "가", "1-1. 교실", "○ 1회"),
        ("", "", "1-2. 특강", "○ 2회"),
        ("Ⅱ. 인구", "나", "1-1. 장려금", "○ 4명"),
        ("", "", "1-2. 시술", "○ 5건"),
        spans={(1, 0): 2, (1, 1): 2, (3, 0): 2, (3, 1): 2},
    )
    assert not [p for p in read(table).problems if p.code == "path_outside_area"]


def test_bare_numbers_before_every_title_that_count_on_are_numbers() -> None:
    table = grid(
        HEAD,
        ("1 조사", "○ 9명"),
        ("2 평가", "○ 8명"),
        ("3 50 플러스", "○ 6호"),
        ("4 상담", "○ 5회"),
    )
    assert [r[2:] for r in rows(read(table))] == [
        ("1", "조사"),
        ("2", "평가"),
        ("3", "50 플러스"),
        ("4", "상담"),
    ]


def test_digits_that_begin_some_titles_are_their_own() -> None:
    table = grid(HEAD, ("1. 조사", "○ 9명"), ("50 플러스", "○ 8명"), ("3 D 인쇄", "○ 6호"))
    assert [r[3] for r in rows(read(table))] == ["조사", "50 플러스", "3 D 인쇄"]
    alone = grid(
        ("연번", "과제명", "추진실적"),
        ("1", "50 플러스", "○ 9명"),
        ("2", "60 플러스", "○ 8명"),
        ("3", "70 플러스", "○ 7명"),
    )
    assert [r[2:] for r in rows(read(alone))] == [
        ("1", "50 플러스"),
        ("2", "60 플러스"),
        ("3", "70 플러스"),
    ]


def test_numbered_captions_over_every_table_name_the_areas() -> None:
    tables = [grid(HEAD, ("(1) 조사", "○ 9명"), ("(2) 상담", "○ 8명"), no=k) for k in (1, 2, 3)]
    named = [
        replace(t, captions=(printed(c, 9000 + t.table_no),))
        for t, c in zip(tables, ["[1] 건물", "[2] 수송"], strict=False)
    ]
    assert [r[0] for r in rows(read(*named, tables[2]))] == [
        "건물",
        "건물",
        "수송",
        "수송",
        "수송",
        "수송",
    ]
    years = [
        replace(t, captions=(printed(c, 9000 + t.table_no),))
        for t, c in zip(tables, ["[3] 건물", "[1] 수송"], strict=False)
    ]
    assert {r[0] for r in rows(read(*years, tables[2]))} == {None}


def test_a_group_s_heading_alone_stays_in_the_area_above() -> None:
    heads = [["Ⅰ. 물", "1. 먹는 물"], ["2. 하천"], ["Ⅱ. 공간", "1. 공기"]]
    found = headings_to_areas([[Printed(h) for h in headings] for headings in heads], [False] * 3)
    assert [(a.text if a else None, g.text if g else None) for a, g in found] == [
        ("Ⅰ. 물", "1. 먹는 물"),
        (None, "2. 하천"),
        ("Ⅱ. 공간", "1. 공기"),
    ]
