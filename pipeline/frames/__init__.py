"""Reports as pandas DataFrames: what `import pipeline` offers to Python. Reading is the command's
own: each raw file in a child process with its limits, never in the caller's.
"""

from pipeline.frames.reading import (
    PublishedRun,
    open_report,
    open_reports,
    read_report,
    read_reports,
    run_reports,
)
from pipeline.frames.report import ReportFrames

__all__ = [
    "PublishedRun",
    "ReportFrames",
    "open_report",
    "open_reports",
    "read_report",
    "read_reports",
    "run_reports",
]
