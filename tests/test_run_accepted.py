"""Accepted findings: marked, no longer failing, and failing again when they expire or say something
else.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

SAMPLE = (
    Path(__file__).parents[1] / "raw" / "2024.pdf"
)  # its front matter states 8 places, the programme 20
ENTRY = '[[accepted]]\ncheck_id="a"\nevidence="0123456789abcdef"\nreason="c"\nwho="d"\n'
BROKEN = (
    ENTRY.replace("accepted", "accept"),
    ENTRY + 'until="2027-12-31"\n',
    ENTRY.replace("89abcdef", ""),
    ENTRY + 'expires="내년말"\n',
    "[[accepted]]\ncheck_id = 'x'\n",
    "not toml",
    "accepted = 3",
    '[[accepted]]\ncheck_id="a"\nevidence="b"\nreason="c"\nwho="d"\nexpires="soon"',
)


def entries(printed: str) -> str:
    """What `pipeline check` prints to paste, filled in by a person."""
    found = re.findall(r"^ {6}(.*)$", printed, re.MULTILINE)
    return (
        "\n".join(found)
        .replace('reason = ""', 'reason = "표지의 오기"')
        .replace('who = ""', 'who = "홍길동"')
    )


@pytest.fixture
def checked(pipeline: Pipeline, tmp_path: Path) -> str:
    (tmp_path / "raw").mkdir()
    shutil.copy(SAMPLE, tmp_path / "raw")
    assert pipeline("run", "--fail-on", "disagreement").returncode == 3
    assert pipeline("run").returncode == 0
    done = pipeline("check", "--fail-on", "disagreement")
    assert done.returncode == 3
    return entries(done.stdout)


def test_pasted_entries_are_marked_and_stop_failing(
    pipeline: Pipeline, tmp_path: Path, checked: str
) -> None:
    (tmp_path / "raw" / "accepted.toml").write_text(checked, encoding="utf-8")
    assert pipeline("run", "--fail-on", "disagreement").returncode == 0
    rows = pq.read_table(tmp_path / "extracted" / "checks").to_pylist()
    assert {r["accepted"] for r in rows if r["verdict"] == "disagrees"} == {True}
    assert {r["accepted"] for r in rows if r["verdict"] != "disagrees"} == {False}
    done = pipeline("check", "--fail-on", "disagreement")
    assert done.returncode == 0
    assert "DISAGREES [accepted by 홍길동 (표지의 오기)]" in done.stdout
    assert "[[accepted]]" not in done.stdout


def test_an_entry_reads_the_one_report_again_that_it_is_about(
    pipeline: Pipeline, tmp_path: Path, checked: str
) -> None:
    other = tmp_path / "raw" / "other.txt"
    other.write_text("2023년 실적\n○ 교육 3회\n", encoding="utf-8")
    pipeline("run")
    path = tmp_path / "raw" / "accepted.toml"
    path.write_text(checked, encoding="utf-8")
    assert [x.split()[1] for x in reads(pipeline("run").stdout)] == ["2024.pdf:"]
    path.write_text(checked + ENTRY, encoding="utf-8")  # about no check of any report
    assert reads(pipeline("run").stdout) == []
    path.unlink()
    assert [x.split()[1] for x in reads(pipeline("run").stdout)] == ["2024.pdf:"]


def reads(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith(("read ", "partial "))]


def test_an_expired_entry_fails_again_without_changing_the_data(
    pipeline: Pipeline, tmp_path: Path, checked: str
) -> None:
    path = tmp_path / "raw" / "accepted.toml"
    path.write_text(checked.replace('expires = ""', 'expires = "2999-12-31"'), encoding="utf-8")
    assert pipeline("run", "--fail-on", "disagreement").returncode == 0
    path.write_text(checked.replace('expires = ""', "expires = 2001-01-01"), encoding="utf-8")
    done = pipeline("run", "--fail-on", "disagreement")
    assert done.returncode == 3
    assert "exit 3: disagreements that nobody accepted in 2024.pdf" in done.stdout
    done = pipeline("check", "--fail-on", "disagreement")
    assert done.returncode == 3
    assert "DISAGREES [accepted until 2001-01-01 by 홍길동 (표지의 오기): expired" in done.stdout
    assert entries(done.stdout) == checked  # a new entry to paste


def test_an_entry_that_fits_nothing_is_named(
    pipeline: Pipeline, tmp_path: Path, checked: str
) -> None:
    (tmp_path / "raw" / "accepted.toml").write_text(
        checked.replace('check_id = "c_', 'check_id = "c_x'), encoding="utf-8"
    )
    done = pipeline("run")
    assert done.stdout.count("no disagreement has the check_id c_x") == checked.count(
        "[[accepted]]"
    )
    assert "no disagreement has" in pipeline("run").stdout  # of unchanged files too
    (tmp_path / "raw" / "accepted.toml").write_text(checked, encoding="utf-8")
    assert "no disagreement has" not in pipeline("run").stdout


def test_changed_evidence_fails_again_and_is_named(
    pipeline: Pipeline, tmp_path: Path, checked: str
) -> None:
    stale = re.sub(r'evidence = ".*?"', 'evidence = "0000000000000000"', checked)
    (tmp_path / "raw" / "accepted.toml").write_text(stale, encoding="utf-8")
    assert pipeline("run", "--fail-on", "disagreement").returncode == 3
    codes = [r["code"] for r in pq.read_table(tmp_path / "extracted" / "problems").to_pylist()]
    assert codes.count("acceptance_stale") == checked.count("[[accepted]]")


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_that_is_not_so_is_2_with_a_sentence(
    pipeline: Pipeline, tmp_path: Path, text: str
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("2024년 실적\n", encoding="utf-8")
    (tmp_path / "raw" / "accepted.toml").write_text(text, encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 2
    assert "accepted.toml is not as it should be" in done.stderr
