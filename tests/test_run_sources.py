"""Which files of the given paths are reports, and what each is called."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from conftest import Pipeline

from pipeline.cli.running import event_to_line
from pipeline.errors import UsageError
from pipeline.run.notes import named
from pipeline.run.sources import LONGEST_NAME, Sources, paths_to_sources
from pipeline.run.whole import Event


def touch(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return root


def ids(sources: Sources) -> list[str]:
    return [f.report_id for f in sources.files]


def test_report_ids(tmp_path: Path) -> None:
    raw = touch(
        tmp_path / "raw",
        "2024.pdf",
        "seoul/2024.txt",
        "_draft.pdf",
        "a/_b.txt",
        unicodedata.normalize("NFD", "서울.txt"),
    )
    assert ids(paths_to_sources([raw], ())) == [
        "2024.pdf",
        "a___b.txt",
        "seoul__2024.txt",
        "x_draft.pdf",
        "서울.txt",
    ]


def test_a_file_given_as_path_is_called_by_its_name(tmp_path: Path) -> None:
    raw = touch(tmp_path, "seoul/2024.txt", ".hidden.txt")
    sources = paths_to_sources([raw / "seoul" / "2024.txt", raw / ".hidden.txt"], ())
    assert ids(sources) == ["2024.txt", "x.hidden.txt"]
    assert not sources.whole


def test_hidden_files_and_a_persons_words_are_passed_over_without_a_word(tmp_path: Path) -> None:
    names = (
        ".git/config",
        ".hidden.pdf",
        "accepted.toml",
        "expected.toml",
        "a.pdf.corrections.toml",
        "sub/accepted.toml",
        "a.pdf",
    )
    sources = paths_to_sources([touch(tmp_path, *names)], ())
    assert ids(sources) == ["a.pdf"]
    assert not sources.skipped


def test_a_persons_words_are_refused_as_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"accepted\.toml is no report"):
        paths_to_sources([touch(tmp_path, "accepted.toml") / "accepted.toml"], ())


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no"):
        paths_to_sources([tmp_path / "nix.pdf"], ())


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No report in"):
        paths_to_sources([touch(tmp_path, "accepted.toml", ".gitkeep")], ())


@pytest.mark.parametrize("names", [("a/b.pdf", "a__b.pdf"), ("x_a.pdf", "_a.pdf")])
def test_two_files_with_one_id(tmp_path: Path, names: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="both be published as"):
        paths_to_sources([touch(tmp_path, *names)], ())


def test_two_spellings_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="both be published as"):
        paths_to_sources(
            [
                touch(
                    tmp_path,
                    unicodedata.normalize("NFD", "가.txt"),
                    unicodedata.normalize("NFC", "가.txt"),
                )
            ],
            (),
        )


def test_one_file_named_twice_is_one(tmp_path: Path) -> None:
    raw = touch(tmp_path, "a.pdf")
    assert ids(paths_to_sources([raw, raw / "a.pdf"], ())) == ["a.pdf"]


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    raw, secret = touch(tmp_path / "raw", "a.pdf", "sub/b.pdf"), touch(tmp_path / "secret", "s.pdf")
    (raw / "out.pdf").symlink_to(secret / "s.pdf")
    (raw / "folder").symlink_to(secret)
    (raw / "nowhere.pdf").symlink_to(tmp_path / "nix")
    (raw / "loop").symlink_to(raw)
    (raw / "inside.pdf").symlink_to(raw / "a.pdf")
    sources = paths_to_sources([raw], ())
    assert ids(sources) == ["a.pdf", "inside.pdf", "sub__b.pdf"]
    assert [shown for shown, _ in sources.skipped] == ["folder", "loop", "nowhere.pdf", "out.pdf"]


def test_a_folder_named_like_a_report_and_a_pipe(tmp_path: Path) -> None:
    raw = touch(tmp_path, "x.pdf/inner.txt")
    os.mkfifo(raw / "pipe.pdf")
    sources = paths_to_sources([raw], ())
    assert ids(sources) == ["x.pdf__inner.txt"]
    assert [shown for shown, _ in sources.skipped] == ["pipe.pdf"]


def test_the_output_is_not_read_as_input(tmp_path: Path) -> None:
    touch(tmp_path, "a.pdf", "extracted/datapackage.json", "extracted.partial/a/x.parquet")
    assert ids(
        paths_to_sources([tmp_path], (tmp_path / "extracted", tmp_path / "extracted.partial"))
    ) == ["a.pdf"]


def test_names_with_control_characters_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a\nb.txt").write_text("x", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("x", encoding="utf-8")
    assert ids(paths_to_sources([tmp_path], ())) == ["a\nb.txt", "\ufffd.txt"]


def test_a_name_too_long_costs_that_file_alone(tmp_path: Path) -> None:
    sources = paths_to_sources([touch(tmp_path, "a.pdf", f"{'가' * 60}/{'나' * 60}.pdf")], ())
    assert ids(sources) == ["a.pdf"]
    assert "too long" in sources.refused[0][1]


def test_corrections_of_a_file_that_is_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "2023.pdf.corrections.toml").write_text("", encoding="utf-8")
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    (tmp_path / "a.txt.corrections.toml").write_text("", encoding="utf-8")
    assert [shown for shown, _ in paths_to_sources([tmp_path], ()).skipped] == [
        "2023.pdf.corrections.toml"
    ]


@pytest.mark.parametrize("length", [230, 239, 243, 247, 248, 255])
def test_a_long_name_is_published_or_costs_its_file_alone(
    pipeline: Pipeline, tmp_path: Path, length: int
) -> None:
    name = "가" * ((length - 4) // 3)
    name += "a" * (length - 4 - len(name.encode())) + ".txt"
    assert len(name.encode()) == length
    raw = tmp_path / "raw"
    raw.mkdir()
    for file in (name, "b.txt"):
        (raw / file).write_text("2024년 실적\n○ 교육 3회\n", encoding="utf-8")
    done = pipeline("run")
    published = [p.name for p in (tmp_path / "extracted" / "manifest").iterdir()]
    assert "b.txt.json" in published
    if length <= LONGEST_NAME:
        assert (done.returncode, len(published)) == (0, 2)
    else:
        assert (done.returncode, len(published)) == (5, 1)
        assert "too long" in done.stdout
    assert pipeline("run").returncode == done.returncode


def test_no_name_of_a_copy_reaches_the_terminal_as_it_is() -> None:
    others = named(["a\x1b]0;owned\x07.pdf", "b\n.pdf", "c\u202e.pdf", "d.pdf", "e.pdf", "f.pdf"])
    assert others.isprintable()
    assert others.endswith(" … +1")
    event = Event("duplicate", "2024.pdf", None, "the same report as a\x1b[31m.pdf")
    assert event_to_line(event).isprintable()


def test_a_readme_is_no_report_and_nothing_is_said_of_it(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    """The repository has one in raw/ and one in extracted/."""
    text = "2024년 사업 실적\n\n○ 교육 14회, 351명 참여\n"
    for name in ("raw/README.md", "raw/a.txt", "raw/seoul/readme.txt", "extracted/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 0
    assert "readme" not in (done.stdout + done.stderr).casefold()
    assert "1 report: " in done.stdout
    assert (tmp_path / "extracted" / "README.md").read_text(encoding="utf-8") == text
    assert pipeline("check").returncode == 0
    assert pipeline("run", "raw/README.md").returncode == 2
    (tmp_path / "raw" / "a.txt").unlink()
    assert pipeline("prune").returncode == 0
    assert (pipeline("run").returncode, pipeline("run", "raw/seoul").returncode) == (2, 2)
    touch(tmp_path / "other", "README.md", "notes.md")
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    assert pipeline("run", "--out", "other").returncode == 2, "somebody else's folder all the same"
    assert pipeline("run", "--out", "extracted").returncode == 0
