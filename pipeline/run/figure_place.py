"""Where a published figure was read: table, row and column, what stands over and beside it, and how
sure that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.run.sources import one_line, source_to_file
from pipeline.run.telling import Telling, shortened

Row = Mapping[str, Any]
Rows = Callable[[str], Sequence[Row]]  # a table's name to its published rows of one report
KEPT = ("hwpx", "hwp")
KEY = ("table_no", "row", "col")
WORDS = 60  # display columns of a label or a header path


def figure_to_lines(rows: Rows, manifest: Row, row: Row, told: Telling) -> Iterator[str]:
    """What is told of the place where a figure was read; nothing where it stands in no table."""
    cells = rows("cells")
    cell, table = figure_to_cell(row, cells), None
    if cell is not None:
        tables = rows("tables")
        table = next(t for t in tables if t["table_no"] == cell["table_no"])
        yield from _cell_to_lines(cell, table, cells, told)
        for problem in rows("problems"):
            if is_about(problem, cell):
                yield told.explain("doubt", sentence=problem[f"message_{told.language}"])
    if (place := _place(row, table, manifest)) is not None:
        command = f"pipeline why {one_line(str(source_to_file(manifest['source'])))} {place}"
        yield told.explain("more", command=command)


def figure_to_cell(row: Row, cells: Sequence[Row]) -> Row | None:
    """The cell that a figure stands in: the one that it names, the one about its place on the page,
    or of its programme the one that holds its words.
    """
    if row["table_no"] is not None:
        return next((c for c in cells if all(c[k] == row[k] for k in KEY)), None)
    own = (c for c in cells if c["programme_id"] == row["programme_id"] is not None)
    about = [c for c in own if _is_about_place(c, row) or _holds_quote(c, row)]
    return max(about, key=lambda c: _is_about_place(c, row), default=None)


def _holds_quote(cell: Row, row: Row) -> bool:
    return row["quote"] in (cell["text"] or "")


def _is_about_place(cell: Row, row: Row) -> bool:
    if row["x0"] is None or cell["x0"] is None or cell["page"] != row["page"]:
        return False
    x, y = (row["x0"] + row["x1"]) / 2, (row["top"] + row["bottom"]) / 2
    return bool(cell["x0"] <= x <= cell["x1"] and cell["top"] <= y <= cell["bottom"])


def is_about(problem: Row, cell: Row) -> bool:
    """Whether a problem is about a cell, or about its table as a whole.

    >>> cell = {"table_no": 1, "row": 2, "col": 0}
    >>> is_about(cell | {"row": None, "col": None}, cell), is_about(cell | {"row": 3}, cell)
    (True, False)
    """
    if problem["table_no"] != cell["table_no"]:
        return False
    return problem["row"] is None or (problem["row"], problem["col"]) == (cell["row"], cell["col"])


def _cell_to_lines(cell: Row, table: Row, cells: Sequence[Row], told: Telling) -> Iterator[str]:
    pages = {table["page_first"], table["page_last"]} - {None}
    shown = "-".join(str(page) for page in sorted(pages))
    where = {"table_no": cell["table_no"], "row": cell["row"], "col": cell["col"]}
    rows = {"rows": table["rows"], "cols": table["cols"]}
    yield told.explain("read_in_pages" if pages else "read_in", pages=shown, **where, **rows)
    if cell["header_path"]:
        yield told.explain("header_path", path=shortened(cell["header_path"], WORDS))
    if labels := cell_to_label(cell, cells):
        yield told.explain("label", label=shortened(labels, WORDS))
    if cell["carried"]:
        yield told.explain("carried")
    yield told.explain(_sureness(table), margin=table["margin"])


def cell_to_label(cell: Row, cells: Sequence[Row]) -> str:
    """The words left of a cell in its row, outer labels first; figures are no label.

    >>> label = {"table_no": 1, "row": 1, "col": 0, "row_span": 2, "text": "가"}
    >>> cell_to_label(label | {"row": 2, "col": 1}, [label])
    '가'
    """
    left = [
        c
        for c in cells
        if c["table_no"] == cell["table_no"]
        and c["row"] <= cell["row"] < c["row"] + c["row_span"]
        and c["col"] < cell["col"]
    ]
    texts = (" ".join((c["text"] or "").split()) for c in sorted(left, key=lambda c: c["col"]))
    return " > ".join(text for text in texts if any(map(str.isalpha, text)))


def _sureness(table: Row) -> str:
    """Which sentence says how sure the edges of a table are."""
    if table["margin"] is not None:
        return "sure_scored"
    origin = "kept" if table["origin"] in KEPT else table["origin"]
    return f"sure_{origin}"


def _place(row: Row, table: Row | None, manifest: Row) -> int | None:
    """What `pipeline why` is asked for: a page, a line of a text, a table of an office file; None
    of a line of an office file, which is in no table.
    """
    if table is not None and table["origin"] in KEPT:
        return int(table["table_no"])
    if row["page"] is not None:
        return int(row["page"])
    is_text = manifest["media_type"] == "text/plain"
    return row["first_line"] if is_text else None
