"""Columns of text that no two lines place alike: seams, the ink moved by them, and what is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from pipeline.layout.flattened import lay_out_text
from pipeline.layout.flattened.ink import BESIDE, PITCH, lines_to_looses
from pipeline.layout.flattened.linewords import text_to_words
from pipeline.layout.flattened.seams import costs_to_seam
from pipeline.model import Blocks, Document, Line, Table
from pipeline.read.text import text_to_lines


def laid(text: str) -> Blocks:
    return lay_out_text(cast(Document, SimpleNamespace(text_lines=text_to_lines(text))))


def grid(table: Table) -> list[list[str]]:
    """Rows of texts; a merged cell has its text once."""
    found = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row][cell.col] = cell.text
    return found


def test_columns_that_shift_from_row_to_row_stay_columns() -> None:
    (table,) = laid("""   전략과제      번호        사업명               추진실적
  마을 축제      1    공방 열기 지원          - 강좌 6개 개설, 70명
                                        수료
               2    골목 정원             - 화단 12곳 가꿈
           3   밤길 등불 달기        - 등불 40개 설치
                                - 점검 4회
나눔 부엌      4   반찬 나눔      - 반찬 900그릇
                         - 참여 30명
""").tables
    assert [row[1:] for row in grid(table)[1:]] == [
        ["1", "공방 열기 지원", "- 강좌 6개 개설, 70명 수료"],
        ["2", "골목 정원", "- 화단 12곳 가꿈"],
        ["3", "밤길 등불 달기", "- 등불 40개 설치\n- 점검 4회"],
        ["4", "반찬 나눔", "- 반찬 900그릇\n- 참여 30명"],
    ]


def test_lines_between_the_lines_of_a_title_belong_to_its_row() -> None:
    (table,) = laid("""과제        연번   세부사업              추진실적
            ○ 계획을 세움
               작은 공연장
 가. 문화      1                     - 모임 3회
               손보기 지원
                                   ○ 무대 2곳 고침

                                   ○ 책 300권 나눔
          2   책 나눔터
                                   - 수레 4대
""").tables
    assert [row[2] for row in grid(table)[1:]] == ["작은 공연장 손보기 지원", "책 나눔터"]


def test_a_label_that_the_page_cuts_is_one() -> None:
    (table,) = laid("""과제        단위사업            추진실적
1. 물길     1. 둑 쌓기          ○ 둑 3곳 쌓음
살리고                          - 주민 40명 참여
\f과제        단위사업            추진실적
가꾸기                          - 나무 90그루
          2. 샘터 청소         ○ 샘터 7곳 청소
""").tables
    labels = [(c.text, c.row_span) for c in table.cells if c.col == 0 and c.row]
    assert labels == [("1. 물길 살리고 가꾸기", 2)]


def test_a_row_s_number_stands_on_the_page_of_its_title_s_first_line() -> None:
    """The lines below the last title are its row's, though it does not stand in their middle."""
    (table,) = (
        laid("""과제       연번   세부사업           소관부서     추진실적                   예산      집행
                               ○ 둑 3곳 쌓음
가. 물길     1   둑 쌓기           하천과                              70      60
                               - 주민 40명 참여

                               ○ 도랑 9곳 청소
          2   도랑 청소          하천과                              50      40
                               - 수레 4대

          3   샘터와 우물을 함께     마을살림     ○ 샘터 7곳 청소               30      20
              돌보는 모임 지원     과        ○ 우물 9곳 청소
                               - 참여 20명
                               - 수레 4대
                               - 점검 2회
                               - 모임 5회
\f과제       연번   세부사업           소관부서     추진실적                   예산      집행
                               ○ 우물 2곳 팜
가. 불      4   우물 파기          하천과                              20      10
                               - 점검 4회
""").tables
    )
    titles = ["둑 쌓기", "도랑 청소", "샘터와 우물을 함께 돌보는 모임 지원", "우물 파기"]
    assert [row[2] for row in grid(table)[1:]] == titles


def test_a_title_that_begins_with_digits_keeps_the_number_that_counts_on() -> None:
    (table,) = laid("""과제        단위사업            추진실적
1. 돌봄     1.쉼터 손보기        ○ 9곳 고침
          2.밤길 밝히기        ○ 등불 40개
          3.24시간 돌봄       ○ 2곳 엶
          4.캠프            ○ 5회 엶
""").tables
    titles = ["1.쉼터 손보기", "2.밤길 밝히기", "3.24시간 돌봄", "4.캠프"]
    assert [row[1] for row in grid(table)[1:]] == titles


def test_a_heading_over_the_next_header_is_no_row_even_at_a_page_s_head() -> None:
    blocks = laid("""Ⅰ. 물
과제        단위사업            추진실적
1. 물길     1. 둑 쌓기          ○ 둑 3곳 쌓음
          2. 샘터 청소         ○ 샘터 7곳 청소
\fⅡ. 불
과제        단위사업            추진실적
1. 등불     1. 밤길 밝히기       ○ 등불 40개
          2. 화로 나눔         ○ 화로 5개
""")
    assert [table.rows for table in blocks.tables] == [3, 3]
    texts = [i.printed.text for i in blocks.items if not isinstance(i, Table)]
    assert texts == ["Ⅰ. 물", "Ⅱ. 불"]


def test_a_total_takes_no_line_of_the_row_above_it() -> None:
    (table,) = laid("""과제        단위사업            추진실적           예산    집행
1. 물길     1. 둑 쌓기          ○ 둑 3곳 쌓음       70    60
          2. 샘터 청소         ○ 샘터 7곳 청소      30    20
                            ※ 예산은 시비
                         소계                100    80
""").tables
    assert grid(table)[2][2:] == ["○ 샘터 7곳 청소\n※ 예산은 시비", "30", "20"]
    assert grid(table)[3] == ["", "소계", "", "100", "80"]


@pytest.mark.parametrize("lost", ["3. 샘터", "샘터"])
def test_a_number_left_out_is_told_where_it_stands_beside_its_neighbours(lost: str) -> None:
    """The third title stands so far left that it is read as a label's."""
    blocks = laid(f"""  과제            단위사업            추진실적
가. 물길          1. 둑 쌓기          ○ 둑 3곳 쌓음
                2. 도랑 치기         ○ 도랑 7곳
{lost}                              ○ 샘터 2곳
                4. 우물 파기         ○ 우물 1곳
                5. 물놀이터          ○ 1곳
""")
    told = [p.code for p in blocks.problems]
    assert told.count("table_part_unread") == (lost[0] == "3")


def test_marks_and_figures_are_told_from_words() -> None:
    words = text_to_words("둑 쌓기    -      -   ○ 둑 3곳  1. 것")
    assert [w.text for w in words if w.figure] == ["-", "-"]
    assert [w.text for w in words if w.mark] == ["○"]
    assert [w.key for w in words if w.key] == [("arabic", 1)]


def test_a_line_stands_lower_only_where_characters_stand_under_others() -> None:
    lines = [Line(k, None, text) for k, text in enumerate(["가나", "   다", "가", "", "나"])]
    (loose,) = lines_to_looses(lines)[0]
    tops = [line.top for line in loose.lines]
    assert tops == [0.0, BESIDE, 2 * BESIDE, 2 * BESIDE + 2 * PITCH]


def test_a_seam_leaps_at_most_once_for_what_it_costs() -> None:
    cost = np.full((6, 60), 3.0)
    cost[:3, 2] = cost[3:, 50] = 0.0
    assert costs_to_seam(cost, [1.0] * 5).tolist() == [2, 2, 2, 50, 50, 50]
