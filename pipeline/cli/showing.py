"""`pipeline show` and `pipeline explain`: a published report as a tree, its left-out digits, the
way of one figure.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.checking import where
from pipeline.errors import UsageError
from pipeline.run.explained import id_to_explained, is_check_id
from pipeline.run.said import said
from pipeline.run.telling import Telling
from pipeline.run.verify import find_report, published, table_rows

Row = Mapping[str, Any]
Draw = Callable[[Row, Row, Sequence[Row]], None]  # of a report: a statement, its operands


def numbered(number: str | None, title: str | None) -> str:
    """A title with its printed number.

    >>> numbered("4,", "디지털 배움")
    '4, 디지털 배움'
    """
    return " ".join(part for part in (number, title or "(untitled)") if part)


def achievement_line(row: Row) -> str:
    """An achievement with its mark, indented by its level."""
    return "  " * (row["level"] or 1) + " ".join(
        p for p in (row["mark"], (row["text"] or "").replace("\n", " ")) if p
    )


def show_tree(out: Path, report: str | None) -> None:
    """Print areas, groups, programmes and achievements of a published report."""
    shelf, manifests = published(out)
    report_id = find_report(manifests, report, out)
    tables = ("areas", "groups", "programmes", "achievements")
    areas, groups, programmes, lines = (table_rows(shelf, table, report_id) for table in tables)
    click.echo(
        f"{report_id}: {manifests[report_id]['title'] or '(untitled)'} ({manifests[report_id]['year'] or 'year unknown'})"
    )
    for area in areas:
        click.echo(f"{numbered(area['printed_no'], area['area_title'])} ({area['programmes']})")
        for group in (g for g in groups if g["area_no"] == area["area_no"]):
            click.echo(
                f"  {numbered(group['printed_no'], group['group_title'])} ({group['programmes']})"
            )
            inside = (
                p
                for p in programmes
                if (p["area_no"], p["group_no"]) == (group["area_no"], group["group_no"])
            )
            for programme in inside:
                state = f" [{programme['state']}]" if programme["state"] else ""
                click.echo(
                    f"    {programme['programme_id']} {programme['title'] or '(untitled)'}{state}"
                )
                for line in (a for a in lines if a["programme_id"] == programme["programme_id"]):
                    click.echo(f"      {achievement_line(line)}")
    if not programmes:
        click.echo(said("no_programme_rows", report=report_id))


def show_left_out(out: Path, report: str | None) -> None:
    """Print the digits of a published report that are no quantities, each with its reason and the
    text around it.
    """
    shelf, manifests = published(out)
    report_id = find_report(manifests, report, out)
    rows = table_rows(shelf, "left_out", report_id)
    for row in sorted(rows, key=lambda r: r["reason"]):
        click.echo(f"{row['reason']:12} {row['quote']}  ({row['container']} at {where(row)})")
    click.echo(f"{len(rows)} left out")


def draw_nothing(manifest: Row, statement: Row, operands: Sequence[Row]) -> None:
    """No image is asked for."""


def image_to_draw(image: Path | None, language: str, debug: bool, given: dict[str, Any]) -> Draw:
    """What draws a statement into an image, and says so; nothing where none is asked for."""
    if image is None:
        return draw_nothing

    def draw(manifest: Row, statement: Row, operands: Sequence[Row]) -> None:
        from pipeline.cli.running import given_to_reading
        from pipeline.run.pointing import draw_statement

        reading = given_to_reading(debug, given)
        made = draw_statement(manifest, statement, operands, image, reading)
        click.echo(Telling(language).say("image", **made))

    return draw


def explain(out: Path, id_: str, language: str, draw: Draw = draw_nothing) -> None:
    """Print the way of a quantity from the page to its value, or what a check compares. Raises
    UsageError if there is nothing of that id.
    """
    shelf, manifests = published(out)
    for report_id, manifest in manifests.items():
        rows = functools.partial(table_rows, shelf, report_id=report_id)
        explained = id_to_explained(id_, manifest, rows, language)
        if explained is not None:
            click.echo("\n".join(explained.lines))
            draw(manifest, explained.statement, explained.operands)
            return
    if is_check_id(id_):
        raise UsageError(said("no_such_check", check_id=id_, path=out))
    raise UsageError(said("no_such_quantity", quantity_id=id_, path=out))
