"""Stated counts of rows against reports of several areas: summary tables, header words, parts of a
count, rows left outside the table.
"""

from __future__ import annotations

import dataclasses

import pytest
from figures_by_hand import cell, front

from pipeline.model import (
    Achievement,
    Area,
    Cell,
    Check,
    Container,
    Group,
    Paragraph,
    Place,
    Printed,
    Programme,
    Report,
    Table,
)
from pipeline.quantify import quantify
from pipeline.reconcile import reconcile

AREAS = {
    "숲이 숨쉬는 마을": [2, 3],
    "아이가 웃는 마을": [2, 2, 2],
    "어르신이 편한 마을": [4],
}  # programmes by group


def report(
    areas: dict[str, list[int]] = AREAS,
    heads: tuple[str, str] = ("추진과제", "세부사업"),
    beside: tuple[Paragraph, ...] = (),
) -> Report:
    made, cells = [], []
    at = 0
    for a, (title, sizes) in enumerate(areas.items(), 1):
        groups = []
        for g, size in enumerate(sizes, 1):
            rows = []
            for n in range(1, size + 1):
                at += 1
                name = Printed(f"{a}{g}{n}번 일감")
                done = (Achievement(1, 1, "○", Printed("완료"), Place()),)
                rows.append(
                    Programme(
                        f"{a}.{g}.{n}",
                        at,
                        n,
                        str(n),
                        name,
                        done,
                        Place(1, at * 10, at * 10),
                        table_no=9,
                    )
                )
                cells.append(Cell(at, 1, paragraphs=(name,), header_path=heads[1]))
            label = Printed(f"{a}{g} 묶음")
            cells.append(Cell(at, 0, paragraphs=(label,), header_path=heads[0]))
            groups.append(Group(g, str(g), label, tuple(rows)))
        made.append(Area(a, str(a), Printed(title), None, tuple(groups)))
    table = Table(9, at, 2, tuple(cells), 1)
    return Report("실적", 2024, None, None, tuple(made), beside, (table,), ())


def summary(*rows: tuple[str, ...]) -> list[Container]:
    """An overview table: its first row is the header."""
    made = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            header = (rows[0][c],) if r else ()
            made.append(
                cell(
                    text,
                    r,
                    c,
                    is_header=not r,
                    header=header,
                    row_labels=(row[0],) if c and r else (),
                    unit="개",
                )
            )
    return made


def counts(made: Report, *texts: Container) -> list[tuple[str, str]]:
    found = quantify(texts)
    checks: tuple[Check, ...] = reconcile(made, found.quantities, found.claims)[0]
    return [(c.statement, c.verdict) for c in checks if c.type == "count_of_rows"]


def test_rows_of_a_summary_table_count_the_areas_at_their_place() -> None:
    table = summary(
        ("분야", "과제 수", "사업 수"),
        ("숲", "2", "5"),
        ("아이", "3", "6"),
        ("어르신", "1", "4"),
        ("합계", "6", "15"),
    )
    assert {verdict for _, verdict in counts(report(), *table)} == {"agrees"}


def test_a_misprint_in_a_summary_table_is_accused_by_its_place() -> None:
    table = summary(
        ("분야", "사업 수"), ("녹지", "5"), ("보육", "7"), ("노인", "4"), ("합계", "15")
    )
    assert [s for s, verdict in counts(report(), *table) if verdict == "disagrees"] == ["7"]


def test_rows_that_meet_no_area_accuse_nobody() -> None:
    table = summary(("부서", "사업 수"), ("가", "8"), ("나", "7"), ("합계", "15"))
    assert {verdict for _, verdict in counts(report(), *table)} == {"unsupported", "agrees"}


def test_parts_that_make_their_total_are_not_printed_wrongly_alike() -> None:
    table = summary(("분야", "과제 수"), ("숲", "2"), ("아이", "5"), ("어르신", "1"), ("합계", "8"))
    assert "disagrees" not in {verdict for _, verdict in counts(report(), *table)}


@pytest.mark.parametrize(("printed", "verdict"), [("15", "agrees"), ("16", "disagrees")])
def test_the_header_word_says_which_level_is_counted(printed: str, verdict: str) -> None:
    made = report(heads=("추진전략", "핵심과제"))
    assert counts(made, front(f"총 {printed}개 핵심과제 추진")) == [(f"{printed}개", verdict)]


def test_some_of_the_rows_are_no_count_of_rows() -> None:
    assert counts(report(), front("3개 분야 15개 세부사업 중 14개 사업 완료(93.3%)")) == [
        ("3개", "agrees"),
        ("15개", "agrees"),
    ]


def test_a_row_left_outside_the_table_is_a_doubt_about_the_reading() -> None:
    lost = Paragraph(Printed("5. 둘레길 정비 ○ 12㎞ 정비"), Place(1, 151, 151))
    text = front("총 16개 세부사업 추진")
    assert counts(report(), text) == [("16개", "disagrees")]
    assert counts(report(beside=(lost,)), text) == [("16개", "unsupported")]


def test_counts_of_areas_that_miss_a_whole_which_the_rows_meet_are_the_reports() -> None:
    table = summary(
        ("분야", "사업 수"), ("숲", "5"), ("아이", "7"), ("어르신", "4"), ("합계", "15")
    )
    told = counts(report(), *table, front("총 16개 세부사업 추진"))
    assert [s for s, verdict in told if verdict == "disagrees"] == ["7", "16개"]


def test_amounts_under_one_header_are_told_apart_by_the_label_before_them() -> None:
    made = report({"숲이 숨쉬는 마을": [3]})
    cells = []
    for n, (budget, spent) in enumerate((("1,240", "1,188"), ("380", "372"), ("650", "602")), 1):
        for r, (label, text) in enumerate((("예산", budget), ("집행", spent))):
            where = {
                "programme_id": f"1.1.{n}",
                "section": "detail",
                "header": ("금액(백만원)",),
                "row_labels": ("[1] 숲이 숨쉬는 마을", f"{n}) 일감", label),
            }
            cells.append(cell(text, 2 * n + r, 3, table_no=9, **where))
    where = {
        "kind": "title",
        "section": "detail",
        "area_title": "숲이 숨쉬는 마을",
        "table_no": None,
    }
    titles = [cell(f"11{n}번 일감", 0, 0, programme_id=f"1.1.{n}", **where) for n in (1, 2, 3)]
    found = quantify([*titles, *cells, front("예산 2,720백만원, 집행 2,162백만원", year=2024)])
    checks = reconcile(made, found.quantities, found.claims)[0]
    assert {c.statement: c.verdict for c in checks if c.type == "sum_of_rows"} == {
        "2,720백만원": "disagrees",
        "2,162백만원": "agrees",
    }


def test_a_budget_told_by_one_sentence_and_one_total_row_is_one_budget() -> None:
    def told(sentence: str) -> dict[str, str]:
        rows = [
            ("부서", "예산액(백만원)"),
            ("관광과", "3,120"),
            ("공원과", "3,360"),
            ("합계", "6,480"),
        ]
        cells = [
            cell(
                text,
                r,
                c,
                is_header=not r,
                header=(rows[0][c],) if r else (),
                row_labels=(row[0],) if c and r else (),
                unit="백만원",
            )
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        ]
        found = quantify([front(sentence), *cells])
        checks = reconcile(report(), found.quantities, found.claims)[0]
        return {
            c.statement: c.verdict
            for c in checks
            if c.type in ("restated_figure", "unit_restatement")
        }

    assert told("총 예산 6,480백만원") == {"6,480": "agrees"}
    assert told("총 예산 6,840백만원") == {"6,480": "disagrees"}
    assert told("총 예산 9,100백만원").get("6,480") != "disagrees"


def renumbered(made: Report, numbers: list[str | None]) -> Report:
    """The same report with other numbers printed before its programmes."""
    left = iter(numbers)
    areas = tuple(
        dataclasses.replace(
            a,
            groups=tuple(
                dataclasses.replace(
                    g,
                    programmes=tuple(
                        dataclasses.replace(p, printed_no=next(left)) for p in g.programmes
                    ),
                )
                for g in a.groups
            ),
        )
        for a in made.areas
    )
    return dataclasses.replace(made, areas=areas)


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ([*map(str, range(1, 16))], "disagrees"),
        (
            [*map(str, range(1, 10)), *map(str, range(11, 17))],
            "unsupported",
        ),  # the tenth card was lost
        (
            [*map(str, range(1, 15)), None],
            "unsupported",
        ),  # a title without a number was cut off the one before it
        ([None] * 15, "disagrees"),  # no numbers, no gap
    ],
)
def test_a_gap_in_the_numbers_of_the_rows_is_a_doubt_about_the_reading(
    numbers: list[str | None], verdict: str
) -> None:
    assert counts(renumbered(report(), numbers), front("총 16개 세부사업 추진")) == [
        ("16개", verdict)
    ]


def test_rows_numbered_to_the_last_are_not_outvoted_by_counts_that_are_wrong_together() -> None:
    texts = (
        front("총 14개 세부사업 추진"),
        front("아이가 웃는 마을 5개 사업"),
        front("숲이 숨쉬는 마을 5개 사업"),
        front("어르신이 편한 마을 4개 사업"),
    )
    through = renumbered(report(), [*map(str, range(1, 16))])
    assert [s for s, verdict in counts(through, *texts) if verdict == "disagrees"] == [
        "14개",
        "5개",
    ]
    assert "disagrees" not in {
        verdict for _, verdict in counts(renumbered(report(), [None] * 15), *texts)
    }


def test_counts_of_something_larger_smaller_or_of_two_years_accuse_nobody() -> None:
    told = (
        "3개 분야 15개 세부사업",
        "예산 1억원 이상 사업 9개, 1억원 미만 사업 6개",
        "시 전체 320개 사업 중 보육 분야는 15개 사업",
        "사업규모 2개 분야 11개 사업 3개 분야 15개 사업",
    )
    assert "disagrees" not in {verdict for _, verdict in counts(report(), *map(front, told))}


def test_a_bracket_of_those_that_ended_leaves_the_count_a_whole() -> None:
    assert ("16개", "disagrees") in counts(
        report(), front("3개 분야 16개 세부사업(종료 1개, 통합 1개)")
    )
