"""`pipeline show` and `pipeline explain`: a published report as a tree, its left-out digits, the
way of one figure.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import print_json
from pipeline.errors import UsageError
from pipeline.run.explained import id_to_explained, is_check_id
from pipeline.run.said import language, said, say
from pipeline.run.telling import Telling, row_to_place
from pipeline.run.tree import rows_to_tree
from pipeline.run.verify import find_report, published, table_rows

Row = Mapping[str, Any]
Draw = Callable[[Row, Row, Sequence[Row]], None]  # of a report: a statement, its operands


def numbered(number: str | None, title: str | None) -> str:
    """A title with its printed number.

    >>> numbered("4,", "디지털 배움")
    '4, 디지털 배움'
    """
    return " ".join(part for part in (number, title or say("untitled")) if part)


def achievement_line(row: Row) -> str:
    """An achievement with its mark, indented by its level."""
    return "  " * (row["level"] or 1) + " ".join(
        p for p in (row["mark"], (row["text"] or "").replace("\n", " ")) if p
    )


def show_tree(out: Path, report: str | None, as_json: bool, **_: Any) -> None:
    """Print areas, groups, programmes and achievements of a published report."""
    shelf, manifests = published(out)
    report_id = find_report(manifests, report, out)
    tree = rows_to_tree(functools.partial(table_rows, shelf, report_id=report_id))
    if as_json:
        known = {name: manifests[report_id][name] for name in ("report_id", "title", "year")}
        print_json(known | {"areas": tree})
        return
    click.echo("\n".join(tree_to_lines(tree, manifests[report_id])))
    if not any(group["programmes"] for area in tree for group in area["groups"]):
        click.echo(say("no_programme_rows", report=report_id))


def tree_to_lines(tree: Sequence[Row], manifest: Row) -> Iterator[str]:
    """A report's tree for a person."""
    year = manifest["year"] or say("no_year_known")
    yield f"{manifest['report_id']}: {manifest['title'] or say('untitled')} ({year})"
    for area in tree:
        count = sum(len(group["programmes"]) for group in area["groups"])
        yield f"{numbered(area['printed_no'], area['area_title'])} ({count})"
        for group in area["groups"]:
            title = numbered(group["printed_no"], group["group_title"])
            yield f"  {title} ({len(group['programmes'])})"
            for programme in group["programmes"]:
                yield from programme_to_lines(programme)


def programme_to_lines(programme: Row) -> Iterator[str]:
    """A programme with its state and its lines."""
    state = f" [{programme['state']}]" if programme["state"] else ""
    yield f"    {programme['programme_id']} {programme['title'] or say('untitled')}{state}"
    for line in programme["lines"]:
        yield f"      {achievement_line(line)}"


def show_left_out(out: Path, report: str | None, as_json: bool, quiet: bool, **_: str) -> None:
    """Print the digits of a published report that are no quantities, each with its reason and the
    text around it.
    """
    shelf, manifests = published(out)
    report_id = find_report(manifests, report, out)
    rows = table_rows(shelf, "left_out", report_id)
    if as_json:
        print_json({"report_id": report_id, "left_out": rows})
        return
    for row in sorted(rows, key=lambda r: r["reason"]):
        at = say("left_out_at", container=row["container"], place=row_to_place(row, language()))
        click.echo(f"{row['reason']:12} {row['quote']}  ({at})")
    if not quiet:
        click.echo(say("left_out_count", number=len(rows)))


def draw_nothing(manifest: Any, statement: Any, operands: Any) -> None:
    """No image is asked for."""


def image_to_draw(image: Path | None, debug: bool, given: dict[str, Any]) -> Draw:
    """What draws a statement into an image, and says so unless it is to be quiet; nothing where
    none is asked for.
    """
    if image is None:
        return draw_nothing

    def draw(manifest: Any, statement: Any, operands: Any) -> None:
        from pipeline.cli.running import given_to_reading
        from pipeline.run.pointing import draw_statement

        reading = given_to_reading(debug, given)
        made = draw_statement(manifest, statement, operands, image, reading)
        if not given["quiet"]:
            click.echo(Telling(language()).say("image", **made))

    return draw


def explain(out: Path, id_: str, as_json: bool, draw: Draw = draw_nothing) -> None:
    """Print the way of a quantity from the page to its value, or what a check compares. Raises
    UsageError if there is nothing of that id.
    """
    shelf, manifests = published(out)
    for report_id, manifest in manifests.items():
        rows = functools.partial(table_rows, shelf, report_id=report_id)
        explained = id_to_explained(id_, manifest, rows, language())
        if explained is not None:
            if as_json:
                print_json(dataclasses.asdict(explained))
            else:
                click.echo("\n".join(explained.lines))
            draw(manifest, explained.statement, explained.operands)
            return
    if is_check_id(id_):
        raise UsageError(said("no_such_check", check_id=id_, path=out))
    raise UsageError(said("no_such_quantity", quantity_id=id_, path=out))
