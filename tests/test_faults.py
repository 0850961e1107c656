"""A fault costs its place, is named, and nothing else is lost: functions of every stage made to fail,
always or for one unit.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.extract import document_to_extraction
from pipeline.faults import Faults, Lost, fault_to_cause
from pipeline.model import Document, Extraction, Page
from pipeline.read import read_document
from pipeline.read.pdfium import NOT_LOADED, lost_page

FIXTURES = Path(__file__).parents[1] / "fixtures"
PDF = FIXTURES / "pdf" / "2024-reportlab-horizontal.pdf"
RULED = FIXTURES / "pdf" / "2024-typst-ruled.pdf"
TEXT = FIXTURES / "text" / "2023-mirae-hand.txt"
STAGES = [
    "pipeline.layout.geometry:page_to_sheet",
    "pipeline.layout.geometry:page_to_turn",
    "pipeline.layout.geometry:sheet_to_blocks",
    "pipeline.layout.geometry:joined_to_tables",
    "pipeline.layout.geometry:sheets_to_columns",
    "pipeline.layout.geometry:blocks_to_evidence",
    "pipeline.layout.geometry:lines_to_captions",
    "pipeline.layout.apart:pages_to_furniture",
    "pipeline.layout.geometry:pages_to_problems",
    "pipeline.layout.grid.read:region_to_read",
    "pipeline.layout.grid.regions:parts_to_edges",
    "pipeline.layout.grid.headers:_header_at",
    "pipeline.layout.tables:glyphs_to_loose",
    "pipeline.layout.joined:append_part",
    "pipeline.layout.running:_paragraph",
    "pipeline.layout.geometry:_in_order",
    "pipeline.layout.flattened.door:lines_to_grids",
    "pipeline.layout.flattened.door:lines_to_items",
    "pipeline.layout.flattened.door:lines_to_evidence",
    "pipeline.layout.flattened.door:lines_to_furniture",
    "pipeline.outline.report:read_tables",
    "pipeline.outline.report:read_tree",
    "pipeline.outline.report:read_cards",
    "pipeline.outline.report:count_areas",
    "pipeline.outline.report:cover_paragraphs",
    "pipeline.outline.report:report_marks",
    "pipeline.outline.report:close_cards",
    "pipeline.outline.containers:programme_containers",
    "pipeline.outline.containers:table_containers",
    "pipeline.outline.containers:front_containers",
    "pipeline.quantify.figures:containers_to_around",
    "pipeline.quantify.figures:container_to_figures",
    "pipeline.quantify.figures:mark_parts",
    "pipeline.quantify.figures:figures_to_problems",
    "pipeline.quantify.claims:tellings",
    "pipeline.quantify.claim_grid:cells_to_grid",
    "pipeline.reconcile.relations:family_to_outcomes",
    "pipeline.reconcile:claim_to_outcome",
    "pipeline.reconcile:outcomes_weighed",
    "pipeline.reconcile:outcomes_to_verdicts",
    "pipeline.reconcile:outcomes_with_crossings",
    "pipeline.reconcile:checks_to_problems",
    "pipeline.reconcile.assemble:outcome_to_check",
    "pipeline.extract:correct_report",
    "pipeline.extract:correct_quantities",
]


@pytest.fixture(scope="module")
def documents() -> tuple[Document, Document]:
    return read_document(PDF, PDF.name), read_document(TEXT, TEXT.name)


def letters(made: Extraction) -> str:
    """All letters but blanks: a table's columns, read as text, have white between them."""
    return "".join(sorted("".join("".join(p.text.split()) for p in made.pieces)))


def named(made: Extraction) -> list[Any]:
    return [p for p in made.problems if p.code == "pipeline_fault"]


@pytest.mark.parametrize("target", STAGES)
def test_whatever_fails_is_named_and_no_letter_is_lost(
    target: str, documents: tuple[Document, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = [document_to_extraction(d) for d in documents]
    module, name = target.split(":")
    calls: list[int] = []

    def failing(*given: Any, **more: Any) -> Any:
        calls.append(1)
        raise LookupError("not there")

    monkeypatch.setattr(importlib.import_module(module), name, failing)
    met = False
    for document, before in zip(documents, sound, strict=True):
        calls.clear()
        made = document_to_extraction(document)
        assert bool(calls) == bool(named(made))
        assert made.status == ("partial" if calls else before.status)
        assert letters(made) == letters(before)
        assert sum(c.verdict == "disagrees" for c in made.checks) <= sum(
            c.verdict == "disagrees" for c in before.checks
        )
        met = met or bool(calls)
    assert met


def failing_at(real: Any, nth: int) -> Any:
    """The function, but its nth call fails."""
    calls: list[int] = []

    def call(*given: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == nth:
            raise LookupError("not there")
        return real(*given, **more)

    return call


def test_a_page_that_fails_is_unread_and_the_others_are_read(
    documents: tuple[Document, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.layout.geometry as module

    monkeypatch.setattr(module, "page_to_sheet", failing_at(module.page_to_sheet, 4))
    made = document_to_extraction(documents[0])
    assert [p.place.page for p in named(made)] == [4]
    assert {p.line.page for p in made.pieces if p.role == "unread"} == {4}
    assert made.report is not None
    assert len(made.report.programmes) > 80


def test_a_join_that_fails_costs_the_join(
    documents: tuple[Document, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.layout.joined as module

    real, pages = module.append_part, []

    def append_part(table: Any, part: Any) -> None:
        if pages and part.page == pages[0]:
            raise LookupError("not there")
        real(table, part)

    def noting(table: Any, part: Any) -> None:
        pages.append(part.page)
        real(table, part)

    monkeypatch.setattr(module, "append_part", noting)
    sound = document_to_extraction(documents[0])
    monkeypatch.setattr(module, "append_part", append_part)
    made = document_to_extraction(documents[0])
    assert [p.place.page for p in named(made)] == pages[:1]
    assert made.report is not None
    assert sound.report is not None
    assert len(made.report.tables) == len(sound.report.tables) + 1
    assert made.unread_lines == 0


def test_parts_of_a_ruled_table_that_cannot_be_compared_stay_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pipeline.layout.joined as module

    document = read_document(RULED, RULED.name)
    sound = document_to_extraction(document)
    monkeypatch.setattr(module, "continues", failing_at(module.continues, 1))
    made = document_to_extraction(document)
    assert len(named(made)) == 1
    assert letters(made) == letters(sound)


def test_digits_of_a_text_that_fails_are_left_out_as_unread(
    documents: tuple[Document, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.quantify.figures as module

    sound = document_to_extraction(documents[1])
    monkeypatch.setattr(module, "container_to_figures", failing_at(module.container_to_figures, 5))
    made = document_to_extraction(documents[1])
    (fault,) = named(made)
    assert fault.programme_id or fault.place.first_line
    unread = [lo for lo in made.left_out if lo.reason == "unread"]
    assert unread
    assert len(made.quantities) < len(sound.quantities)
    assert len(made.quantities) + len(made.left_out) >= len(sound.quantities)


def test_the_same_fault_gives_the_same_words(
    documents: tuple[Document, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.outline.report as module

    def failing(*given: Any) -> Any:
        raise LookupError(object())  # its address differs run by run

    monkeypatch.setattr(module, "read_cards", failing)
    one, two = (document_to_extraction(documents[1]) for _ in range(2))
    assert one.problems == two.problems


def lost_at(pages: tuple[Page, ...], number: int, code: str) -> tuple[Page, ...]:
    return tuple(lost_page(p.number, code) if p.number == number else p for p in pages)


@pytest.mark.parametrize("code", [NOT_LOADED, "pipeline_fault"])
def test_a_page_that_cannot_be_loaded_costs_that_page(
    code: str, documents: tuple[Document, Document]
) -> None:
    document = documents[0]
    pages = lost_at(document.pages, 6, code)
    made = document_to_extraction(Document(document.source, pages))
    assert [(p.code, p.place.page) for p in made.problems if p.code == code] == [(code, 6)]
    assert made.status == "partial"
    assert made.report is not None
    assert len(made.report.programmes) > 80


@pytest.mark.parametrize("kind", [MemoryError, PipelineError])
def test_memory_and_words_for_the_user_are_no_fault_of_a_place(kind: type[Exception]) -> None:
    def work() -> int:
        raise kind("no")

    with pytest.raises(kind):
        Faults().spare(Lost("page"), work, instead=0)


def test_a_cause_is_short_and_without_addresses() -> None:
    assert "0x…" in fault_to_cause(ValueError("<object at 0x7f3a5c1d2e10>"))
    assert len(fault_to_cause(ValueError("가" * 5000))) < 200


def test_units_that_fail_only_together_are_read_one_by_one() -> None:
    def work(units: Any) -> list[int]:
        if len(units) > 1:
            raise LookupError("together")
        return list(units)

    faults = Faults()
    assert faults.spare_between(lambda unit: Lost("line"), work, [1, 2, 3]) == [1, 2, 3]
    assert len(faults.problems) == 1
