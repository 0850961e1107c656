"""Real tables against their exact sources: no worse than what was reached (see tests/bench/twins.py
for the figures).
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cases import owed


def twins() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "bench_twins", Path(__file__).parent / "bench" / "twins.py"
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules["bench_twins"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def total() -> Any:
    """The tables of all twins at hand, judged."""
    folder = os.environ.get("SILJEOK_REPORTS")
    if not folder:
        pytest.skip("SILJEOK_REPORTS names no folder of real reports")
    bench = twins()
    score = bench.Score()
    for source in sorted((Path(folder) / "hwpx").glob("*.hwpx")):
        pdf = Path(folder) / "pdf" / f"{source.stem}.pdf"
        if pdf.exists():
            score.add(bench.judge(bench.hwpx_to_tables(source), bench.ours(pdf)))
    return score


@pytest.mark.slow
def test_twins_are_read_no_worse_than_before(total: Any) -> None:
    """On 236 tables of the twins at hand: 211 found, 160 exact, F1 .912."""
    assert total.true > 40
    assert total.found >= 0.89 * total.true
    assert total.exact >= 0.67 * total.true
    assert 2 * total.hits / (total.stated + total.read) > 0.91


@owed("layout", "211 of 236 tables found, 160 exact, F1 .912")
@pytest.mark.slow
def test_twins_are_read_as_exactly_as_those_seen_first(total: Any) -> None:
    assert total.found >= 0.97 * total.true
    assert total.exact >= 0.87 * total.true
    assert 2 * total.hits / (total.stated + total.read) > 0.99


def test_relations_skip_blank_cells() -> None:
    bench = twins()
    table = bench.shrink(
        [(0, 0, 1, 1, "가"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "나"), (1, 0, 1, 3, "다")]
    )
    assert sorted(bench.relations(table)) == [
        ("가", "나", "right"),
        ("가", "다", "down"),
        ("나", "다", "down"),
    ]
