"""For any lines: the text door never fails, and the pieces of every line, joined, are the line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout import lay_out
from pipeline.model import Document, Source, TextLine
from pipeline.outline import account, outline

SOURCE = Source("a.txt", "a.txt", "0" * 64, 1, "text/plain", "utf-8")
PIECES = st.sampled_from(
    [
        "과제",
        "단위사업",
        "추진현황",
        "예산",
        "집행|액",
        "소관부서",
        "비고",
        "(단위: 백만원)",
        "  ",
        "      ",
        "\t",
        " ",
        "\f",
        "1.",
        "1. ",
        "2.가나 ",
        "1-1.다라 ",
        "①마바 ",
        "Ⅰ. 사아 ",
        "가. 자차 ",
        "제1분야 ",
        "○ ",
        "- ",
        "※ ",
        "\uf000 ",
        "□ ",
        "1,321명",
        "57.6%",
        "△306",
        "합계",
        "소계 ",
        "평생학습 지원 및 협력체계 강화",
        "교육 3회 운영",
        "일자리정책과",
        "구분",
        "2024년",
        "- 3 -",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=8).map("".join),
    st.text(alphabet=st.characters(blacklist_characters="\n\r"), max_size=30),
)
HEADERS = st.sampled_from(
    [
        [],
        ["과제 단위사업 추진현황"],
        ["  과제     단위사업      추진현황     예산"],
        ["과제", "단위사업", "추진현황"],
    ]
)


def read(texts: list[str], paged: bool) -> tuple[str, ...]:
    """The joined pieces of every line of a text that was read whole."""
    lines = tuple(TextLine(1 + k // 7 if paged else None, text) for k, text in enumerate(texts))
    blocks = lay_out(Document(SOURCE, text_lines=lines))
    report = outline(blocks, SOURCE)
    pieces, _ = account(blocks.lines, report.marks)
    joined: dict[int, str] = {}
    for piece in pieces:
        joined[piece.line.number] = joined.get(piece.line.number, "") + piece.text
    for table in blocks.tables:
        covered = [
            (r, c)
            for k in table.cells
            for r in range(k.row, k.row + k.row_span)
            for c in range(k.col, k.col + k.col_span)
        ]
        assert sorted(covered) == [(r, c) for r in range(table.rows) for c in range(table.cols)]
    return tuple(joined.get(k, "") for k in range(1, len(texts) + 1))


@settings(max_examples=250, deadline=None)
@given(st.lists(TEXTS, max_size=6), HEADERS, st.lists(TEXTS, max_size=25), st.booleans())
def test_pieces_of_any_text_are_the_text(
    front: list[str], header: list[str], body: list[str], paged: bool
) -> None:
    texts = [*front, *header, *body]
    assert read(texts, paged) == tuple(texts)


@settings(max_examples=100, deadline=None)
@given(
    HEADERS,
    st.lists(
        st.tuples(st.integers(1, 4), st.booleans(), st.integers(0, 6)), min_size=2, max_size=12
    ),
)
def test_every_piece_below_a_header_has_a_role(
    header: list[str], rows: list[tuple[int, bool, int]]
) -> None:
    texts = ["보고서", *header]
    for number, marked, gap in rows:
        texts += [
            f"{' ' * gap * 2}{number}.사업 이름{' ' * (gap + 1)}{'○ ' if marked else ''}교육 {number}회"
        ]
    assert read(texts, False) == tuple(texts)
