"""Invented reports printed by many typesetters, each with its truth: how much of them is read.

    python tests/bench/prints.py make  [--half learning|judging|both] [--style WORD ...] [--again]
    python tests/bench/prints.py score [--half …] [--what pdf|layout] [--style …] [--by PART ...]
    python tests/bench/prints.py choose       draws prints.toml; only where it is not there

`make` typesets into $XDG_CACHE_HOME/siljeok-prints (else the temporary folder): a PDF, its
`pdftotext -layout` text and its truth (JSON) a print. A typesetter that is not installed is named
and skipped; SILJEOK_TYPESETTERS names the Python that has the libraries among them, NODE_PATH the
folder of those for Node. A print that lacks or doubles text of its report is no print: named,
left out. `score` reads them with this working tree's code: F1 pooled / mean of the documents of
rows (title and lines), placed (title and its position), area and group of each row, and texts of
cells, blanks and signs that look alike folded; silent: documents that lost rows with status read.
WORD is a value of a print's style (chromium, none) or part=value (valign=middle, half=judging).

The halves in prints.toml were drawn once. No weight, rule or word is set by either half: the
learning half may be looked at, the judging half never.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from print_styles.draw import LIST, all_families, choose, style_to_truth, style_to_words, styles
from print_styles.markup import MARGIN
from print_styles.report import Style
from print_styles.scoring import (
    MEASURES,
    Outcome,
    Read,
    f1,
    outcomes_to_lines,
    published_to_reads,
    squash,
    truth_to_read,
)
from print_styles.typeset import MISSING

HERE = Path(__file__).resolve().parent
SEED = 20261130  # of the one draw of the list
WHATS = {"pdf": ".pdf", "layout": ".txt"}
SECONDS = 300  # that one print may take
PARTS = ("family", "rules", "valign", "area", "repeat_header", "title")
LACKING, DOUBLED = 0.0, 0.005  # shares of the tables' text that a print may lack, or repeat


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or tempfile.gettempdir()
    return Path(base) / "siljeok-prints"


def place(style: Style, what: str) -> Path:
    """Where a print's PDF, text (layout) or truth lies."""
    folder = cache_folder() / style.half / what
    return folder / f"{style.name}{(WHATS | {'truth': '.json'})[what]}"


# -- making ---------------------------------------------------------------------------------------


def make(wanted: Sequence[Style], again: bool) -> None:
    gone: set[str] = set()
    for style in wanted:
        if style.family in gone or (place(style, "layout").exists() and not again):
            continue
        told = _make(style)
        if told == "not installed":
            gone.add(style.family)
            print(f"{style.family}: not installed, skipped", flush=True)
        else:
            print(f"{style.name}: {told}", flush=True)


def _make(style: Style) -> str:
    """One print; what became of it."""
    truth = style_to_truth(style)
    with tempfile.TemporaryDirectory() as scratch:
        told, made = Path(scratch) / "style.json", Path(scratch) / f"{style.name}.pdf"
        told.write_text(json.dumps(asdict(style), ensure_ascii=False), encoding="utf-8")
        python = os.environ.get("SILJEOK_TYPESETTERS") or sys.executable
        try:
            run = subprocess.run(
                [python, "-m", "print_styles.typeset", str(told), str(made)],
                cwd=HERE,
                capture_output=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"FAILED: over {SECONDS} seconds"
        if run.returncode == MISSING:
            return "not installed"
        if run.returncode or not made.exists():
            last = run.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            return f"FAILED: {''.join(last)[:200]}"
        text = made.with_suffix(".txt")
        subprocess.run(["pdftotext", "-layout", *_crop(style), str(made), str(text)], check=True)
        lacks, doubles = text_to_faults(text.read_text(encoding="utf-8"), truth)
        if lacks > LACKING or doubles > DOUBLED:
            return f"LEFT OUT: lacks {lacks:.1%} of its text, doubles {doubles:.1%}"
        return _keep(style, made, text, truth)


def _crop(style: Style) -> list[str]:
    """Qt draws the lines of a paragraph on both its pages and clips them at the margins."""
    if style.family != "qt":
        return []
    height = (595 if style.paper == "landscape" else 842) - 2 * MARGIN * 72 / 25.4
    return f"-x 0 -y {MARGIN * 72 / 25.4:.0f} -W 900 -H {height:.0f}".split()


def _keep(style: Style, pdf: Path, text: Path, truth: dict[str, Any]) -> str:
    for what in ("truth", "pdf", "layout"):
        place(style, what).parent.mkdir(parents=True, exist_ok=True)
    packed = json.dumps(truth | {"style": asdict(style)}, ensure_ascii=False, indent=1)
    place(style, "truth").write_text(packed, encoding="utf-8")
    shutil.copyfile(pdf, place(style, "pdf"))
    shutil.copyfile(text, place(style, "layout"))
    pages = text.read_text(encoding="utf-8").count("\f")
    return f"{pages} pages, {len(truth['programmes'])} programmes"


def text_to_faults(text: str, truth: dict[str, Any]) -> tuple[float, float]:
    """Shares of the tables' signs that a print lacks, and of their Hangul that it repeats; a header
    may be on every page.
    """
    cells = [c for table in truth["tables"] for c in table]
    printed, true = Counter(squash(text)), Counter(squash("".join(c["text"] for c in cells)))
    spare = printed - true - Counter(squash("".join(truth["around"])))
    heads = "".join(c["text"] for c in cells if c["kind"] == "header")
    repeated = sum(n for sign, n in spare.items() if "가" <= sign <= "힣" and sign not in heads)
    return (true - printed).total() / true.total(), repeated / true.total()


# -- scoring --------------------------------------------------------------------------------------


def score(wanted: Sequence[Style], what: str) -> list[Outcome]:
    """Every print at hand as this working tree's code reads it."""
    at_hand = [s for s in wanted if place(s, what).exists()]
    for style in wanted:
        if style not in at_hand:
            print(f"{style.name}: not made")
    with tempfile.TemporaryDirectory() as scratch:
        for style in at_hand:
            path = place(style, what)
            shutil.copyfile(path, Path(scratch) / path.name)
        reads = _read(Path(scratch)) if at_hand else {}
    nothing: tuple[Read, str] = ({m: Counter() for m in MEASURES}, "nothing")
    outcomes = []
    for style in at_hand:
        truth = json.loads(place(style, "truth").read_text(encoding="utf-8"))
        found, status = reads.get(place(style, what).name, nothing)
        words = style_to_words(style)
        outcomes.append(Outcome(style.name, words, truth_to_read(truth), found, status))
    return outcomes


def _read(folder: Path) -> dict[str, tuple[Read, str]]:
    with tempfile.TemporaryDirectory() as out:
        to = Path(out) / "extracted"
        env = os.environ | {"PYTHONPATH": str(HERE.parents[1])}
        command = [sys.executable, "-m", "pipeline", "run", str(folder), "--out", str(to)]
        subprocess.run(command, env=env, capture_output=True)
        return published_to_reads(to)


def outcome_to_line(outcome: Outcome) -> str:
    told = [f"{m} {f1(outcome.found[m], outcome.true[m]):.3f}" for m in MEASURES]
    return f"{outcome.name} ({outcome.words['rules']}): {', '.join(told)}; {outcome.status}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("make", "score", "choose"))
    parser.add_argument("--half", choices=("learning", "judging", "both"), default="learning")
    parser.add_argument("--what", choices=tuple(WHATS), default="pdf")
    parser.add_argument("--style", nargs="+", default=[], metavar="WORD")
    parser.add_argument("--by", nargs="+", default=list(PARTS), metavar="PART")
    parser.add_argument("--again", action="store_true", help="make also what is there")
    given = parser.parse_args(arguments)
    if given.command == "choose":
        if LIST.exists():
            sys.exit(f"prints.py: {LIST.name} is there; the prints are drawn once")
        LIST.write_text(choose(SEED, all_families()), encoding="utf-8")
        return
    wanted = styles(given.half, given.style)
    if given.command == "make":
        make(wanted, given.again)
        return
    outcomes = score(wanted, given.what)
    for outcome in outcomes:
        if outcome.words["half"] == "learning":
            print(outcome_to_line(outcome))
    for half in ("learning", "judging"):
        if of_half := [o for o in outcomes if o.words["half"] == half]:
            print(f"\n{given.what}, {half}: F1 pooled / mean of the documents\n")
            print("\n".join(outcomes_to_lines(of_half, given.by)))


if __name__ == "__main__":
    main()
