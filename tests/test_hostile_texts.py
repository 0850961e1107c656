"""Text files and names that mean harm: bounded time and memory, the encoding named, nothing used as
a path or sent to a terminal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

from pipeline.extract import document_to_extraction
from pipeline.model import Document, Source
from pipeline.read.text import text_to_lines
from tests.growth import assert_growth

TEXT = "2024년 나래시 추진 실적\n○ 교육 14회, 351명 참여\n"
HEADER = "과제  단위사업  추진현황\n"
WIDE = "  과제     단위사업      추진현황     예산\n"
STRANGE = [
    "\x00",
    "\x1b]0;x\x07",
    "\u202e",
    "\ufeff",
    "\U0001f600",
    "\u2028",
    "\x85",
    "\x0b",
    "\ud7b0",
    "e\u0301" * 50,
]
ENCODINGS = [
    ("cp949", "cp949"),
    ("euc-kr", "cp949"),
    ("utf-16", "utf-16"),
    ("utf-16-be", "utf-16"),
    ("utf-8-sig", "utf-8"),
]
# n lines (or words of one line) each: shapes that tempt a step to look at all lines for each line
SHAPES: dict[str, Callable[[int], str]] = {
    "one bullet again and again": lambda n: "○ 교육 3회, 30명 참여\n" * n,
    "rows without end": lambda n: (
        HEADER + "".join(f"{k}. 사업 {k}\n○ 교육 {k}회\n" for k in range(n // 2))
    ),
    "nothing but headers": lambda n: HEADER * n,
    "nothing but headers of columns": lambda n: WIDE * n,
    "aligned rows": lambda n: (
        WIDE + "".join(f"  과제{k}     {k}.사업      ○ 교육 {k}회     {k}\n" for k in range(n))
    ),
    "one numbering after the other": lambda n: "Ⅰ. 분야\n1. 과제\n1-1. 사업\n" * (n // 3),
    "areas only": lambda n: "".join(f"제{k}분야 배움 ({k}개 사업)\n" for k in range(n)),
    "a bullet that never ends": lambda n: HEADER + "1. 사업\n○ " + "가나다라\n" * n,
    "a row of bullets without end": lambda n: HEADER + "1. 사업\n" + "○ 교육 3회, 30명 참여\n" * n,
    "totals of nothing": lambda n: "총 112개 사업, 합계 3명\n" * n,
    "shares of everything": lambda n: "".join(
        f"다래 교실 {k}명 중 {k // 2}명 수료(50%)\n" for k in range(n)
    ),
    "pages of one line": lambda n: "\f- 1 -\n1. 가\n" * (n // 2),
    "far from the margin": lambda n: (" " * 60 + "가\n") * n,
    "blank lines": lambda n: "\n" * n + "끝",
    "figures in one line": lambda n: "1,234명 참여 " * n,
    "tables of HTML in one another": lambda n: "<table><tr><td>가\n" * n,
    "cells of HTML that claim the world": lambda n: (
        "<table>" + "<tr><td rowspan=999999999 colspan=999999999>35\n" * n
    ),
    "tags of HTML that never end": lambda n: "<table><td>" + "<td rowspan=3 <td\n" * n,
    "rows of HTML in one line": lambda n: "<table>" + "<tr><td>쉼터<td>35<!--" * n + "</table>",
    "tables of HTML one after the other": lambda n: "<table><tr><td>가<td>3</table>\n" * n,
    "a list in one line": lambda n: "12개 기관 : " + "가나, " * n,
    "brackets in one line": lambda n: "(" * n + "12명",
    "bullets in one line": lambda n: "○ - ※ " * n,
    "blanks in one line": lambda n: " " * n + "가" + " " * n + "12명",
    "numbers counting down": lambda n: HEADER + "".join(f"{k}. 사업\n" for k in range(n, 0, -1)),
}


def seconds(text: str) -> float:
    """CPU seconds from a text to its checks."""
    document = Document(
        Source("a.txt", "a.txt", "0" * 64, 1, "text/plain", "utf-8"), text_lines=text_to_lines(text)
    )
    begun = time.process_time()
    document_to_extraction(document)
    return time.process_time() - begun


@pytest.mark.parametrize("shape", SHAPES)
def test_ten_times_the_lines_take_about_ten_times_the_time(shape: str) -> None:
    seconds(SHAPES[shape](100))  # tables of words are read from the disk once
    assert_growth(lambda n: seconds(SHAPES[shape](n)), 400, 4000, 30)


def measured_run(
    root: Path, *arguments: str
) -> tuple[subprocess.CompletedProcess[str], int, float]:
    """A run, the most memory (MiB) that any of its processes held, the CPU seconds of all."""
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'pipeline', *sys.argv[1:]])\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_maxrss // 1024, used.ru_utime + used.ru_stime)\n"
        "sys.exit(done.returncode)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command,
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    most, seconds = done.stdout.split()[-2:]
    return done, int(most), float(seconds)


def manifest(root: Path, report_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (root / "extracted" / "manifest" / f"{report_id}.json").read_bytes()
    )
    return found


def test_one_line_of_100_megabytes_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    line = "보람일자리 교육 1,234명 참여, ".encode()
    (tmp_path / "raw" / "line.txt").write_bytes(line * (100_000_000 // len(line)))
    (tmp_path / "raw" / "sound.txt").write_text(TEXT, encoding="utf-8")
    done, most, seconds = measured_run(
        tmp_path, "run", "--timeout", "20", "--memory", "2048", "--workers", "2"
    )
    assert seconds < 60
    assert most < 2048
    found = manifest(tmp_path, "line.txt")
    assert done.returncode in (0, 4, 5)
    assert found["status"] != "failed" or found["cause"][0] in ("timeout", "out_of_memory")
    assert manifest(tmp_path, "sound.txt")["status"] == "read"


@pytest.mark.parametrize(("written", "named"), ENCODINGS)
def test_the_encoding_is_named_and_the_rows_are_the_same(
    pipeline: Pipeline, tmp_path: Path, written: str, named: str
) -> None:
    for name, encoding in (("plain.txt", "utf-8"), ("other.txt", written)):
        (tmp_path / name).write_bytes((TEXT * 40).encode(encoding))
        pipeline("run", name)
    out = tmp_path / "extracted"
    assert pq.read_table(out / "reports" / "other.txt.parquet")["encoding"].to_pylist() == [named]
    texts = [
        [r["text"] for r in pq.read_table(out / "lines" / f"{n}.txt.parquet").to_pylist()]
        for n in ("plain", "other")
    ]
    values = [
        [r["value"] for r in pq.read_table(out / "quantities" / f"{n}.txt.parquet").to_pylist()]
        for n in ("plain", "other")
    ]
    assert texts[0] == texts[1]
    assert values[0] == values[1]
    assert values[0]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b"\r\n \f\n", "empty"),
        (bytes(1 << 20), "empty"),
        (bytes(range(256)) * 100, "unknown_type"),
        (TEXT.encode()[:-1] + b"\xff\xfe\xfa" * 9, "unknown_type"),
        (b"\x00" * 200 + TEXT.encode() * 3, "unknown_type"),
        (b"\x7fELF" + bytes(64) + b"\x01\x02\x03" * 99, "unknown_type"),
        (b"\xff\xfe" + b"\x00\xd8" * 50, "unknown_type"),  # UTF-16 of halves of characters
    ],
)
def test_what_is_no_text_is_refused(
    pipeline: Pipeline, tmp_path: Path, content: bytes, cause: str
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "x.txt").write_bytes(content)
    (tmp_path / "raw" / "sound.txt").write_text(TEXT, encoding="utf-8")
    assert pipeline("run").returncode == 5
    assert manifest(tmp_path, "x.txt")["cause"][0] == cause
    assert manifest(tmp_path, "sound.txt")["status"] == "read"


@pytest.mark.parametrize("strange", STRANGE)
def test_single_strange_characters_are_kept_where_they_stand(
    pipeline: Pipeline, tmp_path: Path, strange: str
) -> None:
    line = f"○ 교육{strange} 14회, 351명 참여"
    (tmp_path / "x.txt").write_bytes(("2024년 실적\n" * 300 + line + "\n").encode())
    done = pipeline("run", "x.txt")
    assert done.returncode in (0, 4), done.stdout
    rows = pq.read_table(tmp_path / "extracted" / "lines" / "x.txt.parquet").to_pylist()
    last = max(r["source_line"] for r in rows)
    assert "".join(r["text"] for r in rows if r["source_line"] == last) == line
    assert "\x1b" not in done.stdout


NAMES = [
    "줄\n바꿈.txt",
    "tab\t.txt",
    "esc\x1b[31m.txt",
    "bell\x07.txt",
    "\u202etxt.fdp.txt",
    "-rf.txt",
    "--out.txt",
    "$(touch x).txt",
    "`id`.txt",
    "a;b|c&d.txt",
    "x..\\..\\x.txt",
    "%2e%2e%2f.txt",
    "con.txt",
    "' or 1=1.txt",
    '"quoted".txt',
    "<b>.txt",
    "*.txt",
    "{a,b}.txt",
    " blank .txt",
    "e\u0301.txt",
    "\ufeffbom.txt",
    "가" * 70 + ".txt",
    "emoji\U0001f600.txt",
    "manifest.json.txt",
    "datapackage.json",
    "x.parquet.txt",
]
HIDDEN = [".hidden.txt", "..\\..\\x.txt", "...txt"]


def test_names_are_names_and_nothing_else(pipeline: Pipeline, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number, name in enumerate(NAMES + HIDDEN):
        (raw / name).write_text(
            f"202{number % 10}년 {number}번 실적\n○ 교육 {number + 2}회\n", encoding="utf-8"
        )
    done = pipeline("run")
    assert done.returncode in (0, 4), done.stdout + done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["extracted", "raw"]
    assert len(list((tmp_path / "extracted" / "manifest").iterdir())) == len(NAMES)
    assert not any(c in done.stdout for c in "\x1b\x07\u202e")
    assert len(done.stdout.splitlines()) == len(NAMES) + 1
    sources = {r["source"] for r in pq.read_table(tmp_path / "extracted" / "reports").to_pylist()}
    assert sources == set(NAMES)
    assert pipeline("check").returncode in (0, 4)


def test_a_name_too_long_for_what_is_published_costs_itself_alone(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    (tmp_path / "raw" / ("깊" * 50)).mkdir(parents=True)
    (tmp_path / "raw" / ("깊" * 50) / ("은" * 50 + ".txt")).write_text(TEXT, encoding="utf-8")
    (tmp_path / "raw" / "sound.txt").write_text(TEXT, encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 5
    assert "too long" in done.stdout
    assert [p.name for p in (tmp_path / "extracted" / "manifest").iterdir()] == ["sound.txt.json"]


def test_folders_links_and_pipes_are_no_reports(pipeline: Pipeline, tmp_path: Path) -> None:
    raw, secret = tmp_path / "raw", tmp_path / "secret"
    (raw / "x.pdf").mkdir(parents=True)
    secret.mkdir()
    (secret / "s.txt").write_text("2024년 비밀 실적 777명\n", encoding="utf-8")
    (raw / "sound.txt").write_text(TEXT, encoding="utf-8")
    (raw / "out.txt").symlink_to(secret / "s.txt")
    (raw / "up.txt").symlink_to("../secret/s.txt")
    (raw / "folder").symlink_to(secret)
    (raw / "self.txt").symlink_to("self.txt")
    os.mkfifo(raw / "pipe.txt")
    done = pipeline("run", timeout=60)
    assert done.returncode == 0, done.stdout
    assert [p.name for p in (tmp_path / "extracted" / "manifest").iterdir()] == ["sound.txt.json"]
    assert "777" not in str(pq.read_table(tmp_path / "extracted" / "lines").to_pylist())
    for name in ("out.txt", "up.txt", "folder", "self.txt", "pipe.txt"):
        assert f"skipped   {name}: " in done.stdout


def test_what_a_document_says_is_never_a_path(pipeline: Pipeline, tmp_path: Path) -> None:
    text = "2024년 ../../../tmp/x 추진 실적\n/etc/passwd\nfile:///etc/passwd\n$(touch touched)\n{0.__class__} %s %n\n○ 교육 12회\n"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    assert pipeline("run").returncode in (0, 4)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["extracted", "raw"]
    assert "root:" not in str(pq.read_table(tmp_path / "extracted" / "lines").to_pylist())
    assert pipeline("check").returncode in (0, 4)
