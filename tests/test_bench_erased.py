"""The rule-erased bench: its scores on tables made by hand, its halves, and the erasing itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import erased
from erased import Cell

from pipeline.model import Page

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "pdf"
RULED = FIXTURES / "2025-haneul-weasyprint-ruled.pdf"


def grid(*rows: str) -> erased.Table:
    """A table from rows of words."""
    return [
        Cell(r, r, c, c, word) for r, row in enumerate(rows) for c, word in enumerate(row.split())
    ]


TRUE = grid("구분 계획 실적", "가 1 2", "나 3 4")


def test_equal_tables_score_one() -> None:
    read = erased.tables_to_read([TRUE])
    assert erased.score(read.cells, read.cells) == (1, 1, 1)
    assert erased.score(read.relations, read.relations) == (1, 1, 1)


def test_a_lost_cell_scores_below_one_in_recall_alone() -> None:
    true = erased.tables_to_read([TRUE])
    found = erased.tables_to_read([[c for c in TRUE if c.text != "4"]])
    cells = erased.score(found.cells, true.cells)
    assert cells.p == 1
    assert cells.r == pytest.approx(8 / 9)
    assert erased.score(found.relations, true.relations).r == pytest.approx(10 / 12)


def test_two_cells_in_one_cost_precision_too() -> None:
    true = erased.tables_to_read([TRUE])
    merged = [c for c in TRUE if c.text not in ("3", "4")] + [Cell(2, 2, 1, 2, "34")]
    assert erased.score(erased.tables_to_read([merged]).cells, true.cells).p == pytest.approx(7 / 8)


def test_a_frame_is_no_table_to_be_found() -> None:
    assert not erased.tables_to_read([grid("글", "글", "글"), grid("가 나", "다 라")]).cells
    assert not erased.tables_to_read([[]]).cells


def test_a_cell_over_two_rows_meets_its_neighbours_in_both() -> None:
    tall = [Cell(0, 1, 0, 0, "가"), Cell(0, 0, 1, 1, "나"), Cell(1, 1, 1, 1, "다")]
    assert set(erased.relations(tall)) == {
        ("가", "나", "right"),
        ("가", "다", "right"),
        ("나", "다", "below"),
    }


def test_the_halves_share_no_file_and_are_of_one_size() -> None:
    learning, judging = erased.half_to_names("learning"), erased.half_to_names("judging")
    assert not set(learning) & set(judging)
    assert abs(len(learning) - len(judging)) <= 1
    assert erased.names_to_halves(learning + judging) == (learning, judging)


def test_rules_are_erased_all_or_upright_alone_and_no_letter_is() -> None:
    document = erased.read_first_pages(RULED, 3)
    level, bare = (erased.document_to_erased(document, what) for what in ("upright", "all"))

    def rules(page: Page) -> tuple[int, int]:
        upright = page.rulings.bottom - page.rulings.top > page.rulings.x1 - page.rulings.x0
        return int(upright.sum()), int((~upright).sum())

    for whole, some, none in zip(document.pages, level.pages, bare.pages, strict=True):
        assert rules(some) == (0, rules(whole)[1])
        assert rules(none) == (0, 0)
        assert whole.glyphs is some.glyphs is none.glyphs
    assert any(min(rules(page)) > 0 for page in document.pages)


def test_a_file_is_measured_against_itself() -> None:
    outcome = erased.pdf_to_outcome(RULED, "all", 3)
    assert outcome.true is not None
    assert outcome.found is not None
    assert 0 < erased.score(outcome.found.cells, outcome.true.cells).f1 <= 1
    assert "1 files" in erased.pooled([outcome], "one")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    outcome = erased.pdf_to_outcome(tmp_path / "a.pdf", "all", 1)
    assert erased.outcome_to_line(outcome) == "a.pdf: not read: PdfiumError"
