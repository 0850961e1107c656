"""`pipeline show` and `pipeline explain`: a published report as a tree, its left-out digits, the
way of one figure.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from pipeline.cli.cellread import figure_to_lines
from pipeline.cli.checking import where
from pipeline.cli.why import Telling
from pipeline.errors import UsageError
from pipeline.model import Container, Printed, Quantity
from pipeline.quantify import explain_quantity as explain
from pipeline.run.said import Both, in_both, said
from pipeline.run.sources import one_line
from pipeline.run.verify import find_report, published, table_rows

Row = Mapping[str, Any]
APPLIED = "correction_applied"
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
        from pipeline.cli.pointing import draw_statement
        from pipeline.cli.running import given_to_reading

        reading = given_to_reading(debug, given)
        made = draw_statement(manifest, statement, operands, image, reading)
        click.echo(Telling(language).say("image", **made))

    return draw


def explain_quantity(out: Path, quantity_id: str, language: str, draw: Draw = draw_nothing) -> None:
    """Print the way of a quantity from the page to its value. Raises UsageError if there is none of
    that id.
    """
    shelf, manifests = published(out)
    for report_id, manifest in manifests.items():
        for row in table_rows(shelf, "quantities", report_id):
            if row["quantity_id"] == quantity_id:
                at = spot(shelf, report_id, row)
                tell_quantity(manifest, row, container_text(shelf, report_id, row), at)
                tell_place(shelf, report_id, manifest, row, language)
                if row["corrected_from"] is not None:
                    tell_correction(row, table_rows(shelf, "problems", report_id))
                draw(manifest, row, ())
                return
    raise UsageError(said("no_such_quantity", quantity_id=quantity_id, path=out))


def explain_check(out: Path, check_id: str, language: str, draw: Draw = draw_nothing) -> None:
    """Print a check: what it says, how sure it is and why, and the figures it is made of with the
    ids that `explain` takes. Raises UsageError if there is none of that id.
    """
    shelf, manifests = published(out)
    for report_id, manifest in manifests.items():
        for row in table_rows(shelf, "checks", report_id):
            if row["check_id"] == check_id:
                tell_verdict(manifest, row)
                figures = {q["quantity_id"]: q for q in table_rows(shelf, "quantities", report_id)}
                tell_figure("statement / 진술", row["quantity_id"], figures)
                for operand in row["operands"]:
                    tell_figure("operand / 피연산자", operand, figures)
                if stated := figures.get(row["quantity_id"] or ""):
                    tell_place(shelf, report_id, manifest, stated, language)
                draw(manifest, row, [figures[o] for o in row["operands"] if o in figures])
                return
    raise UsageError(said("no_such_check", check_id=check_id, path=out))


def tell_place(shelf: Any, report_id: str, manifest: Row, row: Row, language: str) -> None:
    """Where a figure was read, how sure that is, and where to see more."""
    for line in figure_to_lines(shelf, report_id, manifest, row, Telling(language)):
        click.echo(f"  {line}")


def tell_verdict(manifest: Row, row: Row) -> None:
    """A check's verdict and what it rests on."""
    click.echo(f"{row['check_id']}: {row['verdict']} ({row['type']})")
    click.echo(f"  {one_line(manifest['source'])}, {where(row) or 'the front'}: {row['statement']}")
    click.echo(f"  {row['explanation_ko']}\n  {row['explanation_en']}")
    for language in zip(*basis(row), strict=True):
        click.echo(f"  {'; '.join(language)}")


def basis(row: Row) -> list[Both]:
    """What a verdict rests on: words, other places, other readings that were tried; in both
    languages. That no other reading helps is said of an accusation alone.

    >>> [en for en, _ in basis({"declared": True, "proof": 3, "rival": None, "verdict": "agrees"})]
    ['words name the operands', 'holds in other places: 3']
    """
    parts = [in_both("operands_named" if row["declared"] else "operands_not_named")]
    if row["proof"] is None:
        parts.append(in_both("holds_untried"))
    else:
        parts.append(in_both("holds_elsewhere", number=row["proof"]))
    if row["rival"]:
        parts.append(in_both("other_reading", rival=row["rival"]))
    elif row["verdict"] == "disagrees":
        parts.append(in_both("no_other_reading"))
    return parts


def tell_figure(role: str, name: str | None, figures: Mapping[str, Row]) -> None:
    """One figure of a check with its place; an operand may be a programme_id (counts of rows)."""
    row = figures.get(name or "")
    shown = f"{row['quote']} at {where(row) or 'the front'}" if row else ""
    click.echo(f"  {role}: {shown} ({name})" if row else f"  {role}: {name}")


def tell_correction(row: Row, problems: Iterable[Row]) -> None:
    """That the figure or its text was corrected, by whom and why, as the report's problems say it."""
    click.echo(f"  corrected from: {row['corrected_from']} / 정정하기 전: {row['corrected_from']}")
    changed = {f"quantities.value {row['quantity_id']}", f"programmes.title {row['programme_id']}"}
    changed.add(f"achievements.text {row['programme_id']} {row['achievement_no']}")
    for problem in problems:
        if problem["code"] == APPLIED and any(
            f": {what}, “" in problem["message_en"] for what in changed
        ):
            click.echo(f"    {problem['message_en']}\n    {problem['message_ko']}")


def spot(shelf: Any, report_id: str, row: Row) -> str:
    """Where in an office file, which has no pages, a figure stands; "" in every other report."""
    lines = table_rows(shelf, "lines", report_id) if row["page"] is None else ()
    own = next((p for p in lines if p["source_line"] == row["first_line"]), None)
    if own is None or own["section"] is None:
        return ""
    return f", section {own['section']}, paragraph {own['paragraph']}"


def container_text(shelf: Any, report_id: str, row: Row) -> str | None:
    """The text that holds a figure, from the tables that publish it; of running text the source
    line, from `lines`.
    """
    keys = {
        "achievement": ("achievements", ("programme_id", "achievement_no"), "text"),
        "cell": ("cells", ("table_no", "row", "col"), "text"),
        "title": ("programmes", ("programme_id",), "title"),
    }
    if row["container"] not in keys:
        return line_text(table_rows(shelf, "lines", report_id), row)
    table, key, column = keys[row["container"]]
    for other in table_rows(shelf, table, report_id):
        if all(other[k] == row[k] for k in key):
            text: str | None = other[column]
            return text
    return None


def line_text(pieces: Iterable[Row], row: Row) -> str | None:
    """The source line that a figure of running text was printed on, shifted so that the figure
    stands at its own offsets; None where it is not printed there in one piece.

    >>> pieces = [{"source_line": 3, "text": "  ○ 교육 12회"}]
    >>> line_text(pieces, {"first_line": 3, "quote": "12회", "start_offset": 3})
    '교육 12회'
    """
    whole = " ".join(
        "".join(p["text"] for p in pieces if p["source_line"] == row["first_line"]).split()
    )
    start = row["start_offset"]
    places = [at for at in range(len(whole)) if whole.startswith(row["quote"], at)]
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - start))
    return whole[at - start :] if at >= start else " " * (start - at) + whole


def float_to_decimal(value: float | None) -> Decimal | None:
    """A published number as it reads best.

    >>> float_to_decimal(2045000.0), float_to_decimal(93.3)
    (Decimal('2045000'), Decimal('93.3'))
    """
    if value is None:
        return None
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def row_to_quantity(row: Row, text: str | None) -> Quantity:
    """A published row as the figure it was; a text that is not published (running text) is blank
    around the quote.
    """
    whole = text if text is not None else " " * row["start_offset"] + row["quote"]
    header = tuple((row["column_header"] or "").split(" > ")) if row["column_header"] else ()
    kept = {f.name for f in dataclasses.fields(Container)} - {"kind", "printed", "header", "unit"}
    place = {name: row[name] for name in kept if name in row}
    container = Container(kind=row["container"], printed=Printed(whole), header=header, **place)
    numbers = {name: float_to_decimal(row[name]) for name in ("value", "low", "high")}
    named = {f.name for f in dataclasses.fields(Quantity)} & set(row) - {"container"}
    values = (
        {name: row[name] for name in named} | numbers | {"qualifiers": tuple(row["qualifiers"])}
    )
    return Quantity(container=container, start=row["start_offset"], end=row["end_offset"], **values)


def tell_quantity(manifest: Row, row: Row, text: str | None, at: str = "") -> None:
    """The file and place it was printed at (`at`: in an office file), and the steps from there to
    its value.
    """
    click.echo(row["quantity_id"])
    box = (
        f", box {row['x0']} {row['top']} {row['x1']} {row['bottom']}"
        if row["x0"] is not None
        else ""
    )
    place = f"{where(row)}{at}{box}"
    click.echo(f"  {one_line(manifest['source'])}, {place} (sha256 {manifest['sha256'][:12]}…)")
    for step in explain(row_to_quantity(row, text)):
        click.echo(f"  {step}")
