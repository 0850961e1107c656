"""What is known of one published figure or check, in sentences of one language: the way from the
page to a value, or what a check compares and how sure it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import Container, Printed, Quantity
from pipeline.quantify import explain_quantity
from pipeline.run.figure_place import Row, Rows, figure_to_lines
from pipeline.run.said import said_in
from pipeline.run.sources import one_line
from pipeline.run.telling import Telling, row_to_place

APPLIED = "correction_applied"
CHECK = "c_"  # how a check_id begins


@dataclass(frozen=True, slots=True)
class Explained:
    """Sentences about a figure or a check; `statement`: its row, `operands`: the rows of the
    figures that a check compares.
    """

    lines: tuple[str, ...]
    statement: Row
    operands: tuple[Row, ...] = ()


def is_check_id(id_: str) -> bool:
    """Whether an id is a check's.

    >>> is_check_id("c_0123456789abcdef"), is_check_id("0123456789abcdef")
    (True, False)
    """
    return id_.startswith(CHECK)


def id_to_explained(id_: str, manifest: Row, rows: Rows, language: str) -> Explained | None:
    """What is known of a quantity_id or check_id; None where the report has none of that id."""
    check = is_check_id(id_)
    table, key = ("checks", "check_id") if check else ("quantities", "quantity_id")
    row = next((r for r in rows(table) if r[key] == id_), None)
    if row is None:
        return None
    return (_explain_check if check else _explain_figure)(row, manifest, rows, Telling(language))


def _explain_figure(row: Row, manifest: Row, rows: Rows, told: Telling) -> Explained:
    lines = [
        *quantity_to_lines(manifest, row, container_text(rows, row), told, spot(rows, row, told)),
        *_indented(figure_to_lines(rows, manifest, row, told)),
    ]
    if row["corrected_from"] is not None:
        lines += correction_to_lines(row, rows("problems"), told)
    return Explained(tuple(lines), row)


def _explain_check(row: Row, manifest: Row, rows: Rows, told: Telling) -> Explained:
    figures = {q["quantity_id"]: q for q in rows("quantities")}
    lines = [
        *verdict_to_lines(manifest, row, told),
        figure_to_line("statement", row["quantity_id"], figures, told),
        *(figure_to_line("operand", name, figures, told) for name in row["operands"]),
    ]
    if stated := figures.get(row["quantity_id"] or ""):
        lines += _indented(figure_to_lines(rows, manifest, stated, told))
    operands = tuple(figures[name] for name in row["operands"] if name in figures)
    return Explained(tuple(lines), row, operands)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def verdict_to_lines(manifest: Row, row: Row, told: Telling) -> Iterator[str]:
    """A check's verdict and what it rests on."""
    place = row_to_place(row, told.language) or told.explain("front")
    yield f"{row['check_id']}: {row['verdict']} ({row['type']})"
    yield f"  {one_line(manifest['source'])}, {place}: {row['statement']}"
    yield f"  {row[f'explanation_{told.language}']}"
    yield f"  {'; '.join(basis(row, told.language))}"


def basis(row: Row, language: str) -> list[str]:
    """What a verdict rests on: words, other places, other readings that were tried. That no other
    reading helps is said of an accusation alone.

    >>> basis({"declared": True, "proof": 3, "rival": None, "verdict": "agrees"}, "en")
    ['words name the operands', 'holds in other places: 3']
    """
    parts = [said_in(language, "operands_named" if row["declared"] else "operands_not_named")]
    if row["proof"] is None:
        parts.append(said_in(language, "holds_untried"))
    else:
        parts.append(said_in(language, "holds_elsewhere", number=row["proof"]))
    if row["rival"]:
        parts.append(said_in(language, "other_reading", rival=row["rival"]))
    elif row["verdict"] == "disagrees":
        parts.append(said_in(language, "no_other_reading"))
    return parts


def figure_to_line(role: str, name: str | None, figures: Mapping[str, Row], told: Telling) -> str:
    """One figure of a check with its place; an operand may be a programme_id (counts of rows)."""
    row = figures.get(name or "")
    if row is None:
        return f"  {told.explain(role)}: {name}"
    place = row_to_place(row, told.language) or told.explain("front")
    return f"  {told.explain(role)}: {told.explain('at', quote=row['quote'], place=place)} ({name})"


def correction_to_lines(row: Row, problems: Iterable[Row], told: Telling) -> Iterator[str]:
    """That the figure or its text was corrected, by whom and why, as the problems say it."""
    yield f"  {told.explain('corrected_from', before=row['corrected_from'])}"
    changed = {f"quantities.value {row['quantity_id']}", f"programmes.title {row['programme_id']}"}
    changed.add(f"achievements.text {row['programme_id']} {row['achievement_no']}")
    for problem in problems:
        if problem["code"] == APPLIED and any(
            f": {what}, “" in problem["message_en"] for what in changed
        ):
            yield f"    {problem[f'message_{told.language}']}"


def spot(rows: Rows, row: Row, told: Telling) -> str:
    """Where in an office file, which has no pages, a figure stands; "" in every other report."""
    lines = rows("lines") if row["page"] is None else ()
    own = next((p for p in lines if p["source_line"] == row["first_line"]), None)
    if own is None or own["section"] is None:
        return ""
    return ", " + told.explain("spot", section=own["section"], paragraph=own["paragraph"])


def container_text(rows: Rows, row: Row) -> str | None:
    """The text that holds a figure, from the tables that publish it; of running text the source
    line, from `lines`.
    """
    keys = {
        "achievement": ("achievements", ("programme_id", "achievement_no"), "text"),
        "cell": ("cells", ("table_no", "row", "col"), "text"),
        "title": ("programmes", ("programme_id",), "title"),
    }
    if row["container"] not in keys:
        return line_text(rows("lines"), row)
    table, key, column = keys[row["container"]]
    for other in rows(table):
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


def quantity_to_lines(
    manifest: Row, row: Row, text: str | None, told: Telling, at: str = ""
) -> Iterator[str]:
    """The file and place it was printed at (`at`: in an office file), and the steps from there to
    its value.
    """
    yield row["quantity_id"]
    box = ""
    if row["x0"] is not None:
        sides = " ".join(str(row[side]) for side in ("x0", "top", "x1", "bottom"))
        box = ", " + told.explain("box", sides=sides)
    place = f"{row_to_place(row, told.language)}{at}{box}"
    yield f"  {one_line(manifest['source'])}, {place} (sha256 {manifest['sha256'][:12]}…)"
    for step in explain_quantity(row_to_quantity(row, text), told.language):
        yield f"  {step}"
