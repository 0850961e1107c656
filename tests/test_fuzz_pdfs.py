"""Some dozens of broken PDFs through the whole run; thousands by tests/bench/mutate_pdfs.py.

SILJEOK_MUTANTS sets how many (40 here).
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import mutate_pdfs

FOLDER = Path(__file__).parents[1] / "fixtures" / "pdf"
SOURCES = [FOLDER / "2025-haneul-weasyprint-ruled.pdf", FOLDER / "2025-nuri-typst-no-rules.pdf"]
MUTANTS = int(os.environ.get("SILJEOK_MUTANTS", "40"))
LIMITS = ["--workers", "2", "--timeout", "20", "--memory", "1024"]


def test_no_broken_file_is_lost_and_none_ends_the_run() -> None:
    tally = mutate_pdfs.Tally()
    chosen = random.Random(11).sample(list(mutate_pdfs.mutants(SOURCES, 1000, 1)), MUTANTS)
    mutate_pdfs.run_all(chosen, SOURCES, MUTANTS, LIMITS, tally)
    assert (tally.files, tally.lost, tally.bad_runs) == (MUTANTS, [], [])
    assert {"cut", "flip"} <= {how for how, _ in tally.status}


def test_a_lost_file_would_be_noticed(tmp_path: Path) -> None:
    tally = mutate_pdfs.Tally()
    mutate_pdfs.count_batch(["00000-cut07-x.pdf"], tmp_path, {}, tally)
    assert tally.lost == ["00000-cut07-x.pdf"]


def test_the_same_seed_breaks_the_same_bytes() -> None:
    one, two = (list(mutate_pdfs.mutants(SOURCES[:1], 150, 3)) for _ in range(2))
    assert one == two
    assert len({name for name, _ in one}) == 150
