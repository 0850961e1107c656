"""Wordings of Korean reports that state arithmetic, each as a pair: printed rightly nobody is
accused, printed wrongly the figure is.

The figures are read by quantify itself, so a pair fails too where a figure of it is no longer read.
"""

from __future__ import annotations

import pytest
from figures_by_hand import cell, container, front

from pipeline.model import Check, Container, Report
from pipeline.quantify import quantify
from pipeline.reconcile import reconcile

EMPTY = Report(None, 2024, None, None, (), (), (), ())


def lines(*texts: str) -> list[Container]:
    """The lines of one programme; a text that begins with a dash stands under the line before it."""
    made: list[Container] = []
    above = None
    for n, text in enumerate(texts, 1):
        deeper = text.startswith("-")
        made.append(
            container(
                text.lstrip("- "),
                achievement_no=n,
                level=2 if deeper else 1,
                line_above=above if deeper else None,
            )
        )
        above = above if deeper else text
    return made


def checks_of(*containers: Container) -> tuple[Check, ...]:
    found = quantify(containers)
    return reconcile(EMPTY, found.quantities, found.claims)[0]


def accused(checks: tuple[Check, ...]) -> list[str]:
    return [c.statement for c in checks if c.verdict == "disagrees"]


def confirmed(checks: tuple[Check, ...]) -> list[str]:
    return [c.statement for c in checks if c.verdict.startswith("agrees")]


def test_what_is_left_over_is_a_share_of_both() -> None:
    checks = checks_of(*lines("공방 36개 운영, 공실 4개(공실률 10.0%)"))
    assert (confirmed(checks), accused(checks)) == (["10.0%"], [])


def test_a_class_of_people_is_no_programme() -> None:
    texts = [
        container("여성 비율 40.0%", kind="achievement"),
        front("수혜자 500명 중 여성 200명, 남성 300명"),
    ]
    assert accused(checks_of(*texts)) == []


def test_rates_in_a_column_without_a_name_are_not_summed() -> None:
    rows = [("가", "98.2"), ("나", "97.5"), ("다", "99.4"), ("소계", "98.3")]
    cells = [cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]
    assert accused(checks_of(*cells)) == []


TWINS = [
    # so many to one: the divisor by its counter, by its noun, in the line above
    (("이동상담 48회 진행, 1,536명 상담(회당 32명)",), "32명", "23명"),
    (("공방 15개소 운영, 주민 465명 참여", "- 공방당 31명"), "31명", "13명"),
    (("쉼터 24곳, 누적 이용 7,296명", "- 한 곳당 평균 304명"), "304명", "340명"),
    (("처리 73,014권, 하루 평균 200권(365일)",), "200권", "260권"),
    (("공유차 120대, 이용 56,160건", "- 대당 이용 468건"), "468건", "486건"),
    (("3개 노선 12대 운행, 탑승객 96,480명", "- 노선당 32,160명"), "32,160명", "31,260명"),
    (
        ("책마루 31개관 지원(공립 12개관, 사립 19개관)",),
        "19개관",
        "29개관",
    ),  # a counter that no list has
    # goals, in the bracket and in the line below
    (("교실 8회 운영, 참여 576명(목표 600명 대비 96.0%)",), "96.0%", "92.0%"),
    (("화물 548대, 승합 3,768대 등 4,316대 보급", "- 목표 5,200대 대비 83.0%"), "83.0%", "88.0%"),
    (("바우처 460명 이용(이용률 92.0%, 배정 500명)",), "92.0%", "98.0%"),
    (
        ("선정 213개소(신규 88개소, 재선정 125개소)", "- 전체 경로당 300개소의 71.0%"),
        "71.0%",
        "77.0%",
    ),
    (("마을가꾸기 등 11개 사업장 64명 채용", "- 취약계층 58명(비율 90.6%)"), "90.6%", "96.0%"),
    # growth on last year's figure, the new one in the line above
    (
        ("돌봄 인원 612명(기본형 489명, 확장형 123명)", "- 돌봄 전년 510명 대비 20.0% 증가"),
        "20.0%",
        "12.0%",
    ),
    # parts in a neighbouring line
    (
        ("진단 대상 184개소 선정", "- 현장 점검 결과", "- 양호 121개소, 보통 47개소, 미흡 16개소"),
        "16개소",
        "19개소",
    ),
    (("31개 과정 874명 이수", "- 재직자 512명, 구직자 362명"), "362명", "326명"),
    (
        ("생계 126건 1억 2,600만원, 의료 48건 9,600만원", "- 합계 174건 2억 2,200만원"),
        "174건",
        "147건",
    ),
    (
        ("조사 4,125가구, 고위험군 188가구, 중위험군 412가구, 저위험군 3,525가구",),
        "3,525가구",
        "3,552가구",
    ),
    # printed signs, open lists, classes that leave no third
    (("총 2,487억원 = 국비 1,195억원 + 지방비 947억원 + 민자 345억원",), "947억원", "974억원"),
    (("국비 1,195억원 + 지방비 947억원 = 2,142억원",), "947억원", "974억원"),
    (
        ("총 152억 3천만원(출연금 98억 5천만원, 사업수입 41억 2천만원, 후원금 12억 6천만원)",),
        "12억 6천만원",
        "16억 2천만원",
    ),
    (("단독주택 380대, 공동주택 125대 등 505대 보급",), "125대", "152대"),
    (("수강생 3,642명 중 여성 2,013명, 남성 1,629명",), "1,629명", "1,692명"),
    # marks
    (("종합만족도 90.5점(이용자 92.0점, 종사자 89.0점)",), "90.5점", "95.0점"),
]


@pytest.mark.parametrize(
    ("texts", "right", "wrong"), TWINS, ids=[texts[-1][:24] for texts, _, _ in TWINS]
)
def test_twins(texts: tuple[str, ...], right: str, wrong: str) -> None:
    clean = checks_of(*lines(*texts))
    assert accused(clean) == []
    assert any(c.verdict.startswith("agrees") for c in clean)
    planted = [
        c
        for c in checks_of(*lines(*(t.replace(right, wrong) for t in texts)))
        if c.verdict == "disagrees"
    ]
    assert [c for c in planted if wrong in c.statement + c.explanation_ko]
    assert all(c.quantity_id not in c.operands for c in planted)


@pytest.mark.parametrize(
    "texts",
    [
        ("14개 동 28개 강좌 개설, 연인원 6,720명 참여", "- 강좌당 정원 24명"),  # a capacity
        ("특별교통수단 36대 운행, 저상버스 214대(도입률 42.8%)",),  # a share of other buses
        ("청년 380명, 중장년 100명 등 505명 지원",),  # 등 leaves some unnamed
        ("만족도 평균 4.7점(5점 만점)",),
        ("상담 436명 지원", "- 남부 120명, 북부 210명"),  # parts of something else
        ("참여 500명", "- 수료 450명, 취업 210명"),  # stages
        ("전년 510명 대비 12.0% 증가",),  # nothing to compare with
        ("행사 5회 8,840명 관람(회당 1,768명)",),
        ("행사 3회 1,000명 관람(회당 333명)",),  # a mean is rounded
        ("해당 마을 20곳 지원, 담당 30명 배치",),  # no N당
        ("20개 강좌 운영, 280명 참여", "- 강좌당 15명 모집"),  # planned
        ("종합만족도 94.6점(전년 91.5점, 목표 92.0점)",),  # other years' marks
        ("종합점수 90.5점(정량 45.5점, 정성 45.0점)",),  # a sum
        ("신규 300건, 교육 20건, 홍보 10건 등 30건 실시",),  # the first is told of something else
        ("상담 300건 처리, 교육 20건, 홍보 10건 등 40건 실시",),
        ("응시자 500명 중 여성 200명, 남성 100명 합격",),  # some of them
        ("참여 400명", "- 목표 500명 대비 120.0%인 600명 수료"),  # its figure stands behind it
        ("152개소 점검", "- 전체 214개소의 80.0%에서 개선"),
        ("참여 500명(취업률 80.0%, 대상 300명)",),  # of others
        ("교육 200명 수강", "- 만족 180명(85.0%)"),  # asked, not counted
    ],
)
def test_wordings_that_leave_another_reading_accuse_nobody(texts: tuple[str, ...]) -> None:
    assert accused(checks_of(*lines(*texts))) == []
