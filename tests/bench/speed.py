"""Speed and memory as ratios, measured side by side in one run; times of one machine say nothing,
their ratios do.

    python tests/bench/speed.py [FILE or FOLDER …] [--rounds 3] [--no-plumber] [--long]

floor: PDFium, driven from Python, hands over every character, its box and the bounds of every path
(CPU time a page). whole: reading, layout, outline, quantify, reconcile and the Parquet files of the
same document in a process that has read one before and does not look for cycles within a file, as a
worker (start-up apart). pdfplumber: `extract_tables` alone, on pages spread evenly over the
document: the first ones are covers. Floor and whole take turns; the least of the rounds counts.
Memory: the greatest of all processes of `pipeline run`, on the first file repeated to 200, 600 and
2,000 pages.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PLUMBER_PAGES = 6
LENGTHS = (50, 200, 600, 2000)
PEAK = (
    "import resource, subprocess, sys, time\n"
    "start = time.perf_counter()\n"
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
    "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, code)"
)


@contextmanager
def as_a_worker() -> Iterator[None]:
    """What was imported is set aside and no cycles are looked for, as pipeline.run.worker has it."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def floor(path: Path) -> int:
    """Every character with its box and the bounds of every path, through pypdfium2's own functions;
    gives the number of pages.
    """
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    document = pdfium.PdfDocument(path)
    for page in document:
        text_page = page.get_textpage()
        box = raw.FS_RECTF()
        given = ctypes.byref(box)
        for index in range(raw.FPDFText_CountChars(text_page)):
            raw.FPDFText_GetUnicode(text_page, index)
            raw.FPDFText_GetLooseCharBox(text_page, index, given)
        edges = [ctypes.c_float() for _ in range(4)]
        sides = [ctypes.byref(edge) for edge in edges]
        for index in range(raw.FPDFPage_CountObjects(page)):
            item = raw.FPDFPage_GetObject(page, index)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
                raw.FPDFPageObj_GetBounds(item, *sides)
        text_page.close()
        page.close()
    return len(document)


def stages(path: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """CPU seconds of each stage on one file, once."""
    from pipeline.extract import document_to_extraction
    from pipeline.layout import lay_out
    from pipeline.outline import account, containers, outline
    from pipeline.publish import publish
    from pipeline.quantify import quantify
    from pipeline.read import read_document
    from pipeline.reconcile import reconcile

    clock = [time.process_time()]

    def lap() -> float:
        clock.append(time.process_time())
        return clock[-1] - clock[-2]

    document = read_document(path, "x")
    yield "read", lap()
    blocks = lay_out(document)
    yield "layout", lap()
    report = outline(blocks, document.source)
    _, unread = account(blocks.lines, report.marks)
    contained = containers(report)
    yield "outline", lap()
    figures = quantify(contained)
    yield "quantify", lap()
    reconcile(report, figures.quantities, figures.claims, unread_lines=len(unread))
    yield "reconcile", lap()
    extraction = document_to_extraction(document)
    lap()
    publish(extraction, folder)
    yield "publish", lap()


def whole(path: Path, folder: Path) -> None:
    """What a worker does with a file."""
    from pipeline.extract import extract
    from pipeline.publish import publish

    publish(extract(path, "x"), folder)


def plumber(path: Path, pages: int) -> int:
    """pdfplumber's extract_tables on pages spread evenly over the document; gives their number."""
    import pdfplumber

    number = min(pages, PLUMBER_PAGES)
    with pdfplumber.open(
        path, pages=[1 + (2 * k + 1) * pages // (2 * number) for k in range(number)]
    ) as document:
        for page in document.pages:
            page.extract_tables()
    return number


def file_to_row(path: Path, rounds: int, with_plumber: bool) -> list[str]:
    """A row of the table of speeds, in milliseconds a page."""
    with tempfile.TemporaryDirectory() as folder:
        pages = floor(path)
        whole(path, Path(folder))
        with as_a_worker():
            turns = [
                (_cpu(lambda: floor(path)), _cpu(lambda: whole(path, Path(folder))))
                for _ in range(rounds)
            ]
            laps = [dict(stages(path, Path(folder))) for _ in range(rounds)]
    low, all_of_it = (min(turn) / pages * 1000 for turn in zip(*turns, strict=True))
    own = [f"{min(lap[name] for lap in laps) / pages * 1000:.1f}" for name in laps[0]]
    row = [path.stem, str(pages), f"{low:.1f}", *own, f"{all_of_it:.1f}", f"{all_of_it / low:.2f}"]
    if with_plumber:
        import pdfplumber  # noqa: F401  its start-up is apart too

        slow = _cpu(lambda: plumber(path, pages)) / min(pages, PLUMBER_PAGES) * 1000
        row += [f"{slow:.0f}", f"{slow / all_of_it:.0f}"]
    return row


def startups(rounds: int) -> list[list[str]]:
    """Start-up against what it cannot be faster than, in CPU seconds of all its processes.

    Both sides find compiled modules, as after an installation or a first run: where none may be
    written, three quarters of what is measured is Python compiling sources.
    """
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        tiny = Path(name) / "2024.txt"
        tiny.write_text(TINY, encoding="utf-8")
        parquet, arrow = (
            "python -c 'import pyarrow.parquet'",
            [python, "-c", "import pyarrow.parquet"],
        )
        run = [python, "-m", "pipeline", "run", str(tiny), "--out", name + "/out"]
        pairs = [
            (
                "pipeline --help",
                [python, "-m", "pipeline", "--help"],
                "python -c pass",
                [python, "-c", "pass"],
            ),
            ("reading's imports", [python, "-c", WORKER], parquet, arrow),
            ("pipeline run of a text of three lines, parent and worker", run, parquet, arrow),
        ]
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
            "PYTHONPYCACHEPREFIX": name + "/pyc"
        }
        rows = []
        for title, ours, bare, theirs in pairs:
            spent = [
                [
                    _children_cpu(command, environment, Path(name) / "out")
                    for command in (ours, theirs)
                ]
                for _ in range(3 * rounds)
            ]
            one, other = (
                min(turn[1:]) for turn in zip(*spent, strict=True)
            )  # the first one compiled
            rows.append(
                [title, f"{one * 1000:.0f}", bare, f"{other * 1000:.0f}", f"{one / other:.2f}"]
            )
    return rows


TINY = "1. 청년 일자리\n ○ 교육 120명 운영\n - 예산 3,000백만원\n"
# what a worker imports before and with its first PDF, pandas kept away as it does
WORKER = (
    "import sys; from pipeline.run.worker import WithoutPandas; sys.meta_path.insert(0, WithoutPandas());"
    "import pipeline.extract, pipeline.publish, pipeline.read.pdfium, pipeline.layout.geometry, pipeline.quantify.claims, pyarrow.parquet"
)


def _children_cpu(command: list[str], environment: dict[str, str], out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = subprocess.run(
        command, stdout=subprocess.DEVNULL, env=environment, check=False
    ).returncode
    if code in (1, 2):  # others tell what a report holds
        raise SystemExit(f"{command} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def repeated(path: Path, pages: int, target: Path) -> Path:
    """A file of that many pages, made by repeating another's."""
    import pypdfium2 as pdfium

    source, made = pdfium.PdfDocument(path), pdfium.PdfDocument.new()
    while len(made) < pages:
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    made.save(target)
    return target


def lengths(path: Path) -> list[list[str]]:
    """CPU milliseconds a page of every stage, on the file repeated to more and more pages."""
    rows = []
    with tempfile.TemporaryDirectory() as name, as_a_worker():
        for pages in LENGTHS:
            long = repeated(path, pages, Path(name) / f"{pages}.pdf")
            laps = [dict(stages(long, Path(name) / "out")) for _ in range(2)]
            gc.collect()
            own = [min(lap[stage] for lap in laps) / pages * 1000 for stage in laps[0]]
            rows.append([str(pages), *(f"{spent:.1f}" for spent in (*own, sum(own)))])
    return rows


def memory(path: Path, many: int) -> list[list[str]]:
    """Peak memory and time of `pipeline run` on long files, and on many of them."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for pages in LENGTHS[1:]:
            rows.append(
                [
                    f"{pages} pages",
                    *_peak([repeated(path, pages, folder / f"{pages}.pdf")], folder / "out", pages),
                ]
            )
        copies = folder / "many"
        copies.mkdir()
        for number in range(many):
            repeated(path, 200 - number, copies / f"{number}.pdf")
        rows.append(
            [f"{many} files of 200 pages", *_peak([copies], folder / "out_many", 200 * many)]
        )
    return rows


def _peak(paths: list[Path], out: Path, pages: int) -> list[str]:
    options = ["--out", str(out), "--workers", "1", "--timeout", "3000", "--memory", "8192"]
    command = [
        sys.executable,
        "-c",
        PEAK,
        sys.executable,
        "-m",
        "pipeline",
        "run",
        *map(str, paths),
        *options,
    ]
    seconds, kibibytes, code = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.split()
    return [
        f"{float(seconds):.1f}",
        f"{float(seconds) / pages * 1000:.1f}",
        f"{int(kibibytes) / 1024:.0f}",
        code,
    ]


def table(head: list[str], rows: list[list[str]]) -> str:
    """Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    given.add_argument("paths", nargs="*", type=Path)
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--no-plumber", action="store_true")
    given.add_argument(
        "--long",
        action="store_true",
        help="time and memory on files of 200, 600 and 2,000 pages too (minutes)",
    )
    options = given.parse_args()
    reports = os.environ.get("SILJEOK_REPORTS")
    paths = options.paths or ([Path(reports) / "pdf"] if reports else [])
    files = [f for p in paths for f in (sorted(p.glob("*.pdf")) if p.is_dir() else [p])]
    if not files:
        sys.exit("Name PDF files or a folder of them, or set SILJEOK_REPORTS.")
    head = [
        "file",
        "pages",
        "floor",
        "read",
        "layout",
        "outline",
        "quantify",
        "reconcile",
        "publish",
        "whole",
        "whole / floor",
    ]
    head += [] if options.no_plumber else ["pdfplumber", "pdfplumber / whole"]
    print(
        table(head, [file_to_row(f, options.rounds, not options.no_plumber) for f in files]),
        flush=True,
    )
    print(
        "\n" + table(["start-up", "ms", "against", "ms", "ratio"], startups(options.rounds)),
        flush=True,
    )
    if options.long:
        print(
            "\n"
            + table(
                ["pages", "read", "layout", "outline", "quantify", "reconcile", "publish", "all"],
                lengths(files[0]),
            ),
            flush=True,
        )
        print(
            "\n"
            + table(["`pipeline run`", "s", "ms a page", "peak MiB", "exit"], memory(files[0], 4))
        )


if __name__ == "__main__":
    main()
