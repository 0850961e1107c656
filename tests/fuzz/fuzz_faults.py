"""Lines and pages that no list foresaw, by seed: none of them may meet a fault.

python tests/fuzz/fuzz_faults.py 2000 [FIRST]    prints every fault with its seed; exit 1 if any

A seed makes a text, or pages as reading gives them: units that no list has, nested and open
brackets, digits without end, odd blanks; tiny and empty pages, sizes of nought, boxes turned over,
rules and stripes anywhere.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.extract import document_to_extraction
from pipeline.model import Document, Extraction, Glyphs, Page, Rulings, Source, TextLine

COUNTERS = [
    "셋",
    "쩰",
    "지",
    "덩이",
    "갓",
    "명",
    "개소",
    "천원",
    "억",
    "%",
    "%p",
    "점",
    "㎡",
    "",
    "반",
    "구",
]
NAMES = [
    "가람",
    "나루",
    "다솜",
    "교육",
    "예산",
    "집행액",
    "계",
    "합계",
    "소계",
    "증감",
    "평균",
    "전년 대비",
]
SIGNS = [
    "",
    "",
    "△",
    "▲",
    "-",
    "약 ",
    "총 ",
    "누적 ",
    "’24. ",
    "2024년 ",
    "제",
    "최대 ",
    "+",
    "×",
    "÷",
    "=",
]
JOINS = [
    ", ",
    " / ",
    " → ",
    " × ",
    " + ",
    " = ",
    " 중 ",
    "·",
    " : ",
    " ",
    "~",
    " 대비 ",
    "\t",
    "|",
    "  ",
]
MARKS = [
    "○ ",
    "- ",
    "※ ",
    "* ",
    "□ ",
    "1. ",
    "가. ",
    "Ⅰ. ",
    "① ",
    "1-1. ",
    "제1분야 ",
    "",
    "",
    "12) ",
    "| ",
]
HEADS = [
    "과제  단위사업  추진현황",
    "연번 | 사업명 | 추진실적",
    "(단위: 백만원, 명)",
    "구분  2023년  2024년  증감(%)",
]
ODD = [
    "\u200b",
    "\x01",
    "\u00ad",
    "\xa0",
    "\ufffd",
    "½",
    "²",
    "①",
    "Ⅳ",
    "٣",
    "\U0001f600",
    "ᄀ",
    "(",
    ")",
    "[",
    "％",
]


def number(chance: random.Random) -> str:
    """Digits as print has them, and as it never should."""
    digits = chance.choice([1, 1, 2, 3, 4, 6, 9, 12, 18, 19, 40, 400, 5000])
    plain = "".join(chance.choice("0123456789") for _ in range(digits))
    kind = chance.random()
    if kind < 0.3 and digits < 19:
        return f"{int(plain):,}"
    if kind < 0.5:
        return f"{plain[:3]}.{plain[:2]}"
    return chance.choice([plain, plain, "0", "0.0", "000", "1/3", "10^9", "3분의 1", "1조2", "억"])


def figure(chance: random.Random, depth: int = 0) -> str:
    """A figure with its counter, and with parts in brackets inside brackets."""
    said = (
        chance.choice(SIGNS)
        + number(chance)
        + chance.choice(["", "", " "])
        + chance.choice(COUNTERS)
    )
    if depth < 3 and chance.random() < 0.45:
        inside = chance.choice(JOINS).join(
            chance.choice(NAMES) + " " + figure(chance, depth + 1)
            for _ in range(chance.randint(1, 3))
        )
        said += chance.choice(["(", "[", "（", " ("]) + inside + chance.choice([")", ")", "]", ""])
    return said


def line(chance: random.Random) -> str:
    """A line of a report."""
    if chance.random() < 0.08:
        return chance.choice([*HEADS, "", "\f", "계", "합계 : 3개 사업"])
    parts = [
        chance.choice(
            [figure(chance), chance.choice(NAMES), chance.choice(NAMES) + " " + figure(chance)]
        )
        for _ in range(chance.randint(1, 4))
    ]
    if chance.random() < 0.2:
        parts.insert(chance.randrange(len(parts)), chance.choice(ODD) * chance.randint(1, 3))
    return chance.choice(MARKS) + chance.choice(JOINS).join(parts)


def text_document(chance: random.Random) -> Document:
    """A flattened report."""
    lines = [line(chance) for _ in range(chance.randint(0, 14))]
    if chance.random() < 0.5:
        lines = ["2024년 나래시 추진 실적", *lines]
    paged = chance.random() < 0.2
    return Document(
        Source("f.txt", "f.txt", "0" * 64, 1, "text/plain"),
        text_lines=tuple(TextLine(1 if paged else None, t.replace("\f", "")) for t in lines),
    )


def words_to_glyphs(chance: random.Random, width: float, height: float) -> Glyphs:
    """Lines set in columns, now and then anywhere, of any size."""
    rows: list[tuple[float, ...]] = []
    size = chance.choice([0.0, 0.3, 6, 10, 10, 10, 12, 30])
    columns = [chance.uniform(-5, width) for _ in range(chance.choice([0, 1, 1, 3, 4]))]
    pitch = chance.choice([0.0, size * 1.2, size * 1.6, 18])
    for n in range(chance.randint(0, 9)):
        y = 40 + n * pitch if chance.random() < 0.9 else chance.uniform(-20, height + 20)
        for x in columns:
            own = chance.choice([size, size, size, 0.0, 2 * size])
            turn = chance.choice([0] * 20 + [90, 180, 270, 37])
            for letter in line(chance)[: chance.choice([1, 6, 30])]:
                wide = (
                    own * (0.5 if ord(letter) < 0x80 else 1.0) * chance.choice([1] * 30 + [0, -1])
                )
                rows.append(
                    (ord(letter), x, y - 0.86 * own, x + wide, y + 0.14 * own, y, own, 0, turn)
                )
                x += wide
    table = np.array(rows, np.float64).reshape(-1, 9).T
    whole = [table[k].astype(np.int32) for k in (0, 7, 8)]
    real = [table[k].astype(np.float32) for k in range(1, 7)]
    return Glyphs(whole[0], *real, whole[1], whole[2])


def rules(chance: random.Random, width: float, height: float) -> list[tuple[float, ...]]:
    """Level rules of one or several widths, upright ones, dots, rules without a length."""
    found: list[tuple[float, ...]] = []
    lo, hi = sorted(chance.uniform(0, width) for _ in range(2))
    ys = sorted(chance.uniform(20, height) for _ in range(chance.randint(0, 8)))
    if chance.random() < 0.6:
        ys = [30 + 18 * k for k in range(len(ys))]
    for y in ys:
        a, b = (
            (lo, hi) if chance.random() < 0.6 else sorted(chance.uniform(lo, hi) for _ in range(2))
        )
        found.append((a, y - 0.2, b, y + 0.2))
    for _ in range(chance.choice([0, 0, 0, 1, 3])):
        x = chance.choice([lo, hi, chance.uniform(lo, hi)])
        top, bottom = sorted(chance.uniform(20, height) for _ in range(2))
        found.append((x - 0.2, top, x + 0.2, bottom))
    if chance.random() < 0.1:
        found.append((lo, 50, lo, 50))
    return found


def page(chance: random.Random, number: int) -> Page:
    """A page as reading gives it."""
    width = chance.choice([595, 595, 842, 20, 3, 0.5, 2000])
    height = chance.choice([842, 842, 595, 30, 2, 5000])
    strokes = np.array(rules(chance, width, height), np.float32).reshape(-1, 4)
    thin = np.minimum(strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1])
    fills = np.array(
        [(20, y, width - 20, y + 15) for y in range(30, 30 + 36 * chance.choice([0, 0, 0, 3]), 36)],
        np.float32,
    ).reshape(-1, 4)
    glyphs = words_to_glyphs(chance, width, height)
    return Page(
        number,
        width,
        height,
        glyphs,
        Rulings(*strokes.T.copy(), thin),
        ("Batang",),
        fills,
        np.zeros((0, 4), np.float32),
        typed_blanks=(chance.random() < 0.7,),
    )


def page_document(chance: random.Random) -> Document:
    """A PDF as reading gives it."""
    pages = tuple(page(chance, n) for n in range(1, chance.choice([1, 1, 2, 3]) + 1))
    return Document(Source("f.pdf", "f.pdf", "0" * 64, 1, "application/pdf"), pages)


def seed_to_document(seed: int) -> Document:
    """The document that a seed stands for: every second one is a text."""
    chance = random.Random(seed)
    return text_document(chance) if seed % 2 else page_document(chance)


def seed_to_faults(seed: int) -> list[str]:
    """The causes of the faults that a seed's document meets."""
    made: Extraction = document_to_extraction(seed_to_document(seed))
    found = [p for p in made.problems if p.code == "pipeline_fault"]
    return [f"{dict(p.words)['lost_en']}: {dict(p.words)['cause']}" for p in found]


def faulty_seeds(first: int, number: int) -> Iterator[tuple[int, list[str]]]:
    """Every seed that meets a fault, with its causes."""
    for seed in range(first, first + number):
        if found := seed_to_faults(seed):
            yield seed, found


if __name__ == "__main__":
    wanted, begin = ([*map(int, sys.argv[1:]), 0, 0][k] for k in (0, 1))
    met = 0
    for seed, causes in faulty_seeds(begin, wanted or 2000):
        met += 1
        print(seed, *dict.fromkeys(causes), sep="\n    ", flush=True)
    print(f"{wanted or 2000} seeds from {begin}: {met} met a fault")
    sys.exit(bool(met))
