"""Loose ink of all pages to tables: regions, columns, rows, labels, drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.faults import Faults, Lost
from pipeline.layout.draft import DraftTable
from pipeline.layout.grid.between import cuts_to_sure
from pipeline.layout.grid.body import region_to_body
from pipeline.layout.grid.drafts import Read, read_to_drafts
from pipeline.layout.grid.headers import LABELS
from pipeline.layout.grid.labels import rows_to_labels
from pipeline.layout.grid.left import missed_to_left, region_to_left
from pipeline.layout.grid.regions import Missed, Region, looses_to_regions
from pipeline.layout.grid.rows import body_to_cuts
from pipeline.layout.grid.tablerows import cuts_to_rows
from pipeline.layout.grid.tokens import Loose
from pipeline.model import Box, Place

MOST_LABELS = 2  # columns of merged labels where no header says how many


@dataclass(slots=True, eq=False)
class Scored:
    """What the scored grid reads on a page. `barred`: where a table stands that a fault cost: its
    lines stay text; `left`: ink of a table, or where one should be, that none of its cells
    explains.
    """

    tables: list[DraftTable] = field(default_factory=list)
    barred: list[Box] = field(default_factory=list)
    left: list[Box] = field(default_factory=list)


def looses_to_scored(looses: Sequence[Loose], faults: Faults) -> dict[int, Scored]:
    """The tables of all pages by page number, each part knowing whether it goes on from the page
    before. A fault costs the table that it meets.
    """
    found: dict[int, Scored] = {}
    for region in looses_to_regions(looses, faults):
        for page, one in _spared(region, faults):
            whole = found.setdefault(page, Scored())
            whole.tables += one.tables
            whole.barred += one.barred
            whole.left += one.left
    return found


def _spared(region: Region | Missed, faults: Faults) -> Iterator[tuple[int, Scored]]:
    """What a region gives, by page."""
    if isinstance(region, Missed):
        box = region.part.box
        left = missed_to_left(region)
        if box is not None:
            page = region.part.loose.number
            yield page, Scored(barred=[box] if region.failed else [], left=left)
        return
    first = region.parts[0]
    lost = Lost("table", Place(first.loose.number, box=first.box))
    drafts = faults.spare(lost, region_to_drafts, region, instead=None)
    if drafts is None:
        for part in region.parts:
            yield part.loose.number, Scored(barred=[box] if (box := part.box) else [])
        return
    for draft in drafts:
        yield draft.page, Scored([draft])
    for page, box in region_to_left(region, drafts):
        yield page, Scored(left=[box])


def region_to_drafts(region: Region) -> list[DraftTable]:
    """The tables of a region, one a page."""
    read = region_to_read(region)
    return read_to_drafts(read) if read else []


def region_to_read(region: Region) -> Read | None:
    """A region's rows and labels, by the cheapest reading over how many columns hold labels; None
    where it has no rows.
    """
    reads = [_labelled_to_read(region, labels) for labels in _label_counts(region)]
    found = [read for read in reads if read is not None]
    return min(found, key=lambda read: read.cost, default=None)


def _label_counts(region: Region) -> list[int]:
    """How many columns at the left may hold merged labels: as many as the header says, where it
    knows its programmes.
    """
    roles = region.header.roles
    if region.header.is_programme:
        title = roles.index("programme")
        return [next((i for i, r in enumerate(roles[:title]) if r not in LABELS), title)]
    return list(range(max(0, min(MOST_LABELS, len(region.edges) - 1)) + 1))


def _labelled_to_read(region: Region, labels: int) -> Read | None:
    roles = region.header.roles
    title = roles.index("programme") if region.header.is_programme else labels
    text = region.header.text
    text = len(region.edges) if text is None or text == title else text
    body = region_to_body(region, labels, title, text)
    if not body.bands:
        return None
    cuts = cuts_to_sure(body, body_to_cuts(body))
    rows = cuts_to_rows(body, cuts)
    labelled = rows_to_labels(region, body, rows)
    cost = cuts.cost + sum(own.cost for own in labelled)
    margin = round(min(cuts.second - cuts.cost, *cuts.margins), 2)
    return Read(region, body, rows, labelled, margin, cost)
