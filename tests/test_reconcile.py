"""Claims judged: counts of rows, highlights tied to programmes, doubt about the reading, and the
sentences.
"""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest
from figures_by_hand import cell, container, figures, front

from pipeline.model import (
    Achievement,
    Area,
    Check,
    Container,
    Group,
    Place,
    Printed,
    Problem,
    Programme,
    Report,
    Table,
)
from pipeline.quantify.claims import quantities_to_claims
from pipeline.reconcile import reconcile
from pipeline.reconcile.cross_year import PublishedReport, cross_year_checks
from pipeline.reconcile.wording import Worded, value_like

DAY = datetime.date(2025, 6, 1)
ROWS = {
    "보람일자리 운영 확대": ["보람일자리 운영 : 6,057명 참여"],
    "청년 창업사관학교 조성 운영": ["신규 캠퍼스 조성 : 5개소", "캠퍼스 20개소 운영, 2,800명 교육"],
    "40대 특화 직업전환 프로그램": ["(온라인) 6,479명 참여", "(연계) 1,720명 참여"],
    "디지털 동행플라자 조성": ["교육 24,458명, 방문 72,737명"],
    "시-자치구 교육지원 협력사업": ["협력 프로그램 : 총 112개 사업 운영"],
}


def report(rows: dict[str, list[str]] = ROWS, problems: tuple[Problem, ...] = ()) -> Report:
    programmes = tuple(
        Programme(
            f"1.1.{n}",
            n,
            n,
            str(n),
            Printed(title),
            tuple(
                Achievement(k, 1, "○", Printed(text), Place()) for k, text in enumerate(lines, 1)
            ),
            Place(),
        )
        for n, (title, lines) in enumerate(rows.items(), 1)
    )
    area = Area(1, "1", Printed("일자리 지원 강화"), None, (Group(1, "1", None, programmes),))
    return Report("실적", 2024, "서울시", None, (area,), (), (), (), problems)


def containers_of(made: Report, *texts: str) -> list[Container]:
    """Titles and lines of the report, and front texts that stand before them."""
    found: list[Container] = []
    for p in made.programmes:
        found.append(
            container(
                p.title.text,
                kind="title",
                programme_id=p.programme_id,
                title=p.title.text,
                achievement_no=None,
            )
        )
        found += [
            container(a.printed.text, programme_id=p.programme_id, achievement_no=a.number)
            for a in p.achievements
        ]
    return [*found, *(front(t, line_above="일자리 지원 강화") for t in texts)]


def checks_of(
    *texts: str, made: Report | None = None, doubt: str | None = None, unread: int = 0
) -> tuple[Check, ...]:
    made = made or report()
    texts_ = containers_of(made, *texts)
    quantities = [dataclasses.replace(q, doubt=doubt) for q in figures(*texts_)]
    return reconcile(
        made, quantities, quantities_to_claims(texts_, quantities), unread_lines=unread
    )[0]


def check_of(statement: str, checks: tuple[Check, ...], type_: str = "restated_figure") -> Check:
    return next(
        c for c in checks if c.statement == statement and c.type == type_ and c.programme_id is None
    )


@pytest.fixture(autouse=True)
def _front_before_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts made by hand have no places: every front text stands before the programmes."""
    import pipeline.quantify.claim_highlights as highlights

    monkeypatch.setattr(
        highlights,
        "front_matter",
        lambda told: [t for t in told if t.container and t.container.kind == "line"],
    )


@pytest.mark.parametrize(
    ("text", "statement", "verdict", "operands"),
    [
        ("보람일자리 6,057명", "6,057명", "agrees", 1),
        ("보람일자리 6,157명", "6,157명", "disagrees", 1),
        ("40대 특화 직업전환 프로그램 8,199명 참여", "8,199명", "agrees", 2),
        ("동행플라자(72,737명)", "72,737명", "agrees", 1),
        (
            "동행플라자(31,000명)",
            "31,000명",
            "not_comparable",
            1,
        ),  # two figures, and the highlight does not say which
        ("창업사관학교(8개소 운영)", "8개소", "disagrees", 1),
        ("교육지원 협력사업(25구)", "25구", "not_comparable", 0),
    ],
)
def test_highlight_is_tied_to_its_programme(
    text: str, statement: str, verdict: str, operands: int
) -> None:
    check = check_of(statement, checks_of(text))
    assert (check.verdict, len(check.operands)) == (verdict, operands)
    assert check.quantity_id not in check.operands


def test_highlight_of_no_programme_is_unsupported() -> None:
    assert check_of("2,859명", checks_of("도서 순회문고(2,859명)")).verdict == "unsupported"


def test_rows_are_counted_and_a_misprint_is_the_reports() -> None:
    right = check_of("5개", checks_of("추진과제 : 1개 분야 5개 사업"), "count_of_rows")
    wrong = check_of("6개", checks_of("추진과제 : 1개 분야 6개 사업"), "count_of_rows")
    assert (right.verdict, wrong.verdict, wrong.attribution) == ("agrees", "disagrees", "report")
    assert right.operands == ("1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5")
    assert (wrong.computed, wrong.difference) == (Decimal(5), Decimal(1))


def test_unread_lines_make_it_a_doubt_about_the_reading() -> None:
    check = check_of("6개", checks_of("추진과제 : 1개 분야 6개 사업", unread=3), "count_of_rows")
    assert (check.verdict, check.attribution) == ("unsupported", "undecided")


def test_two_statements_that_agree_with_each_other_blame_the_reading() -> None:
    found = [
        c
        for c in checks_of("추진과제 : 1개 분야 6개 사업", "총 6개 사업 추진")
        if c.type == "count_of_rows" and c.statement == "6개"
    ]
    assert {(c.verdict, c.attribution) for c in found} == {("unsupported", "undecided")}


def test_a_doubtful_figure_accuses_nobody_but_is_a_problem() -> None:
    texts = [container("996명 참여, 929명 수료(90.3%)")]
    quantities = [dataclasses.replace(q, doubt="grid_doubt") for q in figures(*texts)]
    checks, problems, _ = reconcile(report(), quantities, quantities_to_claims(texts, quantities))
    assert [(c.verdict, c.attribution) for c in checks] == [("unsupported", "reading")]
    assert [p.code for p in problems] == ["doubtful_operand"]
    assert dict(problems[0].words)["computed"] == "93.273092%"


def test_sentence_names_numbers_bases_and_verdict() -> None:
    texts = [
        container("996명 참여, 929명 수료(93.3%)"),
        container("참여율 32.3% → 33.1%(2.48% 증가)"),
    ]
    quantities = figures(*texts)
    ratio, change = reconcile(report(), quantities, quantities_to_claims(texts, quantities))[0]
    assert (
        ratio.explanation_ko
        == "929명 ÷ 996명 = 93.27%로 계산되어 인쇄값 93.3%와 반올림 범위에서 일치"
    )
    assert (
        ratio.explanation_en
        == "929명 ÷ 996명 makes 93.27%, and agrees with the printed 93.3% within rounding"
    )
    assert (
        change.explanation_ko
        == "32.3% → 33.1%: 0.8%p, 2.48% 증가로 계산되어 인쇄값 2.48%와 반올림 범위에서 일치"
    )


def test_particles_follow_the_last_sound() -> None:
    assert (
        f"{Worded('6,057명'):과/와} {Worded('2.48%'):과/와} {Worded('12개'):은/는} {Worded('1'):으로/로}"
        == "6,057명과 2.48%와 12개는 1로"
    )


def test_ids_stay_and_are_unique() -> None:
    once, again = (
        checks_of("보람일자리 6,057명", "총 5개 사업"),
        checks_of("보람일자리 6,057명", "총 5개 사업"),
    )
    assert [c.check_id for c in once] == [c.check_id for c in again]
    assert len({c.check_id for c in once}) == len(once)


def year_report(year: int, **row: object) -> PublishedReport:
    given = {
        "quantity_id": f"{year}",
        "programme_id": "1.1.1",
        "value": 102.0,
        "unit": "명",
        "measure": "참여",
        "measure_code": "participants",
        "kind": "count",
        "quote": "102명",
        "multiplier": 1,
        "decimals": 0,
        "ref_year": None,
        "figure_role": None,
    }
    return PublishedReport(
        f"{year}.pdf",
        year,
        "서울시",
        f"{year}년 시행계획 추진실적",
        {"1.1.1": "보람일자리"},
        [{**given, **row}],
    )


@pytest.mark.parametrize(("value", "verdict"), [(102.0, "agrees"), (120.0, "disagrees")])
def test_last_years_figure_is_compared_with_last_years_report(value: float, verdict: str) -> None:
    ((report_id, check),) = cross_year_checks(
        [year_report(2023), year_report(2024, ref_year=2023, value=value)]
    )
    assert (report_id, check.type, check.verdict, check.operands) == (
        "2024.pdf",
        "cross_year",
        verdict,
        ("2023",),
    )
    assert "2023년 보고서의 102명" in check.explanation_ko


def test_reports_of_other_bodies_are_not_compared() -> None:
    other = dataclasses.replace(year_report(2023), organisation="부산시")
    assert cross_year_checks([other, year_report(2024, ref_year=2023)]) == ()


def test_every_verdict_keeps_the_contract() -> None:
    checks = checks_of(
        "보람일자리 6,157명",
        "추진과제 : 1개 분야 5개 사업",
        "동행플라자(72,737명)",
        "교육지원 협력사업(25구)",
    )
    for c in checks:
        judged = c.verdict in ("agrees", "agrees_within_rounding", "disagrees")
        assert not judged or (c.computed is not None and (c.operands or c.type == "enumeration"))
        assert c.verdict != "agrees" or c.difference == 0
        assert c.explanation_ko
        assert c.explanation_en


def test_a_level_that_the_outline_lacks_is_compared_with_no_other() -> None:
    found = {
        c.statement: c.verdict
        for c in checks_of("2개 분야 4개 과제 5개 사업")
        if c.type == "count_of_rows"
    }
    assert (found["4개"], found["5개"]) == ("unsupported", "agrees")


def test_ratio_told_in_times_is_no_difference() -> None:
    texts = [container("전년 120개소 대비 25.0% 증가한 150개소")]
    quantities = figures(*texts)
    checks = reconcile(report(), quantities, quantities_to_claims(texts, quantities))[0]
    assert [(c.type, c.verdict) for c in checks] == [("percent_change", "agrees")]


def aligned(made: Report, origin: str) -> Report:
    table = Table(1, 2, 2, (), 1, origin=origin)
    area = made.areas[0]
    rows = tuple(dataclasses.replace(p, table_no=1) for p in made.programmes)
    return dataclasses.replace(
        made,
        tables=(table,),
        areas=(
            dataclasses.replace(
                area, groups=(dataclasses.replace(area.groups[0], programmes=rows),)
            ),
        ),
    )


@pytest.mark.parametrize(
    ("origin", "verdict"), [("ruled", "disagrees"), ("aligned", "unsupported")]
)
def test_rows_told_by_alignment_blame_nobody(origin: str, verdict: str) -> None:
    checks = checks_of("추진과제 : 1개 분야 6개 사업", made=aligned(report(), origin))
    assert check_of("6개", checks, "count_of_rows").verdict == verdict


def test_another_count_that_is_met_clears_the_rows() -> None:
    checks = checks_of(
        "추진과제 : 1개 분야 5개 사업", "총 6개 사업 추진", made=aligned(report(), "aligned")
    )
    assert check_of("6개", checks, "count_of_rows").verdict == "disagrees"


def test_one_row_in_doubt_keeps_the_checks_of_the_others() -> None:
    doubt = Problem("row_without_title", programme_id="1.1.2")
    checks = checks_of("보람일자리 6,157명", made=report(problems=(doubt,)))
    assert check_of("6,157명", checks).verdict == "disagrees"
    own = Problem("row_without_title", programme_id="1.1.1")
    assert (
        check_of("6,157명", checks_of("보람일자리 6,157명", made=report(problems=(own,)))).verdict
        == "unsupported"
    )


def test_glued_digits_of_a_table_without_rules_accuse_nobody() -> None:
    made = aligned(report(), "aligned")
    cells = [
        cell("033954", 1, 1, unit="백만원"),
        cell("050960", 1, 2, unit="백만원"),
        cell("95.0%", 1, 3),
    ]
    heads = [
        cell(t, 0, n, is_header=True)
        for n, t in enumerate(("구분", "집행액", "예산액", "집행률(%)"))
    ]
    texts = [*heads, cell("가", 1, 0), *cells]
    quantities = figures(*texts)
    checks = reconcile(made, quantities, quantities_to_claims(texts, quantities))[0]
    assert {c.verdict for c in checks} <= {"unsupported"}


@pytest.mark.parametrize(("value", "said"), [(150000000, "1억 5,000만원"), (30000000, "3,000만원")])
def test_sums_are_told_in_words_of_size(value: int, said: str) -> None:
    quote = dataclasses.replace(
        figures(container("9천원"))[0], quote="1억 5천만원", multiplier=10**7, unit="원"
    )
    assert value_like(Decimal(value), quote) == said


def two_areas(*problems: Problem) -> Report:
    """Areas of three rows and of two."""
    made = report(problems=problems)
    rows = made.areas[0].groups[0].programmes
    second = [
        dataclasses.replace(p, programme_id=f"2.1.{n}", number=n) for n, p in enumerate(rows[3:], 1)
    ]
    areas = (
        Area(1, "1", Printed("일자리 지원 강화"), 3, (Group(1, "1", None, rows[:3]),)),
        Area(2, "2", Printed("시민 참여 확대"), 2, (Group(1, "1", None, tuple(second)),)),
    )
    return dataclasses.replace(made, areas=areas)


def checks_beside(made: Report, *texts: str) -> tuple[Check, ...]:
    """The checks of front texts below one another, each behind its own label."""
    texts_ = [*containers_of(made), *(front(t, line_above="추진개요") for t in texts)]
    quantities = figures(*texts_)
    return reconcile(made, quantities, quantities_to_claims(texts_, quantities))[0]


def test_areas_that_hold_what_they_state_prove_the_whole_misprinted_however_often() -> None:
    texts = (
        "추진과제 : 2개 분야 6개 사업",
        "총 6개 사업 추진",
        "일자리 지원 강화 등 3개 사업",
        "시민 참여 확대 등 2개 사업",
    )
    found = {
        c.statement: (c.verdict, c.attribution)
        for c in checks_beside(two_areas(), *texts)
        if c.type == "count_of_rows"
    }
    assert found["6개"] == ("disagrees", "report")
    without = {
        c.statement: c.verdict
        for c in checks_beside(two_areas(), *texts[:3])
        if c.type == "count_of_rows"
    }
    assert without["6개"] == "unsupported"


def test_a_misprinted_count_softens_no_other_accusation_where_the_rows_are_met() -> None:
    made = two_areas(Problem("row_count_differs", Place(), words=(("stated", "9"), ("rows", "5"))))
    texts = ("총 9개 사업 추진", "보람일자리 운영(6,075명 참여)")
    assert check_of("6,075명", checks_beside(made, *texts)).verdict == "unsupported"
    assert (
        check_of("6,075명", checks_beside(made, *texts, "추진과제 : 2개 분야 5개 사업")).verdict
        == "disagrees"
    )


def test_an_area_and_the_whole_that_miss_the_same_row_blame_the_reading() -> None:
    both = checks_beside(
        two_areas(), "추진과제 : 2개 분야 6개 사업", "일자리 지원 강화 등 4개 사업"
    )
    assert {c.statement: c.verdict for c in both if c.type == "count_of_rows" and c.unit == "개"}[
        "6개"
    ] == "unsupported"
    alone = checks_beside(
        two_areas(), "추진과제 : 2개 분야 5개 사업", "일자리 지원 강화 등 4개 사업"
    )
    assert {c.statement: c.verdict for c in alone if c.type == "count_of_rows"}[
        "4개"
    ] == "disagrees"


@pytest.mark.parametrize(
    ("printed", "verdict"), [("84,912명", "agrees"), ("84,192명", None), ("61,300명", None)]
)
def test_a_slip_apart_alone_accuses_nobody(printed: str, verdict: str | None) -> None:
    made = report({**ROWS, "책마루 가족 늘리기": ["신규 9,127명, 전체 회원 84,912명"]})
    texts = containers_of(made, f"등록회원 {printed}")
    quantities = [
        dataclasses.replace(q, measure="회원" if q.quote == "84,912명" else q.measure)
        for q in figures(*texts)
    ]
    checks = reconcile(made, quantities, quantities_to_claims(texts, quantities))[0]
    assert (
        next(
            (
                c.verdict
                for c in checks
                if c.programme_id is None and c.verdict not in ("unsupported", "not_comparable")
            ),
            None,
        )
        == verdict
    )


@pytest.mark.parametrize(
    ("header", "verdict"), [("단위사업(6개)", "disagrees"), ("관광개발사업(6개 사업)", None)]
)
def test_a_kind_of_projects_in_a_header_counts_its_own(header: str, verdict: str | None) -> None:
    made = report()
    texts = [*containers_of(made), cell(header, 0, 0, is_header=True)]
    quantities = figures(*texts)
    checks = reconcile(made, quantities, quantities_to_claims(texts, quantities)).checks
    assert [c.verdict for c in checks if c.type == "count_of_rows"] == (
        [verdict] if verdict else []
    )
