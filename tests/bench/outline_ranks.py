"""The weights by which a rank of headings is taken for a chapter's programmes, learnt from plans.

    python tests/bench/outline_ranks.py [--reports FOLDER]

Every rank of headings of every chapter of the learning half (outline_truth/*.toml) is a sample: it
is right if most of its headings are programmes of the truth, sure or doubtful. The ranks of the
documents of outlines.toml, which are no reports, are all wrong. What evidence.py weighs of every
outline stays as it is; fitted are the weights of what the tree alone shows, to tell right ranks
from wrong ones and the right one of a chapter from its others. Printed are the weights by all
plans, and the chapters that weights learnt without their plan take wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from outlines import HERE, near, same_title

from pipeline.extract import path_to_blocks
from pipeline.model import Blocks
from pipeline.outline.aspects import stands_aside
from pipeline.outline.choice import blocks_to_tree, chapter_to_candidates
from pipeline.outline.evidence import WEIGHTS

Reals = np.ndarray[Any, np.dtype[np.float64]]
NAMES = ("listed", "parts", "over", "below", "figures", "long", "sections", "plain", "outside")
FIRST = (
    5.0,
    6.0,
    -3.5,
    -2.0,
    -3.0,
    -6.0,
    -4.0,
    -1.0,
    -2.0,
)  # where the fit begins, and is drawn to
RIDGE = 0.02
STEPS, RATE = 4000, 0.05
BESIDE = 3.0  # how much telling a rank from its chapter's others weighs


@dataclass(frozen=True, slots=True)
class Chapter:
    """The ranks of a chapter: what is weighed already, what the tree shows, which one is right."""

    document: str
    name: str
    weighed: Reals
    shown: Reals
    right: Reals


def blocks_to_chapters(document: str, blocks: Blocks, truth: dict[str, Any]) -> list[Chapter]:
    """Every chapter of a document that has ranks."""
    tree = blocks_to_tree(blocks)
    found = []
    for root in tree.roots:
        ranks = [] if stands_aside(root.words) else chapter_to_candidates(root, tree)
        if not ranks:
            continue
        shares = [dict(c.evidence.shares) for c in ranks]
        shown = np.array([[s[name] for name in NAMES] for s in shares])
        weights = np.array([WEIGHTS[name] for name in NAMES])
        weighed = np.array([c.evidence.score for c in ranks]) - shown @ weights
        right = [share_right(c.entries, truth) > 0.5 for c in ranks]
        found.append(
            Chapter(document, root.words.text[:20], weighed, shown, np.array(right, dtype=float))
        )
    return found


def share_right(entries: Any, truth: dict[str, Any]) -> float:
    """How many headings of a rank are programmes of the truth."""
    programmes = truth.get("programme", ())
    told = sum(
        any(
            same_title(p["title"], h.words.text) and near(p["page"], h.printed.place().page)
            for p in programmes
        )
        for h, _ in entries
    )
    return told / len(entries)


def fit(chapters: list[Chapter]) -> Reals:
    """Weights by logistic regression, each rank beside nothing and beside its chapter's others."""
    first = np.array(FIRST)
    weights = first.copy()
    for _ in range(STEPS):
        slope = RIDGE * len(chapters) * (weights - first)
        for c in chapters:
            score = c.weighed + c.shown @ weights
            slope += c.shown.T @ (1 / (1 + np.exp(-score)) - c.right)
            if c.right.any():
                likely = np.exp(score - score.max())
                likely /= likely.sum()
                slope += BESIDE * c.shown.T @ (likely - c.right / c.right.sum())
        weights -= RATE * slope / len(chapters)
    return weights


def chapter_to_fault(c: Chapter, weights: Reals) -> str | None:
    """What weights take wrongly in a chapter."""
    score = c.weighed + c.shown @ weights
    best = int(score.argmax())
    if c.right.any():
        return None if c.right[best] and score[best] >= 0 else f"missed ({score.round(1)})"
    return None if score[best] < 0 else f"taken ({score[best]:.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, default=os.environ.get("SILJEOK_REPORTS"))
    given = parser.parse_args()
    truths = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((HERE / "outline_truth").glob("*.toml"))
    ]
    named = {t["document"]: t for t in truths if t["half"] == "learning"}
    negative = tomllib.loads((HERE / "outlines.toml").read_text(encoding="utf-8"))["negative"]
    chapters = []
    for path in sorted(Path(given.reports).glob("pdf/*.pdf")):
        if path.stem in named or path.stem in negative:
            blocks = path_to_blocks(path, "pdfium", None, None)
            chapters += blocks_to_chapters(path.stem, blocks, named.get(path.stem, {}))
    for name, weight in zip(NAMES, fit(chapters), strict=True):
        print(f'"{name}": {weight:.1f},')
    for document in sorted({c.document for c in chapters if c.document in named}):
        without = fit([c for c in chapters if c.document != document])
        for c in chapters:
            if c.document == document and (fault := chapter_to_fault(c, without)):
                print(f"{document} {c.name}: {fault}")


if __name__ == "__main__":
    main()
