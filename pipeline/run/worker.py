"""The child that reads: `python -m pipeline.run.worker MEBIBYTES SECONDS PARENT`. One request a
line in, one answer a line out.

A request is {"do": "read" | "fail" | "note" | "cross_year" | "tables" | "why" | "mark" | "pages",
…}; an answer is {"made": …}, {"unreadable": [code, sentence, words]}, {"usage": [sentence, in
Korean]}, {"memory": true}, {"disk": sentence} or {"fault": sentence}.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import json
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from pipeline.errors import UnreadableError, UsageError
from pipeline.faults import fault_to_cause
from pipeline.run.confined import confine

Message = dict[str, Any]
MEBIBYTE = 1 << 20
COLLECT_EVERY = 20  # requests
FILE_MEBIBYTES = 4096  # no published file comes near it; a runaway one must not fill the disk
PR_SET_PDEATHSIG = 1


class WithoutPandas:
    """Says that pandas is not there, and while pyarrow is imported numpy: pa.array asks whether a
    list is a Series or an array, which took four fifths of a worker's start-up. No array is ever
    handed to pyarrow; a PDF's glyphs import numpy when the first one is read.

    A finder without the base class, whose module imports half of importlib.resources.
    """

    def __init__(self, *refused: str) -> None:
        self.refused = set(refused)

    def find_spec(self, name: str, path: Any, target: Any = None) -> None:
        """Refuse the names refused, leave every other to the others."""
        if name in self.refused:
            raise ModuleNotFoundError("not needed here", name=name)


def lower_limit(kind: int, wanted: int) -> None:
    """Set a soft limit, never above the hard one."""
    hard = resource.getrlimit(kind)[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    before = resource.getrlimit(kind)[0]
    if before != resource.RLIM_INFINITY and kind == resource.RLIMIT_FSIZE:
        soft = min(soft, before)
    resource.setrlimit(kind, (soft, hard))


def die_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent dies, where it can (Linux); the closed pipe
    does so elsewhere.

    A parent killed before this line is gone already: without the look at its id a worker that was
    just starting went on importing for seconds and kept the run's lock, so that a rerun found the
    folder taken.
    """
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def allow_cpu(seconds: float) -> None:
    """Let this process use that many more CPU seconds: the backstop for code that blocks every
    signal but the system's.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    lower_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + 2 * seconds) + 5)


def do_read(request: Message) -> Message:
    """Read one file and write its tables."""
    from pipeline.corrections import Correction
    from pipeline.extract import extract
    from pipeline.run.accepted import accept

    extraction = extract(
        Path(request["path"]),
        request["report_id"],
        shown_path=request["shown"],
        reader=request["reader"],
        password=request["password"],
        max_pages=request["max_pages"],
        second_opinion=request["second_opinion"],
        corrections=[Correction(**c | {"key": tuple(c["key"])}) for c in request["corrections"]],
    )
    extraction, held, met = accept(extraction, request["accepted"])
    answer = write(request, extraction)
    answer["made"] |= {"accepted": held, "acceptances_met": met}
    return answer


def do_fail(request: Message) -> Message:
    """Write the tables of a file that could not be read."""
    from pipeline.extract import failed
    from pipeline.model import Problem, Source

    source = Source(request["report_id"], request["shown"], request["sha256"], request["bytes"], "")
    words = tuple((str(k), str(v)) for k, v in request["words"])
    return write(request, failed(source, Problem(request["code"], words=words)))


def do_note(request: Message) -> Message:
    """Write the problems of a published report anew, with other notes of the last pass."""
    from pipeline.run.notes import rewrite_problems

    with _disk():
        return {
            "made": rewrite_problems(
                Path(request["published"]),
                Path(request["folder"]),
                request["year"],
                request["notes"],
            )
        }


def do_cross_year(request: Message) -> Message:
    """Write the table of what each report says of the year before."""
    from pipeline.run.years import write_cross_year

    with _disk():
        return {"made": write_cross_year(request["reports"], Path(request["folder"]))}


def do_tables(request: Message) -> Message:
    """Lay out one file and give its tables."""
    from pipeline.extract import path_to_blocks
    from pipeline.run.tables import table_to_json

    blocks = path_to_blocks(
        Path(request["path"]), request["reader"], request["password"], request["max_pages"]
    )
    return {"made": [table_to_json(t) for t in blocks.tables]}


def do_why(request: Message) -> Message:
    """Tell why a place of one file was read so, and draw it where an image is asked for."""
    from pipeline.extract import path_to_why
    from pipeline.run.why import why_to_json, why_to_picture

    path, password = Path(request["path"]), request["password"]
    why = path_to_why(path, request["where"], request["reader"], password, request["max_pages"])
    drawn = None
    if request["image"] is not None:
        with _disk():
            drawn = why_to_picture(why, path, password, Path(request["image"]))
    return {"made": why_to_json(why) | {"image": drawn}}


def do_mark(request: Message) -> Message:
    """Draw a page of one file with a statement and its operands boxed."""
    from pipeline.run.why import marks_to_picture

    with _disk():
        return {"made": marks_to_picture(request)}


def do_pages(request: Message) -> Message:
    """Draw pages of one file."""
    from pipeline.run.pictures import pages_to_pictures

    with _disk():
        return {"made": pages_to_pictures(request)}


def write(request: Message, extraction: Any) -> Message:
    """Publish into the request's folder; what was made is the body of the manifest."""
    from pipeline.publish import publish
    from pipeline.run.summary import extraction_to_summary

    with _disk():
        written = publish(extraction, Path(request["folder"]))
    return {"made": extraction_to_summary(extraction, written)}


class DiskError(Exception):
    """The place that is written to refused."""


@contextlib.contextmanager
def _disk() -> Any:
    try:
        yield
    except OSError as fault:
        raise DiskError(f"{fault.strerror or fault}") from fault


DO: dict[str, Callable[[Message], Message]] = {
    "read": do_read,
    "fail": do_fail,
    "note": do_note,
    "cross_year": do_cross_year,
    "tables": do_tables,
    "why": do_why,
    "mark": do_mark,
    "pages": do_pages,
}


def answer(request: Message) -> Message:
    """The answer to one request; whatever goes wrong is an answer too."""
    try:
        return DO[request["do"]](request)
    except UnreadableError as fault:
        return {"unreadable": [fault.code, str(fault), fault.words]}
    except UsageError as fault:
        return {"usage": fault.both or [str(fault)] * 2}
    except MemoryError:
        return {"memory": True}
    except DiskError as fault:
        return {"disk": str(fault)}
    except Exception as fault:  # a fault of ours costs this file, not the run
        traceback.print_exc()
        return {"fault": fault_to_cause(fault)}


def requests_from(handle: Any) -> SimpleQueue[bytes]:
    """Lines of the parent, read in a thread, so that a parent's death ends this process in the
    middle of its work.
    """
    lines: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        for line in handle:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


def main() -> None:
    """Set the limits, import what reading needs, say so, and answer until the parent is gone."""
    die_with_parent(int(sys.argv[3]))
    seconds = float(sys.argv[2])
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever native code prints must not end up among the answers
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lower_limit(resource.RLIMIT_AS, int(sys.argv[1]) * MEBIBYTE)
    lower_limit(resource.RLIMIT_FSIZE, FILE_MEBIBYTES * MEBIBYTE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    # a report's objects die by their counts; looking for cycles among them, and among those of the
    # imports, took a tenth of the time
    gc.disable()
    without = WithoutPandas("pandas", "numpy")
    sys.meta_path.insert(0, without)
    try:
        # imported before the clock of the first file starts
        import pipeline.publish.files

        without.refused.remove("numpy")
        import pipeline.extract  # noqa: F401
    except Exception as fault:
        out.write(json.dumps({"fault": f"{type(fault).__name__}: {fault}"}).encode() + b"\n")
        return
    if not confine():
        print("this system cannot take rights from a worker", file=sys.stderr)
    out.write(b'{"ready": true}\n')
    requests = requests_from(sys.stdin.buffer)
    gc.freeze()
    for answered in itertools.count(1):
        request = json.loads(requests.get())
        allow_cpu(seconds)
        out.write(json.dumps(answer(request)).encode() + b"\n")
        if answered % COLLECT_EVERY == 0:
            gc.collect()


if __name__ == "__main__":
    main()
