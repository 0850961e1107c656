"""Styles drawn from seeds: which prints there are, and of which half each is."""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from print_styles.fonts import FONTS
from print_styles.report import Style, report_to_truth, style_to_report
from print_styles.sheets import blocks_to_grids, report_to_blocks
from print_styles.typeset import FAMILIES

LIST = Path(__file__).resolve().parents[1] / "prints.toml"
RULES = ("none", "level", "ends", "stripes", "all")  # each family leaves out one
UNSEEN = 3  # families that are wholly in the judging half
# MuPDF shades on the wrong page and makes all columns equally wide, so that its tables are long;
# AbiWord rules every table and puts every text at the top.
RULES_OF = {"mupdf": ("none", "level", "ends", "all"), "abiword": ("all", "all")}
LONG = ("mupdf",)
AT_TOP = ("abiword",)
# Whose merged labels stand at the top, since the middle of several pages is not to be had.
LABELS_AT_TOP = {
    *("abiword", "autotable", "calc", "fpdf2", "mupdf"),
    *("pdfmake", "qt", "reportlab", "xhtml2pdf"),
}
HEADER = """# Drawn once by tests/bench/prints.py choose (seed {seed}); not to be drawn again. New prints get
# new names. `truth` pins what each report says: words, figures, grid. Code, and people who write
# code, look at the prints of the learning half only; the judging half is for figures.
"""
COLUMNS = (
    ("group", "title", "achievements"),
    ("group", "title", "achievements", "department"),
    ("group", "title", "department", "achievements"),
    ("group", "no", "title", "achievements", "remark"),
    ("group", "title", "budget", "spent", "achievements"),
    ("group", "title", "achievements", "budget", "spent", "remark"),
    ("group", "no", "title", "department", "achievements", "budget", "spent", "rate"),
    ("group", "no", "title", "budget", "achievements", "department", "remark"),
)
PROGRAMMES = {"few": (46, 70), "some": (32, 50), "many": (20, 34)}  # three to eight pages
WIDE = 7  # columns that want a landscape page


def seed_to_style(name: str, half: str, family: str, rules: str, seed: int) -> Style:
    """Everything else of a print's style; one seed, one style."""
    dice = random.Random(f"style {seed} {name}")
    area = dice.choice(("row", "row", "heading", "column"))
    columns = dice.choice(COLUMNS)
    lines = dice.choice(tuple(PROGRAMMES))
    numbers = dice.choice(("{n}.", "{g}-{n}.", "{i}", "", "{n})"))
    groups = dice.choice([p for p in ("{n}.", "{k}.", "") if p != numbers])
    areas = dice.choice([p for p in ("{r}.", "{r}.", "{n}.", "") if p not in (numbers, groups)])
    if area == "column":
        columns = ("area", *columns)
    return Style(
        name=name,
        half=half,
        family=family,
        seed=seed,
        columns=columns,
        programmes=dice.randint(*PROGRAMMES[lines]) // (1 + (family in LONG)),
        area=area,
        area_numbers=areas or ("{r}." if area == "heading" else ""),
        group_numbers=groups,
        numbers="" if "no" in columns else numbers,
        titles=dice.choice(("short", "mixed", "long")),
        lines=lines,
        marks=dice.choice((("○", "-"), ("○", "-"), ("○", "-"), ("ㅇ", "-"), ("□", "-"), ("-", ""))),
        totals=dice.choice(("none", "last", "last", "first")) if "budget" in columns else "none",
        front=dice.random() < 0.6,
        repeat_header=dice.random() < 0.6,
        rules=rules,
        valign=dice.choice(("top", "middle")) if family not in AT_TOP else "top",
        label=dice.choice(("top", "middle")) if family not in LABELS_AT_TOP else "top",
        short=dice.choice(("left", "center")),
        title=dice.choice(("left", "left", "left", "center")),
        font=dice.choice(tuple(FONTS)),
        size=dice.choice((8.5, 9.0, 9.5, 10.0, 10.5)),
        paper="landscape"
        if len(columns) >= WIDE
        else dice.choice(("portrait", "portrait", "landscape")),
        whole_rows=dice.random() < 0.6,
        words_whole=dice.random() < 0.4,
        tilt=dice.choice((0.75, 1.0, 1.0, 1.4)),
    )


def style_to_truth(style: Style) -> dict[str, Any]:
    """The truth of a print: programmes, and the cells of every table as a grid,
    the text `around` the tables."""
    report = style_to_report(style)
    blocks = report_to_blocks(report, style)
    around = [b.text for b in blocks if not b.table]
    return report_to_truth(report) | {"tables": blocks_to_grids(blocks), "around": around}


def truth_to_digest(truth: dict[str, Any]) -> str:
    packed = json.dumps(truth, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(packed).hexdigest()[:12]


# -- the list -------------------------------------------------------------------------------------


def choose(seed: int, families: Sequence[str]) -> str:
    """The text of prints.toml: some families wholly of the judging half, the others' prints drawn
    so that the halves are of one size.
    """
    dice = random.Random(seed)
    entries = [e for n, f in enumerate(families) for e in _family(f, n, dice)]
    unseen = set(dice.sample(list(families), UNSEEN))
    free = [name for name, family, _, _ in entries if family not in unseen]
    learning = set(dice.sample(free, len(entries) // 2))
    lines = [HEADER.format(seed=seed)]
    for name, family, rules, number in entries:
        half = "learning" if name in learning else "judging"
        style = seed_to_style(name, half, family, rules, number)
        digest = truth_to_digest(style_to_truth(style))
        lines.append(
            f'[{name}]\nhalf = "{half}"\nfamily = "{family}"\nrules = "{rules}"\n'
            f'seed = {number}\ntruth = "{digest}"\n'
        )
    return "\n".join(lines)


def _family(family: str, number: int, dice: random.Random) -> list[tuple[str, str, str, int]]:
    kept = [r for r in RULES if r != RULES[number % len(RULES)]]
    kept = list(RULES_OF.get(family, kept))
    dice.shuffle(kept)
    return [
        (f"{family}-{n}", family, rules, dice.randrange(10**6)) for n, rules in enumerate(kept, 1)
    ]


def styles(half: str = "both", wanted: Sequence[str] = ()) -> list[Style]:
    """The prints of a half, or of both, of which every wanted word holds: a value of any part of
    the style (“chromium”, “none”), or part=value (“valign=middle”).
    """
    told = tomllib.loads(LIST.read_text(encoding="utf-8"))
    found = []
    for name, entry in told.items():
        digest = entry.pop("truth")
        style = seed_to_style(name, **entry)
        if half in ("both", style.half) and all(_fits(style, w) for w in wanted):
            if truth_to_digest(style_to_truth(style)) != digest:
                raise ValueError(f"{name}: the generator no longer makes the report that was drawn")
            found.append(style)
    return found


def _fits(style: Style, wanted: str) -> bool:
    part, _, value = wanted.rpartition("=")
    told = style_to_words(style)
    return told.get(part) == value if part else value in told.values()


def style_to_words(style: Style) -> dict[str, str]:
    """The parts of a style as words."""
    parts = {k: getattr(style, k) for k in Style.__slots__}
    return {
        k: " ".join(v)
        if isinstance(v, tuple)
        else ("no", "yes")[v]
        if isinstance(v, bool)
        else f"{v}"
        for k, v in parts.items()
    }


def all_families() -> list[str]:
    return list(FAMILIES)
