"""Chapters that speak of the times, and those of programmes whose names only sound like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.model import Extraction


def read(tmp_path: Path, *chapters: str, tasks: str = "1. 물과 흙") -> Extraction:
    """A report of these chapters, each of one task with two programmes."""
    body = "".join(
        f"\n{'ⅠⅡⅢⅣ'[n]}. {chapter}\n\n{tasks}\n\n 1) 토양 조사 {n}\n  ○ 조사 4회\n 2) 저금통 보급 {n}\n  ○ 보급 15개소\n"
        for n, chapter in enumerate(chapters)
    )
    path = tmp_path / "2024.txt"
    path.write_text("2024년 다솜시 정책 추진실적\n" + body, encoding="utf-8")
    return extract(path, "2024.txt")


def shape(found: Extraction) -> list[tuple[str, int]]:
    assert found.report is not None
    return [
        (a.title.text if a.title else "", sum(len(g.programmes) for g in a.groups))
        for a in found.report.areas
    ]


@pytest.mark.parametrize(
    "chapter", ["환경 보전 (2개 사업)", "돌봄 현황 (2개 사업)", "대내외 여건 (2개 사업)"]
)
def test_one_chapter_that_states_its_programmes_has_them(tmp_path: Path, chapter: str) -> None:
    found = read(tmp_path, chapter)
    assert [n for _, n in shape(found)] == [2]
    (check,) = [c for c in found.checks if c.type == "count_of_rows"]
    assert (check.verdict, int(check.stated or 0)) == ("agrees", 2)


@pytest.mark.parametrize(
    ("chapters", "wanted"),
    [
        (("환경 보전", "일자리"), [2, 2]),
        (("쾌적한 주거 환경", "일자리"), [2, 2]),
        (("환경", "일자리"), [2, 2]),
        (("조직 현황", "일자리", "배움"), [0, 2, 2]),  # beside the others it holds no programmes
        (("돌봄 현황", "배움 현황"), [2, 2]),  # there are no others
        (("정책환경 진단 및 대응방향", "일자리", "배움"), [0, 2, 2]),
        (("당면 현안", "일자리", "배움"), [1, 2, 2]),  # each number is an urgent project
    ],
)
def test_only_a_whole_name_or_its_end_speaks_of_the_times(
    tmp_path: Path, chapters: tuple[str, ...], wanted: list[int]
) -> None:
    assert [n for _, n in shape(read(tmp_path, *chapters))] == wanted


def test_a_stated_count_without_any_row_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "2024.txt"
    path.write_text(
        "2024년 다솜시 추진실적\n\nⅠ. 환경 보전 (2개 사업)\n\n올해는 쉬었다.\n", encoding="utf-8"
    )
    found = extract(path, "2024.txt")
    assert shape(found) == []
    assert "rows_missing" in [p.code for p in found.problems]
    assert found.status == "partial"
