"""What the headers over the programme rows call their columns, and rows that the reading left
outside the table.
"""

from __future__ import annotations

import functools
import unicodedata

from pipeline.model import Report
from pipeline.pattern import named
from pipeline.reconcile.names import plain
from pipeline.text import numbering_at

BEHIND = named("reconcile.behind_head")
BESIDE = 60  # source lines; a row outside its table stands right behind the row before it


def named_level(report: Report, noun: str) -> str | None:
    """The level whose column is headed by just this word: under “추진전략 | 핵심과제 | 추진실적”
    9개 핵심과제 are programmes.
    """
    first = next(
        (
            (a, g, p)
            for a in report.areas
            for g in a.groups
            for p in g.programmes
            if p.table_no is not None
        ),
        None,
    )
    if first is None or not noun:
        return None
    area, group, programme = first
    titles = (("programme", programme.title), ("group", group.title), ("area", area.title))
    headed = [
        c
        for t in report.tables
        if t.table_no == programme.table_no
        for c in t.cells
        if is_headed(c.header_path, noun)
    ]
    named = [
        level
        for level, title in titles
        if title and any(plain(c.text).endswith(plain(title.text)) for c in headed)
    ]
    return named[0] if len(named) == 1 else None


@functools.lru_cache(maxsize=1 << 12)  # one header stands over thousands of cells
def is_headed(path: str | None, noun: str) -> bool:
    """Whether the header over a cell is this noun: 핵심과제, 핵심과제명.

    >>> is_headed("추진 > 핵심과제명", "핵심과제"), is_headed("추진실적", "핵심과제"), is_headed(None, "핵심과제")
    (True, False, False)
    """
    header = (path or "").split(" > ")[-1]
    return plain(BEHIND.sub("", header)) == plain(noun)


def rows_beside(report: Report) -> int:
    """Paragraphs outside the rows that go on with the number of the programme before them, an
    achievement's mark inside.

    “(3) 고효율 보일러 ◦ 친환경 보일러 6,480대 보급” behind programme (2): a row whose cells ran
    together, which a stated count misses.
    """
    numbers = [(p, numbering_at(f"{p.printed_no}. ")) for p in report.programmes]
    rows = [(p.place.first_line or 0, p.printed_no or "", no.value) for p, no in numbers if no]
    marks = {a.mark for p in report.programmes for a in p.achievements if a.mark}
    found = 0
    for paragraph in report.front:
        text, line = paragraph.printed.text, paragraph.place.first_line or 0
        numbering = numbering_at(text)
        before = [row for row in rows if row[0] <= line <= row[0] + BESIDE]
        if numbering and before and any(f" {mark} " in text for mark in marks):
            _, printed, value = before[-1]
            found += numbering.value == (*value[:-1], value[-1] + 1) and script(
                numbering.printed
            ) == script(printed)
    return found


def script(printed_no: str) -> str:
    """What a number is written in.

    >>> script("3"), script("③"), script("Ⅲ"), script("다")
    ('DIGIT', 'CIRCLED', 'ROMAN', 'HANGUL')
    """
    return unicodedata.name(printed_no.strip("()[]")[:1] or " ").split()[0]
