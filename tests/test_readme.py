"""What the documentation says is what the program does: commands are run, made parts are compared."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from conftest import run_in

from pipeline.cli.app import help_text
from pipeline.cli.app import main as command
from pipeline.lexicon import words
from pipeline.publish.dictionary import dictionary_to_markdown, tables_to_markdown
from pipeline.publish.vocabulary_page import vocabulary_to_markdown
from pipeline.run.outcome import EXIT_OF

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KOREAN = (ROOT / "README.ko.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_commands_of_the_readme_print_what_it_shows(
    refresh: ModuleType, tmp_path: Path
) -> None:
    refresh.copy_project(tmp_path)
    assert refresh.refreshed(README, tmp_path) == README, "run: python docs/refresh.py"
    assert "python3 run.py" in refresh.commands_of(README)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample in raw/, read."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "2024.pdf", folder / "raw")
    run_in(folder, "-m", "pipeline", "run")
    return folder


def test_the_recipe_for_sums_gives_what_methodology_says(sample: Path) -> None:
    """Every achievement line of the sample was added up by hand: 25 figures of courses, 16 of
    sessions.
    """
    text = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    printed = run_in(sample, "-c", recipe + "print(sums.to_dict())")
    assert "('2024.pdf', 'courses', '개', nan): 1556.0" in printed
    assert "('2024.pdf', 'sessions', '회', nan): 5392.0" in printed
    assert "1,556 courses" in text
    assert "5,392 sessions" in text
    assert "('2024.pdf', 'participants', '명', nan): " in printed
    assert "('2024.pdf', 'places', '개소', nan): " in printed
    assert "'budget'" not in printed  # no programme of the sample states its budget


def test_the_correction_of_the_readme_is_applied(sample: Path) -> None:
    (example,) = re.findall(r"\n( +sha256 = .*?\n)\n", README, re.DOTALL)
    (sample / "raw" / "2024.pdf.corrections.toml").write_text(
        "\n".join(x.strip() for x in example.splitlines()), encoding="utf-8"
    )
    assert "not applied" not in run_in(sample, "-m", "pipeline", "run")
    assert "420명 참여" in run_in(sample, "-m", "pipeline", "show", "2024.pdf")


def test_every_command_is_shown() -> None:
    for name in command.commands:
        assert re.search(rf"pipeline {name}\b", README), name
        assert re.search(rf"\n\| `{name}\b", KOREAN), name


@pytest.mark.parametrize("page", ["README.md", "README.ko.md"])
def test_every_exit_code_is_explained(page: str) -> None:
    for code in {0, 1, 2, *EXIT_OF.values()}:
        assert f"\n| {code} | " in (ROOT / page).read_text(encoding="utf-8")


def test_made_pages_are_up_to_date() -> None:
    assert (ROOT / "docs" / "data_dictionary.md").read_text(
        encoding="utf-8"
    ) == dictionary_to_markdown(), "run: python docs/refresh.py"
    assert (ROOT / "docs" / "vocabulary.md").read_text(
        encoding="utf-8"
    ) == vocabulary_to_markdown(), "run: python docs/refresh.py"
    assert (ROOT / "pipeline" / "cli" / "help.txt").read_text(encoding="utf-8") == help_text(), (
        "run: python docs/refresh.py"
    )
    assert tables_to_markdown() in README


def test_every_linked_page_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README + KOREAN):
        assert (ROOT / target).is_file(), target


def test_the_second_command_is_what_ci_runs() -> None:
    assert "\n    python3 check.py\n" in README
    assert "python3 check.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)
    assert text.count("--hash=sha256:") >= len(pinned) > 10


def test_starters_need_python_alone() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import run, check"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_measure_code_is_in_the_dictionary_with_what_gives_it() -> None:
    section = dictionary_to_markdown().partition("## Measure codes")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))
    assert set(rows) == {entry["code"] for entry in words("measures")["code"]}
    assert all(rows.values())
    assert rows["satisfaction"] == "만족"
