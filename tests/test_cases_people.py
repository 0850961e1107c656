"""What people meet: fixtures/cases/people/, and step by step on the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cases import case
from conftest import Pipeline

CURRENT = "people/current_before_prior.pdf"
ONE_AREA = "people/one_area_environment.txt"
STATES = "people/state_in_other_words.txt"

SKIPPED = "보고서.xlsx"
TEXT = "2024년 사업 실적\n\n○ 교육 14회, 351명 참여\n"


# ---- what the files must give


def test_only_a_programme_that_ended_is_ended() -> None:
    programmes = case(STATES)["programmes"]
    assert [p["state"] for p in programmes] == [None, None, None, "ended"]
    assert [p["state_quote"] for p in programmes] == [
        None,
        None,
        None,
        "상담 24회, ’24년 사업 종료",
    ]


def test_an_area_called_environment_is_an_area() -> None:
    read = case(ONE_AREA)
    assert read.outline() == [
        ("1.1.1", "환경 보전", "물과 흙", "토양 조사"),
        ("1.1.2", "환경 보전", "물과 흙", "빗물 저금통 보급"),
    ]
    assert (len(read["areas"]), len(read["groups"])) == (1, 1)
    assert [a["text"] for a in read["achievements"]] == ["조사 4회", "보급 15개소"]
    found = [(c["stated"], c["verdict"]) for c in read["checks"] if c["type"] == "count_of_rows"]
    assert found == [(2, "agrees")]


def test_brackets_are_minus_where_the_foot_says_so() -> None:
    changes = [q["value"] for q in case(CURRENT)["quantities"] if q["col"] == 3]
    assert changes == [15e6, 10e6, 5e6, -15e6, -5e6, -10e6]


def test_six_changes_are_this_year_less_the_last() -> None:
    read = case(CURRENT)
    found = [(c["computed"], c["verdict"]) for c in read["checks"] if c["type"] == "difference"]
    assert found == [(v, "agrees") for v in (15e6, 10e6, 5e6, -15e6, -5e6, -10e6)]
    assert read.disagreements() == []


# ---- step by step


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with a text that is read and a Hancom container that is not."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / SKIPPED).write_bytes(b"PK\x03\x04")
    return folder


def published(folder: Path) -> dict[str, bytes]:
    """Every file of a published folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_is_skipped_is_told_in_korean_with_a_way_out(pipeline: Pipeline, raw: Path) -> None:
    done = pipeline("run", "raw", "--out", "a", env={"LANG": "ko_KR.UTF-8", "LC_ALL": ""})
    assert done.returncode == 0
    (line,) = [s for s in done.stdout.splitlines() if s.startswith("skipped")]
    assert "PDF로 저장" in line.split(SKIPPED, 1)[1]


def test_a_skipped_file_stays_skipped_after_it_was_given_as_path(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    assert pipeline("run", "raw", "--out", "a").returncode == 0
    assert pipeline("run", raw / SKIPPED, "--out", "b").returncode == 5
    assert pipeline("run", "raw", "--out", "b").returncode == 0
    assert published(tmp_path / "b") == published(tmp_path / "a")


def test_a_folder_with_nothing_to_read_is_2(pipeline: Pipeline, raw: Path) -> None:
    (raw / "a.txt").unlink()
    done = pipeline("run", "raw")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_tables_of_a_folder_say_that_a_file_is_wanted(pipeline: Pipeline, raw: Path) -> None:
    done = pipeline("tables", "raw")
    assert done.returncode == 2
    assert "There is no file" not in done.stderr
    assert re.search(r"folder|폴더", done.stderr)
    assert re.search(r"\bfile\b|파일", done.stderr)


def test_an_accepted_finding_reads_at_most_its_own_report_again(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    for n in range(4):
        (raw / f"b{n}.txt").write_text(
            f"202{n}년 사업 실적\n\n○ 교육 8개 과정 중 2개 완료({30 + n}%)\n", encoding="utf-8"
        )
    pipeline("run", "raw")
    checks = pq.read_table(tmp_path / "extracted" / "checks").to_pylist()
    assert checks
    (raw / "accepted.toml").write_text(
        f'[[accepted]]\ncheck_id = "{checks[0]["check_id"]}"\nevidence = "{"0" * 16}"\n'
        'reason = "확인함"\nwho = "담당"\n',
        encoding="utf-8",
    )
    again = pipeline("run", "raw")
    assert len(re.findall(r"^read ", again.stdout, re.MULTILINE)) <= 1


def test_explain_shows_the_line_of_a_figure_outside_programmes(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run", "raw")
    figures = pq.read_table(tmp_path / "extracted" / "quantities").to_pylist()
    (people,) = [q for q in figures if q["quote"] == "351명"]
    assert people["container"] == "line"
    done = pipeline("explain", people["quantity_id"])
    assert "교육 14회, 351명 참여" in done.stdout.translate({ord("【"): None, ord("】"): None})


def test_a_stated_count_without_a_row_is_not_0(pipeline: Pipeline, tmp_path: Path) -> None:
    """Whatever an area is called: a count of rows that nothing reached is at least 4."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(
        "2024년 사업 실적\n\nⅠ. 기반 조성 (2개 사업)\n\n내용은 따로 붙임\n", encoding="utf-8"
    )
    done = pipeline("run", "raw")
    manifest = json.loads((tmp_path / "extracted" / "manifest" / "a.txt.json").read_text("utf-8"))
    assert manifest
    assert done.returncode >= 4
