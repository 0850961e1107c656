"""PDFs that mean harm: each costs itself alone, says why, runs nothing, fetches nothing and reads
no other file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import hostile
import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

READ = ("read", "partial")
KILLED = ("crashed", "out_of_memory", "timeout")  # which limit is met first is the machine's affair
# what is made of each: a status, or the code of its cause
HOSTILE: dict[str, tuple[Any, tuple[str, ...]]] = {
    "bomb": (hostile.bomb, KILLED),
    "wide_bomb": (hostile.wide_bomb, KILLED),
    "kids_ring": (hostile.kids_ring, ("broken",)),
    "deep_tree": (hostile.deep_tree, (*READ, "broken")),
    "page_claim": (hostile.page_claim, ("over_limit",)),
    "page_claim_below_the_limit": (lambda: hostile.page_claim(4000), ("partial",)),
    "page_repeated": (lambda: hostile.page_repeated(300), READ),
    "deep_nesting": (hostile.deep_nesting, (*READ, "broken")),
    "deep_dictionaries": (hostile.deep_dictionaries, (*READ, "broken")),
    "form_ring": (hostile.form_ring, (*READ, *KILLED)),
    "form_tree": (hostile.form_tree, (*READ, *KILLED)),
    "saved_states": (hostile.saved_states, READ),
    "large_grid": (hostile.large_grid, READ),
    "many_strokes": (lambda: hostile.many_strokes(30_000), (*READ, *KILLED)),
    "letters_in_one_place": (lambda: hostile.letters_in_one_place(20_000), READ),
    "far_away": (hostile.far_away, READ),
    "broken_xref": (hostile.broken_xref, READ),
    "xref_ring": (hostile.xref_ring, READ),
    "object_streams_ring": (hostile.object_streams_ring, READ),
    "only_a_head": (lambda: b"%PDF-1.7\n", ("broken",)),
    "head_and_noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, ("broken",)),
    "empty": (lambda: b"", ("empty",)),
    "nothing_but_zeros": (lambda: bytes(5000), ("empty",)),
    "locked": (lambda: hostile.encrypted("열쇠"), ("encrypted",)),
}
SOUND = ("a_sound", "m_sound", "z_sound")


class Made:
    """One run over all of them."""

    def __init__(self, root: Path) -> None:
        raw = root / "raw"
        raw.mkdir()
        for name, (make, _) in HOSTILE.items():
            (raw / f"{name}.pdf").write_bytes(make())
        for name in SOUND:
            (raw / f"{name}.pdf").write_bytes(
                hostile.one_page(hostile.LETTERS.replace(b"123", name.encode()))
            )
        command = [
            sys.executable,
            "-m",
            "pipeline",
            "run",
            "--timeout",
            "20",
            "--memory",
            "768",
            "--workers",
            "2",
        ]
        self.done = subprocess.run(
            command,
            cwd=root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=400,
            check=False,
        )
        self.out = root / "extracted"

    def manifest(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            (self.out / "manifest" / f"{name}.pdf.json").read_bytes()
        )
        return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("hostile"))


def test_the_run_ends_by_itself_with_5(made: Made) -> None:
    assert made.done.returncode == 5, made.done.stderr
    assert "Traceback" not in made.done.stderr + made.done.stdout
    assert not made.out.with_name("extracted.partial").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_each_ends_as_it_must(made: Made, name: str) -> None:
    found = made.manifest(name)
    assert (found["cause"][0] if found["status"] == "failed" else found["status"]) in HOSTILE[name][
        1
    ], found.get("cause")


@pytest.mark.parametrize("name", HOSTILE)
def test_each_has_its_rows_and_a_failure_its_sentence(made: Made, name: str) -> None:
    (row,) = pq.read_table(made.out / "reports" / f"{name}.pdf.parquet").to_pylist()
    problems = pq.read_table(made.out / "problems" / f"{name}.pdf.parquet").to_pylist()
    assert row["source"] == f"{name}.pdf"
    if row["status"] == "failed":
        assert [
            p["severity"] for p in problems if p["code"] == made.manifest(name)["cause"][0]
        ] == ["error"]
        assert f"FAILED    {name}.pdf: " in made.done.stdout


@pytest.mark.parametrize("name", SOUND)
def test_their_neighbours_are_published(made: Made, name: str) -> None:
    texts = "".join(
        r["text"] for r in pq.read_table(made.out / "lines" / f"{name}.pdf.parquet").to_pylist()
    )
    assert name in texts


def test_a_mended_file_is_named(made: Made) -> None:
    assert "repaired_file" in {
        p["code"]
        for p in pq.read_table(made.out / "problems" / "broken_xref.pdf.parquet").to_pylist()
    }


def test_an_encrypted_file_opens_with_its_password(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(hostile.encrypted("sesame"))
    (tmp_path / "wrong").write_text("guess\n", encoding="utf-8")
    (tmp_path / "right").write_text("sesame\n", encoding="utf-8")
    assert "it is encrypted and needs a password" in pipeline("run", "locked.pdf").stdout
    assert (
        "the password given does not open it"
        in pipeline("run", "locked.pdf", "--password-file", "wrong").stdout
    )
    assert pipeline("run", "locked.pdf", "--password-file", "right").returncode in (0, 4)
    rows = pq.read_table(tmp_path / "extracted" / "lines" / "locked.pdf.parquet").to_pylist()
    assert [r["text"] for r in rows] == ["2024 Report 123"]
    assert b"sesame" not in b"".join(
        p.read_bytes() for p in (tmp_path / "extracted").rglob("*") if p.is_file()
    )


def test_nothing_it_asks_for_is_run_fetched_or_read(pipeline: Pipeline, tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

        do_POST = do_GET  # noqa: N815

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        (tmp_path / "raw").mkdir()
        (tmp_path / "secret.txt").write_bytes(hostile.LETTERS.replace(b"Report", b"Geheimnis"))
        act = hostile.acting(str(tmp_path / "touched")).replace(
            b"127.0.0.1:9/", b"127.0.0.1:%d" % server.server_port
        )
        (tmp_path / "raw" / "acting.pdf").write_bytes(act)
        (tmp_path / "raw" / "borrowing.pdf").write_bytes(
            hostile.borrowing(str(tmp_path / "secret.txt"))
        )
        assert pipeline("run").returncode in (0, 4)
    finally:
        server.shutdown()
        server.server_close()
    assert not asked
    assert sorted(p.name for p in tmp_path.iterdir()) == ["extracted", "raw", "secret.txt"]
    assert "Geheimnis" not in everything_published(tmp_path / "extracted")


def test_who_wrote_it_is_not_published(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(hostile.signed_by("Hong Gildong 홍길동"))
    done = pipeline("run", "signed.pdf")
    published = everything_published(tmp_path / "extracted")
    assert "2024 Report 123" in published
    assert not any(name in published + done.stdout + done.stderr for name in ("Gildong", "홍길동"))


def everything_published(out: Path) -> str:
    """Every byte of the output, and every row as text, where compression would hide it."""
    files = sorted(p for p in out.rglob("*") if p.is_file())
    raw = b"\n".join(os.fsencode(p.name) + p.read_bytes() for p in files).decode("utf-8", "replace")
    return raw + "".join(
        str(pq.read_table(p).to_pylist()) + str(pq.read_metadata(p).metadata)
        for p in files
        if p.suffix == ".parquet"
    )
