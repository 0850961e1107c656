"""From raw files, or from a published folder, to reports as DataFrames."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict, Unpack

from pipeline.errors import UnreadableError
from pipeline.frames.report import ReportFrames
from pipeline.publish.columns import tables
from pipeline.run.arrow_tables import read_table
from pipeline.run.manifest import Manifest
from pipeline.run.pool import Done, Job, Reading, read_jobs
from pipeline.run.shelf import Shelf, file_sha256
from pipeline.run.sources import RawFile, paths_to_sources, source_to_file
from pipeline.run.supervisor import Child, Limits
from pipeline.run.verify import find_report, published
from pipeline.run.whole import Event, run

Paths = str | os.PathLike[str]


class Options(TypedDict, total=False):
    """How raw files are read: the options of `pipeline run`."""

    reader: str
    password: str | None
    seconds: float
    mebibytes: int
    pages: int
    workers: int


def options_to_reading(options: Options) -> Reading:
    """The options as a run takes them.

    >>> options_to_reading({"seconds": 20}).limits.seconds
    20
    """
    given: dict[str, Any] = dict(options)
    limits = {name: given.pop(name) for name in ("seconds", "mebibytes", "pages") if name in given}
    return Reading(limits=Limits(**limits), **given)


def read_report(path: Paths, **options: Unpack[Options]) -> ReportFrames:
    """A raw report (PDF, HWPX, HWP or text) as DataFrames; nothing is left on the disk.

    The file is read in a child process with limits of time and memory, as `pipeline run` reads it:
    what a hostile file does, it does there. `accepted.toml` and corrections beside it are heeded.
    The word of other reports (years compared, duplicates) is `run_reports`' alone.

    Options: `seconds`, `mebibytes` and `pages` that it may take, `reader` ("pdfium", "pdfplumber"),
    `password`.

    >>> read_report("fixtures/text/2025-nuri-hand.txt").year
    2025

    Raises:
        UsageError: there is no such file.
        UnreadableError: it cannot be read at all; `code` is the problem's.
    """
    (report,) = read_reports([path], **options)
    if report.status == "failed":
        code, korean, english = report.manifest["cause"]
        raise UnreadableError(code, f"{path}: {english} / {korean}")
    return report


def read_reports(
    paths: Paths | Iterable[Paths], **options: Unpack[Options]
) -> Iterator[ReportFrames]:
    """Each raw report of the paths (files and folders) as DataFrames, as soon as it is read;
    `workers` files at once. One that cannot be read has the status "failed", empty frames, and the
    reason in `problems`; a file of a folder that is no report is passed over.

    >>> [report.report_id for report in read_reports("fixtures/text/2025-nuri-hand.txt")]
    ['2025-nuri-hand.txt']

    Raises UsageError for a path that is not there, for two files of one report_id, and for folders
    without a file.
    """
    reading = options_to_reading(options)
    return _read(paths_to_sources(_listed(paths), ()).files, reading)


def _listed(paths: Paths | Iterable[Paths]) -> list[Path]:
    """One path or several, as paths."""
    given = [paths] if isinstance(paths, str | os.PathLike) else paths
    return [Path(path) for path in given]


def _read(files: Iterable[RawFile], reading: Reading) -> Iterator[ReportFrames]:
    jobs = [_file_to_job(file) for file in files]
    with tempfile.TemporaryDirectory(prefix="siljeok-") as folder:
        shelf, child = Shelf(Path(folder) / "extracted"), Child(reading.limits)
        try:
            for done in read_jobs(jobs, shelf, reading, (), child):
                if done is not None and done.made is not None:
                    yield _done_to_report(done, shelf, reading)
        finally:
            child.close()


def _file_to_job(file: RawFile) -> Job:
    try:
        return Job(file, file_sha256(file.path) or "", file.path.stat().st_size)
    except OSError as fault:
        return Job(file, "", 0, trouble=fault.strerror or str(fault))


def _done_to_report(done: Done, shelf: Shelf, reading: Reading) -> ReportFrames:
    assert done.made is not None
    file, folder = done.job.file, shelf.workplace(done.job.file.report_id)
    arrow = {name: read_table(folder / f"{name}.parquet", name) for name in tables()}
    shutil.rmtree(folder)
    return ReportFrames(done.made, arrow, file.path, reading)


def open_report(folder: Paths = "extracted", report: str | None = None) -> ReportFrames:
    """A published report as DataFrames: the only one of the folder, or the one of that report_id,
    of that file, or the only one whose name begins so.

    Raises:
        UsageError: nothing is published there, or no report or several are meant.
        PipelineError: one of its files is damaged.
    """
    shelf, manifests = published(Path(folder))
    return _published_to_report(shelf, manifests, find_report(manifests, report, Path(folder)))


def open_reports(folder: Paths = "extracted") -> Iterator[ReportFrames]:
    """Each published report of a folder as DataFrames, by report_id.

    Raises UsageError where nothing is published.
    """
    shelf, manifests = published(Path(folder))
    return map(functools.partial(_published_to_report, shelf, manifests), manifests)


def _published_to_report(
    shelf: Shelf, manifests: dict[str, Manifest], report_id: str
) -> ReportFrames:
    arrow = {name: read_table(shelf.table_file(name, report_id), name) for name in tables()}
    manifest = manifests[report_id]
    raw = source_to_file(manifest["source"])
    return ReportFrames(manifest, arrow, raw if raw.is_file() else None)


@dataclass(frozen=True, slots=True)
class PublishedRun:
    """What `run_reports` did: the `folder`, the ids of its `reports`, those that `failed`, the
    `skipped` files and the `exit_code` of `pipeline run`. Iterating gives each report.
    """

    folder: Path
    reports: tuple[str, ...]
    failed: tuple[str, ...]
    skipped: tuple[str, ...]
    exit_code: int

    def __iter__(self) -> Iterator[ReportFrames]:
        return (open_report(self.folder, report) for report in self.reports)

    def __len__(self) -> int:
        return len(self.reports)


def run_reports(
    paths: Paths | Iterable[Paths],
    out: Paths = "extracted",
    *,
    fail_on: str = "unread",
    **options: Unpack[Options],
) -> PublishedRun:
    """Read the paths' reports and publish them under `out`, as `pipeline run` does: what is
    unchanged is left alone, and `out` is whole whatever happens.

    Raises:
        UsageError: wrong paths, no report in them, or an `out` that is somebody else's.
        PipelineError: the place refuses, or another run holds it.
    """
    from pipeline.run.outcome import met_to_exit

    skipped: list[str] = []

    def note(event: Event) -> None:
        if event.kind in ("skipped", "refused"):
            skipped.append(event.shown)

    reading = options_to_reading(options)
    outcome = run(_listed(paths), Path(out), reading, note)
    ids = tuple(manifest["report_id"] for manifest in outcome.manifests)
    failed = tuple(m["report_id"] for m in outcome.manifests if m["status"] == "failed")
    code = met_to_exit(outcome.met(), fail_on)
    return PublishedRun(Path(out), ids, failed, tuple(skipped), code)
