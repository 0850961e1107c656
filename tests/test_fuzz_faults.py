"""Made lines and pages meet no fault (tests/fuzz/fuzz_faults.py; 2,000 seeds by command).

SILJEOK_FAULT_SEEDS sets how many are made (150 here).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

import fuzz_faults

SEEDS = int(os.environ.get("SILJEOK_FAULT_SEEDS", "150"))

pytestmark = pytest.mark.fuzz


def test_no_made_document_meets_a_fault() -> None:
    assert list(fuzz_faults.faulty_seeds(0, SEEDS)) == []


def test_a_seed_is_one_document() -> None:
    one, two = fuzz_faults.seed_to_document(7), fuzz_faults.seed_to_document(7)
    assert one.text_lines == two.text_lines
    assert one.text_lines != fuzz_faults.seed_to_document(9).text_lines


def test_a_fault_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    import pipeline.outline.report as module

    def failing(blocks: object) -> None:
        raise LookupError(blocks is None)

    monkeypatch.setattr(module, "read_cards", failing)
    assert [seed for seed, _ in fuzz_faults.faulty_seeds(0, 2)] == [0, 1]
