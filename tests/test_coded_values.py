"""The data dictionary lists every value of every coded column."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UnreadableError
from pipeline.extract import extract
from pipeline.lexicon import sources, words
from pipeline.model import Container, Printed
from pipeline.publish.coded import coded, coded_to_section, uncoded
from pipeline.quantify import quantify
from tests.cases import Case, Row

ROOT = Path(__file__).resolve().parents[1]
TOLD = sources.read("values")
# Columns of text that hold what is printed, names, and ids.
FREE = {
    "achievements", "area_title", "caption", "cause", "check_id", "column_header", "row_header",
    "corrected_from", "counted", "department", "department_printed", "explanation_en",
    "explanation_ko", "group_title", "header_path", "mark", "measure", "message_en",
    "message_ko", "operands", "organisation", "part_of", "pipeline_version", "printed_no",
    "programme_id", "programme_uid", "quantity_id", "quote", "remarks", "report_id", "sha256",
    "source", "state_quote", "statement", "text", "title",
}  # fmt: skip


def test_every_column_of_text_is_coded_or_free() -> None:
    assert set(uncoded()) == FREE


def test_every_value_is_in_the_dictionary() -> None:
    page = "\n".join(coded_to_section())
    for column in coded().keys() - {"measure_code", "code", "doubt"}:  # tables of their own
        for value in coded()[column]:
            assert f"`{value}`" in page, (column, value)


# ---- what the code names is listed, and what is listed the code names

STAGE = ROOT / "pipeline" / "quantify"
RULE_AT = {"Draft": 7, "give_unit": 3, "_share_unit": 2}


def _strings(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def rules_in_code(tree: ast.Module) -> Iterator[str]:
    """Names of reading rules: where a draft is made or given a unit, where its `rule` is set, and where
    what stands behind a numeral is handed on: (position, unit, rule).
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = RULE_AT.get(node.func.id)
            if at is not None and len(node.args) > at:
                yield from _strings(node.args[at])
        elif isinstance(node, ast.Assign):
            yield from _rules_set(node)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield from (rule for third in node.value.elts[2:] for rule in _strings(third))


def _rules_set(node: ast.Assign) -> Iterator[str]:
    for target in node.targets:
        pairs: list[tuple[ast.expr, ast.expr]] = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for to, value in pairs:
            if isinstance(to, ast.Attribute) and to.attr == "rule":
                yield from _strings(value)


def asides_in_code(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Aside":
            yield from _strings(node.args[3])


def _trees() -> Iterator[ast.Module]:
    return (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(STAGE.rglob("*.py")))


DOUBTS = set(words("problems"))  # cell_to_declared hands on (unit, source, doubt)


def test_rules_of_quantities_are_those_of_the_code() -> None:
    found = {rule for tree in _trees() for rule in rules_in_code(tree)}
    declared = {f"declared_by_{source}" for source in ("header", "caption")}  # by cell_to_declared
    assert (found - DOUBTS) | declared == set(TOLD["rule"])


def test_rules_of_left_out_are_those_of_the_code() -> None:
    found = {rule for tree in _trees() for rule in asides_in_code(tree)}
    assert found == set(TOLD["left_out"])


def test_rivals_are_those_of_the_code() -> None:
    source = (ROOT / "pipeline" / "reconcile" / "accuse.py").read_text(encoding="utf-8")
    body = source.partition("    rivals = (")[2].partition("\n    )\n")[0]
    found = {*re.findall(r'\("(\w+)", ', body), *re.findall(r'MEAN = "(\w+)"', source)}
    assert found == set(TOLD["rival"])


@pytest.mark.parametrize(
    "rule",
    [
        n
        for n, told in TOLD["rule"].items()
        if not re.search(r"[|⏎]|^\(단위 : 명\)$", told["example"])
    ],
)
def test_the_example_of_a_rule_is_read_by_it(rule: str) -> None:
    text = TOLD["rule"][rule]["example"]
    found = quantify([Container("achievement", "detail", Printed(text))]).quantities
    assert rule in {figure.rule for figure in found}


# ---- what is published is listed

COLUMNS = {
    "reports": ("media_type", "encoding"),
    "quantities": (
        "unit", "per", "approx", "qualifiers", "currency", "measure_code", "rule", "doubt",
    ),
    "checks": ("rival",),
    "problems": ("code",),
}  # fmt: skip

# the unit of another figure, or of the other end
HANDED_ON = {"items_in_brackets", "parts_of_line_above", "arrow_pair", "range"}


def unlisted(path: Path) -> list[tuple[str, str]]:
    """Published values of coded columns that no list holds."""
    try:
        read = Case(extract(path, path.name, shown_path=path.name))
    except UnreadableError:
        return []
    tables = {
        **{name: read[name] for name in COLUMNS.keys() - {"reports"}},
        "reports": [read.report],
    }
    return [
        (column, value)
        for name, columns in COLUMNS.items()
        for row in tables[name]
        for column in columns
        for value in (row[column] if isinstance(row[column], list | tuple) else [row[column]])
        if value is not None and value not in coded()[column] and not is_open(column, value, row)
    ]


def is_open(column: str, value: str, row: Row) -> bool:
    """As printed: a noun counted, a counter that the vocabulary does not hold; what a rate is for."""
    if column == "unit":
        return row["rule"] in {"counted_noun", "unlisted_counter"} | HANDED_ON
    return column == "per"


FIXTURES = sorted((ROOT / "fixtures").rglob("*.txt"))


@pytest.mark.parametrize("path", FIXTURES, ids=[path.name for path in FIXTURES])
def test_a_fixture_publishes_listed_values(path: Path) -> None:
    assert not unlisted(path)


@pytest.mark.slow
def test_a_pdf_publishes_listed_values() -> None:
    found = {path.name: unlisted(path) for path in (ROOT / "fixtures").rglob("*.pdf")}
    assert not {name: more for name, more in found.items() if more}


def test_a_real_report_publishes_listed_values(reports: Path) -> None:
    found = {
        path.name: unlisted(path) for path in (*reports.rglob("*.pdf"), *reports.rglob("*.txt"))
    }
    assert not {name: more for name, more in found.items() if more}
