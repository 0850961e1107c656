"""Plans of the learning half in other dresses: what is read of them must not change.

    python tests/bench/outline_dresses.py [DRESS …] [--reports FOLDER]

A dress changes what a producer might have done otherwise and nothing that is said: numbers of
chapters that lie in pictures, marks of lines from a font of symbols, another kind of number, one
mark for another, no sizes. The truth stays (outline_truth/*.toml); printed is what outlines.py prints of
each dress, all plans together. A gain on plans as they are that is lost here is no mechanism.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from outlines import HERE, RANKS, Row, counts_to_text, score_lines, score_rank

from pipeline.extract import path_to_blocks
from pipeline.model import Blocks, Paragraph, Printed, Report, Source, Table
from pipeline.outline import outline
from pipeline.text import bullet_at, numbering_at

Dress = Callable[[Paragraph], Paragraph | None]
CIRCLED = "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮"
SYLLABLES = "가나다라마바사아자차카타파하"
MOST_NUMBERS = len(CIRCLED)
TASKS = ("arabic",)
SYMBOL = "\uf09f"  # a code of a font of symbols
FRONT = 4  # pages with the lists of contents, which keep their numbers
CHAPTERS = ("roman", "latin_roman")
MOST = 70  # characters of what may be a heading


def as_printed(paragraph: Paragraph) -> Paragraph:
    return paragraph


def chapters_in_pictures(paragraph: Paragraph) -> Paragraph | None:
    """Numbers of chapters are no letters."""
    text = paragraph.printed.text
    numbering = numbering_at(text) or numbering_at(f"{text} x")
    if numbering is None or numbering.kind not in CHAPTERS or is_front(paragraph):
        return paragraph
    end = min(numbering.end, len(text))
    return replace(paragraph, printed=paragraph.printed.slice(end)) if end < len(text) else None


def marked(marks: Mapping[str, str], paragraph: Paragraph) -> Paragraph:
    """All marks of some families are other ones."""
    text = paragraph.printed.text
    bullet = bullet_at(text)
    if bullet is None or bullet.family not in marks:
        return paragraph
    other = marks[bullet.family] + text[1:]
    return replace(paragraph, printed=replace(paragraph.printed, text=other))


def numbered(
    kinds: tuple[str, ...], parts: int, form: Callable[[int], str], paragraph: Paragraph
) -> Paragraph:
    """Numbers of some kinds and so many parts are printed in another form."""
    printed = paragraph.printed
    if is_front(paragraph):
        return paragraph
    alone = printed.text.strip()
    if "arabic" in kinds and alone in map(str, range(1, MOST_NUMBERS + 1)):  # beside its words
        text = form(int(alone))
        return replace(paragraph, printed=replace(printed, text=text, runs=printed.runs[:1]))
    numbering = numbering_at(printed.text)
    if numbering is None or numbering.kind not in kinds or len(printed.text) > MOST:
        return paragraph
    value = numbering.value[-1]
    if len(numbering.value) != parts or not 0 < value <= MOST_NUMBERS:
        return paragraph
    rest, label = printed.slice(numbering.end), f"{form(value)} "
    runs = tuple(replace(run, start=run.start + len(label)) for run in rest.runs)
    first = tuple(replace(run, length=1) for run in printed.runs[:1])
    return replace(paragraph, printed=Printed(label + rest.text, (*first, *runs)))


def without_look(paragraph: Paragraph) -> Paragraph:
    """As in a text: no size, weight or box."""
    return replace(paragraph, size=None, bold=False, boxed=False)


def is_front(paragraph: Paragraph) -> bool:
    return (paragraph.place.page or 0) <= FRONT


DRESSES: Mapping[str, Dress] = {
    "printed": as_printed,
    "chapters_in_pictures": chapters_in_pictures,
    "symbol_lines": partial(marked, {"circle": SYMBOL}),
    "dot_lines": partial(marked, {"circle": "•"}),
    "dashes_over_dots": partial(marked, {"circle": "-", "dash": "·"}),
    "dashes_over_notes": partial(marked, {"circle": "-", "dash": "*"}),
    "arrow_lines": partial(marked, {"circle": "▸"}),
    "symbol_headings": partial(marked, {"square": "\uf06e"}),
    "triangle_headings": partial(marked, {"square": "▶"}),
    "rings_over_dashes": partial(marked, {"square": "❍", "circle": "-", "dash": "·"}),
    "circled_tasks": partial(numbered, TASKS, 1, lambda n: CIRCLED[n - 1]),
    "circled_paths": partial(numbered, ("path",), 2, lambda n: CIRCLED[n - 1]),
    "bracketed_tasks": partial(numbered, TASKS, 1, lambda n: f"({n})"),
    "syllable_tasks": partial(numbered, TASKS, 1, lambda n: f"{SYLLABLES[n - 1]}."),
    "worded_tasks": partial(numbered, TASKS, 1, lambda n: f"과제 {n}"),
    "padded_tasks": partial(numbered, TASKS, 1, lambda n: f"{n:02d}"),
    "worded_chapters": partial(numbered, CHAPTERS, 1, lambda n: f"제{n}장"),
    "arabic_chapters": partial(numbered, CHAPTERS, 1, lambda n: f"{n}."),
    "no_look": without_look,
}


def dressed(blocks: Blocks, dress: Dress) -> Blocks:
    """A document in another dress."""
    items = (i if isinstance(i, Table) else dress(i) for i in blocks.items)
    return replace(blocks, items=tuple(i for i in items if i is not None))


def report_to_rows(report: Report) -> tuple[dict[str, list[Row]], list[Row]]:
    """Areas, groups and programmes, and their lines, as outlines.py has them of a table."""
    ranks: dict[str, list[Row]] = {rank: [] for rank in RANKS}
    lines = []
    for area in report.areas:
        for group in area.groups:
            for p in group.programmes:
                own = {"programme_id": p.programme_id}
                ranks["programmes"].append(own | {"title": p.title.text, "page": p.place.page})
                lines += [
                    own | {"page": a.place.page, "text": a.printed.text, "level": a.level}
                    for a in p.achievements
                ]
        pages = [[p.place.page for p in g.programmes if p.place.page] for g in area.groups]
        named = [("areas", area.title, [page for own in pages for page in own])]
        named += [("groups", g.title, own) for g, own in zip(area.groups, pages, strict=True)]
        for rank, title, below in named:
            if title is not None:
                ranks[rank].append({"title": title.text, "last": min(below, default=None)})
    return ranks, lines


def score(truth: Row, report: Report) -> dict[str, Counter[str]]:
    """The counts of a document by rank and of its lines."""
    ranks, lines = report_to_rows(report)
    found = {rank: score_rank(truth.get(rank[:-1], ()), ranks[rank]) for rank in RANKS}
    match = found["programmes"][2].items()
    ids = {ranks["programmes"][n]["programme_id"]: k + 1 for k, n in match}
    counts = {rank: counted for rank, (counted, _, _) in found.items()}
    return counts | {"lines": score_lines(truth, lines, ids)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dress", nargs="*", help=", ".join(DRESSES))
    parser.add_argument("--reports", type=Path, default=os.environ.get("SILJEOK_REPORTS"))
    given = parser.parse_args()
    truths: list[dict[str, Any]] = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((HERE / "outline_truth").glob("*.toml"))
    ]
    plans = []
    for truth in (t for t in truths if t["half"] == "learning"):
        path = Path(given.reports) / "pdf" / f"{truth['document']}.pdf"
        source = Source(path.name, path.name, "0" * 64, 1, "application/pdf")
        plans.append((truth, source, path_to_blocks(path, "pdfium", None, None)))
    for name in given.dress or DRESSES:
        pooled: dict[str, Counter[str]] = {kind: Counter() for kind in (*RANKS, "lines")}
        for truth, source, blocks in plans:
            counts = score(truth, outline(dressed(blocks, DRESSES[name]), source))
            for kind, counted in counts.items():
                pooled[kind].update(counted)
        print(f"{name}: {counts_to_text(pooled)}")


if __name__ == "__main__":
    main()
