"""The command line: exit codes exactly as the contract says, a sentence for every fault, and what
each command prints.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

from pipeline.cli.counting import manifest_to_sentences
from pipeline.run.outcome import met_to_exit

SAMPLE = Path(__file__).parents[1] / "raw" / "2024.pdf"
TEXT = "2024년 사업 실적\n\n○ 교육 14회, 351명 참여\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("met", "fail_on", "code"),
    [
        (set(), "disagreement", 0),
        ({"disagreement"}, "unread", 0),
        ({"disagreement"}, "disagreement", 3),
        ({"unread", "disagreement"}, "disagreement", 4),
        ({"unread"}, "failed", 0),
        ({"unread"}, "unread", 4),
        ({"failed", "unread", "disagreement"}, "failed", 5),
        ({"failed"}, "disagreement", 5),
        ({"fault"}, "failed", 1),
        ({"fault", "unread"}, "unread", 4),
    ],
)
def test_of_the_codes_met_the_highest_is_given(met: set[str], fail_on: str, code: int) -> None:
    assert met_to_exit(met, fail_on) == code


def test_damage_is_1_and_less_than_what_a_report_met() -> None:
    assert (met_to_exit(set(), "unread", True), met_to_exit({"unread"}, "unread", True)) == (1, 4)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "nix.pdf"], "There is no file or folder nix.pdf"),
        (["run"], "There is no file or folder raw"),
        (["run", "--fail-on", "never"], "Invalid value"),
        (["run", "--out"], "requires an argument"),
        (["check"], "Nothing is published"),
        (["check", "--out", "nowhere"], "Nothing is published"),
        (["show"], "Nothing is published"),
        (["tables", "nix.pdf"], "There is no file or folder nix.pdf"),
        (["tables"], "Missing argument"),
        (["what"], "No such command"),
    ],
)
def test_wrong_usage_is_2_with_a_sentence(
    pipeline: Pipeline, arguments: list[str], sentence: str
) -> None:
    done = pipeline(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_two_raw_files_with_one_id_are_2_and_nothing_is_written(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "b").mkdir()
    (raw / "b" / "c.txt").write_text("가", encoding="utf-8")
    (raw / "b__c.txt").write_text("나", encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 2
    assert "b__c.txt" in done.stderr
    assert not (tmp_path / "extracted").exists()


def test_an_empty_folder_is_2(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    done = pipeline("run")
    assert done.returncode == 2
    assert "No report in raw" in done.stderr


def test_unreadable_files_are_5_and_the_others_are_published(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "empty.pdf").write_bytes(b"")
    (raw / "cut.pdf").write_bytes(SAMPLE.read_bytes()[:3000])
    (raw / "noise.pdf").write_bytes(bytes(range(256)) * 9)
    done = pipeline("run")
    assert done.returncode == 5
    for name in ("empty.pdf", "cut.pdf", "noise.pdf"):
        assert f"FAILED    {name}: " in done.stdout
    status = {
        r["report_id"]: r["status"]
        for r in pq.read_table(tmp_path / "extracted" / "reports").to_pylist()
    }
    assert {name for name, s in status.items() if s == "failed"} == {
        "empty.pdf",
        "cut.pdf",
        "noise.pdf",
    }
    assert set(status) == {"a.txt", "cut.pdf", "empty.pdf", "noise.pdf"}
    assert pipeline("check").returncode == 5


def test_other_types_are_named_once_in_a_folder_and_refused_as_path(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "book.xlsx").write_bytes(b"PK\x03\x04" + bytes(50) + b"xl/workbook.xml")
    done = pipeline("run", "--lang", "ko")
    assert done.returncode in (0, 4)
    assert done.stdout.count("book.xlsx") == 1
    told = next(line for line in done.stdout.splitlines() if line.startswith("skipped"))
    assert "엑셀 문서(XLSX)입니다" in told, "a person without English is told what it is"
    assert "파일 > PDF로 저장하기" in told, "and what to do"
    assert not (tmp_path / "extracted" / "reports" / "book.xlsx.parquet").exists()
    assert pipeline("run", raw / "book.xlsx", "--out", "other").returncode == 5


def test_the_content_decides_not_the_name(pipeline: Pipeline, raw: Path, tmp_path: Path) -> None:
    (raw / "a.txt").unlink()
    (raw / "text.pdf").write_text(TEXT, encoding="cp949")
    (raw / "text.dat").write_text(TEXT, encoding="cp949")
    (raw / "report.txt").write_bytes(SAMPLE.read_bytes())
    assert pipeline("run").returncode == 5
    rows = {
        r["report_id"]: r for r in pq.read_table(tmp_path / "extracted" / "reports").to_pylist()
    }
    assert (rows["text.dat"]["media_type"], rows["text.dat"]["encoding"]) == ("text/plain", "cp949")
    assert rows["report.txt"]["media_type"] == "application/pdf"
    assert rows["text.pdf"]["status"] == "failed"  # a file called .pdf that is none is damaged


def test_a_name_with_control_characters_is_printed_safely(pipeline: Pipeline, raw: Path) -> None:
    (raw / "b\n\x1b[31m.txt").write_text("fault", encoding="utf-8")
    done = pipeline("run")
    assert "\x1b" not in done.stdout
    assert r"b\n\x1b[31m.txt" in done.stdout


def test_an_encrypted_file_says_so_and_opens_with_its_password(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(raw / "locked.pdf"), encrypt="key1")
    canvas.drawString(72, 720, "2024 report")
    canvas.save()
    done = pipeline("run")
    assert done.returncode == 5
    assert "--password-file" in done.stdout
    (tmp_path / "password").write_text("key1\n", encoding="utf-8")
    pipeline("run", "--password-file", "password")
    rows = {
        r["report_id"]: r["status"]
        for r in pq.read_table(tmp_path / "extracted" / "reports").to_pylist()
    }
    assert rows["locked.pdf"] != "failed"
    done = pipeline("run", "--password-file", "nowhere")
    assert done.returncode == 2


def test_over_the_page_limit(pipeline: Pipeline, tmp_path: Path) -> None:
    done = pipeline("run", SAMPLE, "--max-pages", 2)
    assert done.returncode == 5
    assert "--max-pages" in done.stdout


def test_the_sample_as_a_tree_with_its_figures_explained(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    pipeline("run", SAMPLE)
    tree = pipeline("show", "2024.pdf").stdout
    programmes = pq.read_table(tmp_path / "extracted" / "programmes").to_pylist()
    assert len(programmes) == 112
    for programme in programmes:
        assert f"    {programme['programme_id']} {programme['title']}" in tree
    assert pipeline("show", "2024").stdout == tree
    assert pipeline("show", "2025.pdf").returncode == 2
    quantity = pq.read_table(tmp_path / "extracted" / "quantities").to_pylist()[0]
    told = pipeline("explain", quantity["quantity_id"]).stdout
    assert f"【{quantity['quote']}】" in told
    assert quantity["rule"] in told
    assert pipeline("explain", "nix").returncode == 2
    left = pq.read_table(tmp_path / "extracted" / "left_out").num_rows
    assert pipeline("show", "--left-out").stdout.splitlines()[-1] == f"{left} left out"


CHANGES = """2024년 살림 보고

○ 교육 참여 900명, 수료 810명(95.0%)
○ 상담 400건, 해결 300건(75.0%)
"""


def test_check_tells_one_report_in_full_and_many_by_cause(pipeline: Pipeline, raw: Path) -> None:
    for name in "abcd":
        text = CHANGES.replace("95.0", "90.0") if name == "d" else CHANGES
        (raw / f"{name}.txt").write_text(text.replace("교육", f"교육 {name}"), encoding="utf-8")
    pipeline("run")
    many = pipeline("check").stdout.splitlines()
    accused = [line for line in many if line.startswith("  DISAGREES")]
    assert [line.split(",")[0].split()[-1] for line in accused] == ["a.txt", "b.txt", "c.txt"]
    assert not any(line.startswith("d.txt") for line in many)
    one = pipeline("check", "a.txt").stdout
    assert "[[accepted]]" in one
    assert "b.txt:" not in one
    assert pipeline("check", "e.txt").returncode == 2
    agreed = pipeline("check", "d.txt", "--only", "agrees_within_rounding", "--only", "agrees")
    assert "810명 ÷ 900명" in agreed.stdout
    assert "DISAGREES" not in pipeline("check", "a.txt", "--only", "agrees").stdout


def test_many_reports_are_not_said_to_be_in_order_when_they_are_not(
    pipeline: Pipeline, raw: Path
) -> None:
    for name in "ab":
        (raw / f"{name}.txt").write_text(f"2024년 {name} 보고\n\n○ 교육 12회\n", encoding="utf-8")
    (raw / "no_year.txt").write_text("살림 보고\n\n○ 교육 12회\n", encoding="utf-8")
    (raw / "empty.pdf").write_bytes(b"")
    pipeline("run")
    lines = pipeline("check").stdout.splitlines()
    assert any(line.startswith("FAILED    empty.pdf: ") for line in lines)
    assert "reports with warnings alone: 1" in lines
    assert "reports with no finding, error or warning: 2" in lines
    korean = pipeline("check", "--lang", "ko").stdout.splitlines()
    assert any(line.startswith("FAILED    empty.pdf: ") and "빈 파일" in line for line in korean)


def test_a_run_says_that_more_is_wrong_than_it_lists() -> None:
    told = [["warning", "page_scan", f"Page {n}.", f"{n}쪽."] for n in (1, 2)]
    manifest = {"report_id": "a.pdf", "told": told, "problems": {"page_scan": 6}}
    assert manifest_to_sentences(manifest)[:2] == [f"warning page_scan: Page {n}." for n in (1, 2)]
    assert "4 more" in manifest_to_sentences(manifest)[2]


def test_a_check_is_explained_by_its_id_and_leads_to_its_figures(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "a.txt").write_text(CHANGES, encoding="utf-8")
    pipeline("run")
    rows = pq.read_table(tmp_path / "extracted" / "checks").to_pylist()
    wrong = next(row for row in rows if row["verdict"] == "disagrees")
    told = pipeline("explain", wrong["check_id"], "--lang", "en").stdout
    assert wrong["explanation_en"] in told
    assert "another reading" not in told
    assert "no other reading makes it agree" in told
    korean = pipeline("explain", wrong["check_id"], env={"LC_ALL": "ko_KR.UTF-8"}).stdout
    assert wrong["explanation_ko"] in korean
    assert "달리 읽어도 맞지 않음" in korean
    assert wrong["explanation_en"] not in korean, "one language a line"
    for name in (wrong["quantity_id"], *wrong["operands"]):
        assert name in told
        assert name in pipeline("explain", name).stdout
    assert pipeline("explain", "c_0000000000000000").returncode == 2


def test_tables_as_json(pipeline: Pipeline, tmp_path: Path) -> None:
    done = pipeline("tables", SAMPLE, "--json")
    tables = json.loads(done.stdout)["tables"]
    assert tables
    for table in tables:
        assert {"page", "bbox", "parts", "parent", "cells"} <= set(table)
        covered = [
            (r, c)
            for cell in table["cells"]
            for r in range(cell["r0"], cell["r1"] + 1)
            for c in range(cell["c0"], cell["c1"] + 1)
        ]
        assert sorted(covered) == [
            (r, c) for r in range(table["rows"]) for c in range(table["cols"])
        ]
    assert pipeline("tables", SAMPLE).stdout.splitlines()[-1] == f"{len(tables)} tables"
    assert not (tmp_path / "extracted").exists()


def test_tables_of_a_broken_file_is_5(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(SAMPLE.read_bytes()[:3000])
    done = pipeline("tables", "cut.pdf")
    assert done.returncode == 5
    assert "cut.pdf" in done.stderr
    assert "깨졌거나" in pipeline("tables", "cut.pdf", "--lang", "ko").stderr


def test_a_fault_is_a_sentence_and_a_traceback_only_with_debug(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    plain = pipeline("run", "--out", "file/out")
    assert plain.returncode == 1
    assert "Traceback" not in plain.stderr
    for arguments in (
        ["--debug", "run", "--out", "file/out"],
        ["run", "--out", "file/out", "--debug"],
    ):
        debug = pipeline(*arguments)
        assert debug.returncode == 1
        assert "Traceback" in debug.stderr


def test_author_names_are_not_published(pipeline: Pipeline, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setAuthor("Hong Gildong")
    canvas.setTitle("Secret Title")
    canvas.drawString(72, 720, "2024 report 12")
    canvas.save()
    pipeline("run", "a.pdf")
    everything = b"".join(
        p.read_bytes() for p in (tmp_path / "extracted").rglob("*") if p.is_file()
    )
    assert b"Gildong" not in everything
    texts = str([pq.read_table(p).to_pylist() for p in (tmp_path / "extracted").rglob("*.parquet")])
    assert "Gildong" not in texts
    assert "Secret" not in texts


def test_help_imports_nothing_to_speak_of() -> None:
    code = "import sys; sys.argv = ['pipeline', '--help']; from pipeline.cli import main; main(); assert 'click' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: pipeline")


def test_the_import_package_is_ours() -> None:
    """Its name is a common one; another distribution must not stand in its place."""
    import pipeline as package

    assert Path(package.__file__).parents[1] == Path(__file__).parents[1]


def test_a_stated_count_that_the_rows_do_not_reach_is_shown_by_run_and_check(
    pipeline: Pipeline, raw: Path
) -> None:
    """It is named though every line was read: whoever looks at the run only must see it too."""
    text = (Path(__file__).parents[1] / "fixtures" / "text" / "2024-hand.txt").read_text(
        encoding="utf-8"
    )
    (raw / "a.txt").write_text(text.replace("112개 사업", "113개 사업"), encoding="utf-8")
    for command in ("run", "check"):
        assert "The report states 113 programmes, 112 rows were read" in pipeline(command).stdout


def test_with_several_reports_show_asks_which(pipeline: Pipeline, raw: Path) -> None:
    (raw / "b.txt").write_text("2023년 사업 실적\n\n○ 교육 9회\n", encoding="utf-8")
    pipeline("run")
    done = pipeline("show", "--left-out")
    assert done.returncode == 2
    assert "Which report? Name one of: a.txt, b.txt." in done.stderr
    assert pipeline("show", "--left-out", "a.txt").returncode == 0


def test_a_report_given_by_its_folder_and_by_its_path_is_told_twice(
    pipeline: Pipeline, raw: Path
) -> None:
    """`pipeline run raw` gives seoul__a.txt, `pipeline run raw/seoul/a.txt` a.txt: the sums would
    double.
    """
    (raw / "seoul").mkdir()
    (raw / "a.txt").rename(raw / "seoul" / "a.txt")
    assert "duplicate" not in pipeline("run").stdout
    assert (
        "duplicate seoul/a.txt: the same report as a.txt"
        in pipeline("run", raw / "seoul" / "a.txt").stdout
    )


def test_two_empty_files_are_no_duplicates(pipeline: Pipeline, raw: Path) -> None:
    for name in ("b.txt", "c.txt"):
        (raw / name).write_bytes(b"")
    done = pipeline("run")
    assert "duplicate" not in done.stdout
    assert "exit 5: could not be read at all: b.txt, c.txt" in done.stdout


def test_a_folder_that_was_emptied_is_pruned(pipeline: Pipeline, raw: Path, tmp_path: Path) -> None:
    """The README: remove the sample, prune, then put in your own."""
    pipeline("run")
    (raw / "a.txt").unlink()
    done = pipeline("prune")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["pruned    a.txt"]
    assert not list((tmp_path / "extracted").rglob("*.parquet"))


def test_the_tables_of_a_folder_are_asked_of_a_file(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    done = pipeline("tables", "raw")
    assert done.returncode == 2
    assert "raw is a folder: give a file in it" in done.stderr


def test_a_figure_of_running_text_is_explained_in_its_source_line(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    (tmp_path / "raw").mkdir()
    text = "2024년 실적\n\n한 해 동안 강좌를 열어 교육 12회, 340명 참여\n"
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    pipeline("run")
    rows = pq.read_table(tmp_path / "extracted" / "quantities").to_pylist()
    (wanted,) = [r for r in rows if r["quote"] == "340명"]
    assert wanted["container"] == "line"
    told = pipeline("explain", wanted["quantity_id"]).stdout
    assert "강좌를 열어 교육 12회, 【340명】 참여" in told
