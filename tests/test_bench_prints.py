"""The bench of invented prints: its list, its reports, and its scores on what is known."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import prints
from print_styles import scoring
from print_styles.draw import RULES, style_to_truth, styles
from print_styles.report import Style, money, style_to_report
from print_styles.sheets import Cell, Table, report_to_blocks, unmerge

ALL = styles()
MONEY = [s for s in ALL if s.totals != "none"]


def read(truth: dict[str, Any]) -> scoring.Read:
    return scoring.truth_to_read(truth)


def test_the_halves_are_of_one_size_and_all_kinds_of_rules_are_in_both() -> None:
    halves = {h: [s for s in ALL if s.half == h] for h in ("learning", "judging")}
    assert len(halves["learning"]) == len(halves["judging"]) == len(ALL) / 2
    assert all({s.rules for s in of} == set(RULES) for of in halves.values())


def test_the_reports_are_those_that_were_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("print_styles.report.LINES", dict.fromkeys(("few", "some", "many"), (1,)))
    with pytest.raises(ValueError, match="no longer makes the report"):
        styles()


def test_words_choose_prints() -> None:
    chosen = styles("learning", ["chromium", "valign=top"])
    assert {(s.family, s.valign, s.half) for s in chosen} <= {("chromium", "top", "learning")}
    assert len(styles("both", ["rules=none"])) == sum(s.rules == "none" for s in ALL)


@pytest.mark.parametrize("style", ALL[::9], ids=lambda s: s.name)
def test_positions_count_areas_groups_and_programmes(style: Style) -> None:
    programmes = style_to_truth(style)["programmes"]
    assert len(programmes) == style.programmes
    assert programmes[0]["position"] == "1.1.1"
    assert len({p["position"] for p in programmes}) == len(programmes)
    assert len({p["title"] for p in programmes}) == len(programmes)


@pytest.mark.parametrize("style", MONEY[::4], ids=lambda s: s.name)
def test_the_grand_total_is_the_sum_of_the_programmes(style: Style) -> None:
    report = style_to_report(style)
    totals = [c for table in style_to_truth(style)["tables"] for c in table if c["kind"] == "total"]
    assert [c["text"] for c in totals].count("합 계") == 1
    row = next(c for c in totals if c["text"] == "합 계")["row"]
    table = next(
        t
        for t in style_to_truth(style)["tables"]
        if any(c["row"] == row and c["text"] == "합 계" for c in t)
    )
    budget = next(c["text"] for c in table if c["row"] == row and c["kind"] == "figure")
    assert money(budget) == sum(money(p.columns["budget"]) for p in report.programmes)


def tables(style: Style) -> list[Table]:
    return [b.table for b in report_to_blocks(style_to_report(style), style) if b.table]


@pytest.mark.parametrize("style", ALL[::9], ids=lambda s: s.name)
def test_every_place_of_a_table_has_one_cell(style: Style) -> None:
    for table in tables(style):
        rows = [*table.header, *table.body]
        places = Counter(
            (r + i, c + j)
            for r, row in enumerate(rows)
            for c, cell in enumerate(row)
            if cell
            for i in range(cell.row_span)
            for j in range(cell.col_span)
        )
        assert places == Counter((r, c) for r in range(len(rows)) for c in range(len(rows[0])))


def test_an_unmerged_label_keeps_its_outer_rules_alone() -> None:
    label = Cell(["가"], "group", row_span=2, top=1.0, bottom=1.0)
    flat = unmerge(Table([50, 50], [], [[label, Cell(["나"], "title")], [None, None]]))
    first, second = flat.body[0][0], flat.body[1][0]
    assert first
    assert second
    assert (first.lines, first.top, first.bottom) == (["가"], 1.0, 0.0)
    assert (second.lines, second.top, second.bottom) == ([], 0.0, 1.0)


TRUE = style_to_truth(ALL[0])


def outcome(found: scoring.Read, status: str = "read") -> scoring.Outcome:
    return scoring.Outcome("a", {"rules": "all"}, read(TRUE), found, status)


def test_the_truth_scores_one() -> None:
    one = outcome(read(TRUE))
    assert all(scoring.pooled([one], m) == scoring.mean([one], m) == 1 for m in scoring.MEASURES)
    assert scoring.silent([one]) == 0


def test_a_changed_line_loses_its_row_and_nothing_else() -> None:
    first, *rest = TRUE["programmes"]
    other = first | {"lines": [{"mark": "○", "text": "다른 글"}]}
    one = outcome(read(TRUE | {"programmes": [other, *rest]}))
    lost = 1 - 1 / (len(rest) + 1)
    assert scoring.pooled([one], "rows") == pytest.approx(lost)
    assert scoring.pooled([one], "placed") == 1


def test_nothing_found_scores_zero_and_is_silent_where_it_is_called_read() -> None:
    nothing: scoring.Read = {m: Counter() for m in scoring.MEASURES}
    assert scoring.pooled([outcome(nothing)], "rows") == 0
    assert scoring.silent([outcome(nothing), outcome(nothing, "partial")]) == 1


def test_a_print_that_lacks_or_repeats_text_is_told() -> None:
    cells = [c["text"] for table in TRUE["tables"] for c in table]
    whole = "\n".join([*TRUE["around"], *cells])
    assert prints.text_to_faults(whole, TRUE) == (0, 0)
    assert prints.text_to_faults("\n".join(cells[:-1]), TRUE)[0] > 0
    line = max(cells, key=len)
    assert prints.text_to_faults(f"{whole}\n{line}", TRUE)[1] > 0


def test_a_typesetter_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(prints, "_make", lambda style: "not installed")
    prints.make([replace(ALL[0], name=name) for name in "ab"], again=False)
    assert capsys.readouterr().out == f"{ALL[0].family}: not installed, skipped\n"
