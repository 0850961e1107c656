"""Levels of an outline: which columns and rows of labels hold which, and what the stated counts
count.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Cell, Table
from pipeline.outline import outline
from pipeline.outline.roles import table_to_roles
from tests.test_outline import SOURCE, blocks, grid, paragraph, printed


def test_spans_decide_which_column_of_labels_is_the_outer_one() -> None:
    rows = [["1. 가", "○ 3회"], ["2. 나", "○ 4회"], ["3. 다", "○ 5회"]]
    body = [
        ["낳고 기르기", "임신", *rows[0]],
        ["", "", *rows[1]],
        ["", "돌봄", *rows[2]],
        ["일과 교류", "", *rows[0]],
        ["", "", *rows[1]],
    ]
    spans = {(1, 0): 3, (1, 1): 2, (4, 0): 2, (4, 1): 2}
    table = grid(["전략", "분야", "과제명", "추진실적"], *body, spans=spans)
    assert table_to_roles(table) == ["area", "group", "programme", "achievements"]
    turned = grid(["분야", "전략", "과제명", "추진실적"], *body, spans=spans)
    assert table_to_roles(turned) == ["area", "group", "programme", "achievements"]


def test_rows_over_the_whole_width_hold_the_column_between_them() -> None:
    body = [
        ["전략 1", "", ""],
        ["임신", "1. 가", "○ 3회"],
        ["", "2. 나", "○ 4회"],
        ["전략 2", "", ""],
        ["정착", "1. 다", "○ 5회"],
        ["", "2. 라", "○ 6회"],
    ]
    table = grid(["분야", "과제명", "추진실적"], *body, spans={(2, 0): 2, (5, 0): 2})
    wide = replace(
        table,
        cells=tuple(
            replace(c, col_span=3) if c.row in (1, 4) else c
            for c in table.cells
            if c.row not in (1, 4) or c.col == 0
        ),
    )
    assert table_to_roles(wide) == ["group", "programme", "achievements"]
    report = outline(blocks(wide), SOURCE)
    assert [[g.title.text if g.title else None for g in a.groups] for a in report.areas] == [
        ["임신"],
        ["정착"],
    ]
    again = replace(
        wide,
        cells=tuple(
            replace(c, paragraphs=(printed("임신", 700),)) if c.row == 5 and c.col == 0 else c
            for c in wide.cells
        ),
    )
    assert table_to_roles(again)[0] == "area"


def test_an_area_s_count_is_read_under_the_header_that_counts_programmes() -> None:
    table = grid(
        ["분야", "사업명", "추진실적"],
        ["배움", "1. 가", "○ 3회"],
        ["", "2. 나", "○ 4회"],
        ["일", "1. 다", "○ 5회"],
        spans={(1, 0): 2},
    )
    cells = [
        ("분야", "과제 수", "사업 수", "예산액"),
        ("배움", "1", "2", "787"),
        ("일", "1", "1", "92"),
    ]
    overview = replace(
        grid(*[list(row) for row in cells]),
        table_no=2,
        cells=tuple(
            Cell(
                r,
                c,
                paragraphs=(printed(text, 900 + 10 * r + c),),
                header_path=cells[0][c] if r else None,
            )
            for r, row in enumerate(cells)
            for c, text in enumerate(row)
        ),
    )
    report = outline(blocks(paragraph("분야 사업 수", 800), overview, table), SOURCE)
    assert [a.stated_programmes for a in report.areas] == [2, 1]
    assert not [p for p in report.problems if "row_count" in p.code]


def test_the_whole_report_s_count_below_an_area_s_name_is_not_the_area_s() -> None:
    table = grid(
        ["분야", "사업명", "추진실적"],
        ["배움", "1. 가", "○ 3회"],
        ["", "2. 나", "○ 4회"],
        ["일터", "1. 다", "○ 5회"],
        spans={(1, 0): 2},
    )
    front = [
        paragraph("배움 ······ 3", 800),
        paragraph("일터 ······ 4", 801),
        paragraph("□ 점검대상 : 2대 분야 3개 세부사업", 802),
    ]
    report = outline(blocks(*front, table), SOURCE)
    assert [a.stated_programmes for a in report.areas] == [None, None]
    assert not [p for p in report.problems if "row_count" in p.code]


def test_a_heading_with_a_bare_number_is_the_area_of_the_programmes_numbered_below_it() -> None:
    def small(area: int) -> Table:
        body = [[f"{area}-{k} 마을 {area}{k}", f"○ 교육 {k}회"] for k in (1, 2)]
        return replace(grid(["과제명", "이행실적"], *body), table_no=area)

    front = [paragraph("2 배출량", 800), paragraph("3 과제별 이행실적", 801)]
    named = [
        paragraph("1 원천 감량", 802, 14.0),
        small(1),
        paragraph("2 분리배출", 803, 14.0),
        small(2),
    ]
    areas = outline(blocks(*front, *named), SOURCE).areas
    assert [
        (a.printed_no, a.title.text if a.title else None, len(a.groups[0].programmes))
        for a in areas
    ] == [
        ("1", "원천 감량", 2),
        ("2", "분리배출", 2),
    ]
    other = [
        paragraph("1 원천 감량", 802, 14.0),
        small(3),
        paragraph("2 분리배출", 803, 14.0),
        small(4),
    ]
    assert [a.title for a in outline(blocks(*front, *other), SOURCE).areas] == [None]
