"""Korean government reports in, checked data out.

    import pipeline
    report = pipeline.read_report("2024.pdf")      # one raw file, as DataFrames
    report.programmes, report.quantities, report.checks
    report.explain(id), report.page_image(id)      # where a figure comes from
    pipeline.run_reports(["raw"], "extracted")     # publish, as `pipeline run` does
    pipeline.open_report("extracted", "2024")      # what was published, as DataFrames

The names are imported when first used: `import pipeline` alone costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; typing itself is half of the start-up
if TYPE_CHECKING:
    from typing import Any

    from pipeline.errors import PipelineError, UnreadableError, UsageError
    from pipeline.frames import (
        PublishedRun,
        ReportFrames,
        open_report,
        open_reports,
        read_report,
        read_reports,
        run_reports,
    )

__version__ = "0.1.0"

__all__ = [
    "PipelineError",
    "PublishedRun",
    "ReportFrames",
    "UnreadableError",
    "UsageError",
    "__version__",
    "open_report",
    "open_reports",
    "read_report",
    "read_reports",
    "run_reports",
]

ERRORS = ("PipelineError", "UnreadableError", "UsageError")


def __getattr__(name: str) -> Any:
    """A name of `__all__`, imported now."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    home = "pipeline.errors" if name in ERRORS else "pipeline.frames"
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
