"""What was read of a print against what was printed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEASURES = ("rows", "placed", "area", "group", "cells")
LEAST_ROWS, LEAST_COLS = 3, 2  # smaller tables are frames
LOST = 0.98  # rows F1 under which a document counts as lost
ALIKE = {"○": "ㅇ◯〇❍⭘", "·": "‧・ㆍ∙•", "~": "∼～", "-": "–−‐‑", "'": "’‘"}
ONE_SIGN = {ord(sign): one for one, signs in ALIKE.items() for sign in signs}

Key = tuple[Any, ...]
Read = dict[str, Counter[Key]]  # measure -> what is compared, as often as it is there


def squash(text: str | None) -> str:
    """A text without blanks; signs that look alike are one.

    >>> squash("ㅇ 배움터 ‧ 쉼터"), squash(None)
    ('○배움터·쉼터', '')
    """
    folded = unicodedata.normalize("NFKC", (text or "").translate(ONE_SIGN))
    return re.sub(r"[\s\u200b\ufeff\x00-\x1f]+", "", folded.translate(ONE_SIGN))


def _told(
    programmes: Iterable[tuple[str, str | None, str | None, str, tuple[str, ...]]],
    tables: Iterable[Sequence[tuple[int, int, str]]],
) -> Read:
    """Programmes are position, area, group, title, lines; cells row, column, text."""
    read: Read = {name: Counter() for name in MEASURES}
    for position, area, group, title, lines in programmes:
        read["rows"][title, lines] += 1
        read["placed"][position, title] += 1
        read["area"][title, squash(area)] += 1
        read["group"][title, squash(group)] += 1
    for cells in tables:
        rows, cols = (1 + max((c[i] for c in cells), default=0) for i in (0, 1))
        if rows >= LEAST_ROWS and cols >= LEAST_COLS:
            read["cells"].update((squash(text),) for *_, text in cells if squash(text))
    return read


def truth_to_read(truth: Mapping[str, Any]) -> Read:
    """What a perfect reader tells."""
    programmes = (
        (
            p["position"],
            p["area"],
            p["group"],
            squash(p["title"]),
            tuple(squash(line["mark"] + line["text"]) for line in p["lines"]),
        )
        for p in truth["programmes"]
    )
    tables = [[(c["row"], c["col"], c["text"]) for c in table] for table in truth["tables"]]
    return _told(programmes, tables)


Frame = list[dict[str, Any]]


def published_to_reads(folder: Path) -> dict[str, tuple[Read, str]]:
    """report_id -> what the program published for it, and its status."""
    import pyarrow.dataset as ds

    def rows(name: str) -> Frame:
        return list(ds.dataset(folder / name, format="parquet").to_table().to_pylist())

    of: dict[str, dict[str, Frame]] = defaultdict(lambda: defaultdict(list))
    for name in ("reports", "programmes", "achievements", "tables", "cells"):
        for row in rows(name):
            of[row["report_id"]][name].append(row)
    return {
        report: (_published(parts), parts["reports"][0]["status"]) for report, parts in of.items()
    }


def _published(parts: Mapping[str, Frame]) -> Read:
    lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for a in parts["achievements"]:
        text = squash((a["mark"] or "") + (a["text"] or ""))
        lines[a["programme_id"]].append((a["achievement_no"], text))
    programmes = (
        (
            p["programme_id"],
            p["area_title"],
            p["group_title"],
            squash(p["title"]),
            tuple(text for _, text in sorted(lines[p["programme_id"]])),
        )
        for p in parts["programmes"]
    )
    cells: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for c in parts["cells"]:
        cells[c["table_no"]].append((c["row"], c["col"], c["text"] or ""))
    return _told(programmes, cells.values())


# -- figures --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """One print: what is true, what was found, and the status that the program gave."""

    name: str
    words: dict[str, str]  # of its style
    true: Read
    found: Read
    status: str


def f1(found: Counter[Key], true: Counter[Key]) -> float:
    """
    >>> round(f1(Counter("ab"), Counter("abcd")), 3), f1(Counter(), Counter("a"))
    (0.667, 0.0)
    """
    hit = (found & true).total()
    return 2 * hit / max(1, found.total() + true.total())


def pooled(outcomes: Sequence[Outcome], measure: str) -> float:
    """F1 over all documents at once; a text counts only in its own document."""
    hit = sum((o.found[measure] & o.true[measure]).total() for o in outcomes)
    all_of = sum(o.found[measure].total() + o.true[measure].total() for o in outcomes)
    return 2 * hit / max(1, all_of)


def mean(outcomes: Sequence[Outcome], measure: str) -> float:
    return sum(f1(o.found[measure], o.true[measure]) for o in outcomes) / max(1, len(outcomes))


def silent(outcomes: Iterable[Outcome]) -> int:
    """Documents that lost rows although the program calls them read."""
    return sum(o.status == "read" and f1(o.found["rows"], o.true["rows"]) < LOST for o in outcomes)


def by_part(outcomes: Iterable[Outcome], part: str) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.words[part]].append(outcome)
    return dict(sorted(groups.items()))


def outcomes_to_lines(outcomes: Sequence[Outcome], parts: Sequence[str]) -> list[str]:
    """A Markdown table: pooled F1 / mean of documents, a line a style, all of them last."""
    lines = ["| | prints | " + " | ".join(MEASURES) + " | silent |"]
    lines.append("| --- |" + " --- |" * (len(MEASURES) + 2))
    told = [
        (f"{part} {name or '–'}", group)
        for part in parts
        for name, group in by_part(outcomes, part).items()
    ]
    for name, group in [*told, ("**all**", list(outcomes))]:
        figures = [_pair(group, m, (pooled, mean)) for m in MEASURES]
        lines.append(f"| {name} | {len(group)} | {' | '.join(figures)} | {silent(group)} |")
    return lines


def _pair(
    group: Sequence[Outcome],
    measure: str,
    hows: tuple[Callable[[Sequence[Outcome], str], float], ...],
) -> str:
    return " / ".join(f"{how(group, measure):.2f}" for how in hows)
