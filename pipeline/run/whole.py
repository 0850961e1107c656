"""A run over many files: what is unchanged is left alone, the rest is read and committed one by
one, then the last pass.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError, UsageError
from pipeline.lexicon import compiled
from pipeline.run.accepted import Entry as Acceptance
from pipeline.run.accepted import read_accepted, unmet_acceptances
from pipeline.run.corrections import read_corrections
from pipeline.run.expected import (
    KEPT,
    Entry,
    expected_to_shortfalls,
    read_expected,
    shortfalls_to_bytes,
)
from pipeline.run.last_pass import copies, last_pass
from pipeline.run.lock import locked
from pipeline.run.manifest import Manifest, folder_to_manifests, made_with
from pipeline.run.ours import (
    close_partial,
    foreign_among_tables,
    is_ours,
    open_partial,
    refuse_foreign,
)
from pipeline.run.outcome import Outcome
from pipeline.run.pool import Done, Job, Reading, read_jobs
from pipeline.run.said import one_of, said
from pipeline.run.shelf import (
    Shelf,
    file_sha256,
    finish,
    is_whole,
    prepare,
    recover,
    withdraw,
    write_whole,
)
from pipeline.run.sources import RawFile, Sources, corrections_beside, paths_to_sources
from pipeline.run.supervisor import Child


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one file, for the command line to tell: read, unchanged, failed, skipped,
    refused, withdrawn, gone, finished, duplicate, accepted, foreign, EXPECTED."""

    kind: str
    shown: str
    manifest: Mapping[str, Any] | None = None
    said: str = ""
    done: int = 0
    total: int = 0


Tell = Callable[[Event], None]
BATCH = 64  # reports committed together at most; fewer where the next one takes its time


def run(paths: Sequence[Path], out: Path, reading: Reading, tell: Tell) -> Outcome:
    """Read the paths' reports and publish them under `out`; what was met decides the exit code.

    Raises UsageError (exit 2) for wrong paths, folders without a report and an `out` that is
    somebody else's, PipelineError (exit 1) if the place refuses or another run holds it.
    """
    shelf = Shelf(out.resolve())
    sources = paths_to_sources(paths, (shelf.out, shelf.partial))
    try:
        with _held(shelf) as lock:
            return _Run(shelf, sources, reading, tell, (lock,)).outcome()
    except OSError as fault:
        raise PipelineError(
            said("cannot_write", path=shelf.out, cause=fault.strerror or fault)
        ) from fault


@contextmanager
def _held(shelf: Shelf) -> Iterator[int]:
    """Hold the lock of a shelf on which nothing is touched that is not ours."""
    with locked(shelf.lock, bare=is_ours(shelf.out) or shelf.partial.is_dir()) as lock:
        refuse_foreign(shelf.out, shelf.partial)
        yield lock


class _Run:
    """The steps of a run, on one shelf, under its lock."""

    def __init__(
        self,
        shelf: Shelf,
        sources: Sources,
        reading: Reading,
        tell: Tell,
        keep_open: tuple[int, ...],
    ) -> None:
        self.shelf, self.sources, self.reading, self.tell, self.keep_open = (
            shelf,
            sources,
            reading,
            tell,
            keep_open,
        )
        self.manifests: dict[str, Manifest] = {}
        self.accepted: dict[Path, list[Acceptance]] = {}
        self.passed_over = 0
        self.child = Child(reading.limits, keep_open, reading.debug)

    def outcome(self) -> Outcome:
        """Do it all."""
        try:
            return self._outcome()
        finally:
            self.child.close()

    def _outcome(self) -> Outcome:
        expected = read_expected(self.sources.folders)
        for report_id in recover(self.shelf):
            self.tell(Event("finished", report_id))
        self.manifests = folder_to_manifests(self.shelf.manifests)
        self._tell_of_sources()
        self._tell_of_foreign()
        open_partial(self.shelf.partial)
        jobs = [job for f in self.sources.files if (job := self._job(f))]
        self._read(jobs)
        self._last_pass()
        close_partial(self.shelf.partial)
        ours = [
            self.manifests[f.report_id] for f in self.sources.files if f.report_id in self.manifests
        ]
        self._tell_of_words()
        short = self._held_against(expected, ours)
        if not (ours or self.sources.refused):
            raise UsageError(said("no_report", paths=", ".join(map(str, self.sources.folders))))
        return Outcome(
            tuple(ours),
            tuple(shown for shown, _ in self.sources.refused),
            self.passed_over + len(self.sources.skipped),
            short,
        )

    def _tell_of_sources(self) -> None:
        for shown, why in self.sources.skipped:
            self.tell(Event("skipped", shown, said=why))
        for shown, why in self.sources.refused:
            self.tell(Event("refused", shown, said=why))

    def _tell_of_foreign(self) -> None:
        """Files of others that would be read as ours. Raises UsageError where a report of this run
        would be published over one.
        """
        wanted = {f"{f.report_id}.parquet" for f in self.sources.files}
        for path in foreign_among_tables(self.shelf.out, self.manifests.keys()):
            if path.name in wanted and path.parent.parent == self.shelf.out:
                raise UsageError(said("file_not_ours", path=path))
            shown = str(path.relative_to(self.shelf.out.parent))
            self.tell(Event("foreign", shown, said=said("foreign_file")))

    def _tell_of_words(self) -> None:
        """Entries of accepted.toml that fit nothing: only a run over a folder sees all the reports
        that they could be about.
        """
        folders = [f.path.parent for f in self.sources.files] if self.sources.whole else []
        for path, entry in unmet_acceptances(folders, self.manifests.values()):
            self.tell(Event("accepted", str(path), said=said("acceptance_unmet", **entry)))

    def _held_against(self, expected: Sequence[Entry], ours: Sequence[Manifest]) -> int:
        """What expected.toml of the folders says, against what they gave; a run over single files
        looks at nothing of it.
        """
        if not self.sources.whole:
            return 0
        shortfalls = expected_to_shortfalls(expected, ours)
        for shortfall in shortfalls:
            self.tell(
                Event(
                    "EXPECTED",
                    shortfall["code"],
                    said=one_of(shortfall["message_en"], shortfall["message_ko"]),
                )
            )
        path, content = self.shelf.out / KEPT, shortfalls_to_bytes(shortfalls)
        if not shortfalls:
            path.unlink(missing_ok=True)
        elif not path.is_file() or path.read_bytes() != content:
            open_partial(self.shelf.partial)
            write_whole(path, content, self.shelf.partial)
            close_partial(self.shelf.partial)
        return len(shortfalls)

    def _job(self, file: RawFile) -> Job | None:
        """What there is to do for a file; None if its bytes, and all else that decides the output,
        are as they were.
        """
        known = self.manifests.get(file.report_id)
        try:
            sha256, size = file_sha256(file.path) or "", file.path.stat().st_size
        except OSError as fault:
            return Job(file, "", 0, trouble=fault.strerror or str(fault))
        if known is None:
            # it is needed whatever the rest says, and imports while the other files are hashed
            self.child.start()
        with_what = self._with_what(file, known)
        same = known and (known["sha256"], known["source"], known["made_with"]) == (
            sha256,
            file.shown,
            with_what,
        )
        if (
            known
            and same
            and known["status"] != "failed"
            and is_whole(self.shelf, file.report_id, known)
        ):
            self.tell(Event("unchanged", file.shown, known))
            return None
        read_corrections(file.path)  # what is not as it should be is said before anything is read
        self.child.start()
        return Job(file, sha256, size)

    def _with_what(self, file: RawFile, manifest: Manifest | None) -> dict[str, Any]:
        """What decides the output besides the bytes. Of accepted.toml, which is about all the
        reports of a folder, only what concerns this one: an entry more reads no other again.
        """
        folder = file.path.parent
        if folder not in self.accepted:
            self.accepted[folder] = read_accepted(folder)
        disputed = (manifest or {}).get("disputed", ())
        beside = words_beside(file.path, self.accepted[folder], disputed)
        return made_with(self.reading.reader, beside, self.reading.second_opinion)

    def _read(self, jobs: Sequence[Job]) -> None:
        pending: list[tuple[int, Done]] = []
        number = 0
        if jobs:
            compiled.refresh()
        for done in read_jobs(jobs, self.shelf, self.reading, self.keep_open, self.child):
            if done is not None:
                number += 1
                if done.made is None:
                    self._pass_over(done, number, len(jobs))
                else:
                    prepare(self.shelf, done.job.file.report_id, self._manifest(done))
                    pending.append((number, done))
            if pending and (done is None or number == len(jobs) or len(pending) >= BATCH):
                self._commit(pending, len(jobs))
                pending = []

    def _pass_over(self, done: Done, number: int, total: int) -> None:
        """A file that is no report. What was published of it when it was given as PATH, or when it
        had other bytes, is withdrawn: a folder gives the same whatever was run before.
        """
        self.passed_over += 1
        file = done.job.file
        self.tell(
            Event("skipped", file.shown, said=done.passed_over or "", done=number, total=total)
        )
        before = self.manifests.pop(file.report_id, None)
        if before is not None:
            withdraw(self.shelf, file.report_id)
            self.tell(Event("withdrawn", file.shown, before))

    def _manifest(self, done: Done) -> Manifest:
        assert done.made is not None
        with_what = self._with_what(done.job.file, done.made)
        return done.made | {"made_with": with_what, "notes": []}

    def _commit(self, pending: Sequence[tuple[int, Done]], total: int) -> None:
        """Publish what was read, then tell of it."""
        made = {done.job.file.report_id: self._manifest(done) for _, done in pending}
        finish(self.shelf, made)
        for number, done in pending:
            file = done.job.file
            manifest, before = made[file.report_id], self.manifests.get(file.report_id)
            self.manifests[file.report_id] = manifest
            failed = manifest["status"] == "failed"
            self.tell(
                Event(
                    "failed" if failed else "read", file.shown, manifest, done=number, total=total
                )
            )
            if failed and before and before["status"] != "failed":
                self.tell(Event("withdrawn", file.shown, before))

    def _last_pass(self) -> None:
        """Notes on what one report alone cannot know, and the package over all of them."""
        here = {f.report_id for f in self.sources.files}
        gone = (
            [i for i in self.manifests if i not in here]
            if self.sources.whole
            else _noted_gone(self.manifests, here)
        )
        for report_id in gone:
            self.tell(Event("gone", self.manifests[report_id]["source"], self.manifests[report_id]))
        self.manifests = dict(
            sorted(self.manifests.items())
        )  # not in the order in which they happened to be read
        last_pass(self.shelf, self.manifests, gone, self.child)
        for report_id, others in copies(self.manifests):
            self.tell(
                Event(
                    "duplicate",
                    self.manifests[report_id]["source"],
                    self.manifests[report_id],
                    said("duplicates", others=others),
                )
            )


def _noted_gone(manifests: Mapping[str, Manifest], here: Iterable[str]) -> list[str]:
    """Of the reports outside this run those already noted as gone: a run over single files says
    nothing new about the others.
    """
    present = set(here)
    return [
        i
        for i, m in manifests.items()
        if i not in present and any(code == "raw_file_gone" for code, _ in m["notes"])
    ]


def words_beside(
    path: Path, accepted: Iterable[Acceptance], disputed: Collection[str]
) -> str | None:
    """A hash over what a person wrote beside a raw file, of accepted findings those of its own
    disagreements (`disputed`, check_ids); None if nothing.
    """
    mine = [sorted(entry.items()) for entry in accepted if entry["check_id"] in disputed]
    corrections = corrections_beside(path)
    content = corrections.read_bytes() if corrections else None
    if not mine and content is None:
        return None
    return hashlib.sha256(repr((mine, content)).encode()).hexdigest()[:16]


def prune(paths: Sequence[Path], out: Path, reading: Reading, tell: Tell) -> None:
    """Remove what was published from raw files that are not in the paths any more, and name it."""
    shelf = Shelf(out.resolve())
    try:
        here = {
            f.report_id
            for f in paths_to_sources(paths, (shelf.out, shelf.partial), may_be_empty=True).files
        }
        with _held(shelf) as lock:
            recover(shelf)
            open_partial(shelf.partial)
            manifests = folder_to_manifests(shelf.manifests)
            for report_id in [i for i in manifests if i not in here]:
                withdraw(shelf, report_id)
                tell(Event("pruned", manifests[report_id]["source"], manifests.pop(report_id)))
            child = Child(reading.limits, (lock,), reading.debug)
            try:
                last_pass(shelf, manifests, (), child)
            finally:
                child.close()
            close_partial(shelf.partial)
    except OSError as fault:
        raise PipelineError(
            said("cannot_write", path=shelf.out, cause=fault.strerror or fault)
        ) from fault
