"""What makes a paragraph between the tables a heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.outline.marking import paragraph_role
from tests.test_outline import paragraph


@pytest.mark.parametrize(
    "text", ["추진 전략", "<추진 절차>", "참고 2 세부통계(단위: 명, %)", "□ 여건"]
)
def test_a_short_text_in_a_box_is_a_heading(text: str) -> None:
    assert paragraph_role(replace(paragraph(text), boxed=True), None, True) == "heading"


@pytest.mark.parametrize(
    "text",
    [
        "제9조(마을배움터의 설치) ① 구청장은 주민이 가까운 곳에서 배울 수 있도록 배움터를 둘 수 있다.",
        "배움터를 둘 수 있다.",
        "수신 : 각 배움터",
        "- 배움터 안내",
        "※ 신청한 사람만 해당",
        "ㅇ 배움터 운영 절차",
    ],
)
def test_laws_remarks_and_lists_in_a_box_are_none(text: str) -> None:
    assert paragraph_role(replace(paragraph(text), boxed=True), None, True) == "front"
    assert paragraph_role(replace(paragraph(text), boxed=True), None, False) == "text"


def test_a_numbered_line_is_a_heading_unless_it_is_a_sentence_or_a_note() -> None:
    assert paragraph_role(paragraph("2. 추진 경위"), None, True) == "heading"
    assert paragraph_role(paragraph("② 교통비는 따로 주지 아니한다."), None, True) == "front"
    assert paragraph_role(replace(paragraph("1) 자체 수입"), note=True), None, True) == "front"
