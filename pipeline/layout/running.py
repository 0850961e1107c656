"""The text outside tables as paragraphs, over page ends too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.faults import Faults, Lost
from pipeline.layout.draft import DraftLine
from pipeline.layout.order import Block
from pipeline.layout.paragraphs import CENTRED, Column, lines_to_paragraphs
from pipeline.layout.wrap_votes import Evidence
from pipeline.layout.wraps import lines_to_printed
from pipeline.model import Line, Paragraph, Place, Printed

INDENTED = 1.5  # em from the margin on both sides before a line counts as centred


@dataclass(frozen=True, slots=True)
class Setting:
    """What printing needs to know of a document: each draft's line and column, and how its wraps
    are to be read.
    """

    lines: Mapping[int, Line]
    columns: Mapping[int, Column]
    evidence: Evidence

    def column(self, draft: DraftLine) -> Column:
        """How wide the text around a line may run; its own width where nothing tells."""
        return self.columns.get(id(draft)) or Column(draft.box.x0, draft.box.x1)

    def paragraphs(
        self, drafts: Sequence[DraftLine], loose: bool = False
    ) -> list[tuple[list[DraftLine], Printed]]:
        """Drafts as paragraphs, blank lines passed over."""
        kept = [draft for draft in drafts if draft.text.strip()]
        columns = [self.column(d) for d in kept]
        made = lines_to_paragraphs(kept, columns, self.evidence, loose)
        return [
            (own, lines_to_printed([(d, self.lines[id(d)]) for d in own], wraps))
            for own, wraps in made
        ]

    def printed(self, drafts: Sequence[DraftLine]) -> tuple[Printed, ...]:
        """The paragraphs of a cell. Most cells have one line or none, which needs no judging."""
        if len(drafts) < 2:
            return tuple(
                lines_to_printed([(d, self.lines[id(d)])], ()) for d in drafts if d.text.strip()
            )
        return tuple(printed for _, printed in self.paragraphs(drafts))


def blocks_to_paragraphs(
    pages: Sequence[Sequence[Block]], setting: Setting, faults: Faults
) -> list[Paragraph]:
    """Running text and frames as paragraphs. A sentence may go on over a page end when no table
    stands between.
    """
    found = []
    for kind, drafts in _stretches(pages):
        found += faults.spare_between(
            _line_lost, partial(_stretch_to_paragraphs, setting=setting, kind=kind), drafts
        )
    return found


def _line_lost(draft: DraftLine) -> Lost:
    return Lost("line", Place(draft.page, box=draft.box))


def _stretch_to_paragraphs(
    drafts: Sequence[DraftLine], setting: Setting, kind: str
) -> list[Paragraph]:
    return [
        _paragraph(own, printed, setting, kind)
        for own, printed in setting.paragraphs(drafts, loose=kind != "frame")
    ]


def _stretches(pages: Sequence[Sequence[Block]]) -> Iterator[tuple[str, list[DraftLine]]]:
    """Lines that follow one another without a table or frame between them, and the kind of their
    block. The notes at a page's foot part no text that goes on over it.
    """
    running: list[DraftLine] = []
    for page in pages:
        yield "note", [line for block in page if block.kind == "note" for line in block.lines]
        for block in page:
            if block.kind == "loose":
                running += block.lines
            elif block.kind not in ("aside", "note"):
                yield "loose", running
                running = []
                if block.kind == "frame":
                    yield "frame", block.lines
    yield "loose", running


def _paragraph(
    drafts: Sequence[DraftLine], printed: Printed, setting: Setting, kind: str
) -> Paragraph:
    sizes = sorted(draft.size for draft in drafts)
    size = (
        sizes[len(sizes) // 2] + sizes[(len(sizes) - 1) // 2]
    ) / 2  # of numbers this few numpy's median costs more than a page
    centred = all(_is_centred(draft, setting.column(draft)) for draft in drafts)
    return Paragraph(
        printed,
        printed.place(),
        round(size, 2),
        all(draft.bold for draft in drafts),
        centred,
        kind == "frame",
        kind == "note",
    )


def _is_centred(draft: DraftLine, column: Column) -> bool:
    left, right = draft.box.x0 - column.left, column.right - draft.box.x1
    return (
        abs(left - right) < 2 * CENTRED + 0.5 * draft.size
        and min(left, right) > INDENTED * draft.size
    )
