"""`pipeline why`: what layout saw on a page and how it decided, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import print_json
from pipeline.cli.running import given_to_reading
from pipeline.run.sources import one_line
from pipeline.run.telling import Telling, shortened
from pipeline.run.why import file_to_why

Json = Mapping[str, Any]
MOST_PLACES = 12  # of one doubt
MOST_ROWS = 60  # of one table's part
CELL, LINE = 28, 64  # display columns of a cell's words and of a line's
WEAK = 0.95  # of a table's side; a rule over less of it is told with its share
LEAST_COST = 0.5  # of a row that is told of
BY_STARTS = ("blanks", "pipes", "tabs")  # readers of text
SURE = "sure"  # what stands for an infinite weight
MOST_MARGIN = 99.0  # of an edge that nothing speaks against


def why_and_tell(
    file: Path,
    where: str | None,
    image: Path | None,
    as_json: bool,
    language: str,
    quiet: bool,
    debug: bool,
    **given: Any,
) -> None:
    """Print why a place of a file was read so."""
    why = file_to_why(file, where, image, given_to_reading(debug, given))
    if as_json:
        print_json(why)
        return
    click.echo("\n".join(why_to_lines(why, one_line(str(file)), Telling(language))))


def why_to_lines(why: Json, file: str, told: Telling) -> Iterator[str]:
    """All lines of it."""
    yield from _head(why, file, told)
    asked = tuple(why["place"]) if why["kind"] == "lines" else None
    for table in why["tables"]:
        yield from table_to_lines(table, told, asked)
    page = why["page"]
    if page is None or page["lost"] is None:
        if not why["tables"]:
            yield told.say("no_tables")
        if page is not None:
            yield from _rest_of_page(page, told)
        if why["kind"] != "table":
            yield from _outside(why["outside"], told)
    if why.get("image"):
        yield told.say("image", **why["image"])


def _head(why: Json, file: str, told: Telling) -> Iterator[str]:
    page, place = why["page"], why["place"]
    if page is not None:
        size = {"width": point(page["width"]), "height": point(page["height"])}
        yield told.say("page", file=file, page=page["page"], pages=why["size"], **size)
        if page["turn"]:
            yield told.say("turned", turn=page["turn"])
        if page["lost"]:
            yield told.say("lost", sentence=told.problem(page["lost"], page=str(page["page"])))
    elif why["kind"] == "table":
        yield told.say(
            "table_of", file=file, first="-".join(map(str, dict.fromkeys(place))), count=why["size"]
        )
    elif place:
        yield told.say("lines", file=file, first=place[0], last=place[-1], count=why["size"])
    else:
        yield told.say("tables", file=file, count=why["size"])


def table_to_lines(
    table: Json, told: Telling, asked: tuple[int, ...] | None = None
) -> Iterator[str]:
    """A table: how it was read, its edges, its rows with their cells, its doubts; of a text the
    rows of the lines that were asked for, and its header.
    """
    yield ", ".join(_table_head(table, told))
    yield "  " + "; ".join(_table_facts(table, told))
    if table["columns"]:
        yield from _columns(table, told)
    yield "  " + told.say("rows")
    yield from _rows(table, told, asked)
    yield from _doubts(table, told)


def _rows(table: Json, told: Telling, asked: tuple[int, ...] | None) -> Iterator[str]:
    cells = sorted(table["cells"], key=lambda cell: cell["at"])
    by_row = {row: list(own) for row, own in groupby(cells, key=lambda cell: cell["at"][0])}
    shown = rows_within(table["body"], asked)
    for row in shown[:MOST_ROWS]:
        yield from _row(row, by_row.get(row["at"], []), told)
    if len(shown) > MOST_ROWS:
        yield "    " + told.say("more", count=len(shown) - MOST_ROWS)
    if len(shown) < len(table["body"]):
        yield "    " + told.say("elsewhere", count=len(table["body"]) - len(shown))
    if table["foot"]:
        yield f"        {_edge(table['foot'], 'y', told)}"


def rows_within(rows: Sequence[Json], asked: tuple[int, ...] | None) -> list[Json]:
    """The rows that begin or go on within first and last line, and those of the header.

    >>> rows = [{"at": k, "edge": {"at": 10 * k}, "header": False} for k in range(4)]
    >>> [row["at"] for row in rows_within(rows, (12, 25))]
    [1, 2]
    """
    if asked is None:
        return list(rows)
    ends = [row["edge"]["at"] for row in rows[1:]] + [float("inf")]
    return [
        row
        for row, end in zip(rows, ends, strict=True)
        if row["header"] or (row["edge"]["at"] <= asked[1] and end > asked[0])
    ]


def _doubts(table: Json, told: Telling) -> Iterator[str]:
    """What is not sure of it, and what came from the page before."""
    carried = sum(cell["carried"] for cell in table["cells"])
    if carried and table["part"] > 1:
        yield "  " + told.say("carried", count=carried)
    doubted = [cell for cell in table["cells"] if cell["doubt"]]
    for code in dict.fromkeys(cell["doubt"] for cell in doubted):
        yield "  " + _doubt(code, [cell for cell in doubted if cell["doubt"] == code], told)


def _doubt(code: str, cells: Sequence[Json], told: Telling) -> str:
    """One doubt, with the cells that it is about."""
    places = ", ".join(str(_place(cell)) for cell in cells[:MOST_PLACES])
    more = f" … {len(cells)}" if len(cells) > MOST_PLACES else ""
    sentence = told.problem(code, text=shortened(cells[0]["text"], CELL))
    return told.say("doubt", places=places + more, sentence=sentence)


def _place(cell: Json) -> tuple[int, int]:
    """Row and column in the whole table, where it has one."""
    return (cell["row"], cell["col"]) if cell["row"] is not None else tuple(cell["at"])


def _table_head(table: Json, told: Telling) -> Iterator[str]:
    reader = table["reader"]
    if reader == "ruled" and any(e["kind"] == "outline" for e in _outer(table)):
        reader = "half_ruled"
    by = told.word("reader", reader)
    if table["table_no"] is None:
        yield told.say("unnumbered", reader=by)
    else:
        yield told.say("table", table_no=table["table_no"], reader=by)
    if table["parts"] > 1:
        pages = f"{table['pages'][0]}-{table['pages'][-1]}"
        yield told.say("part", part=table["part"], parts=table["parts"], pages=pages)
    if table["parent"]:
        yield told.say(
            "inside", **dict(zip(("table_no", "row", "col"), table["parent"], strict=True))
        )


def _outer(table: Json) -> list[Json]:
    columns, body = table["columns"], table["body"]
    levels = [body[0]["edge"], table["foot"]] if body and table["foot"] else []
    return [*(columns[:1] + columns[-1:]), *levels]


def _table_facts(table: Json, told: Telling) -> Iterator[str]:
    yield told.say("size", rows=table["rows"], cols=table["cols"])
    if table["whole"] and table["parts"] > 1:
        yield told.say("whole", rows=table["whole"][0], cols=table["whole"][1])
    if table["lines"]:
        yield told.say("at_lines", first=table["lines"][0], last=table["lines"][1])
    yield _header(table, told)
    for name in ("caption", "unit", "margin"):
        if table[name] is not None:
            yield told.say(name, **{name: table[name]})
    if table["unknown"]:
        names = (told.word("unknown", name) for name in table["unknown"])
        yield told.say("unknown", what=", ".join(names))


def _header(table: Json, told: Telling) -> str:
    rows = table["header_rows"]
    if not rows:
        return told.say("no_header")
    if not table["header"]:
        return told.say("header", rows=rows)
    return told.say("header_by", rows=rows, evidence=told.word("header", table["header"]))


def _columns(table: Json, told: Telling) -> Iterator[str]:
    edges = table["columns"]
    if table["reader"] in BY_STARTS:
        yield "  " + told.say("starts")
        yield from (f"    {_start(edge, told)}" for edge in edges)
        return
    yield "  " + told.say("columns")
    if table["reader"] in ("level", "aligned"):
        yield "    " + told.say("measured")
    yield from _edges(edges, told)


def _edges(edges: Sequence[Json], told: Telling) -> Iterator[str]:
    """Columns that a rule parts from end to end in a line, so that the others are seen."""
    plain = [edge for edge in edges if _is_whole_rule(edge)]
    if len(plain) > 1:
        places = ", ".join(point(edge["at"]) for edge in plain)
        yield f"    x  {told.say('whole_rules', places=places)}"
        edges = [edge for edge in edges if edge not in plain]
    yield from (f"    {_edge(edge, 'x', told)}" for edge in edges)


def _start(edge: Json, told: Telling) -> str:
    """Where the words of a text's column begin."""
    low, high, share = edge["drawn"]
    places = {"low": point(low), "high": point(high), "share": f"{share:.0%}"}
    return told.say("start", at=point(edge["at"]), **places)


def _is_whole_rule(edge: Json) -> bool:
    """A rule lies on it from end to end, and nothing else is to be said."""
    return edge["kind"] == "rule" and edge["drawn"][2] >= WEAK and edge["total"] is None


def _edge(edge: Json, axis: str, told: Telling) -> str:
    """An edge in a line: its place, what kind it is of, and what speaks for it."""
    parts = [told.word("kind", edge["kind"])]
    if edge["drawn"]:
        low, high, share = edge["drawn"]
        name = "drawn" if share >= WEAK else "drawn_in_part"
        places = {"low": point(low), "high": point(high), "share": f"{share:.0%}"}
        parts = [told.say(name, **places)]
    votes = ", ".join(
        f"{told.word('reason', v['reason'])} {v['weight']:+.1f}"
        for v in edge["votes"]
        if v["weight"] != SURE
    )
    if edge["total"] is None:
        parts += [votes] if votes else []
    else:
        parts[0] += " " + told.say("votes", total=f"{edge['total']:.1f}", votes=votes)
        parts.append(_second(edge, told))
    return f"{axis} {point(edge['at']):>6}  {'; '.join(parts)}"


def _second(edge: Json, told: Telling) -> str:
    """The best other place that an edge was preferred to."""
    if edge["second_at"] is None:
        return told.say("no_second")
    second, margin = f"{edge['second']:.1f}", f"{edge['margin']:.1f}"
    return told.say("second", at=point(edge["second_at"]), second=second, margin=margin)


def _row(row: Json, cells: Sequence[Json], told: Telling) -> Iterator[str]:
    edge, mark = row["edge"], "H" if row["header"] else " "
    place = _row_place(edge, cells, told)
    texts = " | ".join(_cell(cell) for cell in cells)
    yield f"  {mark} {_number(row, cells, told):>3} {place}{_row_edge(row, told)}: {texts}"
    costs = ", ".join(
        f"{told.word('reason', n)} {c:+.1f}" for n, c in row["costs"] if c >= LEAST_COST
    )
    if costs:
        yield f"          {told.say('costs', costs=costs)}"


def _row_place(edge: Json, cells: Sequence[Json], told: Telling) -> str:
    """Where a row begins: a height of a page, or a line of a text."""
    if edge["kind"] == "file":
        return ""
    if cells and cells[0]["bbox"] is None:
        return told.say("at_line", line=int(edge["at"])) + "  "
    return f"y {point(edge['at']):>6}  "


def _number(row: Json, cells: Sequence[Json], told: Telling) -> str:
    """The row of the whole table; a header that was printed again is none of its rows."""
    found = [c["row"] for c in cells if c["row"] is not None]
    if not found:
        return told.say("again") if row["header"] and cells else "-"
    return str(max(found))  # a label that was carried here began on a row further up


def _row_edge(row: Json, told: Telling) -> str:
    """What the edge above a row rests on."""
    kind = told.word("kind", row["edge"]["kind"])
    if row["margin"] is None or not row["at"]:
        return kind
    if row["margin"] == SURE or row["margin"] >= MOST_MARGIN:
        return f"{kind}, {told.say('unopposed')}"
    margin = f"{row['margin']:.1f}"
    return f"{kind}, {told.say('ahead', margin=margin)}"


def _cell(cell: Json) -> str:
    rows, cols = cell["span"]
    span = "" if (rows, cols) == (1, 1) else f" ({rows}x{cols})"
    return f"{shortened(cell['text'], CELL)}{span}"


def _rest_of_page(page: Json, told: Telling) -> Iterator[str]:
    """What of the page is no table and no line."""
    if page["frames"]:
        yield told.say("frames", count=len(page["frames"]))
    for box in page["undone"]:
        yield told.say("undone", box=shown(box))
    if page["spare"]:
        yield told.say("spare", count=len(page["spare"]))
    for box in page["unread"]:
        yield told.say("unread", box=shown(box))


def _outside(lines: Sequence[Json], told: Telling) -> Iterator[str]:
    """The lines outside tables: those of one role that follow one another on one line."""
    if not lines:
        yield told.say("nothing_outside")
        return
    yield told.say("outside")
    for role, group in groupby(lines, key=lambda line: line["role"]):
        own = list(group)
        first, last = own[0]["line"], own[-1]["line"]
        place = str(first) if first == last else f"{first}-{last}"
        text = " ⏎ ".join(shortened(line["text"], LINE // min(len(own), 2)) for line in own[:2])
        yield f"  {place:>9} {told.word('role', role)}: {text}{' …' if len(own) > 2 else ''}"
    left = sum(line["role"] == "unread" for line in lines)
    yield told.say("left", count=left) if left else told.say("none_left")


def point(value: float) -> str:
    """A place or size without needless digits.

    >>> point(120.5), point(88.0)
    ('120.5', '88')
    """
    return f"{value:.1f}".removesuffix(".0")


def shown(box: Sequence[float]) -> str:
    """A box for a person.

    >>> shown([1.0, 2.25, 3.0, 4.0])
    '1 2.2 3 4'
    """
    return " ".join(map(point, box))
