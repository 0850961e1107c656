"""The code's shape: complexity at most 10, lines at most 100 characters; exceptions only get fewer.

python tests/test_style.py      writes tests/style.toml anew, never with a new or a larger entry
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXCEPTIONS = Path(__file__).with_name("style.toml")
MOST, WIDEST = 10, 100
BRANCHES = (
    ast.If,
    ast.For,
    ast.While,
    ast.IfExp,
    ast.ExceptHandler,
    ast.comprehension,
    ast.Assert,
    ast.Match,
)


def complexity(function: ast.AST) -> int:
    """Branches, loops, conditions of comprehensions and parts of `and`/`or`, and one.

    >>> complexity(ast.parse("def f(x): return 1 if x and x > 2 else 3"))
    3
    """
    more = 0
    for node in ast.walk(function):
        more += isinstance(node, BRANCHES)
        more += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        more += len(node.ifs) if isinstance(node, ast.comprehension) else 0
    return 1 + more


def knots(source: str, name: str) -> Iterator[tuple[str, int]]:
    """Functions of a module over the limit, by module and name; the worst of one name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (found := complexity(node)) > MOST:
            yield f"{name}:{node.name}", found


def measured() -> dict[str, dict[str, int]]:
    """What stands over the limits now: functions with their complexity, modules with their wide
    lines."""
    found: dict[str, int] = {}
    wide: dict[str, int] = {}
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        name, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for key, value in knots(source, name):
            found[key] = max(value, found.get(key, 0))
        if lines := sum(len(line) > WIDEST for line in source.splitlines()):
            wide[name] = lines
    return {"complexity": found, "wide_lines": wide}


def allowed() -> dict[str, dict[str, int]]:
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))


def over(now: dict[str, dict[str, int]]) -> list[str]:
    """What is over its limit, and over what it was let have."""
    known = allowed()
    return [
        f"{kind} {name}: {value}, at most {known[kind].get(name, MOST if kind == 'complexity' else 0)}"
        for kind, entries in now.items()
        for name, value in entries.items()
        if value > known[kind].get(name, 0)
    ]


def test_no_function_is_more_complex_and_no_line_wider_than_let() -> None:
    assert over(measured()) == []


def test_exceptions_that_are_no_longer_needed_are_gone() -> None:
    now = measured()
    left = [
        f"{kind} {name}: {value} is let, {now[kind].get(name, 0)} is there"
        for kind, entries in allowed().items()
        for name, value in entries.items()
        if now[kind].get(name, 0) < value
    ]
    assert left == [], "python tests/test_style.py takes them away"


def write() -> None:
    """The exceptions as they are now; refused where one is new or has grown."""
    now = measured()
    if EXCEPTIONS.exists() and (worse := over(now)):
        sys.exit("\n".join(worse))
    lines = ["# Made by tests/test_style.py. Entries only become fewer and smaller.\n"]
    for kind, entries in now.items():
        lines += [f"\n[{kind}]\n", *(f'"{name}" = {entries[name]}\n' for name in sorted(entries))]
    EXCEPTIONS.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write()
