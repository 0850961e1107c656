"""What the working tree gains and loses against a commit, over the reports at hand and the fixtures.

    python tests/bench/compare.py BASE [--show REPORT] [--reports FOLDER]

BASE: a commit, or a folder that a run published. A report that differs has a line; the last lines
are totals, fit for a commit's body. `+` gained, `-` lost, `~` changed (and in which columns), `=`
equal. Rows are matched by what they say and where, not by ids. "numbers only": nothing differs but
numbers that count on (ids, row numbers, lines of a PDF). Columns of one side and descriptions of
columns are no difference of a report; they are named in the last lines.
`--show`: every such row of the reports whose name begins with or contains REPORT. `--reports`: else
SILJEOK_REPORTS; without either, the fixtures alone. Outputs are kept by code and input in
$XDG_CACHE_HOME/siljeok-compare (else the temporary folder), so that a second comparison costs one
run at most. The exit code is 0 whether or not anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent))

import outputs
from matching import (
    COUNTED_ON,
    LADDERS,
    Difference,
    Row,
    rows_to_difference,
    tables_to_difference,
    tables_with_cells,
)

KINDS = ("tables", *(k for k in LADDERS if k != "reports"))
# Kinds that are told by what they are, not only by how many.
BY = {"checks": "verdict", "problems": "code", "lines": "role", "left_out": "reason"}
EXITS = {"failed": 5, "unread": 4, "disagreement": 3}
OF_A_VERSION = {"pipeline_version", "schema_version"}
COUNTS = {*KINDS, *OF_A_VERSION, "disagreements", "unread_lines", "sha256", "bytes"}
COLUMNS_TOLD = 4  # of the columns that changed, the most frequent ones in a summary
WIDEST_VALUE = 60  # characters of a value in --show


@dataclass(slots=True)
class Side:
    """One published folder: its manifests by report_id, its tables read when asked for."""

    folder: Path
    manifests: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Side:
        found = sorted((folder / "manifest").glob("*.json"))
        return cls(folder, {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in found})

    def file(self, table: str, report: str) -> Row:
        """What the manifest says of a table's file; {} if there is none."""
        file: Row = self.manifests.get(report, {}).get("files", {}).get(table, {})
        return file

    def table(self, table: str, report: str) -> Any:
        """The Arrow table of a file, None if there is none."""
        path = self.folder / table / f"{report}.parquet"
        return pq.read_table(path, partitioning=None) if path.exists() else None

    def rows(self, table: str, report: str) -> list[Row]:
        found = self.table(table, report)
        rows: list[Row] = [] if found is None else found.to_pylist()
        return rows

    def fields(self, table: str, report: str) -> dict[str, Any]:
        """Every column's type and description."""
        path = self.folder / table / f"{report}.parquet"
        schema = pq.read_schema(path) if path.exists() else ()
        return {field.name: (str(field.type), field.metadata) for field in schema}

    def exit(self, report: str) -> str:
        """The report's status and the exit code that it alone would bring."""
        one = self.manifests.get(report)
        if one is None:
            return "absent"
        codes = [EXITS.get(met, 1) for met in one.get("met", ())]
        return f"{one['status']}, exit {max(codes, default=0)}"

    def named(self, report: str) -> list[tuple[str, list[Row]]]:
        """Every table's rows with ids replaced by what they stand for."""
        rows = {t: self.rows(t, report) for t in (*LADDERS, "tables", "cells")}
        titles = {r["programme_id"]: r["title"] for r in rows["programmes"]}
        titles |= {r["programme_uid"]: r["title"] for r in rows["programmes"]}
        quotes = {r["quantity_id"]: r["quote"] for r in rows["quantities"]}
        for table in rows.values():
            for row in table:
                _name_ids(row, titles, quotes)
        rows["tables"] = tables_with_cells(rows["tables"], rows.pop("cells"))
        return list(rows.items())


def _name_ids(row: Row, titles: Mapping[str, str], quotes: Mapping[str, str]) -> None:
    if row.get("programme_id") is not None:
        row["programme"] = titles.get(row["programme_id"])
    if row.get("part_of") is not None:
        row["part_of"] = quotes.get(row["part_of"], row["part_of"])
    if row.get("operands"):
        row["operands"] = [quotes.get(o, titles.get(o, o)) for o in row["operands"]]


@dataclass(slots=True)
class Change:
    """What one report has gained and lost: by kind, and its status and exit code on both sides."""

    report: str
    kinds: dict[str, Difference]
    exits: tuple[str, str]

    def __bool__(self) -> bool:
        return any(self.kinds.values()) or self.exits[0] != self.exits[1]


def report_to_change(base: Side, tree: Side, report: str) -> Change:
    """One report on both sides; tables whose files are the same bytes are not read."""
    exits = base.exit(report), tree.exit(report)
    same = {k for k in (*LADDERS, "tables", "cells") if _same(base, tree, k, report)}
    kinds = {k: Difference(equal=base.file(k, report).get("rows", 0)) for k in KINDS}
    if len(same) < len(LADDERS) + 2:
        numbered = tree.manifests.get(report, {}).get("media_type") != "application/pdf"
        before, after = dict(base.named(report)), dict(tree.named(report))
        for kind in ("reports", *KINDS):
            both = {"tables", "cells"} if kind == "tables" else {kind}
            if not both <= same:
                kinds[kind] = _differ(kind, before[kind], after[kind], numbered)
    return Change(report, kinds, exits)


def _same(base: Side, tree: Side, kind: str, report: str) -> bool:
    """Whether a table has the same values on both sides in the columns that both have, or is on
    neither side.
    """
    mine, theirs = base.file(kind, report), tree.file(kind, report)
    if mine.get("sha256") == theirs.get("sha256"):
        return True
    a, b = base.table(kind, report), tree.table(kind, report)
    if a is None or b is None:
        return False
    both = [name for name in a.column_names if name in b.column_names and name not in OF_A_VERSION]
    return bool(a.select(both).equals(b.select(both)))


def _differ(kind: str, a: list[Row], b: list[Row], numbered: bool) -> Difference:
    if kind == "tables":
        found = tables_to_difference(a, b)
    elif kind == "reports":
        return rows_to_difference(kind, list(map(_uncounted, a)), list(map(_uncounted, b)))
    else:
        for row in (*a, *b):  # null is left out of a row by _name_ids
            row.setdefault("programme", None)
        found = rows_to_difference(kind, a, b, numbered)
    found.silent = not found and bool(a or b)
    return found


def _uncounted(row: Row) -> Row:
    """A report's row without what other kinds tell, and with the year, which is its own here."""
    return {k: v for k, v in row.items() if k not in COUNTS} | {"of_year": row["year"]}


# -- words ----------------------------------------------------------------------------------------


def difference_to_words(kind: str, found: Difference, equal: bool = False) -> str:
    """One kind of one report, or of all, in a few words; "" where nothing differs."""
    signs = {"+": len(found.gained), "-": len(found.lost), "~": len(found.changed)}
    moved = [f"{sign}{count}" for sign, count in signs.items() if count]
    words = [f"={found.equal}"] * equal + (moved or ["numbers only"] * found.silent)
    details = [*_by(found, BY.get(kind)), *_columns(found)]
    said = " ".join([kind, *words]) + f" ({'; '.join(details)})" * bool(details)
    return said if words else ""


def _columns(found: Difference) -> Iterator[str]:
    """The columns that changed most often, and how many more did."""
    columns = found.columns()
    told = columns.most_common(COLUMNS_TOLD)
    if told:
        more = f" +{len(columns) - len(told)}" * (len(columns) > len(told))
        yield "~ " + " ".join(f"{name} {count}" for name, count in told) + more


def _by(found: Difference, column: str | None) -> list[str]:
    """How many came and went of each verdict, code, role: "disagrees +1 -3"."""
    if column is None:
        return []
    moved = [(old, new) for old, new, columns in found.changed if column in columns]
    came = Counter(str(r[column]) for r in [*found.gained, *(new for _, new in moved)])
    went = Counter(str(r[column]) for r in [*found.lost, *(old for old, _ in moved)])
    return [
        f"{name}" + f" +{came[name]}" * (name in came) + f" -{went[name]}" * (name in went)
        for name in sorted({*came, *went})
    ]


def change_to_line(change: Change) -> str:
    """A report's line: what differs, kind by kind."""
    before, after = change.exits
    words = [f"{before} → {after}"] if before != after else []
    for kind, found in change.kinds.items():
        if kind == "reports":
            words += [f"{c} changed" for c in found.columns() if c != "status"]
        elif said := difference_to_words(kind, found):
            words.append(said)
    return f"{change.report}: {'; '.join(words) or 'numbers only'}"


def total(changes: Sequence[Change]) -> list[str]:
    """The last lines: every kind over all reports."""
    lines = []
    for kind in KINDS:
        one = Difference(silent=any(c.kinds[kind].silent for c in changes))
        for change in changes:
            one.equal += change.kinds[kind].equal
            one.gained += change.kinds[kind].gained
            one.lost += change.kinds[kind].lost
            one.changed += change.kinds[kind].changed
        lines.append("  " + difference_to_words(kind, one, equal=True))
    return lines


def columns_told(base: Side, tree: Side, reports: Sequence[str]) -> Iterator[str]:
    """Columns that only one side has (they are not compared), or that it types or describes in
    another way.
    """
    both = [r for r in reports if r in base.manifests and r in tree.manifests]
    for table in (*LADDERS, "tables", "cells") if both else ():
        mine, theirs = base.fields(table, both[0]), tree.fields(table, both[0])
        shared = mine.keys() & theirs.keys()
        told = {
            "new": theirs.keys() - mine.keys(),
            "gone": mine.keys() - theirs.keys(),
            "of another type or description": {c for c in shared if mine[c] != theirs[c]},
        }
        for how, columns in told.items():
            yield from (f"  column {how}: {table}.{name}" for name in sorted(columns))


# -- every row ------------------------------------------------------------------------------------

# What names a row of each kind; of rows that came or went, these are shown.
FACES = {
    "reports": ("source",),
    "tables": ("page_first", "page_last", "rows", "cols", "caption", "unit", "origin"),
    "programmes": ("page", "printed_no", "title", "area_title", "group_title", "state"),
    "achievements": ("page", "programme", "level", "mark", "text"),
    "areas": ("printed_no", "area_title", "stated_programmes"),
    "groups": ("printed_no", "group_title", "programmes"),
    "quantities": (
        *("page", "first_line", "quote", "value", "unit", "kind", "measure", "section"),
        *("container", "column_header", "programme"),
    ),
    "left_out": ("page", "first_line", "quote", "reason", "container"),
    "checks": ("page", "type", "statement", "stated", "computed", "verdict", "operands"),
    "problems": ("page", "source_line", "code", "message_en"),
    "lines": ("page", "source_line", "role", "text"),
}


def change_to_rows(change: Change) -> Iterator[str]:
    """Every row that came, went or changed."""
    for kind, found in change.kinds.items():
        for sign, rows in (("-", found.lost), ("+", found.gained)):
            for row in rows:
                yield f"  {sign} {kind} {_face(kind, row)}"
                yield from (f"      {line}" for line in _grid(row))
        for old, new, columns in found.changed:
            yield f"  ~ {kind} {_face(kind, old)}"
            yield from (f"      {line}" for line in _before_and_after(old, new, columns))
        if found.silent:
            yield f"  ~ {kind}: numbers only"


def _face(kind: str, row: Row) -> str:
    said = ((c, row.get(c)) for c in FACES[kind])
    return " ".join(f"{c}={_short(v)}" for c, v in said if v is not None)


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False, default=str)
    return said if len(said) <= WIDEST_VALUE else said[: WIDEST_VALUE - 1] + "…"


def _grid(table: Row) -> Iterator[str]:
    """A table's rows, its cells' texts side by side."""
    rows: dict[int, list[str]] = {}
    for cell in table.get("cells", ()):
        rows.setdefault(cell["row"], []).append(" ".join((cell["text"] or "").split()))
    yield from (" | ".join(t[:WIDEST_VALUE] for t in rows[r]) for r in sorted(rows))


def _before_and_after(old: Row, new: Row, columns: Sequence[str]) -> Iterator[str]:
    for column in columns:
        if column in old and column not in COUNTED_ON:
            yield f"{column}: {_short(old[column])} → {_short(new[column])}"
    if "cells" in old and {"grid", "texts", "places", "header_path", "carried"} & {*columns}:
        yield f"{old['rows']}×{old['cols']} → {new['rows']}×{new['cols']}"
        yield from _cells_before_and_after(old, new)


def _cells_before_and_after(old: Row, new: Row) -> Iterator[str]:
    """The cells that only one side has: place, span, text and header."""
    shown = ("row", "col", "row_span", "col_span", "text", "header_path")
    before, after = (
        Counter(tuple(cell.get(c) for c in shown) for cell in table["cells"])
        for table in (old, new)
    )
    for sign, only in (("-", before - after), ("+", after - before)):
        for row, col, high, wide, text, header in sorted(only.elements(), key=lambda c: c[:4]):
            span = f" {high}×{wide}" if (high, wide) != (1, 1) else ""
            yield f"{sign} r{row} c{col}{span} {_short(text)} under {_short(header)}"


# -- the command ----------------------------------------------------------------------------------


def sides_to_changes(base: Path, tree: Path) -> tuple[list[Change], list[str]]:
    """Two published folders: every report of either, and what is to be told of columns."""
    a, b = Side.of(base), Side.of(tree)
    reports = sorted({*a.manifests, *b.manifests})
    changes = [report_to_change(a, b, report) for report in reports]
    return changes, list(columns_told(a, b, reports))


def changes_to_lines(name: str, changes: Sequence[Change], columns: Sequence[str]) -> list[str]:
    """The summary of one input: a line a report that differs, then the totals."""
    differing = [c for c in changes if c]
    lines = [change_to_line(c) for c in differing]
    head = f"{name}: {len(differing)} of {len(changes)} differ"
    return [*lines, head, *(total(changes) if differing else ()), *columns]


def pairs_of_folders(base: str, reports: Path | None) -> Iterator[tuple[str, Path, Path]]:
    """(name, folder of BASE, folder of the working tree) of each input."""
    cache = outputs.cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    old, new = outputs.commit_to_tree(base), outputs.working_tree_to_tree()
    for inputs in outputs.all_inputs(cache, reports):
        a, b = (outputs.published(tree, inputs, cache) for tree in (old, new))
        name = inputs.name if a.exit == b.exit else f"{inputs.name} (exit {a.exit} → {b.exit})"
        yield name, a.folder, b.folder
    outputs.prune(cache)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base", help="a commit, or a folder that a run published")
    parser.add_argument("--show", metavar="REPORT", help="every row of these reports")
    parser.add_argument("--reports", metavar="FOLDER", default=os.environ.get("SILJEOK_REPORTS"))
    parser.add_argument("--tree", metavar="FOLDER", help="published folder in the tree's place")
    given = parser.parse_args(arguments)
    if given.tree:
        folders: Iterator[tuple[str, Path, Path]] = iter(
            [("folders", Path(given.base), Path(given.tree))]
        )
    else:
        folders = pairs_of_folders(given.base, Path(given.reports) if given.reports else None)
    for name, base, tree in folders:
        changes, columns = sides_to_changes(base, tree)
        if given.show is None:
            print("\n".join(changes_to_lines(name, changes, columns)), flush=True)
            continue
        for change in changes:
            if given.show in change.report and change:
                print("\n".join([change_to_line(change), *change_to_rows(change)]), flush=True)


if __name__ == "__main__":
    try:
        main()
    except (subprocess.CalledProcessError, outputs.NothingPublishedError) as fault:
        sys.exit(f"compare.py: {fault}")
