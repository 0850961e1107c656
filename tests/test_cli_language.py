"""`--lang`, `--json` and `--quiet`: every command takes them, one language a line, and what is
published does not depend on them.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from conftest import Pipeline

from pipeline.cli.app import main
from pipeline.cli.counting import counted, counts
from pipeline.cli.running import Telling
from pipeline.run.said import in_both, one_of, said, say, speak
from pipeline.run.whole import Event
from pipeline.text import display_width

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "raw" / "2024.pdf"
HANGUL = re.compile(r"[가-힣]")


@pytest.fixture
def language() -> object:
    """Puts back that none is chosen."""
    from pipeline.run.said import _Speaking

    yield speak
    _Speaking.chosen = None


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Reports with a disagreement, a fault of their own, and one that cannot be read."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "2024.pdf").write_bytes(SAMPLE.read_bytes())
    (folder / "cut.pdf").write_bytes(SAMPLE.read_bytes()[:3000])
    (folder / "book.xlsx").write_bytes(b"PK\x03\x04" + bytes(50) + b"xl/workbook.xml")
    (folder / "old.txt").write_text("Ⅰ. 기반 조성 (2개 사업)\n\n내용은 따로\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_takes_them(name: str) -> None:
    options = {option for p in main.commands[name].params for option in p.opts}
    assert {"--lang", "--json", "--quiet"} <= options


def test_one_of_two_sentences_is_told_once_a_language_is_chosen(language: object) -> None:
    assert one_of("yes", "예") == "yes / 예"
    speak("ko")
    assert (one_of("yes", "예"), said("no_such_path", path="raw")) == ("예", "raw가 없습니다.")
    assert counted(1200, "achievements") == "실적 1,200줄"
    speak("en")
    assert said("no_such_path", path="raw") == "There is no file or folder raw."
    assert [counted(n, "quantities") for n in (1, 1200)] == ["1 quantity", "1,200 quantities"]
    assert say("interrupted") == in_both("interrupted")[0]


def test_every_count_has_its_words_in_both_languages(language: object) -> None:
    names = ("areas", "groups", "programmes", "achievements", "quantities", "checks")
    manifest = dict.fromkeys((*names, "disagreements", "unread_lines"), 2)
    manifest |= {"year": None, "files": {"tables": {"rows": 1}}}
    speak("en")
    assert counts(manifest).startswith("year unknown; 2 areas, 2 groups, 2 programmes")
    assert not HANGUL.search(counts(manifest))
    speak("ko")
    assert counts(manifest) == (
        "연도 모름; 분야 2개, 과제 2개, 단위사업 2개, 실적 2줄; 표 1개; "
        "수치 2개, 검산 2건(불일치 2건); 읽지 못한 줄 2개"
    )


def test_a_line_is_in_one_language(pipeline: Pipeline, raw: Path) -> None:
    for lang in ("en", "ko"):
        for command in (["run"], ["check"], ["check", "2024"], ["check", "old"]):
            done = pipeline(*command, "--lang", lang)
            assert done.returncode == 5
            for line in (done.stdout + done.stderr).splitlines():
                assert " / " not in line, line
        for command in (["show", "nix"], ["tables", "raw"], ["why", "raw/2024.pdf", "99"]):
            told = pipeline(*command, "--lang", lang).stderr
            assert bool(HANGUL.search(told)) == (lang == "ko"), told
            assert " / " not in told
        pipeline("prune", "raw", "--lang", lang)
    assert "읽지 못함" in pipeline("run", env={"LC_ALL": "ko_KR.UTF-8"}).stdout


def test_published_bytes_are_the_same_in_any_language(pipeline: Pipeline, raw: Path) -> None:
    for lang in ("en", "ko"):
        pipeline("run", "--out", lang, "--lang", lang)
    one, other = (
        {str(p.relative_to(d)): p.read_bytes() for p in sorted(d.rglob("*")) if p.is_file()}
        for d in (raw.parent / "en", raw.parent / "ko")
    )
    assert one
    assert one == other


def test_json_is_one_value_with_the_exit_code(pipeline: Pipeline, raw: Path) -> None:
    done = pipeline("run", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["exit_code"]) == (5, 5)
    assert "cut.pdf" in told["reason"]
    assert {r["report_id"]: r["status"] for r in told["reports"]} == {
        "2024.pdf": "read",
        "cut.pdf": "failed",
        "old.txt": "partial",
    }
    assert {(e["event"], e["file"]) for e in told["events"]} >= {
        ("skipped", "book.xlsx"),
        ("failed", "cut.pdf"),
        ("read", "2024.pdf"),
    }
    checked = json.loads(pipeline("check", "--json", "2024").stdout)
    (report,) = checked["reports"]
    assert checked["exit_code"] == 5
    (wrong,) = [c for c in report["findings"] if c["verdict"] == "disagrees"]
    explained = json.loads(pipeline("explain", wrong["check_id"], "--json").stdout)
    assert explained["statement"]["check_id"] == wrong["check_id"]
    assert wrong["explanation_en"] in "\n".join(explained["lines"])
    tree = json.loads(pipeline("show", "2024", "--json").stdout)
    programmes = [p for a in tree["areas"] for g in a["groups"] for p in g["programmes"]]
    assert len(programmes) == 112
    assert sum(len(p["lines"]) for p in programmes) == 167
    left = json.loads(pipeline("show", "2024", "--left-out", "--json").stdout)["left_out"]
    assert {"quote", "reason"} <= set(left[0])
    written = json.loads(pipeline("export", "--to", "csv", "csv", "--json").stdout)
    assert {"path": "csv/programmes.csv", "rows": 112} in written["files"]
    (raw / "old.txt").unlink()
    pruned = json.loads(pipeline("prune", "--json").stdout)
    assert pruned["events"] == [{"event": "pruned", "file": "old.txt"}]


def test_quiet_says_what_went_wrong_and_nothing_else(pipeline: Pipeline, raw: Path) -> None:
    lines = pipeline("run", "--quiet").stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == ["FAILED    cut.pdf", "exit 5"]
    assert pipeline("check", "--quiet").stdout.startswith("exit 5: ")
    fine = pipeline("run", "raw/2024.pdf", "--quiet", "--out", "fine")
    assert (fine.returncode, fine.stdout, fine.stderr) == (0, "", "")
    assert pipeline("check", "--quiet", "--out", "fine").stdout == ""
    assert pipeline("export", "--to", "csv", "csv", "--quiet").stdout == ""


def test_the_line_that_says_how_far_a_run_is_leaves_no_trace(
    language: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    speak("en")
    telling = Telling()
    for number in (1, 2, 3):
        telling(Event("skipped", f"{number}.xlsx", said="no report", done=number, total=3))
    telling.close()
    told = capsys.readouterr()
    assert told.out == "".join(f"skipped   {n}.xlsx: no report\n" for n in (1, 2, 3))
    lines = told.err.split("\r")
    assert [line.split(",")[0] for line in lines if line.strip()] == [
        "reading: 1 of 3",
        "reading: 2 of 3",
    ]
    for shown, over in zip(lines[::2], lines[1::2], strict=False):
        assert over == " " * display_width(shown), "nothing stays below the last line"
    assert lines[-1] == ""
