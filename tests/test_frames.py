"""`import pipeline`: reports as DataFrames, read where they can do no harm."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.frames.typed import column_to_words
from pipeline.publish.columns import tables
from pipeline.run.arrow_tables import JOINED
from pipeline.run.drawing import LEFT

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "raw" / "2024.pdf"
HAND = ROOT / "fixtures" / "text" / "2025-nuri-hand.txt"
HOSTILE = "2024년 <script>alert(1)</script> 사업 추진 실적\n\n○ 교육 14회, 351명 참여\n"


@pytest.fixture(scope="module")
def sample() -> pipeline.ReportFrames:
    return pipeline.read_report(SAMPLE)


def test_every_table_holds_what_is_published(sample: pipeline.ReportFrames) -> None:
    for name, spec in tables().items():
        frame, published = sample.frame(name), sample.arrow(name)
        assert frame is getattr(sample, name)
        assert len(frame) == published.num_rows
        joined = ("area_title", "group_title", "programme_title") if name in JOINED else ()
        assert [c for c in frame.columns if c not in joined] == [
            c.name for c in spec.columns if c.name not in joined
        ]
        for column in spec.columns:
            values = frame[column.name].astype(object)
            shown = [None if v is None or v is pd.NA or v is pd.NaT else v for v in values]
            if column.type not in ("strings", "float64"):
                kept = [None if isinstance(v, float) and v != v else v for v in shown]
                assert kept == published.column(column.name).to_pylist(), (name, column.name)


def test_coded_columns_are_categories_with_all_their_values(sample: pipeline.ReportFrames) -> None:
    verdicts = sample.checks["verdict"].cat.categories
    assert "not_comparable" in verdicts
    assert sample.checks["verdict"].value_counts()["disagrees"] == 1
    assert str(sample.quantities["value"].dtype) == "double[pyarrow]"
    assert set(column_to_words("quantities")) >= {"kind", "rule", "measure_code", "doubt"}
    other = pipeline.read_report(HAND)
    both = pd.concat([sample.quantities, other.quantities])
    assert both["measure_code"].dtype == "category", "the same categories for every report"


def test_titles_of_the_programme_stand_beside_its_rows(sample: pipeline.ReportFrames) -> None:
    titles = sample.programmes.set_index("programme_id")
    inside = sample.quantities.dropna(subset=["programme_id"])
    for ours, theirs in (("programme_title", "title"), ("area_title", "area_title")):
        assert inside[ours].to_list() == inside["programme_id"].map(titles[theirs]).to_list()
    outside = sample.quantities[sample.quantities["programme_id"].isna()]
    assert len(outside)
    assert outside["programme_title"].isna().all()
    assert list(sample.quantities.columns).index("programme_title") == 6


def test_a_figure_and_a_check_are_explained_and_drawn(sample: pipeline.ReportFrames) -> None:
    row = sample.checks[sample.checks["verdict"] == "disagrees"].iloc[0]
    assert row["explanation_ko"] in sample.explain(row["check_id"], "ko")
    figure = sample.quantities.iloc[0]
    assert f"【{figure['quote']}】" in sample.explain(figure["quantity_id"])
    for id_ in (row["check_id"], figure["quantity_id"]):
        drawn = sample.page_image(id_)
        assert LEFT in {colour for _, colour in drawn.convert("RGB").getcolors(1 << 24)}
    plain = sample.page_image(2).convert("RGB").getcolors(1 << 24)
    assert LEFT not in {colour for _, colour in plain}
    for absent in ("c_0000000000000000", "nix", 0, 11):
        with pytest.raises(pipeline.UsageError):
            sample.page_image(absent)


def test_what_a_report_says_is_no_markup(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HOSTILE, encoding="utf-8")
    shown = pipeline.read_report(tmp_path / "a.txt")._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown


def test_what_cannot_be_read_is_raised_alone_and_told_among_others(tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(SAMPLE.read_bytes()[:3000])
    (tmp_path / "book.dat").write_bytes(bytes(range(256)))
    shutil.copy(HAND, tmp_path)
    with pytest.raises(pipeline.UnreadableError) as raised:
        pipeline.read_report(tmp_path / "cut.pdf")
    assert raised.value.code == "broken"
    with pytest.raises(pipeline.UsageError):
        pipeline.read_report(tmp_path / "nix.pdf")
    read = {report.report_id: report for report in pipeline.read_reports(tmp_path, workers=2)}
    assert {name: report.status for name, report in read.items()} == {
        "cut.pdf": "failed",
        HAND.name: "read",
    }
    assert read["cut.pdf"].problems["code"].to_list() == ["broken"]
    assert read["cut.pdf"].quantities.empty


def test_a_file_is_read_in_a_child_and_nothing_stays(tmp_path: Path) -> None:
    """The caller's process never sees the PDF, and `import pipeline` alone imports next to
    nothing.
    """
    code = (
        "import sys, pipeline\n"
        "assert not {'pandas', 'pyarrow', 'typing', 'click'} & set(sys.modules)\n"
        "assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)\n"
        f"report = pipeline.read_report({str(SAMPLE)!r})\n"
        "assert len(report.programmes) == 112\n"
        "loaded = {'pypdfium2', 'pdfplumber', 'pipeline.extract'} & set(sys.modules)\n"
        "print(sorted(loaded))\n"
    )
    command = [sys.executable, "-S", "-c", code]
    env = {"TMPDIR": str(tmp_path), "PYTHONPATH": ":".join([str(ROOT), *sys.path])}
    done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "pypdfium2" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_published_reports_are_opened(tmp_path: Path, sample: pipeline.ReportFrames) -> None:
    done = pipeline.run_reports([SAMPLE, HAND], tmp_path / "extracted")
    assert (len(done), done.failed, done.exit_code) == (2, (), 0)
    assert [r.report_id for r in done] == ["2024.pdf", HAND.name]
    assert [r.report_id for r in pipeline.open_reports(tmp_path / "extracted")] == [*done.reports]
    opened = pipeline.open_report(tmp_path / "extracted", "2024")
    pd.testing.assert_frame_equal(opened.quantities, sample.quantities)
    with pytest.raises(pipeline.UsageError):
        pipeline.open_report(tmp_path / "extracted")
    file = tmp_path / "extracted" / "cells" / "2024.pdf.parquet"
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(pipeline.PipelineError, match="damaged"):
        pipeline.open_report(tmp_path / "extracted", "2024")


def test_a_column_that_an_older_version_did_not_publish_is_null(tmp_path: Path) -> None:
    pipeline.run_reports(HAND, tmp_path / "extracted")
    file = tmp_path / "extracted" / "programmes" / f"{HAND.name}.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["doubt", "remarks"]), file)
    opened = pipeline.open_report(tmp_path / "extracted")
    assert len(opened.programmes) == 30
    assert opened.programmes[["doubt", "remarks"]].isna().all().all()
    assert [c.name for c in tables()["programmes"].columns] == list(opened.programmes.columns)
