"""Inputs and recipes of fixtures/cases/trust/: faults, text that nobody sees, files that mean harm."""

from __future__ import annotations

import hashlib
import os
import pty
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cases import FOLDER, case
from conftest import Pipeline

PARTS = "trust/unlisted_counter_with_parts.txt"
DOTS = "trust/contents_dot_rules.pdf"
PRODUCT = "trust/product_of_long_numbers.txt"
COVERED = "trust/covered_figure.pdf"
OUTSIDE = "trust/figure_outside_crop_box.pdf"
PLAIN = "trust/plain_figure.pdf"
ESCAPES = FOLDER / "trust" / "escapes_in_titles.txt"
TOTALS = "trust/many_total_lines.txt"
ERROR_PAGE = FOLDER / "trust" / "error_page_saved_as.pdf"

TEXT = "2024년 사업 실적\n\n○ 교육 14회, 351명 참여\n"
# what a terminal may take for an order: escapes, C1 controls, marks that turn the direction of text
ORDERS = re.compile("[\x1b\x80-\x9f\u202a-\u202e\u2066-\u2069]")
# CPU seconds that 20,000 corrections may take, reading them included
CORRECTIONS_SECONDS = 15


# ---- faults that cost a report


def test_parts_of_an_unlisted_counter() -> None:
    read = case(PARTS)
    assert "pipeline_fault" not in read.codes()
    assert read.figures("value", "unit") == [
        (12, "셋"),
        (5, "셋"),
        (7, "셋"),
        (14, "회"),
        (351, "명"),
    ]
    assert [(c["stated"], read.operands(c), c["verdict"]) for c in read["checks"]] == [
        (12, [5, 7], "agrees")
    ]
    assert {q["unit_source"] for q in read["quantities"] if q["value"] in (5, 7)} == {"inherited"}


def test_a_page_of_contents_with_drawn_leaders_is_read() -> None:
    read = case(DOTS)
    assert read.report["status"] in {"read", "partial"}
    assert "pipeline_fault" not in read.codes()


def test_the_pages_that_a_list_of_contents_names_are_no_figures() -> None:
    assert case(DOTS)["quantities"] == []
    text = "".join(line["text"] for line in case(DOTS)["lines"])
    assert all(str(page) in text for page in (13, 16, 19, 22, 25, 28))


def test_a_product_of_long_numbers_is_no_fault() -> None:
    read = case(PRODUCT)
    assert "pipeline_fault" not in read.codes()
    assert read.values() == [14, 351, 123_456_789_012, 123_456_789_012, 5e12]


# ---- text that nobody sees


@pytest.mark.parametrize("name", [COVERED, OUTSIDE])
def test_an_unseen_figure_is_marked(name: str) -> None:
    read = case(name)
    warned = [
        p for p in read["problems"] if p["severity"] in {"warning", "error"} and p["page"] == 1
    ]
    assert warned
    assert all(q["doubt"] for q in read["quantities"] if q["value"] == 9999)


@pytest.mark.parametrize("name", [COVERED, OUTSIDE, PLAIN])
def test_what_is_seen_is_unmarked(name: str) -> None:
    seen = [q for q in case(name)["quantities"] if q["value"] in (14, 351)]
    assert [(q["quote"], q["doubt"]) for q in seen] == [("14회", None), ("351명", None)]


def test_the_same_page_with_the_line_visible_has_three_figures() -> None:
    read = case(PLAIN)
    assert [(q["value"], q["doubt"]) for q in read["quantities"]] == [
        (14, None),
        (351, None),
        (9999, None),
    ]
    assert not [p for p in read["problems"] if p["severity"] != "info"]


# ---- orders to a terminal


def on_a_terminal(folder: Path, *arguments: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "200", "NO_COLOR": "1"},
    ):
        os.close(theirs)
        written = bytearray()
        try:
            while chunk := os.read(ours, 1 << 16):
                written += chunk
        except OSError:  # a terminal whose other end was closed has no end of file but this
            pass
    os.close(ours)
    return written.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def escapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the report full of orders was published."""
    folder = tmp_path_factory.mktemp("escapes")
    (folder / "raw").mkdir()
    shutil.copy(ESCAPES, folder / "raw" / "a.txt")
    on_a_terminal(folder, "run", "raw")
    return folder


@pytest.mark.parametrize("command", [("show", "a.txt"), ("tables", "raw/a.txt")])
def test_no_order_of_a_document_reaches_a_terminal(escapes: Path, command: tuple[str, ...]) -> None:
    written = on_a_terminal(escapes, *command)
    assert "어르신" in written
    assert ORDERS.findall(written) == []


def test_no_order_of_a_statement_reaches_a_terminal(escapes: Path) -> None:
    assert ORDERS.findall(on_a_terminal(escapes, "check")) == []


@pytest.mark.parametrize("command", ["run", "prune"])
def test_no_order_reaches_a_terminal_from_commands_that_name_files(
    escapes: Path, command: str
) -> None:
    assert ORDERS.findall(on_a_terminal(escapes, command)) == []


def test_the_files_keep_the_text_as_it_is(escapes: Path) -> None:
    lines = pq.read_table(escapes / "extracted" / "lines").to_pylist()
    assert ORDERS.search("".join(line["text"] for line in lines))


# ---- time in proportion


def seconds(name: str, text: str, folder: Path) -> float:
    """CPU seconds of reading a text."""
    from pipeline.extract import extract

    path = folder / name
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    extract(path, name)
    return time.process_time() - start


@pytest.mark.slow
def test_lines_of_a_total_take_no_more_time_than_other_lines(tmp_path: Path) -> None:
    text = (FOLDER / TOTALS).read_text(encoding="utf-8")
    plain = seconds("plain.txt", text.replace("합계", "교육"), tmp_path)
    assert seconds("totals.txt", text, tmp_path) < 3 * plain + 0.5


# ---- a web server's page under a report's name


def test_a_web_page_saved_as_pdf_is_not_read_without_a_word(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(ERROR_PAGE, tmp_path / "raw")
    assert pipeline("run", "raw").returncode in {4, 5}
    problems = pq.read_table(tmp_path / "extracted" / "problems").to_pylist()
    assert {p["severity"] for p in problems} & {"warning", "error"}
    assert pq.read_table(tmp_path / "extracted" / "quantities").num_rows == 0


# ---- recipes: names, copies, locks, a person's files


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.mark.parametrize("letters", [79, 80, 81])
def test_a_long_name_costs_itself_alone(
    pipeline: Pipeline, raw: Path, tmp_path: Path, letters: int
) -> None:
    name = "가" * letters + ".txt"
    (raw / name).write_text("2023년 사업 실적\n\n○ 교육 12회\n", encoding="utf-8")
    done = pipeline("run", "raw")
    manifests = {p.name for p in (tmp_path / "extracted" / "manifest").glob("*.json")}
    assert "a.txt.json" in manifests
    assert len(manifests) == 2 or (name[:20] in done.stdout + done.stderr)
    assert done.returncode in {0, 5}


def test_a_copy_whose_name_has_a_comma_is_told_once(pipeline: Pipeline, raw: Path) -> None:
    (raw / "a.txt").rename(raw / "b.txt")
    (raw / "m, a.txt").write_text(TEXT, encoding="utf-8")
    done = pipeline("run", "raw")
    told = [s for s in done.stdout.splitlines() if s.startswith("duplicate")]
    assert len(told) == 1
    assert told[0].startswith("duplicate m, a.txt: ")
    assert "b.txt" in told[0]


def test_a_users_file_called_like_the_lock_is_not_touched(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (tmp_path / "poetry.lock").write_text("keep", encoding="utf-8")
    done = pipeline("run", "raw", "--out", "poetry")
    assert (tmp_path / "poetry.lock").read_text(encoding="utf-8") == "keep"
    assert done.returncode == 2
    assert "poetry.lock" in done.stderr
    assert "Traceback" not in done.stderr


def corrections(raw_file: Path, number: int) -> str:
    """So many corrections of one text's lines, none of which fits."""
    entry = (
        '[[correction]]\ntable = "achievements"\nprogramme_id = "1.1.{n}"\nachievement_no = 1\n'
        'field = "text"\nold = "a"\nnew = "b"\nreason = "c"\nwho = "d"\n'
    )
    digest = hashlib.sha256(raw_file.read_bytes()).hexdigest()
    return f'sha256 = "{digest}"\n' + "".join(entry.replace("{n}", str(n)) for n in range(number))


@pytest.mark.slow
def test_twenty_thousand_corrections_take_seconds(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "a.txt.corrections.toml").write_text(
        corrections(raw / "a.txt", 20_000), encoding="utf-8"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        pipeline("run", "raw", timeout=2 * CORRECTIONS_SECONDS)
    except subprocess.TimeoutExpired:
        pytest.fail("the run did not end")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < CORRECTIONS_SECONDS


@pytest.mark.parametrize(
    "text", ["report = " + "[" * 5000, "[[report]]\nyear = " + "1" * 5000], ids=["deep", "long"]
)
def test_a_persons_file_that_no_reader_takes_is_2(pipeline: Pipeline, raw: Path, text: str) -> None:
    (raw / "expected.toml").write_text(text, encoding="utf-8")
    done = pipeline("run", "raw")
    assert done.returncode == 2
    assert "expected.toml" in done.stderr
    assert re.search(r"line|줄", done.stderr)
    assert "Traceback" not in done.stderr
