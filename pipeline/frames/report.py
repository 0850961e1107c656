"""One report as DataFrames, with its page images and the explanations of its figures."""

from __future__ import annotations

import html
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from pipeline.errors import UsageError
from pipeline.frames.typed import table_to_frame
from pipeline.publish.columns import table_named
from pipeline.run.explained import id_to_explained, is_check_id
from pipeline.run.pointing import draw_page, draw_statement
from pipeline.run.pool import Reading
from pipeline.run.said import locale_to_language, said

if TYPE_CHECKING:
    from PIL.Image import Image

COUNTS = ("areas", "groups", "programmes", "achievements", "quantities", "checks", "disagreements")


class Frame:
    """A published table of a report as an attribute: a DataFrame, made when first asked for."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.__doc__ = f"{table_named(table).en}."

    @overload
    def __get__(self, report: None, owner: type[Any]) -> Frame: ...
    @overload
    def __get__(self, report: ReportFrames, owner: type[Any]) -> pd.DataFrame: ...
    def __get__(self, report: ReportFrames | None, owner: type[Any]) -> Frame | pd.DataFrame:
        return self if report is None else report.frame(self.table)


class ReportFrames:
    """What was read of one report: each published table as a DataFrame.

    The columns are those of docs/data_dictionary.md, with Arrow types; coded columns are
    categories. Where a row names a programme, `area_title`, `group_title` and `programme_title`
    stand behind its `programme_id`. The same DataFrame is given each time it is asked for.

    >>> import pipeline
    >>> report = pipeline.read_report("fixtures/text/2025-nuri-hand.txt")
    >>> report
    <ReportFrames 2025-nuri-hand.txt (2025): 30 programmes, 88 quantities, 20 checks>
    >>> report.quantities[["programme_title", "quote", "value"]].iloc[4].to_list()
    ['평생교육이용권 지원', '916명', 916.0]
    """

    reports = Frame("reports")
    areas = Frame("areas")
    groups = Frame("groups")
    programmes = Frame("programmes")
    achievements = Frame("achievements")
    quantities = Frame("quantities")
    left_out = Frame("left_out")
    checks = Frame("checks")
    tables = Frame("tables")
    cells = Frame("cells")
    lines = Frame("lines")
    problems = Frame("problems")

    def __init__(
        self,
        manifest: Mapping[str, Any],
        arrow: Mapping[str, Any],
        raw: Path | None = None,
        reading: Reading | None = None,
    ) -> None:
        """`manifest`: what the report's manifest says; `arrow`: its tables by name; `raw`: its raw
        file, if known. Made by `read_report` and `open_report`.
        """
        self.manifest, self.raw = manifest, raw
        self._arrow, self._reading = arrow, reading or Reading()
        self._frames: dict[str, pd.DataFrame] = {}

    @property
    def report_id(self) -> str:
        """The report's id, as every table has it."""
        return str(self.manifest["report_id"])

    @property
    def title(self) -> str | None:
        """The title as printed; None if there is none."""
        return self.manifest["title"]  # type: ignore[no-any-return]

    @property
    def year(self) -> int | None:
        """The year reported on; None if none is known."""
        return self.manifest["year"]  # type: ignore[no-any-return]

    @property
    def status(self) -> str:
        """How it was read: read, partial (unread or untrusted parts), failed (see `problems`)."""
        return str(self.manifest["status"])

    def arrow(self, table: str) -> Any:
        """A table as it is published, a pyarrow.Table: for polars, DuckDB and others."""
        return self._arrow[table]

    def frame(self, table: str) -> pd.DataFrame:
        """A table by its name, as the attribute of that name gives it."""
        if table not in self._frames:
            programmes = self._arrow["programmes"]
            self._frames[table] = table_to_frame(table, self._arrow[table], programmes)
        return self._frames[table]

    def explain(self, id_: str, language: str | None = None) -> str:
        """How a quantity_id was read, from the page to its value, or what a check_id compares and
        how sure that is; "ko" or "en", else the locale's language.

        Raises:
            UsageError: the report has neither.
        """
        language = language or locale_to_language()
        explained = id_to_explained(id_, self.manifest, self._rows, language)
        if explained is None:
            raise UsageError(self._no_such(id_))
        return "\n".join(explained.lines)

    def page_image(self, id_: str | int) -> Image:
        """The page of a PDF that a quantity_id or check_id stands on, the statement boxed in red
        and its operands numbered; of a page number the bare page. Drawn in a child process.

        Raises:
            UsageError: there is no such id or page, the report has no pages (text, HWPX, HWP), or
                its raw file is not there as it was read.
        """
        import PIL.Image

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.png"
            if isinstance(id_, int):
                draw_page(self.manifest, id_, file, self._reading, self.raw)
            else:
                explained = id_to_explained(id_, self.manifest, self._rows, "en")
                if explained is None:
                    raise UsageError(self._no_such(id_))
                statement, operands = explained.statement, explained.operands
                draw_statement(self.manifest, statement, operands, file, self._reading, self.raw)
            with PIL.Image.open(file) as drawn:
                drawn.load()
                return drawn

    def _rows(self, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._arrow[table].to_pylist()
        return rows

    def _no_such(self, id_: str) -> str:
        if is_check_id(id_):
            return said("no_such_check", check_id=id_, path=self.report_id)
        return said("no_such_quantity", quantity_id=id_, path=self.report_id)

    def __repr__(self) -> str:
        numbers = ", ".join(
            f"{self.manifest[name]} {name}" for name in ("programmes", "quantities", "checks")
        )
        return f"<ReportFrames {self.report_id} ({self.year}): {numbers}>"

    def _repr_html_(self) -> str:
        """The report at a glance, for notebooks; what the report says is escaped."""
        language = locale_to_language()
        head = f"{self.title or self.report_id} ({self.year or '?'})"
        names = {c.name: getattr(c, language) for c in table_named("reports").columns}
        rows = [(names[name], self.manifest[name]) for name in COUNTS]
        verdicts = Counter(self._arrow["checks"].column("verdict").to_pylist())
        rows += sorted(verdicts.items())
        body = "".join(f"<tr><th>{_safe(name)}</th><td>{_safe(n)}</td></tr>" for name, n in rows)
        return f"<table><caption>{_safe(head)}: {_safe(self.status)}</caption>{body}</table>"


def _safe(value: object) -> str:
    return html.escape(str(value))
