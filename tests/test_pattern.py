"""Patterns are compiled at their first use: what an import would have told is told here."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
import regex

import pipeline
from pipeline.pattern import lazy_pattern

MODULES = sorted(
    m.name
    for m in pkgutil.walk_packages(pipeline.__path__, "pipeline.")
    if not m.name.endswith("__main__")
)


def test_every_pattern_can_be_compiled() -> None:
    found = 0
    for module in map(importlib.import_module, MODULES):
        for name, value in vars(module).items():
            if type(value).__name__ == "lazy_pattern":
                found += 1
                assert value.pattern, f"{module.__name__}.{name}"
    assert found > 100


def test_a_wrong_pattern_is_told_at_its_first_use() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(regex.error):
        wrong.search("")


def test_no_lazy_pattern_is_given_to_re() -> None:
    """`re.search(NAME, text)` passes the type checker and fails when run: `NAME.search(text)`."""
    for path in Path(pipeline.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"^([A-Z_]+) = lazy_pattern\(", text, flags=re.MULTILINE):
            assert not re.search(rf"\bre\.\w+\({name}\b", text), f"{path.name}: {name}"
