"""docs/recipes.md: every recipe is run on the sample and prints what the page shows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import run_in

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)
RECIPES = [found for found in BLOCK.findall(PAGE) if found[0] in ("python", "sql")]
NEEDS = re.compile(r"^import (polars|pandas|pipeline)", re.MULTILINE)
SQL = """import duckdb, sys
for row in duckdb.execute(sys.argv[1]).fetchall():
    print(*("NULL" if value is None else value for value in row), sep=" | ")
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the sample is published, and exported as a database."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "2024.pdf", folder / "raw")
    run_in(folder, "-m", "pipeline", "run")
    pytest.importorskip("duckdb")
    run_in(folder, "-m", "pipeline", "export", "--to", "duckdb", "out")
    return folder


@pytest.mark.process
@pytest.mark.parametrize(("kind", "recipe", "shown"), RECIPES, ids=lambda text: text[:20])
def test_a_recipe_prints_what_the_page_shows(
    sample: Path, kind: str, recipe: str, shown: str
) -> None:
    for package in NEEDS.findall(recipe):
        pytest.importorskip(package)
    printed = (
        run_in(sample, "-c", recipe) if kind == "python" else run_in(sample, "-c", SQL, recipe)
    )
    assert printed.rstrip() == shown.rstrip()
    assert shown.strip(), "every recipe shows what it gives"


def test_every_tool_that_was_promised_has_a_recipe() -> None:
    kinds = {kind for kind, _, _ in BLOCK.findall(PAGE)}
    assert kinds == {"python", "sql", "powerquery", "r"}
    assert {"pipeline", "pandas", "polars"} <= set(NEEDS.findall(PAGE))
