"""Tables that HTML draws in a text: exact cells, whatever else the text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.layout.flattened import lay_out_text
from pipeline.layout.flattened.html_marks import LONGEST, WIDEST, lines_to_html
from pipeline.model import Blocks, Document, Line, Paragraph, Source, Table
from pipeline.outline import account, outline
from pipeline.read.text import text_to_lines
from tests.test_flattened import read, rows

SOURCE = Source("a.md", "a.md", "0" * 64, 1, "text/plain")


def blocks(text: str) -> Blocks:
    return lay_out_text(Document(SOURCE, text_lines=text_to_lines(text)))


def cells(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells]


def paragraphs(made: Blocks) -> list[str]:
    return [i.printed.text for i in made.items if isinstance(i, Paragraph)]


def test_cells_are_as_the_tags_say_with_spans_breaks_and_entities() -> None:
    made = blocks("""□ 예산 현황
(단위 : 백만원)
<table>
<tr><th rowspan="2">구 분</th><th colspan=2>2024년</th></tr>
<tr><td>예산</td><td>집행</td></tr>
<tr><td>교육 &amp; 돌봄</td><td>1,200</td><td>1,100<br>(91.7%)</td></tr>
</table>
끝""")
    (table,) = made.tables
    assert cells(table) == [
        (0, 0, 2, 1, "구 분"),
        (0, 1, 1, 2, "2024년"),
        (1, 1, 1, 1, "예산"),
        (1, 2, 1, 1, "집행"),
        (2, 0, 1, 1, "교육 & 돌봄"),
        (2, 1, 1, 1, "1,200"),
        (2, 2, 1, 1, "1,100\n(91.7%)"),
    ]
    assert table.header_rows == 2
    assert [c.header_path for c in table.cells[4:]] == ["구 분", "2024년 > 예산", "2024년 > 집행"]
    assert paragraphs(made)[0] == "□ 예산 현황"
    assert paragraphs(made)[-1] == "끝"


def test_the_lines_keep_the_source_and_nothing_is_left_unread() -> None:
    text = "앞<table><tr><td>가&nbsp;나<td>3</table>뒤\n<p>다</p>\n<표 1> 라"
    made = blocks(text)
    report = outline(made, SOURCE)
    pieces, unread = account(made.lines, report.marks)
    assert (
        "\n".join("".join(p.text for p in pieces if p.line is line) for line in made.lines) == text
    )
    assert unread == ()
    assert [c.text for c in made.tables[0].cells] == ["가 나", "3"]
    assert paragraphs(made) == ["앞", "뒤", "<p>다</p>", "<표 1> 라"]


def test_a_page_of_html_is_read_as_it_is_seen() -> None:
    made = blocks("""<!DOCTYPE html>
<html><head><title>x</title><style>
td { color: red }
</style></head><body>
<h1>2024년 돌봄 추진실적</h1>
<p>&#9675; 교육 <b>14</b>회, 351명 참여</p>
<table><caption>돌봄 (단위: 명)</caption><tr><td>구분</td><td>이용자</td></tr>
<tr><td
 rowspan="1">쉼터</td><td>35</td></tr></table>
</body></html>""")
    assert paragraphs(made) == ["2024년 돌봄 추진실적", "○ 교육 14회, 351명 참여"]
    (table,) = made.tables
    assert (table.caption and table.caption.text, table.unit) == ("돌봄 (단위: 명)", "명")
    assert [c.text for c in table.cells] == ["구분", "이용자", "쉼터", "35"]


def test_a_programme_table_of_html_gives_its_rows() -> None:
    text = """# 2025년 물길 관리 추진실적
<table>
<tr><th>과제</th><th>단위사업</th><th>추진실적</th></tr>
<tr><td colspan="3">Ⅰ. 맑은 하천</td></tr>
<tr><td rowspan="2">1. 수질 개선</td><td>1.오염원 점검</td><td>○ 점검 31회 - 위반 4건</td></tr>
<tr><td>2.2급수 하천 가꾸기</td><td>○ 정화 7회</td></tr>
<tr><td>2. 하천 이용</td><td>1.수변 산책로</td><td>○ 2.5km 조성</td></tr>
</table>"""
    assert rows(text) == [
        ("1.1.1", "오염원 점검", ["점검 31회", "위반 4건"]),
        ("1.1.2", "2급수 하천 가꾸기", ["정화 7회"]),
        ("1.2.1", "수변 산책로", ["2.5km 조성"]),
    ]
    _, report = read(text)
    assert [a.title.text for a in report.areas if a.title] == ["맑은 하천"]
    assert report.problems == ()


ROW = "<tr><td>{}</td><td>{}</td></tr>"
HEAD = "<table><tr><th>구분</th><th>이용자</th></tr>"


def test_parts_of_one_table_are_joined_and_other_tables_are_not() -> None:
    part = HEAD + ROW.format("쉼터", 35) + "</table>"
    assert [t.rows for t in blocks(f"{part}\n\n{part}").tables] == [3]
    assert [t.rows for t in blocks(f"{part}\n□ 다음 해\n{part}").tables] == [2, 2]
    other = part.replace("이용자", "예산")
    assert [t.rows for t in blocks(f"{part}\n{other}").tables] == [2, 2]
    foreign = part.replace("구분", "시설 이름").replace("이용자", "있는 곳")
    assert [t.rows for t in blocks(f"{part}\n{foreign}").tables] == [2, 2]  # by its tags alone
    body = "<table><tr><th>돌봄</th><th>12</th></tr>" + ROW.format("쉼터", 3) + "</table>"
    assert [t.rows for t in blocks(f"{part}\n{body}").tables] == [4]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = HEAD + ROW.format("쉼터", 35) + "</table>"
    text = (
        f"<table><tr><td>가</td><td>나 {inner} 다</td></tr><tr><td>라</td><td>마</td></tr></table>"
    )
    outer, nested = blocks(text).tables
    assert [c.text for c in outer.cells] == ["가", "나 다", "라", "마"]
    assert nested.parent == (1, 0, 1)
    assert [c.text for c in nested.cells] == ["구분", "이용자", "쉼터", "35"]


def test_what_a_data_frame_writes_where_nothing_is_is_nothing() -> None:
    text = HEAD + ROW.format("쉼터", "NaN") + "</table>"
    framed = text.replace("<table>", '<table border="1" class="dataframe">')
    assert blocks(text).tables[0].cells[-1].text == "NaN"
    assert blocks(framed).tables[0].cells[-1].text == ""
    assert blocks(framed.replace("쉼터", r"쉼터\n돌봄")).tables[0].cells[2].text == "쉼터\n돌봄"


def test_a_first_row_with_a_figure_is_no_header() -> None:
    text = "<table>" + "<tr><th>쉼터</th><th>35</th></tr>" + ROW.format("돌봄", 12) + "</table>"
    assert blocks(text).tables[0].header_rows == 0


def test_text_between_the_cells_is_text_and_signs_inside_cells_are_no_table() -> None:
    text = HEAD + "떠돎" + ROW.format("쉼터 | 돌봄", 35) + "</table>"
    made = blocks(text)
    assert paragraphs(made) == ["떠돎"]
    assert made.tables[0].cells[2].text == "쉼터 | 돌봄"


def test_a_text_that_speaks_of_tables_is_left_as_it_is() -> None:
    for text in ("<표 1> 예산", "<table 3> 참고", "a < b <td", "<TABLE> 는 표의 태그임"):
        lines = [Line(k, None, t) for k, t in enumerate(text.split("\n"))]
        assert lines_to_html(lines).lines == lines
        assert blocks(text).tables == ()


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "<tr><td>쉼터<td>35",  # nothing closed
        HEAD + "</td></tr></tr></table></table>" + ROW.format(1, 2),
        "<table><td>가<td>나<table><tr><td>다",
        "<td>가</td><table>",
        "<table><tr></tr><tr><td></td></tr></table>",
        "<table><tr><td rowspan=0 colspan=-3>가<td colspan='x'>나</table>",
        "<table " * 5 + "<td>",
    ],
)
def test_broken_tags_lose_no_text(text: str) -> None:
    made = blocks(text)
    report = outline(made, SOURCE)
    pieces, _ = account(made.lines, report.marks)
    assert "".join(p.text for p in pieces) == text
    assert not any(p.code == "pipeline_fault" for p in (*made.problems, *report.problems))


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "</tr>",
                "<td>",
                "</td>",
                "<th>",
                "<td",
                "rowspan=3>",
                "<td",
                "colspan=2>",
                "<br>",
                "&amp;",
                "&#",
                "<",
                ">",
                "<!--",
                "-->",
                "가",
                "35",
                "<caption>",
                "<b>",
            ]
        ),
        max_size=40,
    )
)
def test_any_heap_of_tags_covers_each_place_once_and_keeps_the_source(parts: list[str]) -> None:
    text = "\n".join("".join(parts[k : k + 7]) for k in range(0, len(parts), 7))
    made = blocks(text)
    assert not any(p.code == "pipeline_fault" for p in made.problems)
    for table in made.tables:
        places = [
            (r, c)
            for cell in table.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.col, cell.col + cell.col_span)
        ]
        assert sorted(places) == [(r, c) for r in range(table.rows) for c in range(table.cols)]
    pieces, _ = account(made.lines, outline(made, SOURCE).marks)
    assert "\n".join(
        "".join(p.text for p in pieces if p.line is line) for line in made.lines
    ) == text.rstrip("\n")


def test_spans_that_claim_the_world_are_those_of_the_table() -> None:
    text = (
        f"<table><tr><td rowspan={10**9}>가<td colspan={10**9}>나</tr>"
        "<tr><td>다</tr><tr><td>라<td>마</table>"
    )
    (table,) = blocks(text).tables
    assert (table.rows, table.cols) == (3, 3)
    assert max(c.row_span for c in table.cells) == 3
    assert (WIDEST, LONGEST) == (1000, 65_534)  # as browsers bound them


def test_a_table_of_more_places_than_can_be_read_is_named_and_its_text_kept() -> None:
    wide = "<tr>" + "<td>1" * 1100 + "</tr>"
    made = blocks("<table>" + wide + "<tr><td>가</tr>\n" * 1000 + "</table>")
    assert made.tables == ()
    (problem,) = [p for p in made.problems if p.code == "table_part_unread"]
    assert "claims more cells" in dict(problem.words)["seen_en"]
    assert any("가" in text for text in paragraphs(made))
