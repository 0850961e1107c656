"""Wraps and paragraphs: what the print says, and what decides where it does not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.draft import DraftLine
from pipeline.layout.furniture import pages_to_furniture
from pipeline.layout.paragraphs import Column, lines_to_paragraphs
from pipeline.layout.wrap_votes import Evidence, Style, seam_to_votes, texts_to_evidence
from pipeline.layout.wraps import lines_to_printed, lines_to_seam, lines_to_wrap
from pipeline.model import Box, Line


def line(
    text: str,
    x: float = 50,
    top: float = 100,
    spaced: bool = True,
    size: float = 10,
    page: int = 1,
    font: int = 0,
) -> DraftLine:
    wide = np.array([0.5 * size if ord(c) < 0x80 else size for c in text])
    right = x + np.cumsum(wide)
    edges = np.stack(
        [right - wide, np.full(len(text), top), right, np.full(len(text), top + size)], axis=1
    ).astype(np.float32)
    box = Box(x, top, float(right[-1]), top + size)
    return DraftLine(
        page, text, edges, np.arange(len(text)), top + 0.86 * size, size, font, spaced, box
    )


# a document whose lines keep the blanks at their ends, one whose lines end before words and have no
# blanks, and one that has them as letters but not there
TRUSTED = Evidence(trailing=True, whole=Style(400, 400, blanks=160, untyped=240, between=-400))
RAGGED = Evidence(whole=Style(400, untyped=400, between=400, loose=300))
BY_HAND = Evidence(trailing=True, whole=Style(400, 400, blanks=8, untyped=392, between=200))


def printed(
    *drafts: DraftLine, right: float, evidence: Evidence = TRUSTED, loose: bool = False
) -> list[str]:
    column = Column(50, right)
    paragraphs = lines_to_paragraphs(drafts, [column] * len(drafts), evidence, loose)
    numbered = {id(d): Line(k, d.page, d.text, d.edges) for k, d in enumerate(drafts, 1)}
    return [
        lines_to_printed([(d, numbered[id(d)]) for d in own], wraps).text
        for own, wraps in paragraphs
    ]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("보람일자리 ", "운영", "보람일자리 운영"),
        (
            "이웃과 청년이 다 함께 여는 여름 배움 마당 지원",
            "대학",
            "이웃과 청년이 다 함께 여는 여름 배움 마당 지원대학",
        ),
    ],
)
def test_a_trailing_blank_is_a_word_boundary(above: str, below: str, whole: str) -> None:
    assert printed(line(above), line(below, top=112), right=line(above.rstrip()).box.x1 + 3) == [
        whole
    ]


@pytest.mark.parametrize(
    ("above", "below", "top", "found"),
    [
        ("38", "141", 112, ["38", "141"]),  # room for a digit
        ("123", "456", 112, ["123 456"]),  # as wide as its cell: never one number
        ("123", "456", 130, ["123", "456"]),  # no line follows so far below
    ],
)
def test_two_whole_figures_are_no_number(
    above: str, below: str, top: float, found: list[str]
) -> None:
    assert printed(line(above), line(below, top=top), right=67) == found


def test_every_character_is_found_where_it_was_printed() -> None:
    drafts = [line("교육  운영 "), line("112개", top=112)]
    lines = [Line(k, 1, d.text, d.edges) for k, d in enumerate(drafts, 1)]
    made = lines_to_printed(
        list(zip(drafts, lines, strict=True)), [lines_to_wrap(*drafts, 105, TRUSTED)]
    )
    assert made.text == "교육 운영 112개"
    for run in made.runs:
        assert (
            made.text[run.start : run.start + run.length]
            == run.line.text[run.offset : run.offset + run.length]
        )
    assert sum(run.length for run in made.runs) == len(made.text.replace(" ", ""))
    assert made.place(6).first_line == 2


@pytest.mark.parametrize(
    ("above", "below"), [("마을 잔치", "준비 모임"), ("배움 마당", "청소년 모임")]
)
def test_where_no_blank_is_typed_room_for_a_syllable_tells_a_word_boundary(
    above: str, below: str
) -> None:
    upper, lower = line(above, spaced=False), line(below, top=112, spaced=False)
    right = upper.box.x1 + 30
    assert lines_to_wrap(upper, lower, right, RAGGED).gap == " "
    odds = [
        sum(v.value * v.weight for v in seam_to_votes(lines_to_seam(upper, lower, x), Evidence()))
        for x in (right - 27, right)
    ]
    assert odds[0] + 1 < odds[1]


def test_a_break_that_no_print_tells_is_in_doubt() -> None:
    upper, lower = line("가꾸는 텃밭", spaced=False), line("운영 지원", top=112, spaced=False)
    doubts = [
        lines_to_wrap(upper, lower, upper.box.x1 + room, evidence).doubt
        for room, evidence in ((3.0, Evidence()), (30.0, RAGGED))
    ]
    assert doubts == [True, False]


def test_a_label_without_a_trailing_blank_is_two_words_where_the_document_prints_them_apart() -> (
    None
):
    """Centred cells of LibreOffice lose the blanks that its other lines keep; two syllables are one
    word however often they meet.
    """

    def wrap(above: str, below: str, *texts: str) -> str | None:
        listed = texts_to_evidence(texts)
        listed.whole, listed.styles[True] = TRUSTED.whole, Style(40, 40, untyped=40, lost=20)
        upper = line(above)
        return lines_to_wrap(upper, line(below, top=112), upper.box.x1 + 3, listed).gap

    assert wrap("1. 모두의", "학습", "마을 모두의 학습 마당") == " "
    assert wrap("1. 모두의", "학습", "마을 모두의학습 마당") == ""
    assert wrap("시", "공", "이웃 시 공 마당", "마을 시공 모임") == ""


def test_a_particle_that_ends_a_line_ends_a_word() -> None:
    gaps = [
        lines_to_wrap(line(a), line(b, top=112), 84, Evidence()).gap
        for a, b in (("판로와", "구매"), ("생태계", "와 문화"))
    ]
    assert gaps == [" ", ""]


def test_else_the_same_words_elsewhere_decide() -> None:
    above, below = line("서울 평생", spaced=False), line("교육 지원", top=112, spaced=False)

    def gap(text: str) -> str | None:
        return lines_to_wrap(above, below, 95, texts_to_evidence([text])).gap

    assert (gap("마을 평생교육 마당"), gap("마을 평생 교육 마당")) == ("", " ")
    assert lines_to_wrap(above, below, 95, Evidence()).doubt


def test_a_number_is_never_torn() -> None:
    assert (
        lines_to_wrap(line("총 1,", spaced=False), line("321명", spaced=False), 75, Evidence()).gap
        == ""
    )
    assert (
        lines_to_wrap(line("57.6", spaced=False), line("% 상승", spaced=False), 72, Evidence()).gap
        == ""
    )


@pytest.mark.parametrize(
    ("above", "below", "gap"),
    [
        ("19", "4", " "),  # a list of figures in a narrow cell
        ("19 4", "7 5", " "),
        ("0.4", "0.0", " "),
        ("(680,000)", "(10,000)", " "),
        ("1,2", "34명", ""),
        ("총 12", "34명", ""),
    ],
)
def test_figures_that_meet_are_one_where_one_of_them_is_none(
    above: str, below: str, gap: str
) -> None:
    upper = line(above, spaced=False)
    wrap = lines_to_wrap(upper, line(below, top=112, spaced=False), upper.box.x1 + 3, Evidence())
    assert wrap.gap == gap


def test_marks_and_numbers_open_paragraphs_and_figures_do_not() -> None:
    assert printed(line("- 수료 인원 "), line("1,321명", top=124), right=102) == [
        "- 수료 인원 1,321명"
    ]
    assert printed(line("○ 교육 운영"), line("○ 상담", top=112), right=104) == [
        "○ 교육 운영",
        "○ 상담",
    ]
    assert printed(line("직업교육 이수 총 "), line("1,321명", top=112), right=130) == [
        "직업교육 이수 총 1,321명"
    ]


def test_a_line_that_ends_well_short_ends_its_paragraph() -> None:
    assert printed(line("교육 운영"), line("상담 지원", top=112), right=300) == [
        "교육 운영",
        "상담 지원",
    ]


def test_a_heading_in_another_font_is_no_continuation() -> None:
    drafts = (
        line("○ 시민참여 행사 운영", x=50),
        line("피해자 대응 지원", x=70, top=112, size=10.6, font=1),
    )
    assert len(printed(*drafts, right=152, loose=True)) == 2


def test_a_heading_in_a_slightly_larger_size_is_no_continuation() -> None:
    drafts = (
        line("3. 경제활동 참여 확대", size=18),
        line("전문인력 양성과 취업 지원", x=62, top=130, size=16),
    )
    assert len(printed(*drafts, right=270, loose=True)) == 2


def test_a_sentence_set_in_two_sizes_goes_on() -> None:
    above, below = (
        line("시민 모두가 함께하는 확대를 위한", size=13),
        line("지원금 발굴", top=116, size=15),
    )
    above.edges[-6:, 3] += 2  # its end is set in 15 points already
    assert printed(above, below, right=above.box.x1 + 8, loose=True) == [
        "시민 모두가 함께하는 확대를 위한지원금 발굴"
    ]


def test_a_cell_keeps_amounts_of_two_sizes_apart() -> None:
    drafts = line("총 1,710건", size=16), line("37필지", top=118, size=13)
    assert printed(*drafts, right=142) == ["총 1,710건", "37필지"]
    assert printed(line("교육부", size=13), line("(담당)", top=118, size=10), right=91) == [
        "교육부(담당)"
    ]


def test_spread_labels_are_closed_up_and_sentences_are_not() -> None:
    assert printed(line("여 성 가 족 국"), right=140) == ["여성가족국"]
    assert printed(line("가족 정책"), right=140) == ["가족 정책"]


def pages(*feet: str, height: float = 800) -> list[tuple[float, list[DraftLine]]]:
    return [
        (height, [line("본문", top=400, page=k), line(foot, top=780, page=k)])
        for k, foot in enumerate(feet, 1)
    ]


@pytest.mark.parametrize(
    "feet",
    [("- 1 -",), ("3 / 20",), ("1", "2", "3"), ("복지국 계획 1", "복지국 계획 2", "복지국 계획 3")],
)
def test_page_numbers_and_repeated_feet_are_furniture(feet: tuple[str, ...]) -> None:
    assert [found.text for found in pages_to_furniture(pages(*feet))] == list(feet)


@pytest.mark.parametrize("feet", [("112",), ("17", "40", "9"), ("참여 20명", "상담 지원")])
def test_a_figure_at_the_foot_is_none(feet: tuple[str, ...]) -> None:
    assert pages_to_furniture(pages(*feet)) == []


def test_a_title_on_every_sheet_and_the_last_notes_of_a_list_are_no_furniture() -> None:
    def sheet(page: int) -> tuple[float, list[DraftLine]]:
        notes = [line(f"{k}) 자본지출 매입비", top=660 + 14 * k, page=page) for k in range(1, 5)]
        return 800, [
            line("재정통계", top=60, page=page, size=20),
            line("본문", top=400, page=page),
            *notes,
            line("기획국", top=770, page=page),
        ]

    assert [found.text for found in pages_to_furniture([sheet(k) for k in (1, 2, 3)])] == [
        "기획국"
    ] * 3


def test_figures_of_two_lines_are_never_one_run_of_text() -> None:
    right = [
        line("총 10,710건", x=115),
        line("229필지", x=135, top=112),
        line("1,662동", x=135, top=124),
    ]
    assert printed(*right, right=170, evidence=BY_HAND) == ["총 10,710건", "229필지", "1,662동"]
    assert printed(
        line("가입 2,487종"), line("50종 증가", top=112), right=115, evidence=BY_HAND
    ) == ["가입 2,487종 50종 증가"]


def test_dates_and_offices_set_one_below_the_other_are_a_list() -> None:
    dates = [line("2025.12.31.", spaced=False), line("2028.12.31.", top=112, spaced=False)]
    assert printed(*dates, right=108) == ["2025.12.31.", "2028.12.31."]
    offices = [line("여성가족과"), line("출산보육담당관", top=112), line("아동과", top=124)]
    assert printed(*offices, right=104) == ["여성가족과", "출산보육담당관", "아동과"]


def test_a_number_that_a_narrow_cell_breaks_stays_one() -> None:
    assert printed(line("97.", spaced=False), line("9", top=112, spaced=False), right=66) == [
        "97.9"
    ]
    assert printed(
        line("12,345,", spaced=False), line("678천원", top=112, spaced=False), right=90
    ) == ["12,345,678천원"]


def test_what_closes_the_bracket_of_the_line_above_goes_on() -> None:
    full = line("○ 배움 마당(참여")
    assert printed(full, line("자) 300명", top=112), right=full.box.x1 + 3) == [
        "○ 배움 마당(참여자) 300명"
    ]
    first, short = line("(12명,", x=60), line("3명)", x=60, top=112)
    assert [text.replace(" ", "") for text in printed(first, short, right=200)] == ["(12명,3명)"]
    assert printed(line("마을(동네"), line("○ 잔치)", top=112), right=250) == [
        "마을(동네",
        "○ 잔치)",
    ]
    assert printed(line("배움(나눔"), line("2) 잔치", top=112), right=250) == [
        "배움(나눔",
        "2) 잔치",
    ]


def test_a_list_within_a_sentence_goes_on() -> None:
    lines = [line("○ 대상자 214명"), line("정착금 23억", top=112), line("지급", top=124)]
    (text,) = printed(*lines, right=122)
    assert text.replace(" ", "") == "○대상자214명정착금23억지급"


def test_syllables_set_apart_over_the_width_of_a_label_are_closed_up() -> None:
    apart = line("기    금", top=112)
    assert printed(line("비금융성", x=50), apart, right=92) == ["비금융성기금"]
    assert printed(
        *(line(c, top=100 + 20 * k) for k, c in enumerate("법정기금")),
        right=66,
        evidence=Evidence(),
    ) == ["법정기금"]
    assert printed(line("육성", x=50), line("과 농", top=112), line("촌활", top=124), right=76) == [
        "육성과 농촌활"
    ]


def test_two_labels_of_a_header_cell_cut_by_a_diagonal_are_two() -> None:
    assert printed(line("직급", x=80), line("구분", top=112), right=104) == ["직급", "구분"]
    assert printed(line("가나다 ", x=60), line("라", top=112), right=94) == ["가나다 라"]
