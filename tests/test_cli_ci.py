"""What `pipeline check` gives to machines that build, and how reports are named."""

from __future__ import annotations

import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from conftest import Pipeline

from pipeline.errors import UsageError
from pipeline.run.verify import find_report

WRONG = """2024년 살림 보고

○ 교육 <b>참여</b> 900명, 수료 810명(95.0%)
○ 상담 400건, 해결 300건(75.0%)
"""
MANIFESTS = {
    name: {"source": source}
    for name, source in (
        ("seoul__2024.txt", "seoul/2024.txt"),
        ("seoul__2025.txt", "seoul/2025.txt"),
        ("busan.pdf", "busan.pdf"),
    )
}


@pytest.fixture
def published(pipeline: Pipeline, tmp_path: Path) -> Pipeline:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a|b.txt").write_text(WRONG, encoding="utf-8")
    (raw / "right.txt").write_text(WRONG.replace("95.0", "90.0"), encoding="utf-8")
    pipeline("run")
    return pipeline


def test_the_entries_to_accept_are_taken_as_they_are_printed(
    published: Pipeline, tmp_path: Path
) -> None:
    done = published("check", "--accept", "--fail-on", "disagreement")
    assert done.returncode == 3
    entries = tomllib.loads(done.stdout)["accepted"]
    assert len(entries) == 1
    filled = done.stdout.replace('reason = ""', 'reason = "오기"').replace('who = ""', 'who = "나"')
    filled = filled.replace('expires = ""\n', "")
    (tmp_path / "raw" / "accepted.toml").write_text(filled, encoding="utf-8")
    assert published("run", "--fail-on", "disagreement").returncode == 0
    assert published("check", "--accept").stdout == ""


def test_junit_has_a_failure_for_each_cause_that_nobody_accepted(
    published: Pipeline, tmp_path: Path
) -> None:
    published("check", "--junit", tmp_path / "r.xml", "--lang", "ko")
    root = ET.parse(tmp_path / "r.xml").getroot()
    assert (root.tag, root.get("failures")) == ("testsuites", "1")
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"a|b.txt", "right.txt"}
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert all(case.get("name") and case.get("classname") for case in cases)
    (failure,) = suites["a|b.txt"].findall("testcase/failure")
    assert "95.0" in (failure.text or "")


def test_a_summary_fits_a_screen_and_text_stays_text(published: Pipeline, tmp_path: Path) -> None:
    published("check", "--summary", tmp_path / "s.md", "--lang", "en")
    lines = (tmp_path / "s.md").read_text(encoding="utf-8").splitlines()
    (told,) = (line for line in lines if line.startswith("- "))
    assert "a\\|b.txt" in told
    assert any(line.startswith("| right.txt | read | 0 |") for line in lines)
    assert len(lines) < 20


def test_a_file_that_cannot_be_written_is_named(published: Pipeline, tmp_path: Path) -> None:
    done = published("check", "--junit", tmp_path / "none" / "r.xml")
    assert (done.returncode, "Cannot write" in done.stderr) == (2, True)


def test_a_file_that_is_written_has_the_rights_of_a_new_one_and_leaves_none_beside(
    published: Pipeline, tmp_path: Path
) -> None:
    folder = tmp_path / "ci"
    folder.mkdir()
    (folder / "new").touch()
    published("check", "--junit", folder / "r.xml")
    assert (folder / "r.xml").stat().st_mode == (folder / "new").stat().st_mode
    assert sorted(path.name for path in folder.iterdir()) == ["new", "r.xml"]


@pytest.mark.parametrize(
    ("report", "meant"),
    [
        ("busan.pdf", "busan.pdf"),
        ("bus", "busan.pdf"),
        ("seoul/2024.txt", "seoul__2024.txt"),
        ("seoul__2025", "seoul__2025.txt"),
        ("seoul/2025", "seoul__2025.txt"),
    ],
)
def test_a_report_is_known_by_what_names_it_alone(report: str, meant: str) -> None:
    assert find_report(MANIFESTS, report, Path()) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("report", ["seoul", "", "nix"])
def test_a_report_is_not_guessed(report: str) -> None:
    with pytest.raises(UsageError):
        find_report(MANIFESTS, report, Path())  # type: ignore[arg-type]
