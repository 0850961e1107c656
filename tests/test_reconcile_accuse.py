"""The four conditions of an accusation, each by a table or a sentence that must accuse and its twin
that must not; and what gives them their evidence: relations, stacks of lines, marks, slips.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from figures_by_hand import cell, container, figures, front

import pipeline
from pipeline.faults import Faults
from pipeline.model import Check, Claim, Container, Report
from pipeline.quantify.claim_grid import Grid, containers_to_grids
from pipeline.quantify.claim_totals import marked_claims, plain_parts
from pipeline.quantify.claims import quantities_to_claims
from pipeline.reconcile import reconcile
from pipeline.reconcile.accuse import (
    is_of_unlike,
    is_proven,
    outcomes_to_verdicts,
    rival_of,
    surroundings,
)
from pipeline.reconcile.judge import Outcome, claim_to_outcome
from pipeline.reconcile.reading import Reading
from pipeline.reconcile.slips import one_slip_apart, weight

EMPTY = Report(None, 2024, None, None, (), (), (), ())
ACCUSED = "disagrees"


def table(*rows: str) -> list[Container]:
    """Rows of cells between bars, the first of them the header; ¶ parts the lines of a cell."""
    return [
        cell(text.strip().replace("¶", "\n"), r, c, is_header=r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]


def checks_of(containers: Sequence[Container], **fields: object) -> tuple[Check, ...]:
    quantities = figures(*containers, **fields)
    return reconcile(EMPTY, quantities, quantities_to_claims(containers, quantities)).checks


def table_checks(*rows: str) -> tuple[Check, ...]:
    return checks_of(table(*rows), unit_source="caption")


def told_checks(*texts: str) -> tuple[Check, ...]:
    return checks_of([container(text, level=n) for n, text in enumerate(texts, 1)])


def accused(checks: Sequence[Check]) -> list[tuple[str, str]]:
    return [(c.type, c.statement) for c in checks if c.verdict == ACCUSED]


def grid_of(*rows: str) -> Grid:
    cells = table(*rows)
    return containers_to_grids(cells, figures(*cells, unit_source="caption"), Faults())[0]


def judged(
    form: str,
    stated: str,
    *operands: str,
    declared: bool = True,
    others: Sequence[str] = (),
    **fields: object,
) -> Outcome:
    """The verdict over one statement in cells of its own, as accuse.py gives it; `others` are
    figures in the same row.
    """
    cells = [cell(text, 1, n) for n, text in enumerate((stated, *operands))]
    beside = [cell(text, 1, 50 + n) for n, text in enumerate(others)]
    found = figures(*cells, *beside)
    doubts = fields.pop("doubts", {})
    assert isinstance(doubts, dict)
    found = [replace(q, doubt=doubts.get(n)) for n, q in enumerate(found)]
    names = [q.quantity_id for q in found]
    claim = Claim("sum_of_rows", form, names[0], tuple(names[1 : len(cells)]), declared=declared)
    known = {q.quantity_id: q for q in found}
    outcome = claim_to_outcome(claim, known)
    assert outcome is not None
    outcome = replace(outcome, **fields)  # type: ignore[arg-type]
    made = outcomes_to_verdicts([outcome], known, Reading(EMPTY, found))
    return made[0] if made else Outcome(claim, "nothing")


# ── 1. no figure is doubted, nor shares its cell


@pytest.mark.parametrize(
    ("doubts", "verdict"),
    [({}, ACCUSED), ({1: "digits_glued"}, "unsupported"), ({0: "digits_glued"}, "unsupported")],
)
def test_a_doubted_figure_accuses_nobody(doubts: dict[int, str], verdict: str) -> None:
    made = judged("sum", "3,175명", "1,250명", "1,325명", doubts=doubts)
    assert (made.verdict, made.attribution) == (
        verdict,
        "report" if verdict == ACCUSED else "reading",
    )


def test_whole_figures_without_a_unit_may_be_rounded() -> None:
    off_by_one, off_by_ten = ("216", "215", "2"), ("2,160", "2,150", "20")
    assert judged("sum", *off_by_one).verdict == "unsupported"
    assert judged("sum", *off_by_ten).verdict == ACCUSED
    assert judged("sum", *(f"{n}명" for n in off_by_one)).verdict == ACCUSED


@pytest.mark.parametrize(
    ("told", "count"), [("30%에 달하는", 0), ("30%로 나타난", 1), ("20%에 달하는", 1)]
)
def test_a_round_figure_that_is_reached_is_as_good_as_its_last_digit(told: str, count: int) -> None:
    sentence = f"전체 92명 중 29명({told.split('%')[0]}%{told.split('%')[1]} 수준)이 수료"
    assert len(accused(told_checks(sentence))) == count


def test_a_unit_that_no_list_has_is_no_doubt_where_all_share_it() -> None:
    doubts = dict.fromkeys(range(3), "unit_unlisted")
    assert judged("sum", "3,175명", "1,250명", "1,325명", doubts=doubts).verdict == ACCUSED
    assert judged("sum", "3,175명", "1,250", "1,325", doubts=doubts).verdict == "unsupported"


def test_a_cell_of_two_figures_accuses_nobody() -> None:
    assert judged("sum", "3,175명", "1,250명", "1,325명").verdict == ACCUSED
    cells = [cell(t, 1, n) for n, t in enumerate(("3,175명", "1,250명 40명", "1,325명"))]
    found = figures(*cells)
    names = [found[n].quantity_id for n in (0, 1, 3)]
    claim = Claim("sum_of_rows", "sum", names[0], tuple(names[1:]), declared=True)
    known = {q.quantity_id: q for q in found}
    outcome = claim_to_outcome(claim, known)
    assert outcome is not None
    (made,) = outcomes_to_verdicts([outcome], known, Reading(EMPTY, found))
    assert (made.verdict, made.attribution) == ("unsupported", "reading")


# ── 2. declared, or proven


@pytest.mark.parametrize(
    ("declared", "proof", "broken", "verdict"),
    [
        (True, None, 0, ACCUSED),
        (False, None, 0, "nothing"),
        (False, 1, 0, "nothing"),
        (False, 2, 0, "nothing"),  # 2 of 3: no more than two thirds
        (False, 3, 0, ACCUSED),
        (False, 4, 1, "nothing"),  # 4 of 6: exactly two thirds
        (False, 5, 1, ACCUSED),
    ],
)
def test_a_relation_is_declared_or_proven(
    declared: bool, proof: int | None, broken: int, verdict: str
) -> None:
    made = judged(
        "sum", "3,175명", "1,250명", "1,325명", declared=declared, proof=proof, broken=broken
    )
    assert made.verdict == verdict


def test_two_proofs_suffice_where_the_statement_itself_holds() -> None:
    claim = Claim("sum_of_rows", "sum", "q")
    assert is_proven(Outcome(claim, "agrees", proof=2))
    assert not is_proven(Outcome(claim, "agrees", proof=1))


def test_two_statements_that_claim_one_pair_accuse_nobody() -> None:
    one = "참여자 1,200명 → 1,500명(30% 증가)"
    assert accused(told_checks(one)) == [("percent_change", "30%")]
    both = "참여자 1,200명 → 1,500명(30% 증가), 전년 대비 40% 증가"
    assert accused(told_checks(both)) == []
    other = "참여자 1,200명 → 1,500명(30% 증가), 만족 상담 40% 증가"  # names what it is of
    assert accused(told_checks(other)) == [("percent_change", "30%")]


def test_things_are_no_percentage_of_money() -> None:
    assert judged("ratio", "30%", "15대", "60대").verdict == ACCUSED
    cells = [cell(text, 1, n) for n, text in enumerate(("30%", "15대", "11억원"))]
    stated, things, money = figures(*cells)
    operands = [things, replace(money, kind="money")]
    made = Outcome(Claim("ratio", "ratio", "", ()), "differs", tuple(operands), form="ratio")
    assert is_of_unlike(made, stated)
    assert not is_of_unlike(replace(made, operands=(operands[0], operands[0])), stated)


# ── 3. no rival


def test_a_lost_sign_is_the_reports_only_where_minuses_are_printed() -> None:
    made = judged("difference", "250원", "1,650원", "1,900원")
    assert (made.verdict, made.rival) == ("unsupported", "sign")
    made = judged("difference", "250원", "1,650원", "1,900원", others=("△90원",))
    assert (made.verdict, made.rival) == (ACCUSED, None)
    assert ("unsigned", "") in made.extra


def test_a_part_that_counts_against_the_others_is_a_sign() -> None:
    assert judged("sum", "2,050원", "1,900원", "300원", "450원").rival == "sign"
    assert judged("sum", "2,060원", "1,900원", "300원", "450원").verdict == ACCUSED


def test_the_other_order_of_two_columns() -> None:
    # 1,250 -> 1,000 is -20 %; 1,000 -> 1,250 is 25 %
    assert judged("change", "25%", "1,250명", "1,000명").rival == "order"
    assert judged("change", "27%", "1,250명", "1,000명").verdict == ACCUSED


def test_another_unit() -> None:
    assert judged("sum", "2,575,000원", "1,250원", "1,325원").rival == "unit"
    assert judged("sum", "2,585,000원", "1,250원", "1,325원").verdict == ACCUSED
    assert judged("ratio", "4,000%", "120명", "300명").rival == "unit"


def test_a_part_whose_belonging_is_open() -> None:
    without = judged("sum", "2,000명", "1,200명", "800명", "450명")
    assert (without.verdict, without.rival) == ("unsupported", "part")
    assert judged("sum", "2,010명", "1,200명", "800명", "450명").verdict == ACCUSED
    proven = judged("sum", "2,000명", "1,200명", "800명", "450명", proof=5)
    assert proven.verdict == ACCUSED  # other columns show which lines it is made of


def test_another_base_in_the_same_text() -> None:
    c = front("모집 500명 중 400명 수료, 수료율 90%, 취업 360명")
    found = {q.quote: q for q in figures(c)}
    known = {q.quantity_id: q for q in found.values()}
    around = surroundings([], known, Reading(EMPTY, known.values()))
    claim = Claim("ratio", "ratio", found["90%"].quantity_id, declared=True)
    operands = (found["400명"], found["500명"])
    outcome = Outcome(claim, "differs", operands, Decimal(80), factor=Decimal(100), form="ratio")
    assert rival_of(outcome, found["90%"], around) == "base"  # 360 of 400
    known.pop(found["360명"].quantity_id)
    around = surroundings([], known, Reading(EMPTY, known.values()))
    assert rival_of(outcome, found["90%"], around) is None


# ── 4. no more than half of one kind fail


ROWS = ("가 | 1,000 | 400 | 40%", "나 | 2,000 | 900 | 45%", "다 | 3,000 | 600 | 20%")


def test_one_wrong_rate_of_a_declared_column_is_the_reports() -> None:
    head = "구분 | 예산(A) | 집행(B) | 집행률(B/A)"
    assert accused(table_checks(head, *ROWS)) == []
    wrong = (*ROWS, "라 | 5,000 | 1,500 | 37%")
    assert accused(table_checks(head, *wrong)) == [("ratio", "37%")]


def test_a_column_of_which_more_than_half_fail_accuses_nobody() -> None:
    head = "구분 | 예산(A) | 집행(B) | 집행률(B/A)"
    wrong = ("가 | 1,000 | 400 | 47%", "나 | 2,000 | 900 | 52%", "다 | 3,000 | 600 | 20%")
    checks = [c for c in table_checks(head, *wrong) if c.type == "ratio"]
    assert accused(checks) == []
    assert {c.attribution for c in checks if c.verdict == "unsupported"} == {"reading"}


# ── a check that cannot fail is none


@pytest.mark.parametrize(
    ("form", "stated", "operands", "fields"),
    [
        ("sum", "500명", ("500명", "0명"), {}),  # one part that is not nought
        ("difference", "0명", ("0명", "0명"), {}),
        ("sum", "9억원", ("4억원", "3억원"), {"bound": "le"}),
    ],
)
def test_what_cannot_fail_is_no_check(
    form: str, stated: str, operands: tuple[str, ...], fields: dict[str, str]
) -> None:
    cells = [cell(text, 1, n) for n, text in enumerate((stated, *operands))]
    found = figures(*cells)
    found[0] = replace(found[0], **fields)  # type: ignore[arg-type]
    known = {q.quantity_id: q for q in found}
    names = tuple(known)
    claim = Claim("sum_of_rows", form, names[0], names[1:], declared=True)
    assert claim_to_outcome(claim, known) is None


def test_an_interval_wider_than_the_figure_is_no_check() -> None:
    assert accused(told_checks("3억원 ÷ 2억원 = 1배")) == []
    cells = [cell(t, 1, n) for n, t in enumerate(("0.1억원", "30억원", "30억원"))]
    found = figures(*cells)
    known = {q.quantity_id: q for q in found}
    a, b, c = known
    claim = Claim("sum_of_rows", "ratio", a, (b, c), declared=True)
    outcome = claim_to_outcome(claim, known)
    assert outcome is None or not outcome.verdict.startswith("agrees")


# ── relations: brackets are minus only where more closes so


def verdicts(checks: Sequence[Check], type_: str) -> dict[str, str]:
    return {c.statement: c.verdict for c in checks if c.type == type_}


def test_brackets_are_minuses_where_more_of_the_table_closes_so() -> None:
    head = "구분 | 당기(A) | 전기(B) | 증감(A-B)"
    losses = ("가 | 700 | 1,000 | (300)", "나 | 500 | 900 | (400)", "다 | 800 | 500 | 300")
    checks = table_checks(head, *losses)
    assert accused(checks) == []
    assert len([c for c in checks if c.verdict == "agrees"]) >= len(losses)


def test_brackets_stay_as_they_are_where_nothing_more_closes() -> None:
    head = "구분 | 당기(A) | 전기(B) | 증감(A-B)"
    gains = ("가 | 1,000 | 700 | (300)", "나 | 900 | 500 | (400)", "다 | 800 | 500 | 300")
    checks = table_checks(head, *gains)
    assert set(verdicts(checks, "difference").values()) == {"agrees"}


# ── stacks of lines are rows where every column counts alike


def test_a_stack_of_equal_counts_is_rows() -> None:
    grid = grid_of("구분 | 예산 | 집행", "가¶나¶다 | 100¶200¶300 | 40¶50¶60")
    assert [line.path for line in grid.lines] == ["가", "나", "다"]
    assert [grid.text(line.index, 2) for line in grid.lines] == ["40", "50", "60"]


def test_a_stack_of_unequal_counts_stays_one_row() -> None:
    grid = grid_of("구분 | 예산 | 집행", "가¶나¶다 | 100¶200¶300 | 40¶60")
    assert len(grid.lines) == 1
    one = grid_of("구분 | 예산 | 집행", "가¶나 | 100¶200 | 40")
    assert len(one.lines) == 1


# ── which lines a total names


def test_parts_are_plain_where_every_total_closes_them() -> None:
    grid = grid_of(
        "구분 | 예산", "가 | 10", "나 | 20", "소계 | 30", "다 | 40", "라 | 50", "소계 | 90"
    )
    totals = [n for n in grid.lines if n.labels[-1].core == "소계"]
    parts = [plain_parts(grid, n, n.labels[-1]) for n in totals]
    assert parts == [(1, 2), (4, 5)]


def test_parts_are_open_between_totals_on_both_sides_and_under_two_marks() -> None:
    both = grid_of("구분 | 예산", "합계 | 30", "가 | 10", "나 | 20", "합계 | 30")
    assert plain_parts(both, both.lines[0], both.lines[0].labels[-1]) == ()
    marks = grid_of(
        "구분 | 예산", "합계 | 30", "1. 가 | 20", "1) 나 | 12", "2) 다 | 8", "2. 라 | 10"
    )
    assert plain_parts(marks, marks.lines[0], marks.lines[0].labels[-1]) == ()


def test_lines_are_summed_one_mark_deeper_and_not_declared() -> None:
    grid = grid_of(
        "구분 | 예산", "1. 가 | 20", "1) 나 | 12", "2) 다 | 8", "2. 라 | 10", "합계 | 30"
    )
    (claim,) = marked_claims(grid)
    assert (claim.statement, len(claim.operands), claim.declared) == ("20", 2, False)
    flat = grid_of("구분 | 예산", "1. 가 | 20", "2. 나 | 12", "3. 다 | 8", "합계 | 40")
    assert marked_claims(flat) == []


def test_an_undeclared_sum_of_marks_accuses_nobody_alone() -> None:
    rows = ("1. 가 | 2,000", "1) 나 | 1,200", "2) 다 | 850", "2. 라 | 1,000", "합계 | 3,000")
    assert accused(table_checks("구분 | 예산", *rows)) == []


# ── slips order findings


def test_a_slip_is_one_digit_or_two_neighbours_turned_round() -> None:
    assert one_slip_apart(2564, 2484) is False  # two digits
    assert one_slip_apart(1692.0, 1629.0)
    assert one_slip_apart(Decimal("19.5"), Decimal("19.6"))
    assert not one_slip_apart(57, 58)
    assert not one_slip_apart(None, 100)


def test_the_heaviest_finding_is_a_declared_slip() -> None:
    found = [
        weight(2564, 2484, declared=True, proof=9),
        weight(1692, 1629),
        weight(1692, 1629, declared=True),
        weight(1692, 1629, declared=True, proof=4),
    ]
    assert sorted(found) == found


# ── one place


def test_only_accuse_says_that_a_report_disagrees() -> None:
    """Elsewhere the word is counted (cli, run, publish), never given."""
    root = Path(pipeline.__file__).parent
    told = re.compile(r"""["']disagrees["']""")
    stages = ("model", "read", "layout", "outline", "quantify", "reconcile")
    given = {
        path.relative_to(root).as_posix()
        for stage in stages
        for path in (root / stage).rglob("*.py")
        if told.search(path.read_text(encoding="utf-8"))
    }
    assert given == {"reconcile/accuse.py"}
