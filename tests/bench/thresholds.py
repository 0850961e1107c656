"""Which thresholds does no test hold? Every named number of the package is moved by half, up and
down, one at a time, and the tests are run on it.

    python tests/bench/thresholds.py [--only MODULE] [--limit N --seed S] [--jobs N]
                                     [--near] [--with-reports] [--list]

A threshold is a constant in UPPER_CASE at the top of a module that is bound to a number (int, float,
Decimal, or arithmetic on literals). A whole number moves by at least one. The tests run on a copy of
the tree: first those of the stage with the module's own doctests, then, if none fails, all quick
ones. A mutant that runs on for TIMEOUT seconds is noticed. Not in CI: a mutant that nothing notices
costs a run of all quick tests. `--only`: modules whose path contains it; `--limit`: so many
thresholds, drawn with `--seed`; `--near`: the tests of the stage alone, a quick first look that finds
too many; `--list`: names them and runs nothing. A threshold that is listed
wants a test with a document on either side of it, or to go.
"""

from __future__ import annotations

import argparse
import ast
import os
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "pipeline"
MOVES = {"up": Fraction(3, 2), "down": Fraction(1, 2)}
TIMEOUT = 900  # seconds; all quick tests take two minutes on two idle cores
# What a copy of the tree is without.
NOT_COPIED = (".git", ".venv", "__pycache__", ".*_cache", "extracted", "dist", ".hypothesis")
# Tests of other things than what is read: shape of the code, locks, what is printed in the README,
# disks, processes and networks, and the random ones, which are slow.
NOT_ASKED = (
    *("test_style.py", "test_supply_chain.py", "test_readme.py", "test_network.py"),
    *("test_fuzz_*.py", "test_hostile_*.py", "test_run_*.py", "test_bench_*.py", "test_cli.py"),
)
MARKS_NOT_ASKED = ("slow", "process", "fuzz", "hostile")
# The tests of a stage, by the names of their files.
OF_STAGE = {
    "read": ("test_read_*.py", "test_layout_lines.py"),
    "layout": ("test_layout_*.py", "test_flattened*.py"),
    "outline": ("test_outline*.py", "test_rows.py"),
    "quantify": ("test_quantify_*.py", "test_claims_*.py"),
    "reconcile": ("test_reconcile*.py", "test_claims_*.py"),
    "publish": ("test_publish_*.py",),
}
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.LShift)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A named number: its module (below the root, with "/"), its name, its value as written, and
    where that stands (line from 1, bytes of the line from 0).
    """

    module: str
    name: str
    written: str
    value: Fraction
    kind: str
    line: int
    start: int
    end_line: int
    end: int


@dataclass(slots=True)
class Verdict:
    """What became of a threshold moved each way: the test that noticed, None if none did."""

    threshold: Threshold
    noticed: dict[str, str | None] = field(default_factory=dict)

    @property
    def unnoticed(self) -> list[str]:
        return [way for way, by in self.noticed.items() if by is None]


# -- finding --------------------------------------------------------------------------------------


def source_to_thresholds(source: str, module: str) -> Iterator[Threshold]:
    """The named numbers of a module; zero is none, half of it is itself.

    >>> [(t.name, t.written, t.kind) for t in source_to_thresholds(
    ...     "GAP, NAME = 0.3, 'x'\\nMOST: int = 2 * 40\\nNONE = 0\\nR = Decimal('.5')\\nsmall = 3", "m"
    ... )]
    [('GAP', '0.3', 'float'), ('MOST', '2 * 40', 'int'), ('R', "Decimal('.5')", 'Decimal')]
    """
    for statement in ast.parse(source).body:
        for target, value in _bindings(statement):
            if not re.fullmatch(r"_?[A-Z][A-Z0-9_]*", target):
                continue
            number = _number(value)
            if number is not None and number[0] and value.end_lineno and value.end_col_offset:
                written = ast.get_source_segment(source, value) or ""
                place = (value.lineno, value.col_offset, value.end_lineno, value.end_col_offset)
                yield Threshold(module, target, written, *number, *place)


def _bindings(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """(name, expression) of an assignment, `A, B = 1, 2` too."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign) and statement.value:
        targets = [statement.target]
    for target in targets:
        value = statement.value  # type: ignore[attr-defined]
        if isinstance(target, ast.Name):
            yield target.id, value
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            names = [t.id if isinstance(t, ast.Name) else "" for t in target.elts]
            yield from zip(names, value.elts, strict=False)


def _number(value: ast.expr) -> tuple[Fraction, str] | None:
    """The number that an expression is, and its kind."""
    if isinstance(value, ast.Call):
        return _decimal(value)
    if not all(isinstance(node, _ARITHMETIC) for node in ast.walk(value)):
        return None
    found = eval(ast.unparse(value), {"__builtins__": {}})  # literals and operators alone
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return Fraction(found), type(found).__name__


def _decimal(call: ast.Call) -> tuple[Fraction, str] | None:
    if not ast.unparse(call.func).endswith("Decimal") or len(call.args) != 1:
        return None
    number = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
    if isinstance(number, str | int) and Decimal(number).is_finite():
        return Fraction(Decimal(number)), "Decimal"
    return None


_ARITHMETIC = (ast.Constant, ast.UnaryOp, ast.USub, ast.BinOp, *OPERATORS)


def tree_to_thresholds(root: Path, only: str = "") -> list[Threshold]:
    """Every named number of the package below `root`."""
    paths = sorted((root / PACKAGE).rglob("*.py"))
    named = [(path.relative_to(root).as_posix(), path) for path in paths]
    return [
        threshold
        for module, path in named
        if only in module
        for threshold in source_to_thresholds(path.read_text(encoding="utf-8"), module)
    ]


# -- moving ---------------------------------------------------------------------------------------


def moved(threshold: Threshold, way: str) -> str:
    """The number moved by half, as it is written in its place; a whole one by at least one.

    >>> (one,) = source_to_thresholds("MOST = 1", "m")
    >>> moved(one, "up"), moved(one, "down")
    ('2', '0')
    >>> (half,) = source_to_thresholds("SHARE = Decimal('0.5')", "m")
    >>> moved(half, "up")
    "Decimal('0.75')"
    """
    value = threshold.value * MOVES[way]
    if threshold.kind != "int":
        number = repr(float(value))
        return (
            f"{threshold.written.split('(')[0]}('{number}')" if _is_decimal(threshold) else number
        )
    whole = int(value)  # towards zero, so that it is never the number itself going down
    return str(whole if whole != threshold.value else whole + (1 if whole > 0 else -1))


def _is_decimal(threshold: Threshold) -> bool:
    return threshold.kind == "Decimal"


def rewritten(source: str, threshold: Threshold, number: str) -> str:
    """The module with another number in the threshold's place (offsets are bytes of a line)."""
    lines = source.encode().splitlines(keepends=True)
    before = lines[threshold.line - 1][: threshold.start]
    after = lines[threshold.end_line - 1][threshold.end :]
    lines[threshold.line - 1 : threshold.end_line] = [before + number.encode() + after]
    return b"".join(lines).decode()


@contextmanager
def mutant(tree: Path, threshold: Threshold, way: str) -> Iterator[None]:
    """The copy of the tree with one number moved; as it was afterwards."""
    path = tree / threshold.module
    source = path.read_text(encoding="utf-8")
    path.write_text(rewritten(source, threshold, moved(threshold, way)), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(source, encoding="utf-8")


# -- asking the tests -----------------------------------------------------------------------------


def near_tests(tree: Path, module: str) -> list[str]:
    """The module's doctests and the test files of its stage."""
    stage = module.split("/")[1]
    files = {p for glob in OF_STAGE.get(stage, ()) for p in (tree / "tests").glob(glob)}
    return [module, *sorted(f"tests/{path.name}" for path in files)]


def quick_tests(tree: Path) -> list[str]:
    """Every test file that is asked of what no near test noticed."""
    asked = [
        path.name
        for path in sorted((tree / "tests").glob("test_*.py"))
        if not any(path.match(glob) for glob in NOT_ASKED)
    ]
    return [PACKAGE, *(f"tests/{name}" for name in asked)]


def quick_marks(project: str) -> str:
    """What pytest is to select, of the marks that the project knows.

    >>> quick_marks("[tool.pytest.ini_options]\\nmarkers = ['slow: …', 'odd', 'fuzz: …']")
    'not slow and not fuzz'
    """
    known = tomllib.loads(project)["tool"]["pytest"]["ini_options"].get("markers", [])
    names = [mark.partition(":")[0].strip() for mark in known]
    return " and ".join(f"not {name}" for name in names if name in MARKS_NOT_ASKED)


def first_failure(tree: Path, tests: Sequence[str], env: dict[str, str]) -> str | None:
    """The first test that fails, None if all pass; what stops pytest itself is a failure."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["-m", quick_marks((tree / "pyproject.toml").read_text(encoding="utf-8"))]
    try:
        run = subprocess.run(
            [*command, *tests],
            cwd=tree,
            env=env | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        return f"runs on for {TIMEOUT} s"
    if run.returncode in (0, 5):  # 5: no test was collected
        return None
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", run.stdout, re.MULTILINE)
    return failed[1] if failed else f"pytest exit {run.returncode}"


def threshold_to_verdict(
    threshold: Threshold, trees: queue.Queue[Path], env: dict[str, str], near: bool
) -> Verdict:
    """A threshold moved each way in a copy of the tree that nobody else uses meanwhile."""
    tree = trees.get()
    try:
        verdict = Verdict(threshold)
        for way in MOVES:
            with mutant(tree, threshold, way):
                verdict.noticed[way] = first_failure(tree, near_tests(tree, threshold.module), env)
                if verdict.noticed[way] is None and not near:
                    verdict.noticed[way] = first_failure(tree, quick_tests(tree), env)
        return verdict
    finally:
        trees.put(tree)


def copies(root: Path, scratch: Path, count: int) -> queue.Queue[Path]:
    """Copies of the tree, one for each job."""
    trees: queue.Queue[Path] = queue.Queue()
    for number in range(count):
        to = scratch / str(number)
        shutil.copytree(root, to, ignore=shutil.ignore_patterns(*NOT_COPIED))
        trees.put(to)
    return trees


def thresholds_to_verdicts(
    root: Path,
    thresholds: Sequence[Threshold],
    jobs: int,
    near: bool = False,
    with_reports: bool = False,
) -> Iterator[Verdict]:
    """Every threshold's verdict, in their order. Raises RuntimeError if a test fails as it is."""
    env = dict(os.environ)
    if not with_reports:
        env.pop("SILJEOK_REPORTS", None)
    with tempfile.TemporaryDirectory() as scratch:
        trees, first = copies(root, Path(scratch), jobs), Path(scratch) / "0"
        asked = {t for one in thresholds for t in near_tests(first, one.module)}
        if failing := first_failure(first, sorted(asked) if near else quick_tests(first), env):
            raise RuntimeError(f"{failing} fails with no threshold moved")
        ask = partial(threshold_to_verdict, trees=trees, env=env, near=near)
        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(ask, thresholds)


# -- words ----------------------------------------------------------------------------------------


def verdict_to_line(verdict: Verdict) -> str:
    """Where a threshold stands and what noticed it."""
    one = verdict.threshold
    words = (
        f"{way} to {moved(one, way)}: {by or 'NOT NOTICED'}" for way, by in verdict.noticed.items()
    )
    return f"{one.module}:{one.line} {one.name} = {one.written}; {'; '.join(words)}"


def summary(verdicts: Sequence[Verdict]) -> str:
    neither = sum(len(v.unnoticed) == len(MOVES) for v in verdicts)
    one_way = sum(len(v.unnoticed) == 1 for v in verdicts)
    return (
        f"{len(verdicts)} thresholds moved: {len(verdicts) - neither - one_way} noticed both ways, "
        f"{one_way} one way only, {neither} not at all"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", metavar="MODULE")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--near", action="store_true", help="the tests of the stage alone")
    parser.add_argument("--with-reports", action="store_true", help="tests on real reports too")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args(arguments)
    thresholds = tree_to_thresholds(ROOT, given.only)
    print(f"{len(thresholds)} thresholds", flush=True)
    if given.limit is not None:
        chosen = set(random.Random(given.seed).sample(thresholds, given.limit))
        thresholds = [t for t in thresholds if t in chosen]
    if given.list:
        print("\n".join(f"{t.module}:{t.line} {t.name} = {t.written}" for t in thresholds))
        return
    verdicts = []
    how = {"near": given.near, "with_reports": given.with_reports}
    for verdict in thresholds_to_verdicts(ROOT, thresholds, given.jobs, **how):
        verdicts.append(verdict)
        print(verdict_to_line(verdict), flush=True)
    print(summary(verdicts))


if __name__ == "__main__":
    main()
