"""The lines of programmes apart from the question which headings are programmes: read under the
headings that a person wrote down, against the lines of outline_truth/*.toml.

    python tests/bench/hanging.py [--reports FOLDER] [--half learning|judging] [--learn]

Of every line: whether it is found under its programme at its level, and whether its text is exact
(as outlines.py counts them). `--learn`: a logistic fit of what makes a line hang below another, on
the learning half and the fixtures; printed are, for every document, the levels that weights learnt
without it give wrongly, and the weights by all of them, which pipeline/outline/hanging.py holds.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from outlines import Row, fold, same_title, score_lines, share  # noqa: E402

from pipeline.extract import path_to_blocks  # noqa: E402
from pipeline.faults import Faults  # noqa: E402
from pipeline.model import Blocks, Paragraph, Printed, Table  # noqa: E402
from pipeline.outline import hanging  # noqa: E402
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft  # noqa: E402
from pipeline.outline.programmes import Lines, count_areas  # noqa: E402
from pipeline.outline.report import read_drafts  # noqa: E402
from tests.facts import cases  # noqa: E402

RANKS = ("programme", "area", "group")
RIDGE = 0.1
STEPS = 30  # of Newton's method
Known = list[tuple[hanging.Opening, int | None]]  # a programme's lines, with their true levels
Array = np.ndarray[Any, np.dtype[np.float64]]


def truth_to_headings(truth: Row, items: Sequence[Paragraph | Table]) -> dict[int, int]:
    """The items that are headings of the truth: the programme's number from 1, 0 of another rank."""
    found: dict[int, int] = {}
    for rank in RANKS:
        for k, row in enumerate(truth.get(rank, ()), start=1):
            near = (
                (abs((item.place.page or 0) - row["page"]), n)
                for n, item in enumerate(items)
                if isinstance(item, Paragraph)
                and n not in found
                and abs((item.place.page or 0) - row["page"]) < 2
                and same_title(row["title"], item.printed.text)
            )
            best = min(near, default=None)
            if best is not None:
                found[best[1]] = k if rank == "programme" else 0
    return found


def blocks_to_rows(truth: Row, blocks: Blocks) -> list[tuple[int, RowDraft]]:
    """What stands below each programme's heading up to the next heading, from its first mark on."""
    headings = truth_to_headings(truth, blocks.items)
    rows: list[tuple[int, RowDraft]] = []
    inside = False
    for n, item in enumerate(blocks.items):
        if not isinstance(item, Paragraph) or item.note:
            continue
        if n in headings:
            inside = headings[n] > 0
            if inside:
                rows.append((headings[n], RowDraft(None, 0, item.printed, [], [])))
        elif inside and (rows[-1][1].paragraphs or hanging.mark_of(item.printed.text)[0]):
            rows[-1][1].paragraphs.append(item.printed)
    return rows


def score(truth: Row, blocks: Blocks) -> Counter[str]:
    """The counts of outlines.py for lines under headings of the truth; programmes whose heading is
    not printed as a paragraph of its own are left out.
    """
    rows = blocks_to_rows(truth, blocks)
    (area,) = count_areas(
        [AreaDraft(None, [GroupDraft(None, [row for _, row in rows])])],
        hanging.items_to_frames(blocks.items),
    )
    programmes = area.groups[0].programmes
    ids = {p.programme_id: k for p, (k, _) in zip(programmes, rows, strict=True)}
    lines = [
        {
            "page": a.place.page,
            "text": a.printed.text,
            "level": a.level,
            "programme_id": p.programme_id,
        }
        for p in programmes
        for a in p.achievements
    ]
    asked = {**truth, "page": list(pages_below(truth, set(ids.values())))}
    return score_lines(asked, lines, ids)


def pages_below(truth: Row, numbers: set[int]) -> Iterator[Row]:
    """The pages of the truth with the lines of those programmes alone."""
    for page in truth.get("page", ()):
        yield {**page, "lines": [x for x in page["lines"] if x["programme"] in numbers]}


# -- learning -------------------------------------------------------------------------------------


def truth_to_known(truth: Row, blocks: Blocks) -> list[Known]:
    """The lines of every programme with the levels of the truth, None where it has none."""
    frames = hanging.items_to_frames(blocks.items)
    wanted: dict[tuple[int | None, int], list[Row]] = {}
    for page in truth.get("page", ()):
        for line in page["lines"]:
            wanted.setdefault((page["page"], line["programme"]), []).append(line)
    rows = blocks_to_rows(truth, blocks)
    by_row = Lines.of([row for _, row in rows], frames).by_row
    found: list[Known] = []
    for number, row in rows:
        known: Known = []
        for printed in by_row[id(row)]:
            opening = hanging.printed_to_opening(printed)
            if opening.mark and not opening.is_note and not hanging.starts_in(printed, frames):
                lines = wanted.get((printed.place().page, number), [])
                known.append((opening, line_to_level(printed.slice(opening.end), lines)))
        found.append(known)
    return found


def line_to_level(printed: Printed, lines: list[Row]) -> int | None:
    """The level of the line of the truth that a text is, which is taken from `lines`."""
    text = fold(printed.text)
    begun = [x for x in lines if fold(x["start"]) and text.startswith(fold(x["start"]))]
    whole = [x for x in begun if text.endswith(fold(x["end"]))]
    line = next(iter(whole or begun), None)
    if line is not None:
        lines.remove(line)
    return int(line["level"]) if line is not None else None


def fixtures_to_known(kind: str) -> list[list[Known]]:
    """The lines of the fixtures of a kind with the levels of their facts, by file."""
    return [found for case in cases(kind) if (found := case_to_known(case.path, case.rows))]


def case_to_known(path: Path, facts: Sequence[Any]) -> list[Known]:
    drafts, _, _ = read_drafts(path_to_blocks(path, "pdfium", None, None), Faults())
    rows = [row for area in drafts for group in area.groups for row in group.rows]
    by_row = Lines.of(rows, ()).by_row
    found: list[Known] = []
    for row, fact in zip(rows, facts, strict=False):
        openings = [hanging.printed_to_opening(p) for p in by_row[id(row)]]
        levels = [level for level, _, _ in fact.achievements]
        if len(openings) == len(levels):
            pairs = zip(openings, levels, strict=True)
            found.append([(o, n) for o, n in pairs if o.mark and not o.is_note])
    return found


def known_to_pairs(programmes: Sequence[Known]) -> tuple[Array, Array]:
    """The reasons of every line beside every line that stands open, and whether it hangs below."""
    nesting = hanging.openings_to_nesting([[o for o, _ in known] for known in programmes])
    reasons: list[list[float]] = []
    below: list[float] = []
    for known in programmes:
        open_: list[hanging.Opening | None] = []
        met: dict[hanging.Kind, int] = {}
        for opening, level in known:
            if level is None:
                open_ = []
                continue
            for depth, above in enumerate(open_, start=1):
                if above is not None:
                    found = hanging.pair_to_reasons(above, opening, nesting, met)
                    reasons.append([float(found.get(name, 0)) for name in hanging.WEIGHTS])
                    below.append(float(depth < level))
            open_ = [*open_[: level - 1], *[None] * (level - 1 - len(open_)), opening]
            met.setdefault(opening.kind, len(met))
    return np.array(reasons).reshape(-1, len(hanging.WEIGHTS)), np.array(below)


def pairs_to_weights(pairs: Sequence[tuple[Array, Array]]) -> dict[str, float]:
    """Newton's method for the logistic fit of all documents."""
    kept = [(x, y) for x, y in pairs if len(y)]
    reasons = np.concatenate([x for x, _ in kept])
    below = np.concatenate([y for _, y in kept])
    weights = np.zeros(reasons.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-reasons @ weights))
        slope = reasons.T @ (chance - below) + RIDGE * weights
        bend = (reasons.T * (chance * (1 - chance))) @ reasons
        weights -= np.linalg.solve(bend + RIDGE * np.eye(len(weights)), slope)
    return dict(zip(hanging.WEIGHTS, np.round(weights, 2).tolist(), strict=True))


def known_to_wrong(programmes: Sequence[Known]) -> tuple[int, int]:
    """How many levels come out wrong, and of how many."""
    nesting = hanging.openings_to_nesting([[o for o, _ in known] for known in programmes])
    wrong = every = 0
    for known in programmes:
        hanger = hanging.Hanger(nesting)
        for opening, level in known:
            read = hanger.level(opening)
            wrong += level is not None and read != level
            every += level is not None
    return wrong, every


def learn(documents: dict[str, list[Known]]) -> None:
    pairs = {name: known_to_pairs(known) for name, known in documents.items()}
    for name, known in documents.items():
        rest = [p for other, p in pairs.items() if family(other) != family(name)]
        hanging.WEIGHTS.update(pairs_to_weights(rest))
        wrong, every = known_to_wrong(known)
        if wrong:
            print(f"{name}: {wrong} of {every} levels wrong by weights learnt without it")
    weights = pairs_to_weights(list(pairs.values()))
    hanging.WEIGHTS.update(weights)
    counts = [known_to_wrong(known) for known in documents.values()]
    print(f"by all: {sum(n for n, _ in counts)} of {sum(n for _, n in counts)} levels wrong")
    print("\n".join(f'    "{name}": {weight},' for name, weight in weights.items()))


def family(name: str) -> str:
    """Fixtures are of one hand."""
    return name.partition(" ")[0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, default=os.environ.get("SILJEOK_REPORTS"))
    parser.add_argument("--half", choices=("learning", "judging"), default="learning")
    parser.add_argument("--learn", action="store_true", help="fit the weights")
    given = parser.parse_args()
    if given.reports is None:
        sys.exit("hanging.py: no --reports, and SILJEOK_REPORTS is not set")
    pooled: Counter[str] = Counter()
    documents: dict[str, list[Known]] = {}
    for path in sorted((HERE / "outline_truth").glob("*.toml")):
        truth = tomllib.loads(path.read_text(encoding="utf-8"))
        if truth["half"] != ("learning" if given.learn else given.half):
            continue
        pdf = Path(given.reports) / "pdf" / f"{truth['document']}.pdf"
        blocks = path_to_blocks(pdf, "pdfium", None, None)
        if given.learn:
            documents[truth["document"]] = truth_to_known(truth, blocks)
            continue
        counts = score(truth, blocks)
        pooled.update(counts)
        if given.half == "learning":
            print(f"{truth['document']}: {counts_to_text(counts)}")
    if given.learn:
        for kind in ("pdf", "text"):
            for k, known in enumerate(fixtures_to_known(kind)):
                documents[f"fixture {kind} {k}"] = known
        learn(documents)
    else:
        print(f"{given.half}: {counts_to_text(pooled)}")


def counts_to_text(counts: Counter[str]) -> str:
    right, every = counts["right"], counts["all"]
    exact = share(counts["exact"], counts["text"])
    return f"lines {right} of {every} ({share(right, every)}); text {exact}"


if __name__ == "__main__":
    main()
