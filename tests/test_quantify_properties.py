"""Any value in any spelling is read back; nothing overlaps, nothing is lost, nothing takes longer
than its length asks for.
"""

from __future__ import annotations

import itertools
import re
import time
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Container, Line, Printed, Run
from pipeline.quantify import Figures, quantify
from pipeline.quantify.figures import container_to_figures
from tests.growth import assert_growth

UNITS = ["명", "개소", "건", "회", "팀", "가구", "%", "점", "원", "시간", "㎡"]
SCALES = {"천": 1000, "만": 10_000, "백만": 1_000_000, "억": 100_000_000}


def line(text: str, kind: str = "achievement", **more: object) -> Container:
    return Container(kind, "detail", Printed(text), programme_id="1.1.1", **more)  # type: ignore[arg-type]


def read(text: str, kind: str = "achievement") -> Figures:
    return quantify([line(text, kind)])


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(UNITS), st.booleans(), st.booleans(), st.booleans())
def test_a_whole_number_is_read_back(
    value: int, unit: str, commas: bool, blank: bool, full_width: bool
) -> None:
    digits = f"{value:,}" if commas else str(value)
    if full_width:
        digits = digits.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    text = f"다래 교실 {digits}{' ' if blank else ''}{unit} 참여"
    (found,) = read(text).quantities
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert found.quote == f"{digits}{' ' if blank else ''}{unit}"


@settings(deadline=None)
@given(
    st.integers(1, 9999),
    st.integers(0, 99),
    st.sampled_from(list(SCALES)),
    st.sampled_from(["명", "원"]),
)
def test_a_scaled_number_is_read_back(whole: int, part: int, scale: str, unit: str) -> None:
    digits = f"{whole:,}.{part:02}" if part else f"{whole:,}"
    (found,) = read(f"다래 교실 {digits}{scale}{unit}").quantities
    assert found.value == Decimal(digits.replace(",", "")) * SCALES[scale]
    assert found.multiplier == SCALES[scale]
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high


@settings(deadline=None)
@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(["", " "]))
def test_two_terms_are_read_as_one(upper: int, lower: int, blank: str) -> None:
    (found,) = read(f"총사업비 {upper:,}억{blank}{lower:,}만원").quantities
    assert found.value == upper * 10**8 + lower * 10**4


@settings(deadline=None)
@given(st.integers(1, 500), st.integers(501, 999), st.sampled_from("~∼～"))
def test_a_range_is_one_figure(low: int, high: int, tilde: str) -> None:
    (found,) = read(f"다래 교실 {low}{tilde}{high}명").quantities
    assert (found.value, found.low, found.high, found.bound) == (
        None,
        Decimal(low),
        Decimal(high),
        "range",
    )


PIECES = [
    *[
        "1",
        "23",
        "1,234",
        "5.5",
        "2024",
        "’24",
        "１２",
        "두 곳",
        "①",
        "년",
        "월",
        "일",
        "명",
        "개소",
        "개 기관",
        "%",
        "억",
    ],
    *["만원", "여", "약 "],
    *["△", "→", "~", "(", ")", ":", ", ", " ", "\n", "제", "조", "참여", "수료", "목표"],
    *["/", "-", "+", "·", "☎", "대", "A", "인당", ".", "□", "분의 "],
    *[
        "단계",
        " 대 1",
        ":1",
        "×10³",
        "10⁻⁷",
        "^3",
        "점 만점",
        "차로",
        "dB",
        "덩이",
        "수탁기관",
        "천",
        "백",
        "경쟁률 ",
        "@a",
        "총 ",
        "한도",
        "별 ",
    ],
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.sampled_from(["achievement", "cell", "title", "line"]),
)
def test_every_run_of_digits_is_in_exactly_one_place(text: str, kind: str) -> None:
    figures = quantify([line(text, kind, header=("예산(백만원)",) if kind == "cell" else ())])
    spans = sorted(
        [(q.start, q.end) for q in figures.quantities]
        + [(lo.start, lo.end) for lo in figures.left_out]
    )
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    for run in re.finditer(r"\d+", text):
        assert sum(s <= run.start() and run.end() <= e for s, e in spans) == 1, (text, run)
    for q in figures.quantities:
        assert q.quote
        assert q.quote == text[q.start : q.end]
        assert q.value is not None or q.bound == "range"
        assert q.value is None or q.low is None or q.low <= q.value
        assert q.value is None or q.high is None or q.value <= q.high
    for lo in figures.left_out:
        assert lo.quote == text[lo.start : lo.end]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    figures = read(text)
    spans = [(q.start, q.end) for q in figures.quantities] + [
        (lo.start, lo.end) for lo in figures.left_out
    ]
    for run in re.finditer(r"\d+", text):
        assert sum(s <= run.start() and run.end() <= e for s, e in spans) == 1


LONG = [
    *[
        "1",
        "1,",
        "1,111",
        "1 ",
        "(1",
        "1(",
        "1~",
        "1.",
        "1-",
        "1:",
        "1만",
        "1억 ",
        "가",
        "’1",
        "1명,",
        "두 명 ",
    ],
    *["제1조", "1→", "1명→", "1/3/"],
    *[
        "3.5:1 ",
        "12 대 1 ",
        "2단계 ",
        "총 3단계로 ",
        "5대 가 ",
        "1×10",
        "10⁻⁷",
        "3천5백",
        "1억2천",
        "가 1.5 ",
        "(단위: 억원) 가 1, ",
        "1@",
        "1덩이 ",
    ],
    *[
        "가:1명 ",
        "1명(",
        "(",
        " ",
        "가1",
        "12개 기관 ",
        "1명 중 ",
        "2024년 ",
        "A1",
        "△",
        "1명 참여(",
        "’24년 ",
    ],
]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_line_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        container = line((piece * (length // len(piece) + 1))[:length] + "명")
        start = time.process_time()
        container_to_figures(container, Counter())
        return time.process_time() - start

    seconds(100)
    assert_growth(seconds, 10_000, 100_000, 40, 0.01)


def test_ids_are_unique_and_stay_when_other_lines_come() -> None:
    first = line("다래 교실 30명, 별도 30명")
    before = quantify([first]).quantities
    after = quantify([line("솔빛 교실 3회"), first, line("누리 교실 4회")]).quantities
    assert len({q.quantity_id for q in after}) == len(after)
    assert [q.quantity_id for q in before] == [q.quantity_id for q in after if q.container is first]


def test_two_reports_never_share_an_id() -> None:
    one, two = (
        quantify([line("다래 교실 30명", report_id=name)]).quantities[0]
        for name in ("a.pdf", "b.pdf")
    )
    assert one.quantity_id != two.quantity_id


def test_the_lines_below_are_parts_where_they_add_up() -> None:
    upper, lower = (
        line("다래 교실 : 2,948명 참여", level=1),
        line("기본 1,023명, 실무 1,234명, 심화 691명", level=2),
    )
    lines = [upper, lower, line("나래 교실 : 50명", level=1)]
    total, *parts, other = quantify(lines).quantities
    assert [p.part_of for p in parts] == [total.quantity_id] * 3
    assert (total.part_of, other.part_of) == (None, None)


def test_lines_that_do_not_add_up_are_no_parts() -> None:
    lines = [line("다래 교실 : 2,948명 참여", level=1), line("기본 1,023명, 실무 1,234명", level=2)]
    assert [q.part_of for q in quantify(lines).quantities] == [None] * 3


def test_the_line_above_and_the_title_give_the_measure_last() -> None:
    above = quantify([line("30명", line_above="다래 기초교육 : 2기 운영")]).quantities[0]
    title = quantify([line("30명", title="3. 다래 상담")]).quantities[0]
    assert (above.measure, above.measure_source) == ("기초교육", "line_above")
    assert (title.measure, title.measure_source) == ("상담", "title")


def test_the_short_way_for_cells_of_one_number_finds_what_the_long_way_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    labels: list[dict[str, Any]] = [
        {"header": ("2025년 예산(백만원)",), "row_labels": ("1", "자본지출4)", "12")},
        {"header": ("2022년", "증감(A-B)"), "row_labels": ("합계",), "unit": "천원"},
        {"header": ("목표", "누적 인원"), "title": "(’24.12월 기준)", "unit": "명, %"},
        {"header": ("예산액(구성비)",), "unit": "억원, %"},
        {"header": ("연번",)},
        {"header": ("보정계수 값",), "is_header": True},
        {"row_labels": ("이용률",), "unit": "억 달러, 전년동기 대비 %", "title": "다래 현황"},
        {},
    ]
    texts = ["1,234", "△5.2", "(△12.5)", "(7)", "2024", "0", "-3", "+ 40", "3.1", "1."]
    cells = [
        line(text, "cell", table_no=1, row=n, col=n, **around)
        for n, around in enumerate(labels)
        for text in texts
    ]
    short = [(q, lo) for c in cells for q, lo in [container_to_figures(c, Counter())]]
    monkeypatch.setattr("pipeline.quantify.figures.is_bare", lambda container, text: False)
    assert short == [container_to_figures(c, Counter()) for c in cells]


def test_a_heading_over_the_table_gives_the_measure_where_its_labels_only_divide() -> None:
    def printed(text: str, number: int) -> Printed:
        return Printed(text, (Run(0, Line(number, 1, text), 0, len(text)),))

    heading = Container("line", "front", printed("(총투자 기준)", 1))
    nearer = Container("line", "front", printed("□ 나라별 동향(상위 5개)", 2))
    cell = Container(
        "cell",
        "table",
        printed("15.6", 3),
        table_no=1,
        row=1,
        col=1,
        header=("2019년",),
        row_labels=("저지",),
        unit="억 달러",
    )
    *_, found = quantify([heading, nearer, cell]).quantities
    assert (found.measure, found.measure_source) == ("총투자", "line_above")


def test_a_column_that_counts_up_numbers_its_rows() -> None:
    def column(values: str) -> list[Container]:
        return [
            line(v, "cell", table_no=1, row=n, col=2, header=("기수",))
            for n, v in enumerate(values.split(), 1)
        ]

    assert [lo.reason for lo in quantify(column("1 2 3 1 2")).left_out] == ["numbering"] * 5
    assert [q.unit for q in quantify(column("6 2 7")).quantities] == ["기"] * 3


def test_a_unit_that_nothing_decides_is_a_problem() -> None:
    cells = [
        line(v, "cell", table_no=1, row=n, col=1, header=("가람",), unit="명, 개소")
        for n, v in enumerate(["12", "15"])
    ]
    (problem,) = quantify(cells).problems
    assert (problem.code, problem.table_no, problem.col, dict(problem.words)) == (
        "unit_undecided",
        1,
        1,
        {"stated": "명, 개소", "quote": "12"},
    )


def test_bare_parts_that_add_up_to_the_line_above_share_its_unit() -> None:
    upper, lower = (
        line("총사업비 : 11억원(국비 3, 시비 8)", "line"),
        line("- 매입비 5.3, 공사비(보수) 4.3, 용역비 0.2, 기타 1.2", "line"),
    )
    figures = quantify([upper, lower]).quantities[3:]
    assert [(q.value, q.unit, q.unit_source) for q in figures[:2]] == [
        (530_000_000, "원", "inherited"),
        (430_000_000, "원", "inherited"),
    ]
    other = quantify(
        [upper, line("- 매입비 5.3, 공사비 4.4, 용역비 0.2, 기타 1.2", "line")]
    ).quantities[3:]
    assert [q.unit for q in other] == [None] * 4


def test_a_unit_that_a_line_declares_holds_for_the_lines_below_until_a_table() -> None:
    lines = [
        line("□ 재원별 내역 (단위: 억원)", "line"),
        line("- 가람기금 12, 나래기금 3.5", "line"),
        line("7", "cell", table_no=1, row=1, col=1),
    ]
    figures = quantify([*lines, line("- 다솜기금 2.5", "line")]).quantities
    assert [(q.value, q.unit, q.unit_source) for q in figures] == [
        (1_200_000_000, "원", "caption"),
        (350_000_000, "원", "caption"),
        (7, None, None),
        (Decimal("2.5"), None, None),
    ]


WORDS = [
    *[
        "다래",
        "나래마을",
        "기반을",
        "갖춘",
        "로",
        "자",
        "수립",
        "이해,",
        "편집",
        "× 최근",
        "운영",
        "지원",
        "교육",
        "참여",
        "확대",
        "추진",
        "현황",
        "총",
        "약",
        "등",
        "및",
    ],
    *[
        "어르신을",
        "위한",
        "맞춤형",
        "찾아가는",
        "없는",
        "준공하여",
        "개최하고",
        "의",
        "에게",
        "부터",
        "이상",
        "미만",
        "기준",
        "초과",
        "비율",
        "이용률",
        "(",
        ")",
        ":",
        ",",
    ],
    *[
        "·",
        "▸",
        "[과정]",
        "구․군사업",
        "특화 zone",
        "’24년",
        "3월",
        "수",
        "인원",
        "증가",
        "대비",
        "전년도",
        "목표액",
        "→",
        "*",
        "24시간",
    ],
]
COUNTED = [
    "12명",
    "5개소",
    "3개",
    "7회",
    "10과정",
    "2억원",
    "5천만원 이상",
    "93.3%",
    "3년",
    "100인",
    "41건",
    "5점",
    "4",
    "6개 반",
]
PARTICLES = [
    "로",
    "자",
    "의",
    "에",
    "을",
    "를",
    "으로",
    "에서",
    "에게",
    "까지",
    "부터",
    "및",
    "등",
    "최근",
    "갖춘",
    "위한",
]
MODIFIERS = ("갖춘", "위한", "없는", "찾아가는", "하여", "하고", "에게", "부터", "적인")


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS + COUNTED), min_size=2, max_size=12),
    st.sampled_from(COUNTED),
    st.lists(st.sampled_from(WORDS), max_size=5),
)
def test_a_measure_is_wording_of_its_report_and_never_a_particle_or_a_modifier(
    before: list[str], figure: str, behind: list[str]
) -> None:
    text, title, above = (
        " ".join([*before, figure, *behind]),
        "3. 다래 상담",
        "(나래마을) 여울 가꾸기 : 5회",
    )
    figures = quantify([line(text, title=title, line_above=above)])
    for q in figures.quantities:
        assert q.measure
        assert q.measure not in PARTICLES, (text, q.quote, q.measure)
        assert not q.measure.endswith(MODIFIERS), (text, q.quote, q.measure)
        source = {"phrase": text, "line_above": above, "title": title}[q.measure_source or ""]
        closed = source.replace(" ", "")  # spread letters are closed up
        assert all(word in source or word in closed for word in q.measure.split()), (
            text,
            q.quote,
            q.measure,
        )
        assert q.measure == " ".join(q.measure.split())
