"""What is installed is what was locked: hashes for every package, no addresses, licences known,
advisories looked up offline.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PERMISSIVE = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|Unlicense|ISC|MPL-2\.0|HPND|CNRI|elsewhere"
)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_none_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = [e for e in re.split(r"\n(?=\S)", text) if not e.startswith("#")]
    assert len(entries) > 5
    assert all(re.match(r"[A-Za-z0-9._-]+==\S+", e) and "--hash=sha256:" in e for e in entries)
    assert "://" not in text
    assert "--index-url" not in text


def test_what_the_program_needs_is_in_the_lock() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    needed = [
        re.split(r"[ ;<>=]", r)[0]
        for r in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "dependencies"
        ]
    ]
    assert needed
    assert all(f"\n{name.lower()}==" in "\n" + text for name in needed)


def test_the_licences_are_listed_and_permissive() -> None:
    page, lock = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("docs/licences.md", "requirements.lock")
    )
    listed = {line.split(" | ")[0].strip("| "): line for line in page.splitlines()}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE):
        _, _, stated, licence, _ = (part.strip() for part in listed[name].split("|"))
        assert stated == version
        assert PERMISSIVE.search(licence), listed[name]
        assert "GPL" not in licence, listed[name]


def record(**affected: object) -> str:
    entry = {"package": {"ecosystem": "PyPI", "name": "Click"}, **affected}
    return json.dumps({"id": "TEST-1", "summary": "made up", "affected": [entry]})


@pytest.mark.parametrize(
    ("advisory", "code"),
    [
        (record(versions=["8.5.1"]), 1),
        (record(versions=["8.5.0"]), 0),
        (record(ranges=[{"type": "ECOSYSTEM", "events": [{"introduced": "8.0"}]}]), 1),
        (
            record(
                ranges=[{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "8.5.1"}]}]
            ),
            0,
        ),
        (
            record(
                ranges=[
                    {
                        "type": "ECOSYSTEM",
                        "events": [{"introduced": "0"}, {"last_affected": "8.5.1"}],
                    }
                ]
            ),
            1,
        ),
        (record(versions=["8.5.1"]).replace("Click", "clack"), 0),
        (record(versions=["8.5.1"]).replace('"id"', '"withdrawn": "2026-01-01", "id"'), 0),
    ],
)
def test_the_audit_finds_an_advisory_that_concerns_the_lock(
    tmp_path: Path, advisory: str, code: int
) -> None:
    (tmp_path / "lock").write_text("click==8.5.1 \\\n    --hash=sha256:00\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("TEST-1.json", advisory)
    command = [sys.executable, str(ROOT / "docs" / "audit.py"), "all.zip", "lock"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("click 8.5.1: TEST-1 made up" in done.stdout) == bool(code)


def test_an_audit_without_advisories_is_no_clean_bill(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "audit.py"), str(tmp_path)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
