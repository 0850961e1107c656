"""Statements over two lines, tariffs, shares and kinds: printed rightly nobody is accused, printed
wrongly the figure is. Front lines too.
"""

from __future__ import annotations

import pytest
from figures_by_hand import front
from test_claims_wording import accused, checks_of, lines

from pipeline.model import Container


def front_lines(*texts: str) -> list[Container]:
    """Paragraphs of the front matter with their printed marks; each knows the line above it."""
    return [front(text, line_above=texts[n - 1] if n else None) for n, text in enumerate(texts)]


TWINS = [
    # tariffs are exact
    (("활동비 지급(1인 45만원) : 1,200명, 총 540백만원 지급",), "540백만원", "549백만원"),
    (("꾸러미 배부 310개팀, 팀당 300만원, 총 9억 3천만원",), "9억 3천만원", "9억 9천만원"),
    # growth told below
    (("서당 84개 운영, 1,560명 수강", "- ’23년 1,500명 대비 4.0% 증가"), "4.0%", "14.0%"),
    (("배움방 2,520명 참여(반당 20명)", "- 전년 2,100명 대비 20.0% 증가"), "20.0%", "25.0%"),
    # amounts a day
    (("하수 처리, 배출량 200톤/일 → 190톤/일(5.0% 감소)",), "5.0%", "7.0%"),
    # N당: among two amounts the one that is shared out without a rest, and amounts of money
    (("방문 1,260건, 전화 3,311건", "- 돌봄이 30명, 1인당 42건"), "42건", "52건"),
    (("반납 3,120명, 상품권 지급 3억 1,200만원", "- 1인당 10만원"), "10만원", "20만원"),
    (("도감 24종 발간, 판매 4억 8천만원(종당 2천만원)",), "2천만원", "3천만원"),
    # a rate called after what is counted, its base beside it; dwellings against their goal
    (("임대 882호(임대율 60.0%, 공급 1,470호)",), "60.0%", "64.0%"),
    (("행복주택 2,060호(목표 2,000호 대비 103.0%)",), "103.0%", "130.0%"),
    (("등록 930명(동의율 31.0%)", "- 방문자 3,000명 중 930명 동의"), "중 930명", "중 390명"),
    (("응답자 500명 중 450명 만족(만족률 90.0%)",), "90.0%", "92.0%"),
    # what was done to all of them, where the two make the whole
    (("가로등 364대 정비(교체 142대, 수리 222대)",), "222대", "212대"),
]
FRONT = [
    (("□ 투자예산 : 40,000백만원", "ㅇ ’24년 집행액 38,000백만원, 집행률 95.0%"), "95.0%", "93.0%"),
    (("□ 지정유산 642건(국가 156건, 도 342건, 등록 144건)",), "144건", "114건"),
    (("□ 한부모가구 206,300가구(전체 가구의 18.4%, 전체 1,121,200가구)",), "18.4%", "14.8%"),
    (("□ 분야별 투자액 비중은 도로 52.0%, 보행 26.0%, 철도 14.0%, 항만 8.0%",), "14.0%", "41.0%"),
    (("□ 독서 참여율 44.6%(’22년 41.3%, 3.3%p 상승)",), "3.3%p", "4.3%p"),
]


@pytest.mark.parametrize(
    ("texts", "right", "wrong"),
    [*TWINS, *FRONT],
    ids=[texts[-1][:24] for texts, _, _ in (*TWINS, *FRONT)],
)
def test_twins(texts: tuple[str, ...], right: str, wrong: str) -> None:
    placed = front_lines if (texts, right, wrong) in FRONT else lines
    clean = checks_of(*placed(*texts))
    assert accused(clean) == []
    assert any(c.verdict.startswith("agrees") for c in clean)
    assert accused(checks_of(*placed(*(t.replace(right, wrong) for t in texts))))


@pytest.mark.parametrize(
    "texts",
    [
        ("지원 320명, 선발 120명(여성 64명, 청년 41명)",),  # a woman may be young
        ("응모 98명, 이수 82명(이수율 91.1%), 중도포기 8명",),  # of those who began
        ("연계 180건(의료 60건, 복지 80건)",),  # 연계 is no 계, and others may be left out
        ("학교 24개교(초 12개교, 중 8개교) 참여",),  # 고 is not told
        ("쉼터 14개소 운영", "- 신설 3개소, 보수 4개소"),  # the others were left as they were
        ("이용권(1인 평균 35만원) 2,100명, 총 741백만원",),  # a mean is rounded
        ("상담 1,840건, 안내 2,216건", "- 상담사 20명, 1인당 300건"),  # of something else
        ("상품 48종, 매출 9억 7천만원(종당 지원금 3천만원)",),
        ("참여 112명", "- ’23년 5개소 대비 20.0% 증가"),  # nothing of its unit
        ("보훈수당 12호 지급(목표 10호 대비 80.0%)",),  # a number, not dwellings
    ],
)
def test_wordings_that_leave_another_reading_accuse_nobody(texts: tuple[str, ...]) -> None:
    assert accused(checks_of(*lines(*texts))) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("□ 예산 : 47,260백만원", "○ 약 12억원 규모의 공모사업 유치"),  # another amount
        (
            "□ 예산 : 47,260백만원",
            "○ 국비 확보액 3,000백만원, 집행률 55.0%",
        ),  # the rate of something not told
        ("□ 비중은 도로 52.0%, 보행 26.0%, 철도 14.0% 등",),  # not all of them
    ],
)
def test_front_lines_that_tell_of_something_else_accuse_nobody(texts: tuple[str, ...]) -> None:
    assert accused(checks_of(*front_lines(*texts))) == []


@pytest.mark.parametrize(
    "texts",
    [
        # 약 is nobody's last digit
        (
            "□ 예산 : 47,260백만원 / 집행 45,840백만원(집행률 97.0%)",
            "○ 약 427억원 규모로 전년 대비 확대",
        ),
        # the parts may be those of the budget, or of what was spent
        (
            "□ ’24년 예산 : 12,430백만원, 집행 11,956백만원(집행률 96.2%)",
            "○ 국비 2,560백만원, 시비 8,710백만원, 자부담 1,700백만원",
        ),
    ],
)
def test_what_another_reading_explains_accuses_nobody(texts: tuple[str, ...]) -> None:
    assert accused(checks_of(*front_lines(*texts))) == []
