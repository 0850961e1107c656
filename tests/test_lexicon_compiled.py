"""The compiled lexicon says what its sources say, is made anew where they change, and is written
nowhere but in a checkout.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.lexicon import compiled, make, sources
from pipeline.pattern import compile_anew

ROOT = Path(pipeline.__file__).resolve().parents[1]
ASK = (
    "from pipeline.lexicon import compiled, having; print(compiled.is_current(), having('gender'))"
)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    path = tmp_path_factory.mktemp("lexicon") / "compiled.bin"
    make.make(str(path))
    found: dict[str, object] = pickle.loads(path.read_bytes()[compiled.DIGEST :])
    return found


def copy_of_package(folder: Path, *, checkout: bool) -> Path:
    shutil.copytree(
        ROOT / "pipeline",
        folder / "pipeline",
        ignore=shutil.ignore_patterns("__pycache__", "compiled.bin"),
    )
    if checkout:
        (folder / "pyproject.toml").touch()
    return folder / "pipeline" / "lexicon" / "compiled.bin"


def run(folder: Path, code: str) -> str:
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_it_says_what_the_sources_say(content: dict[str, object]) -> None:
    made = pickle.loads(content["vocabulary"])  # type: ignore[arg-type]
    assert made == sources.entries_to_vocabulary(sources.read_vocabulary())
    for name, kept in content["data"].items():  # type: ignore[attr-defined]
        assert pickle.loads(kept) == sources.read(name), name


def test_its_patterns_are_those_that_would_be_compiled(content: dict[str, object]) -> None:
    patterns: dict[tuple[str, int], bytes] = content["patterns"]  # type: ignore[assignment]
    assert len(patterns) > 200
    for (source, flags), kept in patterns.items():
        one, other = pickle.loads(kept), compile_anew(source, flags)
        assert (one.pattern, one.flags, one.named_lists) == (
            other.pattern,
            other.flags,
            other.named_lists,
        )


@pytest.mark.process
def test_a_checkout_makes_it_anew_when_a_word_changes(tmp_path: Path) -> None:
    file = copy_of_package(tmp_path, checkout=True)
    refresh = "from pipeline.lexicon import compiled; compiled.refresh()"
    run(tmp_path, refresh)
    assert run(tmp_path, ASK).startswith("True")
    words = file.with_name("vocabulary.toml")
    words.write_text(words.read_text("utf-8").replace('["남성"]', '["남성분"]'), "utf-8")
    assert run(tmp_path, ASK).startswith("False ('남성분'"), "the sources are read where it is old"
    run(tmp_path, refresh)
    assert run(tmp_path, ASK).startswith("True ('남성분'")


@pytest.mark.process
def test_nothing_is_written_beside_an_installed_package(tmp_path: Path) -> None:
    file = copy_of_package(tmp_path, checkout=False)
    run(tmp_path, "from pipeline.lexicon import compiled; compiled.refresh()")
    assert not file.exists()
    assert run(tmp_path, ASK).startswith("False ('남성'")


@pytest.mark.process
@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"not a pickle",
        pickle.dumps({"form": 0}),
        compiled.body_hash(pickle.dumps({"form": 0})) + pickle.dumps({"form": 0}),
    ],
)
def test_a_damaged_one_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    copy_of_package(tmp_path, checkout=False).write_bytes(damage)
    assert run(tmp_path, ASK).startswith("False ('남성'")


def test_a_file_with_one_bit_turned_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "compiled.bin"
    make.make(str(path))
    whole = path.read_bytes()
    monkeypatch.setattr(compiled, "FILE", str(path))
    for at in (0, compiled.DIGEST, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert compiled._loaded.__wrapped__() is None, at
    path.write_bytes(whole)
    assert compiled._loaded.__wrapped__() is not None


def test_a_file_of_another_regex_gives_no_patterns(
    content: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_loaded", lambda: content | {"regex": "0"})
    compiled.patterns.cache_clear()
    try:
        assert compiled.patterns() == {}
    finally:
        compiled.patterns.cache_clear()
