"""The bench that moves thresholds, on a package of two constants of which a test holds one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import thresholds

MODULE = '''"""A toy."""
WIDE, LOOSE = 10, 0.5  # 열

def is_wide(x: float) -> bool:
    """
    >>> is_wide(11), is_wide(9)
    (True, False)
    """
    return x > WIDE

def is_loose(x: float) -> bool:
    return x > LOOSE
'''
TEST = """from pipeline.layout.toy import is_loose

def test_far_off():
    assert is_loose(9) and not is_loose(-9)
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    (tmp_path / "pipeline" / "layout").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    for package in ("pipeline", "pipeline/layout"):
        (tmp_path / package / "__init__.py").write_text("")
    (tmp_path / "pipeline" / "layout" / "toy.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "tests" / "test_layout_toy.py").write_text(TEST)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\naddopts = "--doctest-modules"\n'
    )
    return tmp_path


def test_a_constant_that_no_test_holds_is_found(toy: Path) -> None:
    found = thresholds.tree_to_thresholds(toy)
    assert [(t.name, t.value) for t in found] == [("WIDE", 10), ("LOOSE", 0.5)]
    wide, loose = thresholds.thresholds_to_verdicts(toy, found, jobs=2)
    assert wide.unnoticed == []
    assert loose.unnoticed == ["up", "down"]
    assert "is_wide" in str(wide.noticed["up"])
    assert thresholds.summary([wide, loose]).endswith(
        "1 noticed both ways, 0 one way only, 1 not at all"
    )
    assert "LOOSE = 0.5; up to 0.75: NOT NOTICED" in thresholds.verdict_to_line(loose)
    assert (toy / "pipeline" / "layout" / "toy.py").read_text(encoding="utf-8") == MODULE


def test_a_tree_whose_tests_fail_as_they_are_is_refused(toy: Path) -> None:
    (toy / "tests" / "test_layout_toy.py").write_text("def test_no():\n    assert False\n")
    with pytest.raises(RuntimeError, match="test_no"):
        next(thresholds.thresholds_to_verdicts(toy, thresholds.tree_to_thresholds(toy), jobs=1))


@pytest.mark.parametrize("value", ["1", "-1", "2", "3", "0.3", "1 << 20", "Decimal('0.5')", "-2.5"])
def test_a_moved_number_is_another_number(value: str) -> None:
    source = f"A = '가'; HALF: float = {value}  # 반\n"
    (one,) = thresholds.source_to_thresholds(source, "m")
    for way in thresholds.MOVES:
        again = thresholds.rewritten(source, one, thresholds.moved(one, way))
        assert again.startswith("A = '가'; HALF: float = ")
        assert again.endswith("  # 반\n")
        number = thresholds._number(thresholds.ast.parse(thresholds.moved(one, way)).body[0].value)
        assert number is not None
        assert (number[0] != one.value, number[1]) == (True, one.kind)


def test_every_threshold_of_the_package_can_be_moved() -> None:
    found = thresholds.tree_to_thresholds(thresholds.ROOT)
    assert len(found) > 100
    for one in found:
        source = (thresholds.ROOT / one.module).read_text(encoding="utf-8")
        again = thresholds.rewritten(source, one, thresholds.moved(one, "up"))
        compile(again, one.module, "exec")
        assert again != source
