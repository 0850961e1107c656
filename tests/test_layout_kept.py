"""The door for office files: the same blocks as the other doors give."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import FOLDER, blocks_of, maker, read, read_bytes

from pipeline.extract import document_to_extraction
from pipeline.layout import lay_out
from pipeline.model import Blocks, Paragraph, Table

x = maker("make_hwpx")


def laid(tmp_path: Path, *paragraphs: str) -> Blocks:
    return lay_out(read_bytes(tmp_path, x.hwpx(x.section(*paragraphs))))


def texts(blocks: Blocks) -> list[str]:
    return [i.printed.text for i in blocks.items if isinstance(i, Paragraph)]


def roles(blocks: Blocks) -> dict[str, str]:
    return {m.line.text.strip(): m.role for m in blocks.marks if m.role != "blank"}


def shape(table: Table) -> tuple[int, int, int]:
    return table.rows, table.cols, table.header_rows


@pytest.mark.parametrize("name", ["programmes.hwpx", "programmes.hwp"])
def test_programme_rows_come_out_of_either_format(name: str) -> None:
    extraction = document_to_extraction(read(FOLDER / name))
    report = extraction.report
    assert report is not None
    assert (report.title, report.year) == ("2025년 은하시 평생배움 추진 실적", 2025)
    assert [p.title.text for p in report.programmes] == [
        "은하배움터 운영",
        "별빛강좌 확대",
        "이웃나눔 지원",
    ]
    assert {"12개소", "1,240명", "36개", "840명", "8개", "96명"} <= {
        q.quote for q in extraction.quantities
    }
    assert all(p.role != "unread" for p in extraction.pieces)


def test_the_unit_above_a_table_is_its_own() -> None:
    table = blocks_of(FOLDER / "programmes.hwpx").tables[0]
    assert (table.unit, shape(table), table.origin) == ("백만원", (5, 4, 1), "hwpx")
    assert table.cells[-1].header_path == "예산"


def test_captions_boxes_and_nested_tables() -> None:
    blocks = blocks_of(FOLDER / "tables.hwpx")
    outer, nested, framed, phantom = blocks.tables
    assert (shape(outer), outer.caption and outer.caption.text) == ((2, 2, 1), "표 1 정비 내용")
    assert (nested.parent, nested.unit, shape(nested)) == ((1, 1, 1), "억원", (3, 2, 1))
    assert outer.cells[3].text == "(단위: 억원)", "what was printed in the cell stays there"
    assert (shape(framed), framed.unit) == ((3, 2, 1), "명")
    assert framed.caption is not None
    assert framed.caption.text == "< 연도별 참여 >"
    assert shape(phantom)[:2] == (2, 2)
    assert texts(blocks) == ["Ⅰ. 추진 배경", "본문이 먼저 온다.", "상자 안의 글", "그린 상자 글"]


def test_lines_are_numbered_as_they_read_and_know_their_place() -> None:
    blocks = blocks_of(FOLDER / "programmes.hwpx")
    assert [line.number for line in blocks.lines] == list(range(1, len(blocks.lines) + 1))
    last = blocks.lines[-1].spot
    assert last is not None
    assert (last.section, last.paragraph, last.table_no, last.row, last.col) == (1, 8, 1, 4, 3)
    assert all(line.page is None and line.edges is None for line in blocks.lines)


def test_nothing_is_made_of_what_nobody_sees() -> None:
    extraction = document_to_extraction(read(FOLDER / "unseen.hwpx"))
    assert {q.quote for q in extraction.quantities} == {"12명", "1"}
    assert extraction.hidden_characters == 30
    assert "hidden_in_file" in {p.code for p in extraction.problems}


def test_heads_are_furniture_and_notes_of_no_programme() -> None:
    blocks = blocks_of(FOLDER / "notes.hwpx")
    assert roles(blocks) == {"은하시 보고서": "furniture"}
    notes = [i for i in blocks.items if isinstance(i, Paragraph) and i.note]
    assert [n.printed.text for n in notes] == ["1) 중복 제외"]


def test_notes_in_cells_stand_at_the_foot(tmp_path: Path) -> None:
    noted = x.paragraph("경상수입", x.footnote(1, " 세외수입 포함"))
    cells = [*x.grid([("구분", "값")], titles=1), x.cell(1, 0, noted), x.cell(1, 1, "70")]
    blocks = laid(tmp_path, x.paragraph(x.table(cells)))
    assert blocks.tables[0].cells[2].text == "경상수입1)"
    assert texts(blocks) == ["1) 세외수입 포함"]


def test_spread_and_stacked_labels_are_closed_up(tmp_path: Path) -> None:
    cells = x.grid([("구 분 표", "값"), ("", "1")])
    cells[2] = x.cell(1, 0, "분", "야")
    table = laid(tmp_path, x.paragraph(x.table(cells))).tables[0]
    assert [c.text for c in table.cells] == ["구분표", "값", "분야", "1"]


def test_title_cells_and_shaded_rows_are_header(tmp_path: Path) -> None:
    rows = [("가나", "다라"), ("마바", "사아"), ("자차", "카타")]
    titled = laid(tmp_path, x.paragraph(x.table(x.grid(rows, titles=2))))
    assert titled.tables[0].header_rows == 2
    cells = [x.cell(0, c, w, fill=2) for c, w in enumerate(rows[0])] + x.grid([(), *rows[1:]])
    shaded = laid(tmp_path, x.paragraph(x.table(cells)))
    assert shaded.tables[0].header_rows == 1
    plain = laid(tmp_path, x.paragraph(x.table(x.grid(rows))))
    assert plain.tables[0].header_rows == 0


def test_a_corner_with_a_diagonal_is_a_header(tmp_path: Path) -> None:
    cells = x.grid([("", "가나"), ("다라", "마바"), ("사아", "자차")])
    cells[0] = x.cell(0, 0, "부문", "등급", fill=4)
    assert laid(tmp_path, x.paragraph(x.table(cells))).tables[0].header_rows == 1


SIGNED = [["(-)", "4,000,000"], ["△", "12.5"], ["(-)", "해당 없음"], ["-", "3,000"]]


def test_a_sign_that_no_rule_parts_from_its_figure_is_of_its_cell(tmp_path: Path) -> None:
    """In a column of their own, as authors set them; a mark of another kind stays alone."""
    open_right = x.border_fill(5).replace('rightBorder type="SOLID"', 'rightBorder type="NONE"')
    open_left = x.border_fill(6).replace('leftBorder type="SOLID"', 'leftBorder type="NONE"')
    head = x.header().replace("<hh:borderFill", f"{open_right}{open_left}<hh:borderFill", 1)
    cells = [x.cell(0, 0, "구분"), x.cell(0, 1, "한도액(원)", cols=2)]
    for r, (mark, figure) in enumerate(SIGNED, start=1):
        cells += [x.cell(r, 0, "단지"), x.cell(r, 1, mark, fill=5), x.cell(r, 2, figure, fill=6)]
    parts = x.parts(x.section(x.paragraph(x.table(cells))))
    data = x.zipped(parts | {"Contents/header.xml": head.encode()})
    extraction = document_to_extraction(read_bytes(tmp_path, data))
    table = extraction.report.tables[0]
    texts = [[c.text for c in table.cells if c.row == r][1:] for r in range(1, 5)]
    assert texts == [["(-) 4,000,000"], ["△ 12.5"], *SIGNED[2:]]
    assert -4_000_000 in [q.value for q in extraction.quantities]


def test_private_signs_are_what_they_print(tmp_path: Path) -> None:
    words = "\uf0a7 교육 \U000f02b2 운영 \uf53a \U000f02cf\U000f02d7\U000f02e1 \U000f02bb\U000f02c8"
    blocks = lay_out(read_bytes(tmp_path, x.hwpx(x.section(x.paragraph(words)))))
    assert blocks.lines[0].text == "▪ 교육 ② 운영 \uf53a ❷⓫ 25", "what no table of signs has stays"


def test_rows_below_the_rules_are_text(tmp_path: Path) -> None:
    cells = [*x.grid([("구분", "값"), ("가", "1")]), x.cell(2, 0, "※ 출처: 은하시", cols=2, fill=3)]
    blocks = laid(tmp_path, x.paragraph(x.table(cells)))
    assert shape(blocks.tables[0])[:2] == (2, 2)
    assert texts(blocks) == ["※ 출처: 은하시"]


def test_a_table_without_any_rule_stays_one(tmp_path: Path) -> None:
    blocks = laid(tmp_path, x.paragraph(x.table(x.grid([("가", "나"), ("다", "라")], fill=3))))
    assert shape(blocks.tables[0])[:2] == (2, 2)


def test_a_title_in_the_upper_rule_of_a_frame_is_a_box(tmp_path: Path) -> None:
    cells = [x.cell(0, 0, ""), x.cell(0, 1, "< 의견 >"), x.cell(0, 2, "")]
    cells += [x.cell(1, 0, "의견을 적는다.", cols=3)]
    blocks = laid(tmp_path, x.paragraph(x.table(cells)))
    assert blocks.tables == ()
    assert texts(blocks) == ["< 의견 >", "의견을 적는다."]


def test_lists_of_contents_are_set_apart(tmp_path: Path) -> None:
    tab = "<hp:t>{}<hp:tab/>{}</hp:t>"
    entries = [x.paragraph(x.raw(tab.format(w, n))) for w, n in (("가", 1), ("나", 4), ("다", 9))]
    rows = [("Ⅰ. 서론", "……", "3"), ("Ⅱ. 본론", "……", "10"), ("Ⅲ. 결론", "……", "42")]
    blocks = laid(tmp_path, *entries, x.paragraph(x.table(x.grid(rows))))
    assert blocks.tables == ()
    assert set(roles(blocks).values()) == {"contents"}
    figures = [("가나", "3", "3"), ("다라", "2", "10"), ("마바", "5", "42")]
    assert len(laid(tmp_path, x.paragraph(x.table(x.grid(figures)))).tables) == 1


def test_a_caption_before_a_box_is_that_of_the_table_in_it(tmp_path: Path) -> None:
    inner = x.table(x.grid([("구분", "값"), ("가", "1")], titles=1))
    outer = x.table([x.cell(0, 0, x.paragraph(inner))])
    table = laid(tmp_path, x.paragraph("<표 2> 은하시 현황"), x.paragraph(outer)).tables[0]
    assert table.caption is not None
    assert table.caption.text == "<표 2> 은하시 현황"


def test_mended_cells_are_named(tmp_path: Path) -> None:
    cells = [x.cell(0, 0, "가", cols=2), x.cell(0, 1, "나"), x.cell(1, 0, "다"), x.cell(1, 1, "1")]
    blocks = laid(tmp_path, x.paragraph(x.table(cells)))
    assert [(p.code, p.table_no) for p in blocks.problems] == [("cells_mended", 1)]
