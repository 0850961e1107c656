"""What the tests share: the command as a user runs it, real reports where they are, a small
extraction made by hand.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import model as m

# what the command prints is asserted in English; a test of Korean says so
os.environ["LANG"] = "C.UTF-8"
for name in ("LC_ALL", "LC_MESSAGES"):
    os.environ.pop(name, None)

Pipeline = Callable[..., subprocess.CompletedProcess[str]]


# what a file's name says of all its tests; what a test's fixtures say of it alone
FILE_MARKS = {
    "test_fuzz": "fuzz",
    "test_hostile": "hostile",
    "test_network": "process",
    "test_readme": "process",
    "test_run_disk": "process",
    "test_run_faults": "process",
    "test_run_lock": "process",
    "test_run_trust": "process",
}
FIXTURE_MARKS = {"reports": "slow", "pipeline": "process"}
# files whose tests share a run or a read report: each stays on one core
GROUPED = ("test_cases_", "test_hostile_pdfs", "test_rows")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks of the tests that `pytest` alone leaves out, put on before it chooses."""
    for item in items:
        marks = [mark for name, mark in FILE_MARKS.items() if item.path.name.startswith(name)]
        wanted = getattr(item, "fixturenames", ())
        marks += [mark for name, mark in FIXTURE_MARKS.items() if name in wanted]
        for mark in marks:
            item.add_marker(mark)
        if item.path.name.startswith(GROUPED):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def reports() -> Path:
    """The folder of real reports; without it the test has nothing to read."""
    folder = os.environ.get("SILJEOK_REPORTS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("SILJEOK_REPORTS names no folder of real reports")
    return Path(folder)


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    """The command line in a process of its own, in `tmp_path`."""

    def run(
        *arguments: object, env: dict[str, str] | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=os.environ | (env or {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
        )

    return run


def run_in(folder: Path, *arguments: str) -> str:
    """What Python prints that runs in a folder, this project's own packages first."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def printed(text: str, number: int = 1, page: int | None = None) -> m.Printed:
    """A text that was printed on one line."""
    line = m.Line(number, page, text)
    return m.Printed(text, (m.Run(0, line, 0, len(text)),))


@pytest.fixture
def extraction() -> m.Extraction:
    """A report of one programme with a figure, a date, a check, a table and a problem: at least one
    row in every table.
    """
    title, text = printed("열린 배움", 3), printed("’24.6월 교육 1,234명", 4)
    where = m.Place(1, 4, 4, m.Box(10.004, 20, 100.126, 30))
    programme = m.Programme(
        "1.1.1",
        1,
        1,
        "1.",
        title,
        (m.Achievement(1, 1, "○", text, where),),
        where,
        own_cells=((1, 1, 0),),
    )
    table = m.Table(
        1,
        2,
        1,
        (m.Cell(0, 0), m.Cell(1, 0, paragraphs=(title,), place=where)),
        1,
        (m.Part(1, None), m.Part(2, None)),
    )
    inside = m.Container("achievement", "detail", text, "1.1.1", 1)
    quantity = m.Quantity(
        "t.txt#q1",
        inside,
        10,
        16,
        "1,234명",
        Decimal("1234"),
        "명",
        None,
        Decimal("1234"),
        Decimal("1234"),
        1,
        0,
        "count",
        "plain",
        "printed",
    )
    check = m.Check(
        "t.txt#c1",
        "ratio",
        "1.1.1",
        "1,234명",
        "t.txt#q1",
        Decimal("0.1"),
        "명",
        Decimal("0.1"),
        None,
        None,
        Decimal(0),
        "agrees",
        ("t.txt#q0",),
        "report",
        "같습니다",
        "equal",
    )
    area = m.Area(1, "Ⅰ", printed("배움"), 1, (m.Group(1, "1", printed("나눔"), (programme,)),))
    line = text.runs[0].line
    report = m.Report(
        "2024년 실적",
        2024,
        "시",
        None,
        (area,),
        (m.Paragraph(title, where),),
        (table,),
        (m.Mark(line, 0, 5, "achievement", "1.1.1"),),
    )
    return m.Extraction(
        m.Source("t.txt", "t.txt", "0" * 64, 10, "text/plain", "utf-8"),
        "read",
        2,
        report,
        (m.LinePiece(line, 1, text.text, "achievement", "1.1.1"),),
        (quantity,),
        (m.LeftOut(inside, 0, 6, "’24.6월", "date"),),
        (check,),
        (m.Problem("no_year", where),),
    )
