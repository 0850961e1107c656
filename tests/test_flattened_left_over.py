"""Tables that tabs part, and what of a text looks like a table and came into none."""

from __future__ import annotations

import pytest

from pipeline.layout.flattened import lay_out_text
from pipeline.model import Blocks, Document, Source, Table
from pipeline.outline import account, outline
from pipeline.read.text import text_to_lines

SOURCE = Source("a.txt", "a.txt", "0" * 64, 1, "text/plain")


def blocks(text: str) -> Blocks:
    return lay_out_text(Document(SOURCE, text_lines=text_to_lines(text)))


def signs(text: str) -> list[str]:
    return [
        dict(p.words)["seen_en"] for p in blocks(text).problems if p.code == "table_part_unread"
    ]


def texts(table: Table) -> list[str]:
    return [c.text for c in table.cells]


SHEET = "구분\t2023년\t2024년\n쉼터\t12\t13\n돌봄\t\t5"


def test_lines_with_as_many_tabs_are_a_table() -> None:
    made = blocks(f"□ 이용 현황\n{SHEET}\n끝")
    (table,) = made.tables
    assert texts(table) == ["구분", "2023년", "2024년", "쉼터", "12", "13", "돌봄", "", "5"]
    assert table.header_rows == 1
    assert table.cells[5].header_path == "2024년"
    assert account(made.lines, outline(made, SOURCE).marks)[1] == ()
    assert signs(f"□ 이용 현황\n{SHEET}\n끝") == []


@pytest.mark.parametrize(
    "text",
    [
        "쉼터\t12\n돌봄\t5",  # two lines
        "개요\t3\n현황\t5\n계획\t9",  # contents
        "○\t교육 3회\n○\t상담 4회\n-\t이용 9명",  # marks
        "1.\t교육 3회\n2.\t상담 4회\n3.\t이용 9명",
        "\t교육 3회\n\t상담 4회\n\t이용 9명",  # an indent
    ],
)
def test_tabs_that_part_no_cells_make_no_table(text: str) -> None:
    assert blocks(text).tables == ()


def test_two_columns_whose_figures_do_not_rise_are_a_table() -> None:
    assert len(blocks("쉼터\t12\n돌봄\t5\n나눔\t9").tables) == 1


ROWS = "전체 282.3 198.5 184.8\n금융 85.0 73.6 84.6\n제조 111.8 59.7 44.3\n"


@pytest.mark.parametrize(
    "text",
    [
        ROWS,
        ROWS.replace("금융", "(전년 대비 증감)\n금융"),
        "구분\n이용\n" + "\n".join(str(1200 + k) for k in range(6)),
        "".join(f"계획 {k}\n{k}.5\n" for k in range(6)),
        "".join(f"계획 작성 식 {k}.5\n" for k in range(6)),
        "쉼터    돌봄과    연중\n나눔    복지과    봄\n숲길    산림과    가을",
        "쉼터     돌봄과\n나눔     복지과\n숲길     산림과\n배움     교육과",
        "부문등급      갑종      을종      병종\n해상 단속을 맡은 사람",
        "구분 예산 비고\n쉼터를 새로 지음",
        "구분\n예산\n비고\n쉼터를 새로 지음",
        "(단위 : 백만원)\n쉼터를 새로 지음",
    ],
)
def test_lines_that_look_like_a_table_and_are_none_are_named(text: str) -> None:
    (sign,) = signs(f"□ 이용 현황\n{text}\n")
    assert sign.startswith("lines that look like a table")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(ROWS.split("\n")[:2]),
        "\n".join(str(1200 + k) for k in range(5)),
        "".join(f"계획 작성 식 {k}.5\n" for k in range(5)),
        "".join(f"계획의 작성 {k}\n" for k in range(9)),
        "".join(f"계획의 작성\n{k}\n" for k in range(9)),  # contents, a cell a line
        "교육 3회, 4명 참여\n상담 5회, 6명 참여\n이용 7회, 8명 참여",
        "개요      3\n현황      5\n계획      9\n부록      12",  # contents
        "나래시      복지국\n2024년 실적",
        "○ 쉼터     조성\n○ 나눔     마당\n○ 숲길     정비\n○ 배움     교실",
        "2024년    나래시     돌봄     추진실적\n\n나래시 복지국",
        "쉼터     돌봄과\n나눔     복지과\n숲길     산림과",
        "(단위 : 명)\n" + SHEET,
        "구분\n예산\n교육을 새로 엶",
    ],
)
def test_lines_of_other_kinds_are_not(text: str) -> None:
    assert signs(f"□ 이용 현황\n{text}\n") == []


def test_what_stands_in_a_table_is_no_left_over() -> None:
    piped = (
        "| 구분 | 가 | 나 | 다 |\n|---|---|---|---|\n| 전체 | 1 | 2 | 3 |\n| 금융 | 4 | 5 | 6 |\n"
    )
    assert signs(piped) == []


def test_the_rows_of_one_table_written_as_tables_are_named() -> None:
    row = "| 쉼터 |  | 돌봄과 |\n|---|---|---|\n"
    (sign,) = signs(f"{row}나눔\n\n{row.replace('쉼터', '숲길')}끝\n")
    assert sign == "tables of one row each follow one another, as the pieces of one (“쉼터”)"
    assert signs(f"{row}나눔\n") == []
    assert signs("| 쉼터 | 돌봄과 |\n|---|---|\n나눔\n\n| 숲길 | 산림과 |\n|---|---|\n끝\n") == []
