"""Jobs over worker processes: a thread for each child, the results in whatever order they come."""

from __future__ import annotations

import os
import queue
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.publish.sentences import code_to_sentence
from pipeline.run.accepted import read_accepted
from pipeline.run.corrections import read_corrections
from pipeline.run.said import one_of, said
from pipeline.run.shelf import Shelf, file_sha256
from pipeline.run.sources import RawFile
from pipeline.run.supervisor import Child, Death, Limits, Message

A_WHILE = 0.2  # seconds
Words = Sequence[Sequence[str]]
REPORT_SUFFIXES = (
    ".pdf",
    ".txt",
    ".hwpx",
    ".hwp",
)  # a name that claims to be a report: bytes that are none are its fault, not ours to pass over


@dataclass(frozen=True, slots=True)
class Job:
    """A raw file to be read: its bytes' hash and size as the parent saw them."""

    file: RawFile
    sha256: str
    size: int
    trouble: str | None = None  # why the parent could not even read its bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read in this run."""

    limits: Limits = field(default_factory=Limits)
    workers: int = 1
    reader: str = "pdfium"
    password: str | None = None
    debug: bool = False
    second_opinion: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A job and what came of it: the body of its manifest, or why it was passed over as no report."""

    job: Job
    made: dict[str, Any] | None
    passed_over: str | None = None


def read_jobs(
    jobs: Sequence[Job], shelf: Shelf, reading: Reading, keep_open: tuple[int, ...], first: Child
) -> Iterator[Done | None]:
    """Every job's result as it comes, its files in the shelf's workplace; None when none came for a
    while.

    `first` is a child that may run already and is there still when all is read. Raises
    PipelineError if the place refuses a write.
    """
    todo: queue.SimpleQueue[Job] = queue.SimpleQueue()
    done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
    for job in jobs:
        todo.put(job)
    stop = threading.Event()
    more = min(reading.workers, len(jobs)) - 1
    children: list[Child] = [
        *([first] if jobs else []),
        *(Child(reading.limits, keep_open, reading.debug) for _ in range(more)),
    ]
    threads = [
        threading.Thread(target=_work, args=(c, todo, done, stop, shelf, reading), daemon=True)
        for c in children
    ]
    for thread in threads:
        thread.start()
    left = len(jobs)
    try:
        while left:
            try:
                result = done.get(timeout=A_WHILE)
            except queue.Empty:
                yield None
                continue
            if isinstance(result, BaseException):
                raise result
            left -= 1
            yield result
    finally:
        stop.set()
        if left:
            for child in children:
                child.kill()
        for thread in threads:
            thread.join()


def _work(
    child: Child, todo: Any, done: Any, stop: threading.Event, shelf: Shelf, reading: Reading
) -> None:
    """One child's share. The thread lives as long as its child: the system ends the child with the
    thread that made it.
    """
    try:
        while not stop.is_set():
            done.put(job_to_done(todo.get_nowait(), child, shelf, reading))
    except queue.Empty:
        pass
    except BaseException as fault:
        done.put(fault)
    finally:
        child.leave()


def job_to_done(job: Job, child: Child, shelf: Shelf, reading: Reading) -> Done:
    """Have the child read a file; whatever it died of becomes the file's cause."""
    if job.trouble:
        return _failed(job, child, shelf, "not_readable", [["cause", job.trouble]])
    for _ in range(2):
        answer = child.ask(job_to_request(job, shelf, reading))
        if isinstance(answer, Death):
            return _failed(job, child, shelf, answer.code, answer.words)
        if "unreadable" in answer:
            return _unreadable(job, child, shelf, answer["unreadable"])
        if "memory" in answer:
            child.close()  # what is left of its memory is not to be trusted
            return _failed(
                job, child, shelf, "out_of_memory", [["mebibytes", str(reading.limits.mebibytes)]]
            )
        if "fault" in answer:
            return _failed(job, child, shelf, "pipeline_fault", fault_words(answer["fault"]))
        made = answer_to_made(answer, shelf)
        if made["sha256"] == job.sha256 == _bytes_now(job.file.path):
            return Done(job, made)
    return _failed(job, child, shelf, "changed_while_read", [])


def fault_words(cause: str) -> Words:
    """The words of a fault that cost the whole report."""
    # where it happens alone: it brings numpy, and nothing native runs in the parent
    from pipeline.faults import Lost, lost_to_problem

    return lost_to_problem(Lost("report"), cause).words


def job_to_request(job: Job, shelf: Shelf, reading: Reading) -> Message:
    """The worker's request to read a file."""
    return {
        "do": "read",
        "path": str(job.file.path),
        "shown": job.file.shown,
        "report_id": job.file.report_id,
        "folder": str(shelf.workplace(job.file.report_id)),
        "reader": reading.reader,
        "password": reading.password,
        "max_pages": reading.limits.pages,
        "accepted": read_accepted(job.file.path.parent),
        "corrections": read_corrections(job.file.path),
        "second_opinion": reading.second_opinion,
    }


def _bytes_now(path: Path) -> str | None:
    try:
        return file_sha256(path)
    except OSError:
        return None


def answer_to_made(answer: Message, shelf: Shelf) -> dict[str, Any]:
    if "disk" in answer:
        raise PipelineError(said("cannot_write", path=shelf.partial, cause=answer["disk"]))
    if "made" not in answer:
        raise PipelineError(said("worker_lost", what=shelf.partial, cause=answer))
    made: dict[str, Any] = answer["made"]
    return made


def _unreadable(job: Job, child: Child, shelf: Shelf, unreadable: Sequence[Any]) -> Done:
    code, said, words = unreadable
    claims = job.file.named or job.file.path.name.lower().endswith(REPORT_SUFFIXES)
    if code == "unknown_type" and not claims:
        korean = code_to_sentence(code, words).ko
        return Done(job, None, passed_over=one_of(said, korean))
    more = [[name, word] for name, word in words.items()]
    return _failed(job, child, shelf, code, [["said", said], ["file", job.file.shown], *more])


def _failed(job: Job, child: Child, shelf: Shelf, code: str, words: Words) -> Done:
    """Publish the failure itself: reports and problems have a row, the other tables none."""
    folder = shelf.workplace(job.file.report_id)
    shutil.rmtree(folder, ignore_errors=True)  # what a killed worker left half-written
    request = {
        "do": "fail",
        "report_id": job.file.report_id,
        "shown": job.file.shown,
        "sha256": job.sha256,
        "bytes": job.size,
        "folder": os.fspath(folder),
        "code": code,
        "words": [list(w) for w in words],
    }
    answer = child.ask(request)
    if isinstance(answer, Death):
        raise PipelineError(said("worker_lost", what=job.file.shown, cause=answer))
    return Done(job, answer_to_made(answer, shelf))
