"""Text that keeps its columns by blanks is laid out as the page that it was; every character stays
where the text has it.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.layout import lay_out
from pipeline.model import Blocks, Document, Source, Table, TextLine

SOURCE = Source("a.txt", "a.txt", "0" * 64, 1, "text/plain", "utf-8")
BUDGET = """                    재무제표 요약
                                                       (단위 : 천원)
          과목               당기         전기         증감

Ⅰ. 수입                  30,626,000   29,900,000       726,000
 1. 교육 수입               6,820,000    6,700,000       120,000
 2. 지원금                19,040,000   18,900,000       140,000
 3. 기타                  4,766,000    4,300,000       466,000

Ⅱ. 지출                  29,988,604   30,100,000   △   111,396
"""


def read(text: str) -> Blocks:
    pages = enumerate(text.split("\f"), start=1)
    lines = tuple(TextLine(n, line) for n, page in pages for line in page.split("\n"))
    return lay_out(Document(SOURCE, text_lines=lines))


def used(blocks: Blocks) -> Counter[tuple[int, int]]:
    """How often each character of a line stands in an item or under a mark."""
    found: Counter[tuple[int, int]] = Counter()
    for item in blocks.items:
        texts = (
            [*item.captions, *(p for c in item.cells for p in c.paragraphs)]
            if isinstance(item, Table)
            else [item.printed]
        )
        for run in (run for text in texts for run in text.runs):
            found.update((run.line.number, run.offset + k) for k in range(run.length))
    for mark in blocks.marks:
        found.update((mark.line.number, k) for k in range(mark.start, mark.end))
    return found


def signs(blocks: Blocks) -> set[tuple[int, int]]:
    return {(x.number, k) for x in blocks.lines for k, c in enumerate(x.text) if not c.isspace()}


def test_a_table_without_a_word_that_is_known_is_read_with_unit_and_places() -> None:
    (table,) = read(BUDGET).tables
    rows = {(c.row, c.col): c.text for c in table.cells}
    assert [rows[r, 1] for r in range(table.rows)][-5:] == [
        "30,626,000",
        "6,820,000",
        "19,040,000",
        "4,766,000",
        "29,988,604",
    ]
    assert (table.unit, table.origin) == ("천원", "text")
    first = next(c for c in table.cells if c.text == "6,820,000")
    assert (first.place.page, first.place.first_line, first.place.box) == (1, 6, None)


def test_a_sign_at_the_left_of_its_cell_belongs_to_the_figure_at_the_right() -> None:
    (table,) = read(BUDGET).tables
    assert [c.text for c in table.cells][-2:] == ["30,100,000", "△ 111,396"]


def test_a_header_printed_again_on_the_next_page_is_no_row() -> None:
    head = "   구분          예산액        집행액        잔액\n"
    body = [f"   사업 {n:02}    {n}0,100       {n}0,000         100\n" for n in range(11, 31)]
    (table,) = read(head + "".join(body[:10]) + "\f" + head + "".join(body[10:])).tables
    assert (table.rows, [p.page for p in table.parts]) == (21, [1, 2])


SOLID = """관   항                목     당기               전기
        2)나눔배움교실강좌수입       19,040,000,000   16,950,000,000   2,090,000,000    갈래마다명세 보기

         (1)강좌수입           16,240,000,000   14,650,000,000   1,590,000,000

           가.낮에여는강좌        16,040,000,000   14,500,000,000   1,540,000,000

           나.밤에여는강좌들          200,000,000      150,000,000      50,000,000
"""


def test_a_header_set_solid_over_the_first_row_is_a_row_of_its_own() -> None:
    (table,) = read(SOLID).tables
    first = [c.text for c in table.cells if c.row == 0]
    assert "당기" in first
    assert not any(c.isdigit() for c in "".join(first))
    assert "19,040,000,000" in [c.text for c in table.cells]


@pytest.mark.parametrize(
    "text",
    [
        "가나다   라마바사   아자차카\n나라에서   하는 일은   모두가 안다\n그러므로   우리는   간다\n",
        "○ 감사  총괄팀  ,  정책  ·\n  청렴  문화  (  )  개\n○ 반부패  ,  사례   ·\n",
    ],
)
def test_sentences_spread_over_their_line_are_no_table(text: str) -> None:
    assert read(text).tables == ()


def test_two_columns_of_text_are_not_read_across() -> None:
    left = ["융자 지출이 크게 줄어든 데 반해", "회수는 앞의 해보다 늘어났다고", "하겠다"]
    right = ["부처는 예산을 다시 나누어", "지역의 사업에 쓰기로", "하였다"]
    text = "\n".join(f"{a:<40}{b}" for a, b in zip(left, right, strict=True))
    told = [i.printed.text for i in read(text).items if not isinstance(i, Table)]
    assert not any(
        a[-4:] + " " + b[:4] in t for t in told for a, b in zip(left, right, strict=True)
    )


@given(
    st.lists(
        st.lists(
            st.sampled_from(["구분", "계", "12", "1,340", "△", "-", "사업", "가(나)"]), max_size=6
        ),
        max_size=14,
    ),
    st.integers(1, 9),
)
def test_every_character_is_in_one_item_or_under_one_mark(
    words: list[list[str]], apart: int
) -> None:
    blocks = read("\n".join((" " * apart).join(line) for line in words))
    found = used(blocks)
    assert signs(blocks) <= set(found)
    assert not [at for at, n in found.items() if n > 1]
