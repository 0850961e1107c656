"""How many figures of real pages are read right: four blind samples, drawn by chance, read by eye.

    python tests/bench/figures.py draw SAMPLE      pages and runs of digits, by the sample's seed
    python tests/bench/figures.py score FOLDER [--sample NAME] [--misses]

FOLDER: what a run published for the reports of SILJEOK_REPORTS. The truth (`figures_truth/`) names
report, page and the middle of a run of digits, and what a reader of the page image says of it
before anybody looked at output: value, unit, kind, and where printed the year, the role, the label
of its row, its column's header, wordings that say what was counted, the value of the total beside
it that it is part of. "" is accepted where nothing is printed; a year that nobody prints is an
invented one. `none` is a run of digits that measures nothing. First and third are for building,
second and fourth for figures alone: nobody opens their pages to write a rule.
"""

from __future__ import annotations

import argparse
import os
import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pypdfium2
import regex

TRUTH = Path(__file__).with_name("figures_truth")
RUNS = 6  # runs of digits a page
LEAST_RUNS = 8  # of the kind asked for (in a table, outside), so that a page is drawn
# Runs that are most often a date, a number of an item or of a law are not drawn.
_RUN = regex.compile(r"(?<![\d.\-’‘'/제])\d(?:[\d,.]*\d)?(?!\d|\s?[년월일조항호.\-/)]|\s\w)")


@dataclass(frozen=True, slots=True)
class Sample:
    """How a sample is drawn: its half of the reports, shuffled; pages of no earlier sample."""

    shuffle: int
    half: int  # 0 the first, 1 the second
    seed: int
    pages: int
    earlier: tuple[str, ...] = ()


_FIRST_TWO = ("first", "second")
SAMPLES = {
    "first": Sample(15, 0, 1501, 20),
    "second": Sample(15, 1, 1502, 20),
    "third": Sample(16, 0, 1503, 20, _FIRST_TWO),
    "fourth": Sample(16, 1, 1504, 17, _FIRST_TWO),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of digits on a page, with its box in points from the top left."""

    digits: str
    x0: float
    top: float
    x1: float
    bottom: float


def reports() -> list[Path]:
    return sorted((Path(os.environ["SILJEOK_REPORTS"]) / "pdf").glob("*.pdf"))


def chars_to_box(page: Any, text: Any, start: int, end: int) -> tuple[float, float, float, float]:
    """The box of some characters as a reader sees the page, whose letters lie in user space."""
    left, low, _, high = page.get_cropbox()
    boxes = [text.get_charbox(at) for at in range(start, end)]
    x0, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    if page.get_rotation() == 90:
        return bottom - low, x0 - left, top - low, x1 - left
    return x0 - left, high - top, x1 - left, high - bottom


def page_to_runs(page: Any) -> list[Run]:
    """The runs of digits of a page, in the order of its text."""
    text = page.get_textpage()
    found = []
    printed = text.get_text_range()
    if len(printed) != text.count_chars():
        return []  # letters that are two characters long: places would slip
    for hit in _RUN.finditer(printed):
        found.append(Run(hit[0], *chars_to_box(page, text, hit.start(), hit.end())))
    return found


def is_in_table(page: Any, run: Run, rules: list[tuple[float, float, float, float]]) -> bool:
    """Rules stand close over or below a run and beside it: it stands in a ruled cell."""
    middle, level = (run.x0 + run.x1) / 2, (run.top + run.bottom) / 2
    over = any(x0 <= middle <= x1 and 0 <= level - bottom < 90 for x0, _, x1, bottom in rules)
    below = any(x0 <= middle <= x1 and 0 <= top - level < 90 for x0, top, x1, _ in rules)
    return over and below


def page_to_rules(page: Any) -> list[tuple[float, float, float, float]]:
    """Long thin drawn boxes that lie flat, in points from the top left."""
    height = page.get_height()
    found = []
    for drawn in page.get_objects(filter=[2], max_depth=3):
        x0, bottom, x1, top = drawn.get_bounds()
        if x1 - x0 > 20 and top - bottom < 400:
            found.append((x0, height - top, x1, height - top))
            found.append((x0, height - bottom, x1, height - bottom))
    return found


def draw(name: str) -> Iterator[tuple[str, int, list[Run]]]:
    """(report, page, runs): one page of each report in turn, until there are as many as asked."""
    sample = SAMPLES[name]
    files = reports()
    random.Random(sample.shuffle).shuffle(files)
    half = len(files) // 2
    files = files[half:] if sample.half else files[:half]
    chance = random.Random(sample.seed)
    seen = {place for earlier in sample.earlier for place in sample_to_pages(earlier)}
    drawn = 0
    rounds = 2 if sample.earlier else 1
    for file in files * rounds:
        if drawn == sample.pages:
            return
        page = file_to_page(file, drawn % 2 == 0, chance, seen)
        if page:
            seen.add((file.stem, page[0]))
            drawn += 1
            yield file.stem, *page


def sample_to_pages(name: str) -> list[tuple[str, int]]:
    truth = tomllib.loads((TRUTH / f"{name}.toml").read_text(encoding="utf-8"))
    return [(page["report"], page["page"]) for page in truth["page"]]


def file_to_page(
    file: Path, tables: bool, chance: random.Random, seen: set[tuple[str, int]]
) -> tuple[int, list[Run]] | None:
    """A page by chance that has enough runs of digits in tables (or outside), with some of them."""
    document = pypdfium2.PdfDocument(file)
    for number in chance.sample(range(len(document)), min(len(document), 12)):
        if (file.stem, number + 1) in seen:
            continue
        page = document[number]
        rules = page_to_rules(page)
        fitting = [r for r in page_to_runs(page) if is_in_table(page, r, rules) == tables]
        if len(fitting) >= LEAST_RUNS:
            runs = chance.sample(fitting, RUNS)
            return number + 1, sorted(runs, key=lambda r: (r.top, r.x0))
    return None


# -- scoring ---------------------------------------------------------------------------------------

ASKED = [
    "value",
    "unit",
    "kind",
    "ref_year",
    "figure_role",
    "budget_phase",
    "row_header",
    "column_header",
    "measure",
    "part_of",
]
_PATHS = ("row_header", "column_header")
SLACK = 2.0  # points that a box may end before the run of digits that it holds


def folder_to_figures(folder: Path, report: str) -> list[dict[str, Any]]:
    """The published figures of a report, its left-out digits among them (no kind)."""
    found: list[dict[str, Any]] = []
    for table in ("quantities", "left_out"):
        file = folder / table / f"pdf__{report}.pdf.parquet"
        if not file.exists():
            file = file.with_name(f"{report}.pdf.parquet")
        found.extend(pq.ParquetFile(file).read().to_pylist())
    of_id = {figure.get("quantity_id"): figure for figure in found if "kind" in figure}
    for figure in found:
        whole = of_id.get(figure.get("part_of"))
        figure["part_of"] = whole["value"] if whole else None
    return found


def holds(figure: dict[str, Any], page: int, x: float, y: float) -> bool:
    """Whether a figure's box holds a place."""
    if figure["page"] != page or figure["x0"] is None:
        return False
    across: bool = figure["x0"] - SLACK <= x <= figure["x1"] + SLACK
    down: bool = figure["top"] - SLACK <= y <= figure["bottom"] + SLACK
    return across and down


def is_right(asked: str, accepted: list[str], figure: dict[str, Any]) -> bool:
    """Whether a column has one of the values that the truth accepts; of a path its end will do.

    >>> is_right("value", ["33", "3300"], {"value": 3300.0}), is_right("row_header", ["계"], {"row_header": "합 계"})
    (True, False)
    """
    given: Any = figure.get(asked)
    if asked in ("value", "part_of"):
        given = "" if given is None else given
        return any(w == given if "" in (w, given) else close(w, float(given)) for w in accepted)
    folded = fold(str(given or ""))
    ends = tuple(">" + fold(word) for word in accepted)
    if asked in _PATHS and folded.endswith(ends):
        return True
    return any(fold(word) == folded for word in accepted)


def close(wanted: str, given: float) -> bool:
    return abs(float(wanted) - given) <= 1e-9 * max(1.0, abs(given))


def fold(word: str) -> str:
    """A wording without blanks, quotes and the end of a path that differs by its case.

    >>> fold("‘25년 > 예 산") == fold("'25년>예산")
    True
    """
    return regex.sub(r"[\s‘’']", "", word)


def score(folder: Path, sample: str) -> tuple[Counter[str], Counter[str], list[str]]:
    """(asked, right, misses): found, precision and each column, by its name."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses: list[str] = []
    truth = tomllib.loads((TRUTH / f"{sample}.toml").read_text(encoding="utf-8"))
    for page in truth["page"]:
        figures = folder_to_figures(folder, page["report"])
        for run in page["figures"]:
            here = [f for f in figures if holds(f, page["page"], *run["at"])]
            figure = next((f for f in here if run["digits"] in f["quote"]), None)
            for what, fits in run_to_answers(run, figure):
                asked[what] += 1
                right[what] += fits
                if not fits:
                    place = f"{page['report']} {page['page']} {run['digits']}"
                    given = figure and figure.get(what, figure["quote"])
                    misses.append(f"{place}: {what} {run.get(what, '')} given {given}")
    return asked, right, misses


def run_to_answers(
    run: dict[str, Any], figure: dict[str, Any] | None
) -> Iterator[tuple[str, bool]]:
    """(what is asked, whether it is right) of one run of digits."""
    published = figure is not None and "kind" in figure
    if run.get("none"):
        yield "none", not published
        return
    yield "found", published
    if figure is None or not published:
        return
    for what in ASKED:
        if what in run:
            yield what, is_right(what, run[what], figure)
    if "value" in run and run["value"][0] not in ("", "0"):
        value = figure["value"]
        yield "sign", value is not None and (value < 0) == run["value"][0].startswith("-")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("sample", choices=SAMPLES)
    scoring = commands.add_parser("score")
    scoring.add_argument("folder", type=Path)
    scoring.add_argument("--sample", choices=SAMPLES, default="first")
    scoring.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    if options.command == "draw":
        for name, number, runs in draw(options.sample):
            print(name, number, [(r.digits, round(r.x0), round(r.top)) for r in runs])
        return
    asked, right, misses = score(options.folder, options.sample)
    for what in asked:
        print(f"{what:14} {right[what]:3} of {asked[what]:3}  {right[what] / asked[what]:.3f}")
    if options.misses:
        print(*misses, sep="\n")


if __name__ == "__main__":
    main()
