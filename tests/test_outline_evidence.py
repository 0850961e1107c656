"""Rows that are programmes, rows that may be none, and headings of what is no report."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.model import Extraction, Printed
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.evidence import drafts_to_evidence


def draft(titles: list[str], lines: list[str], groups: int = 1) -> list[AreaDraft]:
    """An outline of every title, with every line below it, in so many groups."""
    rows = [
        [RowDraft(None, 0, Printed(t), [Printed(x) for x in lines], []) for t in titles]
        for _ in range(groups)
    ]
    return [AreaDraft(None, [GroupDraft(None, r) for r in rows])]


DOING = ["청년 주거 지원", "돌봄 쉼터 운영", "마을 정원 조성", "안전 교육 강화", "상담소 확충"]
NAMES = ["공통요건", "서류전형", "면접시험", "유의사항", "접수기간", "구비서류", "응시자격", "기타"]


def test_titles_and_lines_of_doing_make_programmes() -> None:
    assert (
        drafts_to_evidence(draft(DOING, ["쉼터 3개소 운영", "교육 4회 실시"])).verdict
        == "programmes"
    )


def test_headings_over_sentences_are_no_programmes() -> None:
    found = drafts_to_evidence(draft(NAMES, ["서류를 제출하여야 합니다.", "자격은 다음과 같다."]))
    assert (found.verdict, found.against) == ("none", "doing_titles")


def test_the_same_headings_under_each_parent_count_against() -> None:
    once, again = (drafts_to_evidence(draft(NAMES, ["3개"], groups=n)) for n in (1, 3))
    assert dict(once.shares)["no_titles"] == 0
    assert dict(again.shares)["no_titles"] > 0.7
    assert again.score < once.score


def test_an_article_is_no_title_of_a_programme() -> None:
    found = drafts_to_evidence(draft(["제1조(목적)", "제2조(정의)"], ["정한다."]))
    assert dict(found.shares)["no_titles"] > 0


def test_two_titles_alone_are_not_doubted() -> None:
    assert drafts_to_evidence(draft(["가온 하천", "누리 숲"], ["3개소"])).verdict == "programmes"


def plan(titles: list[str], lines: list[str], folder: Path) -> Extraction:
    """What is read of a plan in text: two tasks of a chapter, each with half of the titles."""
    half = len(titles) // 2
    text = "2031년 주요 업무계획\n가온시\n\nⅠ. 주요 내용\n\n"
    for k, part in enumerate((titles[:half], titles[half:]), 1):
        text += f"{k}. 과제 {k}\n" + "".join(
            f"□ {t}\n" + "".join(f"  ○ {x}\n" for x in lines) for t in part
        )
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, path.name)


@pytest.mark.parametrize(
    ("titles", "lines", "outline", "code"),
    [
        ([*DOING, "공원 정비 추진"], ["쉼터 3개소 운영"], "programmes", None),
        (NAMES, ["교육 3회 운영", "5개", "3개소"], "doubtful", "outline_doubtful"),
        (NAMES, ["서류를 제출하여야 합니다."], "none", "no_outline"),
    ],
)
def test_a_report_says_what_its_rows_are(
    titles: list[str], lines: list[str], outline: str, code: str | None, tmp_path: Path
) -> None:
    read = plan(titles, lines, tmp_path)
    assert read.report is not None
    assert read.report.outline == outline
    assert bool(read.report.programmes) == (outline != "none")
    told = {p.code for p in read.problems} & {"outline_doubtful", "no_outline"}
    assert told == ({code} if code else set())
