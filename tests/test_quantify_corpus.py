"""Figures as reports print them, and what must be none (fixtures/quantities)."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.lexicon import words
from pipeline.model import Container, Printed, Quantity
from pipeline.quantify import Figures, quantify

CORPUS = Path(__file__).parent.parent / "fixtures" / "quantities"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((CORPUS / name).read_text(encoding="utf-8"))["case"]
    return found


def case_to_container(case: dict[str, Any]) -> Container:
    return Container(
        case.get("kind", "achievement"),
        case.get("section", "detail"),
        Printed(case["text"]),
        programme_id="1.1.1",
        header=tuple(case.get("header", ())),
        row_labels=tuple(case.get("rows", ())),
        unit=case.get("unit"),
        title=case.get("title"),
        line_above=case.get("above"),
        year=case.get("year"),
    )


def column(quantity: Quantity, name: str) -> object:
    value = getattr(quantity, name)
    if name == "part_of":
        return "true" if value else ""
    return "" if value is None else value


def check(case: dict[str, Any], figures: Figures) -> None:
    assert [q.quote for q in figures.quantities] == [f["quote"] for f in case["figures"]]
    for quantity, figure in zip(figures.quantities, case["figures"], strict=True):
        for name, wanted in figure.items():
            got = column(quantity, name)
            if name in ("value", "low", "high") and wanted != "":
                assert got == Decimal(wanted), (figure["quote"], name, got, wanted)
            else:
                assert got == wanted, (figure["quote"], name, got, wanted)
    if "left_out" in case:
        assert [[lo.quote, lo.reason] for lo in figures.left_out] == case["left_out"]


@pytest.mark.parametrize("case", cases("wild.toml"), ids=lambda c: c["text"][:40])
def test_a_wild_figure_is_read(case: dict[str, Any]) -> None:
    check(case, quantify([case_to_container(case)]))


@pytest.mark.parametrize(
    ("text", "reason"), [(t, c["reason"]) for c in cases("negative.toml") for t in c["texts"]]
)
def test_what_measures_nothing_gives_no_figure(text: str, reason: str) -> None:
    figures = quantify([Container("achievement", "detail", Printed(text), programme_id="1.1.1")])
    assert not figures.quantities
    assert {lo.reason for lo in figures.left_out} == {reason}


KNOWN = [
    pytest.param(c, marks=pytest.mark.xfail(reason=c["why"], strict=True), id=c["text"])
    for c in cases("known_failures.toml")
]


@pytest.mark.parametrize("case", KNOWN)
def test_what_we_cannot_read_yet(case: dict[str, Any]) -> None:
    check(case, quantify([case_to_container(case)]))


@pytest.mark.parametrize("rule", words("left_out")["rule"], ids=lambda r: r["name"])
def test_a_left_out_rule_keeps_its_examples(rule: dict[str, Any]) -> None:
    from pipeline.lexicon.normal import alike
    from pipeline.quantify.scan import text_to_figures

    kind = (rule.get("kinds") or ["line"])[0]
    for text in rule["yes"]:
        assert rule["name"] in {a.rule for a in text_to_figures(alike(text), kind)[1]}, text
    for text in rule["no"]:
        assert rule["name"] not in {a.rule for a in text_to_figures(alike(text), kind)[1]}, text
