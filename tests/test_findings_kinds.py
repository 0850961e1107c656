"""Kinds of checks that confirmed nothing, or accused nobody rightly, each with its twin that must
stay: found by looking at every accusation and two hundred agreements on their pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
from figures_by_hand import cell, container, figures, front

from pipeline.faults import Faults
from pipeline.model import Check, Claim, Container, Line, Printed, Report, Run
from pipeline.quantify.claim_grid import container_to_cell, containers_to_grids, line_starts
from pipeline.quantify.claims import quantities_to_claims
from pipeline.reconcile import reconcile
from pipeline.reconcile.accuse import given_up
from pipeline.reconcile.interval import Extent
from pipeline.reconcile.judge import Outcome, Trial
from pipeline.reconcile.relations import CHANCE, by_chance
from pipeline.reconcile.tie_out import alike

EMPTY = Report(None, 2024, None, None, (), (), (), ())
PITCH, WIDTH = 17.0, 5.0  # points between lines, and of a letter


def checks_of(containers: Sequence[Container], **fields: object) -> tuple[Check, ...]:
    quantities = figures(*containers, **fields)
    return reconcile(EMPTY, quantities, quantities_to_claims(containers, quantities)).checks


def typeset(text: str, joint: str = "\n") -> Printed:
    """A text whose lines, parted by ¶, stand below one another; an empty one leaves its height."""
    runs, joined = [], ""
    for number, words in enumerate(text.split("¶")):
        if not words:
            continue
        joined += joint if joined else ""
        tops = [(10 + WIDTH * k, PITCH * number) for k in range(len(words))]
        edges = np.array([(x, y, x + WIDTH, y + 9) for x, y in tops], np.float32)
        runs.append(Run(len(joined), Line(number + 1, 1, words, edges), 0, len(words)))
        joined += words
    return Printed(joined, tuple(runs))


def printed_table(*rows: str, joint: str = "\n") -> list[Container]:
    return [
        replace(cell("", r, c, is_header=r == 0), printed=typeset(text.strip(), joint))
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]


def printed_checks(*rows: str, joint: str = "\n") -> tuple[Check, ...]:
    return checks_of(printed_table(*rows, joint=joint), unit_source="caption", unit="원")


def said(checks: Sequence[Check], type_: str) -> list[tuple[str, str]]:
    return [(c.statement, c.verdict) for c in checks if c.type == type_]


HEAD = "과목 | 당기 | 전기 | 증감"
SURE = ("갑 | 900 | 700 | 200", "을 | 650 | 400 | 250", "병 | 810 | 300 | 510")


# ── stacks: figures on one height are one row


def test_lines_at_one_height_are_a_row_though_one_column_has_fewer() -> None:
    made = printed_checks(HEAD, *SURE, "정¶무 | 480¶110¶10 | 300¶40 | 180¶70¶10")
    assert ("180", "agrees") in said(made, "difference")
    assert ("70", "agrees") in said(made, "difference")


def test_lines_between_the_heights_of_others_part_nothing() -> None:
    cells = printed_table(HEAD, "정¶무 | 480¶¶110 | 300¶40 | 180¶¶70")
    (grid,) = containers_to_grids(cells, figures(*cells), Faults())
    assert len(grid.lines) == 1


def test_a_figure_alone_on_its_line_accuses_and_one_that_shares_it_does_not() -> None:
    alone = printed_checks(HEAD, *SURE, "정¶가) | 500¶500 | 0 | 0")
    assert ("0", "disagrees") in said(alone, "difference")
    shared = printed_checks(HEAD, *SURE, "정 | 500 500 | 0 | 0")
    assert "disagrees" not in dict(said(shared, "difference")).values()


def test_lines_that_were_joined_at_brackets_are_lines() -> None:
    (both,) = (c for c in containers_of("(300)¶50¶(20)", joint=" "))
    assert line_starts_of(both) == ["(300)", " 50", " (20)"]


def containers_of(text: str, joint: str) -> list[Container]:
    return [replace(cell("", 1, 1), printed=typeset(text, joint))]


def line_starts_of(container: Container) -> list[str]:
    found = container_to_cell(container, figures(container))
    starts = line_starts(found)
    return [found.text[a:b] for a, b in zip(starts, [*starts[1:], len(found.text)], strict=True)]


def test_three_measures_of_one_row_are_no_stack() -> None:
    cells = printed_table("구분 | 계 | 올해", "갑 | 58개소¶32명¶270원 | 26개소¶17명¶122원")
    (grid,) = containers_to_grids(cells, figures(*cells), Faults())
    assert len(grid.lines) == 1


# ── a sum that no word names and chance may have made


def trial(stated: str, *parts: str) -> Trial:
    whole, *made = figures(*(cell(text, 1, n) for n, text in enumerate((stated, *parts))))
    value = whole.value or Decimal(0)
    return Trial(whole, tuple(made), "agrees", value, Extent(value, value), Decimal(1), "sum")


def test_a_sum_of_few_steps_may_be_chance() -> None:
    assert by_chance(trial("3", "2", "1"))
    assert by_chance(trial("2,000", "1,200", "800"))  # counted in hundreds: 20 = 12 + 8
    assert not by_chance(trial("941", "180", "17", "744"))
    assert not by_chance(trial("64,900", "10,000", "54,900"))
    assert not by_chance(trial(str(CHANCE), "14", "11"))


def test_hours_below_one_another_are_no_sum_and_large_figures_are() -> None:
    few = ("구분 | 시수", "1. 말하기 | 3", "가. 듣기 | 2", "나. 쓰기 | 1")
    assert said(printed_checks(*few), "sum_of_rows") == []
    many = ("구분 | 금액", "1. 임대 | 24,616", "가. 본관 | 13,324", "나. 별관 | 11,292")
    assert said(printed_checks(*many), "sum_of_rows") == [("24,616", "agrees")]


# ── wording that a form repeats, and one rule under two headings


def lines_on(pages: Sequence[int], *texts: str) -> list[Container]:
    made = []
    for number, (page, text) in enumerate(zip(pages, texts, strict=True), 1):
        run = Run(0, Line(number, page, text), 0, len(text))
        made.append(replace(front(text), printed=Printed(text, (run,))))
    return made


LINE = "지역 일꾼 양성 교실에 참여한 인원은 모두 120명"


def test_a_sentence_told_on_two_pages_is_told_again_on_three_it_is_a_form() -> None:
    twice = lines_on((1, 2, 3), LINE, "다른 말", LINE)
    assert said(checks_of(twice), "restated_figure") == [("120명", "agrees")]
    form = lines_on((1, 2, 3, 4, 5), LINE, "다른 말", LINE, "또 다른 말", LINE.replace("120", "90"))
    assert said(checks_of(form), "restated_figure") == []


def test_one_wording_twice_on_a_page_is_two_rules() -> None:
    assert said(checks_of(lines_on((4, 4, 4), LINE, "둘째 기준", LINE)), "restated_figure") == []


# ── a change belongs to the pair before its bracket


def test_a_bracket_does_not_take_the_pair_of_the_words_behind() -> None:
    made = checks_of([container("비용 절감(70%↓), 보존 20% → 90%", programme_id=None)])
    assert said(made, "difference") == []
    own = checks_of([container("보존 20% → 90%(70%p↑)", programme_id=None)])
    assert [verdict for _, verdict in said(own, "difference")] == ["agrees"]


# ── highlights and guesses


def test_an_open_bound_confirms_no_highlight() -> None:
    stated, other = figures(cell("925건", 1, 0), cell("20건", 1, 1))
    assert alike(stated, other)
    assert not alike(stated, replace(other, bound="ge"))
    assert not alike(replace(stated, bound="le"), other)


def test_of_a_guess_that_mostly_fails_nothing_is_left() -> None:
    (figure,) = figures(cell("20", 1, 0))
    guess = Claim("sum_of_rows", "sum", figure.quantity_id, unmet="nothing")
    assert given_up(Outcome(guess, "disagrees")) is None
    named = given_up(Outcome(replace(guess, declared=True), "disagrees"))
    assert named is not None
    assert (named.verdict, named.attribution) == ("unsupported", "reading")
