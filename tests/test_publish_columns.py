"""The columns are the contract's, and each says what it means."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.lexicon import words
from pipeline.model import Container, Line, Printed, Run
from pipeline.publish.columns import tables
from pipeline.publish.figure_rows import container_to_columns

PLACE = "page x0 top x1 bottom"
# The contract, version 1: columns may be added, none is renamed or dropped.
CONTRACT = {
    "reports": "source sha256 bytes media_type encoding pages status title organisation department areas groups programmes achievements "
    "quantities checks disagreements left_out unread_lines schema_version pipeline_version",
    "areas": "area_no printed_no area_title stated_programmes programmes",
    "groups": "area_no group_no printed_no group_title programmes",
    "programmes": "programme_uid programme_id programme_seq area_no area_title group_no group_title programme_no printed_no title "
    "achievements state state_quote department_printed remarks page first_line last_line corrected_from",
    "achievements": f"programme_id achievement_no level mark text join_doubt {PLACE} first_line last_line corrected_from",
    "quantities": "quantity_id programme_id section container achievement_no table_no row col column_header start_offset end_offset quote "
    f"first_line {PLACE} value unit counted low high multiplier decimals approx bound per currency measure measure_source measure_code "
    "kind figure_role ref_year time_basis headcount_basis budget_phase qualifiers additivity part_of rule unit_source doubt corrected_from",
    "left_out": f"quote reason container programme_id achievement_no table_no row col start_offset end_offset first_line {PLACE}",
    "checks": "check_id type programme_id statement quantity_id stated unit computed computed_low computed_high difference verdict "
    f"operands attribution explanation_ko explanation_en accepted first_line {PLACE}",
    "tables": "table_no page_first page_last caption unit rows cols header_rows parent_table_no parent_row parent_col origin",
    "cells": f"table_no row col row_span col_span text header_path carried programme_id {PLACE}",
    "lines": "source_line piece page text role programme_id",
    "problems": f"severity code message_ko message_en programme_id table_no row col source_line {PLACE}",
}


def test_every_table_of_the_contract_is_described() -> None:
    assert list(tables()) == list(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_the_columns_are_the_contracts(name: str) -> None:
    columns = [c.name for c in tables()[name].columns]
    assert columns[:2] == ["report_id", "year"]
    assert set(CONTRACT[name].split()) <= set(columns)
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize("name", CONTRACT)
def test_each_column_says_what_it_means(name: str) -> None:
    for column in tables()[name].columns:
        assert column.ko, column.name
        assert column.en, column.name
        assert column.example, column.name
        if column.words and column.type == "string":
            assert column.example in column.words


@pytest.mark.parametrize("name", CONTRACT)
def test_keys_are_columns_that_are_never_null_or_counted(name: str) -> None:
    described = {c.name: c for c in tables()[name].columns}
    assert set(tables()[name].key) <= set(described)


def test_nothing_described_is_unused() -> None:
    published = {(t.name, c.name) for t in tables().values() for c in t.columns}
    described = {
        (t, c)
        for t, spec in words("columns").items()
        if t != "common"
        for c in spec.get("columns", {})
    }
    assert described <= published
    assert set(words("columns")["common"]) <= {c for _, c in published}


def test_a_wrapped_figure_has_the_box_of_its_first_piece() -> None:
    """“2.9조” ends a line and “원” begins the next: no box over both whole lines."""
    upper, lower = (
        Line(n, 1, text, np.array([[x, 20 * n, x + 10, 20 * n + 9] for x in places], np.float32))
        for n, text, places in ((1, "2.9조", (400, 410, 420, 430)), (2, "원", (60,)))
    )
    printed = Printed("2.9조원", (Run(0, upper, 0, 4), Run(4, lower, 0, 1)))
    row = container_to_columns(Container("line", "front", printed), 0, 5)
    assert (row["x0"], row["top"], row["x1"], row["bottom"]) == (400, 20, 440, 29)
