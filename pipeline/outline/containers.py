"""Every text of a report that may hold figures, with the words around it that give them meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from pipeline.faults import Faults, Lost
from pipeline.model import (
    Achievement,
    Area,
    Cell,
    Container,
    Group,
    Paragraph,
    Place,
    Printed,
    Programme,
    Report,
    Table,
)
from pipeline.outline.grids import join_printed
from pipeline.pattern import named
from pipeline.text import bullet_at, numbering_at

CellKey = tuple[int, int, int]  # table_no, row, col
_UNIT_LINE = named("figures.unit_line")
HEADING_FAMILIES = ("square", "diamond", "private", "disc", "triangle")


def containers(report: Report, faults: Faults | None = None) -> tuple[Container, ...]:
    """Titles and achievement lines in report order, then the cells of all tables, then the lines
    outside them.

    A programme's title and lines are containers of their own; the cells that they were read from
    are not given again.
    """
    faults = faults or Faults()
    found = list(row_containers(report, faults))
    programmes = {cell: p for p in report.programmes for cell in p.extra}
    own = {cell for p in report.programmes for cell in p.own_cells}
    for table in report.tables:
        page = next((part.page for part in table.parts), None)
        lost = Lost("table", Place(page), table_no=table.table_no)
        found.extend(
            faults.spare(lost, table_containers, report, table, programmes, own, instead=())
        )
    found.extend(faults.spare(Lost("text"), front_containers, report, instead=()))
    return tuple(found)


def row_containers(report: Report, faults: Faults) -> Iterator[Container]:
    """The titles and lines of all programmes."""
    for area in report.areas:
        for group in area.groups:
            for programme in group.programmes:
                lost = Lost("programme", programme.place, programme.programme_id)
                yield from faults.spare(
                    lost, programme_containers, report, area, group, programme, instead=()
                )


def programme_containers(
    report: Report, area: Area, group: Group, programme: Programme
) -> list[Container]:
    """The title, then each line with the line one level above it."""
    title = Container(
        "title",
        "detail",
        programme.title,
        programme_id=programme.programme_id,
        title=programme.title.text,
        year=report.year,
        area_title=area.title.text if area.title else None,
        group_title=group.title.text if group.title else None,
        report_id=report.report_id,
    )
    found = [title]
    above: list[Achievement] = []
    for line in programme.achievements:
        above = [a for a in above if a.level < line.level]
        words = above[-1].printed.text if above else None
        found.append(
            Container(
                "achievement",
                "detail",
                line.printed,
                programme_id=title.programme_id,
                achievement_no=line.number,
                title=title.title,
                area_title=title.area_title,
                group_title=title.group_title,
                line_above=words,
                level=line.level,
                year=title.year,
                report_id=title.report_id,
            )
        )
        above.append(line)
    return found


def table_containers(
    report: Report, table: Table, programmes: Mapping[CellKey, Programme], own: Set[CellKey]
) -> list[Container]:
    """The cells of a table that hold text; those of a programme's additional columns belong to it
    (`programmes`).

    `own`: the cells that programmes were read from.
    """
    labels = table_to_labels(table)
    caption = caption_text(table)
    found = []
    for cell in table.cells:
        key = (table.table_no, cell.row, cell.col)
        if cell.paragraphs and key not in own:
            before = tuple(
                dict.fromkeys(text for col, text in labels.get(cell.row, ()) if col < cell.col)
            )
            found.append(_cell_container(report, table, cell, programmes.get(key), before, caption))
    return found


def table_to_labels(table: Table) -> dict[int, list[tuple[int, str]]]:
    """For every row the texts of the cells that cover it, with the first column of each, left to
    right.
    """
    labels: dict[int, list[tuple[int, str]]] = {}
    for cell in sorted(table.cells, key=lambda c: c.col):
        if cell.paragraphs:
            text = cell.text
            for row in range(cell.row, cell.row + cell.row_span):
                labels.setdefault(row, []).append((cell.col, text))
    return labels


def _cell_container(
    report: Report,
    table: Table,
    cell: Cell,
    programme: Programme | None,
    labels: tuple[str, ...],
    caption: str | None,
) -> Container:
    return Container(
        "cell",
        "detail" if programme else "table",
        cell_text(cell),
        programme.programme_id if programme else None,
        None,
        table.table_no,
        cell.row,
        cell.col,
        cell.row_span,
        cell.col_span,
        cell.row < table.header_rows,
        tuple(cell.header_path.split(" > ")) if cell.header_path else (),
        labels,
        table.unit or corner_to_unit(table),
        programme.title.text if programme else caption,
        year=report.year,
        report_id=report.report_id,
    )


def corner_to_unit(table: Table) -> str | None:
    """The unit that the first cell of the header declares for the whole table: “구분(단위 : 억원)”.
    In any other cell of a header it is that column's alone.
    """
    corner = next((cell for cell in table.cells if (cell.row, cell.col) == (0, 0)), None)
    if corner is None or not table.header_rows:
        return None
    hit = _UNIT_LINE.search(corner.text)
    return hit[0] if hit else None


def caption_text(table: Table) -> str | None:
    """Every line over a table that speaks of it, as one: its title, its date, its unit."""
    return " ".join(c.text for c in table.captions) or (
        table.caption.text if table.caption else None
    )


def cell_text(cell: Cell) -> Printed:
    """The text of a cell as published: its paragraphs joined with a line feed."""
    return join_printed(cell.paragraphs, "\n")


def front_containers(report: Report) -> list[Container]:
    """The paragraphs outside the tables, each with the heading that it stands under."""
    found = []
    heading: str | None = None
    for paragraph in report.front:
        found.append(
            Container(
                "line",
                "front",
                paragraph.printed,
                line_above=heading,
                title=report.title,
                year=report.year,
                report_id=report.report_id,
            )
        )
        if is_heading(paragraph):
            heading = paragraph.printed.text
    return found


def is_heading(paragraph: Paragraph) -> bool:
    """Whether lines below a paragraph stand under it."""
    text = paragraph.printed.text
    bullet = bullet_at(text)
    return (
        len(text) <= 40
        and not paragraph.note
        and (
            paragraph.boxed
            or numbering_at(text) is not None
            or (bullet is not None and bullet.family in HEADING_FAMILIES)
        )
    )
