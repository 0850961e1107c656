"""`pipeline explain ID --image`: what is drawn, and what is said where nothing can be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

from pipeline.run.drawing import LEFT, OPERAND

Image = pytest.importorskip("PIL.Image")
SAMPLE = Path(__file__).parents[1] / "raw" / "2024.pdf"


@pytest.fixture
def published(pipeline: Pipeline, tmp_path: Path) -> Pipeline:
    (tmp_path / "raw").mkdir()
    shutil.copy(SAMPLE, tmp_path / "raw")
    (tmp_path / "raw" / "a.txt").write_text("2024년 보고\n\n○ 교육 14회\n", encoding="utf-8")
    pipeline("run")
    return pipeline


def colours(path: Path, box: tuple[float, ...], dpi: float) -> set[tuple[int, int, int]]:
    """The colours in and around a box of a page."""
    x0, top, x1, bottom = (v * dpi / 72 for v in box)
    part = Image.open(path).convert("RGB").crop((x0 - 12, top - 12, x1 + 12, bottom + 12))
    return {colour for _, colour in part.getcolors(1 << 24)}


def test_a_statement_is_boxed_and_its_operands_are_numbered(
    published: Pipeline, tmp_path: Path
) -> None:
    out = tmp_path / "extracted"
    figures = {q["quantity_id"]: q for q in pq.read_table(out / "quantities").to_pylist()}
    rows = pq.read_table(out / "checks").to_pylist()
    row = next(
        r
        for r in rows
        if r["page"] and r["x0"] and r["operands"]
        if all(figures[o]["page"] == r["page"] and figures[o]["x0"] for o in r["operands"])
    )
    done = published("explain", row["check_id"], "--image", tmp_path / "c.png", "--lang", "en")
    assert done.returncode == 0
    assert "150.0 dots an inch" in done.stdout
    sides = ("x0", "top", "x1", "bottom")
    assert LEFT in colours(tmp_path / "c.png", tuple(row[s] for s in sides), 150)
    for operand in row["operands"]:
        box = tuple(figures[operand][s] for s in sides)
        assert OPERAND in colours(tmp_path / "c.png", box, 150)


def test_of_a_text_nothing_can_be_drawn(published: Pipeline, tmp_path: Path) -> None:
    rows = pq.read_table(tmp_path / "extracted" / "quantities").to_pylist()
    told = next(r for r in rows if r["report_id"] == "a.txt")
    done = published("explain", told["quantity_id"], "--image", tmp_path / "q.png")
    assert (done.returncode, "a.txt" in done.stderr) == (2, True)
    assert not (tmp_path / "q.png").exists()


def test_another_file_of_that_name_is_not_drawn(published: Pipeline, tmp_path: Path) -> None:
    rows = pq.read_table(tmp_path / "extracted" / "quantities").to_pylist()
    told = next(r for r in rows if r["report_id"] == "2024.pdf" and r["x0"])
    raw = tmp_path / "raw" / "2024.pdf"
    raw.write_bytes(raw.read_bytes() + b"\n")
    done = published("explain", told["quantity_id"], "--image", tmp_path / "q.png")
    assert (done.returncode, "2024.pdf" in done.stderr) == (2, True)
