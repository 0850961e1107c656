"""`pipeline diff`: what two published reports differ in, as Markdown for a person or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import print_json
from pipeline.run.difference import TABLES, reports_to_difference
from pipeline.run.said import said_in
from pipeline.run.sources import one_line
from pipeline.run.telling import shortened
from pipeline.run.verify import find_report, published, table_rows

Json = Mapping[str, Any]
NAMES = {
    "programmes": "diff_programmes",
    "figures": "diff_figures",
    "tables": "diff_tables",
    "checks": "diff_checks",
}
KINDS = tuple(NAMES)
PLACES = (("table_no", "diff_table_no"), ("page", "diff_page"), ("first_line", "diff_first_line"))
PARTS = ("differ", "left", "right")
MOST = 30  # rows of a list; --json has them all
WIDE = 60  # display columns of a text
MOST_TEXTS = 3  # of a table that are shown
OFFICE = ("application/hwp+zip", "application/x-hwp")  # what is kept first, in this order


def diff_and_tell(out: Path, reports: tuple[str, str], as_json: bool, language: str) -> None:
    """Print what two published reports differ in."""
    shelf, manifests = published(out)
    ids = [find_report(manifests, report, out) for report in reports]
    rows = [{name: table_rows(shelf, name, i) for name in TABLES} for i in ids]
    found = reports_to_difference((manifests[ids[0]], manifests[ids[1]]), (rows[0], rows[1]))
    if as_json:
        print_json(found)
        return
    click.echo("\n".join(Page(language, found).lines()))


class Page:
    """What is printed of a difference, in one language."""

    def __init__(self, language: str, found: Json) -> None:
        self.language, self.found = language, found
        self.names = [one_line(report["report_id"]) for report in found["reports"]]

    def say(self, name: str, **given: object) -> str:
        """A sentence of the page.

        >>> Page("en", {"reports": []}).say("diff_more", number=3)
        '… 3 more; all of them: --json'
        """
        return said_in(self.language, name, **given)

    def lines(self) -> Iterator[str]:
        """All lines of it."""
        yield f"# {self.names[0]} ↔ {self.names[1]}"
        yield ""
        yield self.say("diff_same_report" if self.found["same_report"] else "diff_other_report")
        if keep := self._keep():
            yield self.say("diff_keep", kept=keep)
        yield ""
        yield from self._counts()
        for kind in KINDS:
            yield from self._kind(kind)
        if not any(self.found[kind][part] for kind in KINDS for part in PARTS):
            yield ""
            yield self.say("diff_nothing")

    def _keep(self) -> str | None:
        """The name of the better of two formats of one report."""
        if not self.found["same_report"]:
            return None
        kinds = [report["media_type"] for report in self.found["reports"]]
        best = next((kind for kind in OFFICE if kind in kinds), None)
        return self.names[kinds.index(best)] if best and len(set(kinds)) > 1 else None

    def _counts(self) -> Iterator[str]:
        heads = (self.say("diff_both"), self.say("diff_differ"), *map(cell, self.names))
        yield row_to_markdown(("", *heads))
        yield row_to_markdown(["---", *["---:"] * len(heads)])
        for kind in KINDS:
            own = self.found[kind]
            counts = (own["same"], *(len(own[part]) for part in PARTS))
            yield row_to_markdown((self.say(NAMES[kind]), *map(str, counts)))

    def _kind(self, kind: str) -> Iterator[str]:
        """The rows of one kind that differ, side by side; then those of one side alone."""
        own = self.found[kind]
        rows = [*own["differ"], *([a, None] for a in own["left"])]
        rows += [[None, b] for b in own["right"]]
        if not rows:
            return
        yield ""
        yield f"## {self.say(NAMES[kind])}"
        yield ""
        yield row_to_markdown((self.say("diff_where"), *map(cell, self.names)))
        yield row_to_markdown(["---"] * 3)
        for pair in rows[:MOST]:
            one, other = ("" if row is None else SHOWN[kind](row) for row in pair)
            yield row_to_markdown((self._where(kind, *pair), one, other))
        if len(rows) > MOST:
            yield ""
            yield self.say("diff_more", number=len(rows) - MOST)

    def _where(self, kind: str, one: Json | None, other: Json | None) -> str:
        """Where a pair stands: in words that both sides share, else by page or line."""
        row = one or other or {}
        parts = [row.get(name) for name in WORDS_OF[kind]]
        named = " > ".join(shortened(flat(part), WIDE) for part in parts if part)
        sides = [place for side in (one, other) if side and (place := self._place(side))]
        return cell("; ".join([*([named] if named else []), *dict.fromkeys(sides)]))

    def _place(self, row: Json) -> str:
        """The table, page or line that a row stands in."""
        given = [(said, row[name]) for name, said in PLACES if row[name] is not None]
        told = [self.say(said, number=number) for said, number in given]
        return ", ".join(told[:2])


WORDS_OF = {
    "programmes": ("area_title", "group_title"),
    "figures": ("programme", "row", "column_header", "measure"),
    "tables": ("caption",),
    "checks": ("type",),
}


def programme_to_text(row: Json) -> str:
    """A programme by its id and title."""
    return cell(f"{row['programme_id']} {row['title'] or ''}")


def figure_to_text(row: Json) -> str:
    """A figure as printed, with what it is worth."""
    value = row["value"]
    worth = f"{value:,.10g}" if value is not None else ""
    return cell(f"{row['quote']} = {worth}{row['unit'] or ''}")


def table_to_text(row: Json) -> str:
    """A table's size, and some of the texts that it has alone, else of the cells."""
    shown = row["texts"] or [
        f"({r}, {c}) {rows} x {cols} {text}" for r, c, rows, cols, text in row.get("cells", ())
    ]
    texts = " ⏎ ".join(shortened(flat(text), WIDE // 2) for text in shown[:MOST_TEXTS])
    return cell(f"{row['rows']} x {row['cols']}" + (f": {texts}" if texts else ""))


def check_to_text(row: Json) -> str:
    """A check's statement and verdict."""
    return cell(f"{shortened(flat(row['statement'] or ''), WIDE)}: {row['verdict']}")


SHOWN = {
    "programmes": programme_to_text,
    "figures": figure_to_text,
    "tables": table_to_text,
    "checks": check_to_text,
}


def cell(text: str) -> str:
    """A text as a cell of a Markdown table: on one line, its strokes escaped.

    >>> cell("가 | 나\\n다")
    '가 \\\\| 나 ⏎ 다'
    """
    return one_line(flat(text)).replace("|", "\\|")


def flat(text: str) -> str:
    """Paragraphs on one line.

    >>> flat("가\\n나")
    '가 ⏎ 나'
    """
    return text.replace("\n", " ⏎ ")


def row_to_markdown(cells: Sequence[str]) -> str:
    """Cells as a row of a Markdown table.

    >>> row_to_markdown(["a", "b"])
    '| a | b |'
    """
    return f"| {' | '.join(cells)} |"
