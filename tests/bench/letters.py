"""Which syllables, pairs of syllables and pairs of Latin letters are common in honest reports: what
tells a text layer that reads as language from one that does not (pipeline/lexicon/letters.toml).

    python tests/bench/letters.py [FOLDER with PDFs]            how far honest pages are from garbled
                                                                ones, learnt on every other report
    python tests/bench/letters.py [FOLDER with PDFs] --write    writes the lexicon, learnt on all

Garbled: a font's letters each taken for the next code point, for the next letter that the font has,
or for any syllable. Each report counts the same, however long it is.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.layout.letters import (
    ENOUGH_LETTERS,
    ENOUGH_PAIRS,
    FIRST_SYLLABLE,
    LAST_SYLLABLE,
    LONGEST_NAME,
    font_pairs,
    is_syllable,
)
from pipeline.read import read_document

SYLLABLES, PAIRS = 400, 1500
OUT = Path(__file__).parents[2] / "pipeline" / "lexicon" / "letters.toml"
WIDE = 45  # pairs a line of the lexicon


@dataclass(frozen=True, slots=True)
class Sample:
    """The Hangul of one font on one page of a report, and its pairs that touch."""

    report: str
    page: int
    letters: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]


def folder_to_samples(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("*.pdf")):
        for page in read_document(path, path.name).pages:
            code = page.glyphs.code
            for fonts, first, second in font_pairs(page, is_syllable(code), LONGEST_NAME):
                own = np.isin(page.glyphs.font, fonts) & is_syllable(code)
                yield Sample(path.stem, page.number, code[own].astype(np.int64), first, second)


def common(counts: dict[str, Counter[int]], size: int) -> list[int]:
    total: Counter[int] = Counter()
    for own in counts.values():
        whole = own.total()
        for key, n in own.items():
            total[key] += n / whole  # type: ignore[assignment]
    return [key for key, _ in sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:size]]


def samples_to_lexicon(samples: Sequence[Sample]) -> tuple[list[int], list[int]]:
    letters: dict[str, Counter[int]] = {}
    pairs: dict[str, Counter[int]] = {}
    for s in samples:
        letters.setdefault(s.report, Counter()).update(s.letters.tolist())
        pairs.setdefault(s.report, Counter()).update((s.first << 16 | s.second).tolist())
    return common(letters, SYLLABLES), common(pairs, PAIRS)


def garbled(sample: Sample, chance: random.Random) -> Iterator[tuple[str, Sample]]:
    own = sorted(set(sample.letters.tolist()))
    every = range(FIRST_SYLLABLE, LAST_SYLLABLE + 1)
    tables = {
        "next code point": {c: min(c + 1, LAST_SYLLABLE) for c in own},
        "next letter": dict(zip(own, own[1:] + own[:1], strict=True)),
        "any syllable": {c: chance.choice(every) for c in own},
    }
    for name, table in tables.items():
        columns = [
            np.array([table[c] for c in column.tolist()], np.int64)
            for column in (sample.letters, sample.first, sample.second)
        ]
        yield name, Sample(sample.report, sample.page, *columns)


def judge(samples: Sequence[Sample]) -> None:
    reports = sorted({s.report for s in samples})
    learnt = set(reports[::2])
    letters, pairs = samples_to_lexicon([s for s in samples if s.report in learnt])
    shares: dict[str, list[tuple[float, float]]] = {}
    chance = random.Random(1)
    for sample in (s for s in samples if s.report not in learnt):
        for name, s in (("honest", sample), *garbled(sample, chance)):
            one = (
                float(np.isin(s.letters, letters).mean())
                if len(s.letters) >= ENOUGH_LETTERS
                else np.nan
            )
            two = np.isin(np.unique(s.first << 16 | s.second), pairs)
            shares.setdefault(name, []).append(
                (one, two.mean() if len(two) >= ENOUGH_PAIRS else np.nan)
            )
    for name, found in shares.items():
        one, two = np.array(found).T
        low, high = np.nanquantile(one, [0, 0.05]), np.nanquantile(one, [0.95, 1])
        print(f"{name:16} common syllables {low.round(2)} … {high.round(2)}")
        low, high = np.nanquantile(two, [0, 0.05]), np.nanquantile(two, [0.95, 1])
        print(f"{'':16} common pairs     {low.round(3)} … {high.round(3)}")


def write(samples: Sequence[Sample]) -> None:
    letters, pairs = samples_to_lexicon(samples)
    words = ["".join(map(chr, (p >> 16, p & 0xFFFF))) for p in pairs]
    rows = [" ".join(words[k : k + WIDE]) for k in range(0, len(words), WIDE)]
    text = OUT.read_text(encoding="utf-8")
    head = text[: text.index("[hangul]")]
    signs = [chr(c) for c in letters]
    lines = ["".join(signs[k : k + 2 * WIDE]) for k in range(0, len(signs), 2 * WIDE)]
    made = '[hangul]\nsyllables = """\n{}\n"""\npairs = """\n{}\n"""\n'
    OUT.write_text(head + made.format("\n".join(lines), "\n".join(rows)), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("SILJEOK_REPORTS", "."), "pdf")
    parser.add_argument("folder", type=Path, nargs="?", default=shared)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    seen = list(folder_to_samples(given.folder))
    write(seen) if given.write else judge(seen)
