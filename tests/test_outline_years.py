"""The year of a report: from what it states of itself, never from a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.model import Blocks, Line, Mark, Paragraph, Place, Printed
from pipeline.outline.cover import text_to_year
from pipeline.outline.years import HEADS, heads_to_year, page_to_year, title_page, title_to_year


def page(*texts: str, number: int = 1) -> list[Paragraph]:
    return [Paragraph(Printed(t), Place(number, n, n)) for n, t in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2024년 시행계획 추진실적", 2024),
        ("’25년 주요업무계획", 2025),
        ("제5차 기본계획(2026~2030) 2026년 시행계획", 2026),
        ("2010학년도 결과보고서", 2010),
        ("여비 지급기준 <개정 2011.7.29>", None),
        ("모집공고일(2026.05.29.) 기준 안내", None),
        ("2025. 2. 12.(수) 업무보고", None),
        ("2026~2030 기본계획 상 과제 현황", None),
        ("제2024호 통계", None),
        ("2 개념과 의의3 2023년도 예산안 현황4 주요 현안5 나가며", None),
        ("2 개념과 의의 3 2023년도 예산안 현황 4 주요 현안 5 나가며", None),
    ],
)
def test_a_title_names_a_year_and_a_date_names_none(title: str, year: int | None) -> None:
    assert title_to_year(title) == year


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (("감사보고서", "2018회계연도 : 2018년 3월 1일부터", "2017회계연도 : 2017년"), 2018),
        (
            (
                "운영계산서",
                "( 당기 : 2018/03/01 부터 2019/02/28 까지 )",
                "( 전기 : 2017/03/01 부터",
            ),
            2018,
        ),
        (
            ("2017회계연도 : 2017년", "2018회계연도 : 2018년"),
            None,
        ),  # which one it is about is not told
        (("재무상태표", "( 당기 : 2019/02/28 현재 )"), None),  # the end of a term, not its year
        (("업무계획", "다솜시", "- 2025년도 -"), 2025),
        (("교육훈련계획", "2025 EDUCATION TRAINING PLAN"), 2025),
        (("배움 나눔", "2024년 추진실적"), 2024),
        (("배움 나눔", "2024년 추진실적", "2025년 추진계획"), None),
        (("제안요청서", "2025. 8."), None),
        (("공고 제2026 – 0041호", "2026년 2월 2일"), None),
    ],
)
def test_a_title_page_says_its_year(texts: tuple[str, ...], year: int | None) -> None:
    assert page_to_year(page(*texts)) == year


def test_a_title_page_ends_with_its_page_its_first_mark_and_its_first_sentence() -> None:
    cover = page("업무계획", "다솜시")
    assert title_page([*cover, *page("2024년 실적", number=2)]) == cover
    assert title_page([*cover, *page("○ 2024년 실적")]) == cover
    assert title_page([*cover, *page("1. 2024년 실적")]) == cover
    assert title_page([]) == []


def heads(*texts: str) -> Blocks:
    lines = [Line(n, n, t) for n, t in enumerate(texts, 1)]
    return Blocks(tuple(lines), (), tuple(Mark(x, 0, len(x.text), "furniture") for x in lines))


def test_a_running_head_names_the_year_on_several_pages() -> None:
    head = "2025년도 주요업무계획"
    assert heads_to_year(heads(*[head] * HEADS)) == 2025
    assert heads_to_year(heads(*[head] * (HEADS - 1))) is None
    assert heads_to_year(heads(*[head] * HEADS, "2024년 추진실적")) is None
    assert heads_to_year(heads(*["2019-02-28"] * HEADS)) is None
    assert heads_to_year(heads(*["- 3 -"] * HEADS)) is None
    assert heads_to_year(heads()) is None


def test_a_report_without_a_year_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for text, year in (("추진실적\n\n2024년\n", 2024), ("추진실적\n2025. 2. 12.\n", None)):
        path.write_text(text, encoding="utf-8")
        found = extract(path, "a.txt")
        assert found.report is not None
        assert (found.report.year, found.report.year_source) == (year, "title" if year else None)
        assert ("no_year" in [p.code for p in found.problems]) == (year is None)


def test_a_year_before_a_range_is_none() -> None:
    assert [text_to_year(t) for t in ("2024∼2026년", "2024 - 2026", "2024-01-02")] == [
        None,
        2024,
        None,
    ]
