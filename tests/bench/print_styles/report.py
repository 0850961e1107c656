"""A seed and a style make an invented annual report with its truth, still without any typesetter.

A report is areas (분야) > groups (과제) > programmes (단위사업) > achievement lines. `words.toml`
has all its words. `report_to_truth` says what must be read, `sheets.py` what is printed.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).with_name("words.toml")
MONEY = ("budget", "spent")  # columns that are summed
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HANGUL = "가나다라마바사아자차카타파하"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
LONG_TITLES = {"short": 0.05, "mixed": 0.3, "long": 0.7}  # share of titles of two and more wraps
LINES = {"few": (1, 1, 2), "some": (1, 2, 2, 3), "many": (2, 3, 4, 5)}  # of the first level

Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Style:
    """What a print of prints.toml says of itself; see `choose` in prints.py for the values."""

    name: str
    half: str
    family: str
    seed: int
    columns: tuple[str, ...]
    programmes: int
    area: str  # row, heading, column
    area_numbers: str  # patterns of numbers: {n} 1, {k} 가, {r} Ⅰ, {i} ①, {g} the group's 1
    group_numbers: str
    numbers: str
    titles: str
    lines: str
    marks: tuple[str, str]
    totals: str  # none, last, first
    front: bool
    repeat_header: bool
    rules: str  # all, level, ends, stripes, none
    valign: str  # top, middle: of every cell
    label: str  # top, middle: of merged labels
    short: str  # left, center: text of short columns
    title: str  # left, center
    font: str
    size: float
    paper: str  # portrait, landscape
    whole_rows: bool
    words_whole: bool  # lines break at blanks only, where the typesetter can
    tilt: float  # how much wider or narrower than usual the title column is


@dataclass(slots=True)
class Programme:
    no: str
    title: str
    lines: list[tuple[str, str]]  # mark, text
    columns: dict[str, str]


@dataclass(slots=True)
class Group:
    no: str
    title: str
    programmes: list[Programme] = field(default_factory=list)


@dataclass(slots=True)
class Area:
    no: str
    title: str
    groups: list[Group] = field(default_factory=list)

    @property
    def programmes(self) -> list[Programme]:
        return [p for g in self.groups for p in g.programmes]


@dataclass(slots=True)
class Report:
    title: str
    year: int
    office: str
    headers: dict[str, str]
    front: list[str]
    front_heading: str
    detail_heading: str
    areas: list[Area] = field(default_factory=list)

    @property
    def programmes(self) -> list[Programme]:
        return [p for a in self.areas for p in a.programmes]


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


class Pen:
    """What draws words and figures; one seed, one text."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.dice = random.Random(f"{style.seed} {style.name}")
        self.year = self.dice.randint(2021, 2029)
        self.subject = self.dice.choice(words()["subject"])
        self.used: set[str] = set()

    def fill(self, pattern: str) -> str:
        """A pattern with every brace drawn anew."""
        return re.sub(r"\{(\w+)\}", lambda m: self._slot(m[1]), pattern)

    def _slot(self, name: str) -> str:
        dice = self.dice
        slots: dict[str, Callable[[], str]] = {
            "n": lambda: f"{dice.randint(11, 990)}",
            "few": lambda: f"{dice.randint(2, 24)}",
            "many": lambda: f"{dice.randint(1001, 48000):,}",
            "rate": lambda: f"{dice.uniform(3, 97):.1f}",
            "score": lambda: f"{dice.uniform(71, 99):.1f}",
            "won": lambda: dice.choice(
                (f"{dice.randint(2, 95)}만원", f"{dice.randint(3, 880)}백만원")
            ),
            "month": lambda: f"{dice.randint(1, 12)}",
            "year": lambda: f"{self.year}",
            "subject": lambda: self.subject,
        }
        return slots[name]() if name in slots else str(dice.choice(words()["line"][name]))

    def new(self, make: Callable[[], str]) -> str:
        """A text that this report does not have yet."""
        while (text := make()) in self.used:
            pass
        self.used.add(text)
        return text

    def title(self) -> str:
        dice, told = self.dice, words()["title"]
        if dice.random() < 0.2:
            return str(dice.choice(told["short"]))
        parts = [dice.choice(told["thing"]), dice.choice(told["act"])]
        if dice.random() < 0.6:
            parts.insert(0, dice.choice(told["who"]))
        if dice.random() < LONG_TITLES[self.style.titles]:
            parts.insert(0, dice.choice(told["before"]))
            after = dice.choice(told["after"])
            return " ".join(parts) + ("" if after[0] in "·(" else " ") + after
        return " ".join(parts)

    def lines(self) -> list[tuple[str, str]]:
        """An outer line with inner ones and notes below it, some times."""
        dice, told, (outer, inner) = self.dice, words()["line"], self.style.marks
        made: list[tuple[str, str]] = []
        for _ in range(dice.choice(LINES[self.style.lines])):
            made.append((outer, self.fill(dice.choice(told["first"]))))
            for _ in range(dice.choice((0, 0, 1, 1, 2)) if inner else 0):
                made.append((inner, self.fill(dice.choice(told["second"]))))
        if dice.random() < 0.12:
            made.append(("※", self.fill(dice.choice(told["note"]))))
        return made


# -- numbers --------------------------------------------------------------------------------------


def pattern_to_number(pattern: str, n: int, above: int = 0) -> str:
    """A printed number.

    >>> pattern_to_number("{g}-{n}.", 3, 2), pattern_to_number("{r}.", 2), pattern_to_number("", 1)
    ('2-3.', 'Ⅱ.', '')
    """
    return pattern.format(
        n=n, g=above, r=ROMAN[(n - 1) % 10], k=HANGUL[(n - 1) % 14], i=CIRCLED[(n - 1) % 20]
    )


# -- the report -----------------------------------------------------------------------------------


def style_to_report(style: Style) -> Report:
    """The invented report; the same style gives the same one."""
    pen, told = Pen(style), words()
    dice = pen.dice
    city = dice.choice(told["city"])
    headers = {c: dice.choice(told["header"][c]) for c in ("area", *style.columns)}
    report = Report(
        title=f"{pen.year}년 {city} {pen.subject} {dice.choice(told['plan'])}",
        year=pen.year,
        office=f"{city} {dice.choice(told['office'])}",
        headers=headers,
        front=[pen.fill(line) for line in dice.sample(told["front"], 3)],
        front_heading=dice.choice(told["heading"]),
        detail_heading=dice.choice(told["detail"]),
    )
    sizes = _shares(dice, style.programmes, 8, 18)
    for number, size in enumerate(sizes, 1):
        no = pattern_to_number(style.area_numbers, number)
        area = Area(no, pen.new(lambda: dice.choice(told["area"])))
        for at, count in enumerate(_shares(dice, size, 1, 6), 1):
            group = Group(
                pattern_to_number(style.group_numbers, at),
                pen.new(lambda: dice.choice(told["group"])),
            )
            group.programmes = [_programme(pen, at, n) for n in range(1, count + 1)]
            area.groups.append(group)
        report.areas.append(area)
    for number, programme in enumerate(report.programmes, 1):
        if "no" in style.columns:
            programme.no, programme.columns["no"] = "", f"{number}"
    return report


def _shares(dice: random.Random, whole: int, least: int, most: int) -> list[int]:
    """A number cut into parts of the sizes allowed; the last takes what is left."""
    parts: list[int] = []
    while whole > most:
        part = dice.randint(least, min(most, max(least, whole - least)))
        parts.append(part)
        whole -= part
    return [*parts, whole]


def _programme(pen: Pen, group: int, number: int) -> Programme:
    dice, told = pen.dice, words()
    budget = dice.choice((0, dice.randint(3, 95), dice.randint(100, 9800), dice.randint(20, 900)))
    spent = int(budget * dice.uniform(0.71, 1.0))
    columns = {
        "budget": f"{budget:,}" if budget else "-",
        "spent": f"{spent:,}" if budget else "-",
        "rate": f"{spent / budget * 100:.1f}" if budget else "-",
        "department": dice.choice(told["department"]),
        "remark": dice.choice(told["remark"]) if dice.random() < 0.25 else "",
    }
    return Programme(
        no=pattern_to_number(pen.style.numbers, number, group),
        title=pen.new(pen.title),
        lines=pen.lines(),
        columns={c: text for c, text in columns.items() if c in pen.style.columns},
    )


def money(text: str) -> int:
    """
    >>> money("1,203"), money("-")
    (1203, 0)
    """
    return int(text.replace(",", "")) if text != "-" else 0


def programmes_to_sums(programmes: Sequence[Programme]) -> dict[str, str]:
    """The total row's figures by column."""
    kept = [c for c in (*MONEY, "rate") if programmes and c in programmes[0].columns]
    sums = {c: sum(money(p.columns[c]) for p in programmes) for c in kept if c in MONEY}
    told = {c: f"{value:,}" for c, value in sums.items()}
    if "rate" in kept:
        told["rate"] = f"{sums['spent'] / max(1, sums['budget']) * 100:.1f}"
    return told


def report_to_truth(report: Report) -> Truth:
    """What must be read: every programme with its position, area, group and columns."""
    programmes = []
    for a, area in enumerate(report.areas, 1):
        for g, group in enumerate(area.groups, 1):
            programmes += [
                {
                    "position": f"{a}.{g}.{n}",
                    "area": area.title,
                    "area_no": area.no,
                    "group": group.title,
                    "group_no": group.no,
                    "no": p.no,
                    "title": p.title,
                    "lines": [{"mark": mark, "text": text} for mark, text in p.lines],
                    "columns": {report.headers[c]: text for c, text in p.columns.items()},
                    "department": p.columns.get("department"),
                    "remarks": p.columns.get("remark"),
                }
                for n, p in enumerate(group.programmes, 1)
            ]
    return {"title": report.title, "year": report.year, "programmes": programmes}
