"""Blanks at wraps, judged by sources that hold every blank: what is read of a print against the
office file of the same report, or against what an invented print was made of.

    python tests/bench/wraps.py [--half learning|judging|both] [--what pdf|layout|raw ...]
                                [--only NAME] [--show]
    python tests/bench/wraps.py --learn signs, then --learn weights
                                             writes pipeline/lexicon/wraps.toml
    python tests/bench/wraps.py --choose     draws wraps.toml; only where it is not there

pdf: the print itself; layout, raw: what `pdftotext` makes of it, with and without -layout, read by
the text door; copied: its lines with the blanks that the print keeps at their ends. Of every wrap
the characters before and behind it are searched in the source; a wrap whose neighbours are not
there, or stand there both with and without a blank, is not judged.
Printed: wraps judged, right, wrong with a doubt, wrong without one, and right with a doubt.

The halves in wraps.toml (office twins) and prints.toml (invented prints) were drawn once. Weights
are learnt on the learning half, scales and the doubt on sources that a fit has not seen; the
judging half is for figures.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import numpy.typing as npt
from prints import cache_folder
from twin_rows import pairs

from pipeline.extract import path_to_blocks
from pipeline.layout import wrap_votes, wraps
from pipeline.layout.flattened import spans
from pipeline.layout.wrap_votes import Evidence, Seam, texts_to_evidence
from pipeline.model import Blocks, Paragraph, Printed

Array = npt.NDArray[np.float64]

HERE = Path(__file__).resolve().parent
LIST, PRINTS = HERE / "wraps.toml", HERE / "prints.toml"
SEED = 20261201  # of the one draw of the halves
OUT = HERE.parents[1] / "pipeline" / "lexicon" / "wraps.toml"
HEAD = (
    "# What tells a blank at a wrap: log-odds of a blank behind and before each sign (digits 0, Latin a),",
    "# what must be seen before it outweighs the usual, and what each reason of layout/wrap_votes.py",
    "# weighs. Made by tests/bench/wraps.py --learn signs, then --learn weights, on the learning half of",
    "# office twins and prints; not to be set by hand.",
)
READER = "pdfium", None, None
ENOUGH, LEAST, MOST = (
    3,
    0.02,
    6.0,
)  # reports that have a sign; what is added to its counts; log-odds
ROUNDS, SMALL, TWINS = 30, 0.3, 3.0  # of the regression; what a real report counts more
SURELY_WRONG = 0.005  # of the wraps without a doubt that may be wrong: nobody looks at them
FOLDS = 10
SCALES = {  # what is tried: characters of a label, then sightings that outweigh what is usual
    "label": (8, 12, 16, 24, 32),
    "pair": (0.5, 1.0, 2.0, 4.0, 8.0),
    "seen": (0.2, 0.5, 1.0, 2.0),
    "sign": (4.0, 8.0, 16.0, 32.0),
    "style": (1.0, 2.0, 5.0, 10.0, 20.0),
    "words": (20, 50, 100, 200, 500),
}
AROUND = (12, 8, 5)  # characters on each side that are searched, the most telling first
END = "\n"  # of a paragraph of the source
WHATS = ("pdf", "layout", "raw", "copied")


@dataclass(frozen=True, slots=True)
class Source:
    """A print and the paragraphs it was made of."""

    name: str
    group: str  # "twin" or the typesetter
    pdf: Path
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A wrap as it was read: the lines' ends, whether a blank was put there and in doubt."""

    above: str
    below: str
    blank: bool
    doubt: bool
    truth: bool


# -- truth ----------------------------------------------------------------------------------------


class Truth:
    """Where blanks stand in the source, asked by the characters around."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        letters, self.blank = [], []
        for text in paragraphs:
            before = False
            for c in text:
                if c.isspace():
                    before = True
                    continue
                letters.append(folded(c))
                self.blank.append(before)
                before = False
            letters.append(END)
            self.blank.append(False)
        self.text = "".join(letters)

    def between(self, before: str, behind: str) -> bool | None:
        """Whether a blank stands between two stretches of letters without blanks; None where the
        source does not tell."""
        for n in AROUND:
            tail, head = before[-n:], behind[:n]
            found = set(self._places(tail, head)) if tail and head else set()
            if found:
                return found.pop() if len(found) == 1 else None
            if n >= max(len(before), len(behind)):
                return None
        return None

    def _places(self, tail: str, head: str) -> Iterator[bool]:
        at = self.text.find(tail + head)
        while at >= 0:
            yield self.blank[at + len(tail)]
            at = self.text.find(tail + head, at + 1)


def folded(c: str) -> str:
    """A sign as both sides are compared."""
    wide = unicodedata.normalize("NFKC", c)
    return wide if len(wide) == 1 else c


def solid(text: str) -> str:
    return "".join(folded(c) for c in text if not c.isspace())


# -- sources --------------------------------------------------------------------------------------


def sources(half: str, only: str) -> Iterator[Source]:
    """Office twins and invented prints of one half, or of both."""
    chosen = tomllib.loads(LIST.read_text(encoding="utf-8"))
    home = Path(os.environ.get("SILJEOK_REPORTS", "."))
    for office, pdf in pairs(home, only):
        if half == "both" or office.stem in chosen[half]:
            lines = path_to_blocks(office, *READER).lines
            yield Source(office.stem, "twin", pdf, tuple(line.text for line in lines))
    for name, style in tomllib.loads(PRINTS.read_text(encoding="utf-8")).items():
        folder = cache_folder() / style["half"]
        pdf = folder / "pdf" / f"{name}.pdf"
        if half in ("both", style["half"]) and only in name and pdf.exists():
            truth = json.loads((folder / "truth" / f"{name}.json").read_text(encoding="utf-8"))
            cells = [c["text"] for t in truth["tables"] for c in t]
            texts = "\n".join((*cells, *truth["around"])).split("\n")
            yield Source(name, style["family"], pdf, tuple(texts))


def source_to_seen(source: Source, what: str) -> Iterator[Seen]:
    """Every wrap of the print that the source can judge."""
    truth = Truth(source.paragraphs)
    for printed in blocks_to_printed(source_to_blocks(source, what)):
        yield from printed_to_seen(printed, truth)


def source_to_blocks(source: Source, what: str) -> Blocks:
    if what == "pdf":
        return path_to_blocks(source.pdf, *READER)
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "print.txt"
        if what == "copied":
            lines = path_to_blocks(source.pdf, *READER).lines
            text.write_text("\n".join(line.text for line in lines), encoding="utf-8")
            return path_to_blocks(text, *READER)
        options = ["-layout"] if what == "layout" else []
        subprocess.run(["pdftotext", "-q", *options, str(source.pdf), str(text)], check=True)
        return path_to_blocks(text, *READER)


def blocks_to_printed(blocks: Blocks) -> Iterator[Printed]:
    for item in blocks.items:
        if isinstance(item, Paragraph):
            yield item.printed
        else:
            for cell in item.cells:
                yield from cell.paragraphs


def printed_to_seen(printed: Printed, truth: Truth) -> Iterator[Seen]:
    for one, other in pairwise(printed.runs):
        if one.line.number == other.line.number:
            continue
        end = one.start + one.length
        before, behind = solid(printed.text[:end]), solid(printed.text[other.start :])
        told = truth.between(before[-AROUND[0] :], behind[: AROUND[0]])
        if told is not None:
            above = one.line.text[: one.offset + one.length].strip()
            below = other.line.text[other.offset :].strip()
            yield Seen(above, below, end < other.start, printed.join_doubt, told)


# -- figures --------------------------------------------------------------------------------------


def count(seen: Seen) -> str:
    right = seen.blank == seen.truth
    return ("right" if right else "wrong") + (" in doubt" if seen.doubt else "")


def counts_to_line(name: str, counts: Counter[str]) -> str:
    wraps = counts.total()
    wrong = counts["wrong"] + counts["wrong in doubt"]
    share = 100 * wrong / wraps if wraps else 0.0
    return (
        f"{name:32} wraps {wraps:6}  wrong {wrong:5} ({share:4.1f} %)  without a doubt "
        f"{counts['wrong']:5}  right in doubt {counts['right in doubt']:5}"
    )


def measure(half: str, whats: Sequence[str], only: str, show: bool) -> None:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for source in sources(half, only):
        for what in whats:
            own: Counter[str] = Counter()
            for seen in source_to_seen(source, what):
                own[count(seen)] += 1
                if show and seen.blank != seen.truth:
                    mark = "?" if seen.doubt else "!"
                    print(
                        f"  {mark} {seen.above[-24:]!r} | {seen.below[:24]!r} blank: {seen.truth}"
                    )
            print(counts_to_line(f"{source.name} {what}", own), flush=True)
            for group in (f"{source.group} {what}", f"all {what}"):
                groups[group] += own
    print()
    for group in sorted(groups):
        print(counts_to_line(group, groups[group]))


# -- learning -------------------------------------------------------------------------------------


def learn_signs() -> None:
    """How often each sign ends and begins a word, from office files that judge nothing."""
    judging = tomllib.loads(LIST.read_text(encoding="utf-8"))["judging"]
    home = Path(os.environ.get("SILJEOK_REPORTS", "."))
    paths = (*sorted(home.glob("hwpx/*.hwpx")), *sorted(home.glob("hwp/*.hwp")))
    chosen = {path.stem: path for path in reversed(paths) if path.stem not in judging}
    behind: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    before: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    reports: dict[str, set[str]] = defaultdict(set)
    for name, path in chosen.items():
        own = texts_to_evidence(line.text for line in path_to_blocks(path, *READER).lines)
        share = 1 / math.sqrt(own.joined.total() or 1)  # long reports are not all
        for side, seen in ((behind, own.behind), (before, own.before)):
            for sign, counts in seen.items():
                reports[sign].add(name)
                side[sign] = [a + share * n for a, n in zip(side[sign], counts, strict=True)]
    usual = math.log(sum(n[1] for n in behind.values()) / sum(n[0] for n in behind.values()))
    written = ["[usual]", f"odds = {usual:.2f}"]
    for name, side in (("behind", behind), ("before", before)):
        levels: dict[float, list[str]] = defaultdict(list)
        for sign, (joined, apart) in side.items():
            if len(reports[sign]) >= ENOUGH and sign.isprintable():
                odds = math.log((apart + LEAST) / (joined + LEAST))
                levels[round(2 * max(-MOST, min(MOST, odds))) / 2].append(sign)
        written += ["", f"[{name}]"]
        for odds in sorted(levels):
            signs = "".join(sorted(levels[odds]))
            lines = [signs[k : k + 90] for k in range(0, len(signs), 90)]
            written.append(f'"{odds}" = {json.dumps(lines, ensure_ascii=False)}')
    write(written, OUT.read_text(encoding="utf-8").split("[scales]")[1])


def write(usual: Sequence[str], weights: str) -> None:
    text = [*HEAD, "", *usual, "", "[scales]" + weights.rstrip(), ""]
    OUT.write_text("\n".join(text), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Sample:
    """A wrap that the source judges, as the votes are asked about it."""

    seam: Seam
    evidence: Evidence
    truth: bool
    share: float
    source: str


class Recorder:
    """What the doors ask while documents are read: seams, and the evidence of each document."""

    def __init__(self) -> None:
        self.asked: dict[tuple[str, str], list[tuple[Seam, Evidence]]] = defaultdict(list)
        self.documents: list[tuple[Evidence, list[Seam]]] = []
        for door in (wraps, spans):
            door.seam_to_wrap = self.seam_to_wrap  # type: ignore[attr-defined]
            door.add_seams = self.add_seams  # type: ignore[attr-defined]

    def seam_to_wrap(self, seam: Seam, evidence: Evidence) -> wrap_votes.Wrap:
        if max(abs(value) for _, value in wrap_votes.reasons(seam, evidence)) < wrap_votes.SURE:
            self.asked[ends(seam.above, seam.below)].append((seam, evidence))
        return wrap_votes.seam_to_wrap(seam, evidence)

    def add_seams(self, evidence: Evidence, seams: Iterable[Seam]) -> None:
        self.documents.append((evidence, list(seams)))
        wrap_votes.add_seams(*self.documents[-1])

    def source_to_samples(self, source: Source, what: str) -> list[Sample]:
        self.asked.clear()
        found = [
            (*self.asked[key].pop(0), seen.truth)
            for seen in source_to_seen(source, what)
            if self.asked[key := ends(seen.above, seen.below)]
        ]
        share = 1 / math.sqrt(len(found) or 1) * (TWINS if source.group == "twin" else 1.0)
        return [Sample(*sample, share, source.name) for sample in found]


def learn_weights() -> None:
    """What every reason weighs, by logistic regression, and the scales by which the weights do best
    on sources that they were not learnt on; long documents count by the root.
    """
    recorder = Recorder()
    samples = [
        sample
        for source in sources("learning", "")
        for what in WHATS
        for sample in recorder.source_to_samples(source, what)
    ]
    truth = np.array([s.truth for s in samples], float)
    share = np.array([s.share for s in samples])
    folds = samples_to_folds(samples)
    scales = wrap_votes.scales()
    losses: dict[tuple[float, ...], float] = {}
    for _ in range(2):
        for name, values in SCALES.items():
            for value in values:
                scales[name] = value
                if (key := tuple(scales.values())) not in losses:
                    _, x = samples_to_reasons(samples, recorder.documents)
                    odds = left_out(x, truth, share, folds)
                    losses[key] = float((share * np.logaddexp(0, (1 - 2 * truth) * odds)).sum())
            best = min(losses, key=lambda key: losses[key])
            scales.update(zip(scales, best, strict=True))
    names, x = samples_to_reasons(samples, recorder.documents)
    weights, odds = regression(x, truth, share), left_out(x, truth, share, folds)
    wrong = (odds > 0) != (truth > 0)
    order = np.argsort(-np.abs(odds))
    rate = np.cumsum(wrong[order]) / np.arange(1, len(order) + 1)
    sure = np.flatnonzero(rate <= SURELY_WRONG)
    doubt = float(np.abs(odds)[order][sure[-1]]) if len(sure) else 99.0
    print(
        f"{len(samples)} wraps of sources left out, wrong {int(wrong.sum())}, "
        f"in doubt {(np.abs(odds) < doubt).mean():.2f}, loss {min(losses.values()) / share.sum():.4f}"
    )
    usual = OUT.read_text(encoding="utf-8").split("[scales]")[0]
    written = [f"{name} = {value}" for name, value in scales.items()]
    written += ["", "[weights]"]
    written += [f"{name} = {weight:.2f}" for name, weight in zip(names, weights, strict=True)]
    write(
        usual[usual.index("[usual]") :].rstrip().split("\n"),
        "\n".join(["", *written, f"doubt = {doubt:.2f}"]),
    )


def samples_to_reasons(
    samples: Sequence[Sample], documents: Iterable[tuple[Evidence, list[Seam]]]
) -> tuple[list[str], Array]:
    """The names of all reasons, and how strongly each holds for each sample, by the scales that
    stand.
    """
    for evidence, seams in documents:
        evidence.whole, evidence.styles = wrap_votes.Style(), {}
        wrap_votes.add_seams(evidence, seams)
    rows = [dict(wrap_votes.reasons(s.seam, s.evidence)) for s in samples]
    names = sorted({name for row in rows for name in row})
    return names, np.array([[row.get(name, 0.0) for name in names] for row in rows])


def samples_to_folds(samples: Sequence[Sample]) -> npt.NDArray[np.int_]:
    """All samples of one source in one of some parts."""
    names = sorted({s.source for s in samples})
    random.Random(SEED).shuffle(names)
    return np.array([names.index(s.source) % FOLDS for s in samples])


def left_out(x: Array, truth: Array, share: Array, folds: npt.NDArray[np.int_]) -> Array:
    """Log-odds of each sample by weights learnt without its part."""
    odds = np.zeros(len(truth))
    for k in range(FOLDS):
        rest = folds != k
        odds[~rest] = x[~rest] @ regression(x[rest], truth[rest], share[rest])
    return odds


def ends(above: str, below: str) -> tuple[str, str]:
    return (above.split() or [""])[-1], (below.split() or [""])[0]


def regression(x: Array, y: Array, share: Array) -> Array:
    """Weights of a logistic regression, held small."""
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (share * (y - chance)) - SMALL * weights
        bend = (x.T * (share * chance * (1 - chance))) @ x + SMALL * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def choose() -> None:
    """Draws the halves of the office twins."""
    home = Path(os.environ.get("SILJEOK_REPORTS", "."))
    names = sorted(office.stem for office, _ in pairs(home, ""))
    random.Random(SEED).shuffle(names)
    half = (len(names) + 1) // 2
    lines = [f"# Drawn once by tests/bench/wraps.py --choose (seed {SEED}); not to be drawn again."]
    for name, own in (("learning", names[:half]), ("judging", names[half:])):
        lines += ["", f"{name} = [", *(f'    "{n}",' for n in sorted(own)), "]"]
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=("learning", "judging", "both"), default="learning")
    parser.add_argument("--what", nargs="+", choices=WHATS, default=WHATS)
    parser.add_argument("--only", default="", help="sources whose name holds this")
    parser.add_argument("--show", action="store_true", help="every wrap that is wrong")
    parser.add_argument("--choose", action="store_true")
    parser.add_argument("--learn", choices=("signs", "weights"))
    options = parser.parse_args()
    if options.choose:
        if LIST.exists():
            parser.error(f"{LIST} is there; halves are drawn once")
        choose()
        return 0
    if options.learn:
        learn_signs() if options.learn == "signs" else learn_weights()
        return 0
    measure(options.half, options.what, options.only, options.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
