"""What two published reports differ in: two formats of one report, or two copies that should be
one. Programmes, figures, tables and checks are paired by what they say, never by a running number.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipeline.lexicon.normal import key
from pipeline.pattern import lazy_pattern
from pipeline.run.manifest import Manifest
from pipeline.run.notes import same_report

Row = Mapping[str, Any]
Json = dict[str, Any]
Pair = tuple[Row, Row]
Scores = dict[tuple[int, int], float]  # by the places of two rows, one of each side
TABLES = ("programmes", "achievements", "quantities", "tables", "cells", "checks")
# of two titles' letters, or of the lines below them, that are the same: of 621 neighbours in the
# reports at hand four are so alike, and only titles that the other side lacks are asked
ALIKE = 0.6
SHARED = 0.5  # of a table's filled cells that stand in the other one too
# what a symbol font puts there differs from format to format: one has the code, the other the sign
PRIVATE = lazy_pattern("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def bare(text: str | None) -> str:
    """What a text is compared by: one spelling, without blanks and private signs.

    >>> bare("\\uf09f 교육 ３회"), bare(None)
    ('교육3회', '')
    """
    return key(PRIVATE.sub("", unicodedata.normalize("NFKC", text or "")))


@dataclass(frozen=True, slots=True)
class Parted:
    """Rows of two sides: how many are the same, which belong together and differ, which stand on
    one side alone.
    """

    same: int
    pairs: tuple[Pair, ...]
    left: tuple[Row, ...]
    right: tuple[Row, ...]


def rows_to_parted(
    left: Iterable[Row],
    right: Iterable[Row],
    whole: Callable[[Row], Hashable],
    place: Callable[[Row], Hashable],
) -> Parted:
    """Rows that agree as a `whole` are the same; of the others those that stand in one `place`
    belong together, in their order.

    >>> rows = [{"at": 1, "says": "a"}, {"at": 2, "says": "b"}], [{"at": 1, "says": "c"}]
    >>> parted = rows_to_parted(*rows, lambda r: r["says"], lambda r: r["at"])
    >>> parted.same, [(a["says"], b["says"]) for a, b in parted.pairs], parted.left[0]["says"]
    (0, [('a', 'c')], 'b')
    """
    mine, theirs = list(left), list(right)
    both = Counter(map(whole, mine)) & Counter(map(whole, theirs))
    lone = [_without(rows, both, whole) for rows in (mine, theirs)]
    here = Counter(map(place, lone[0])) & Counter(map(place, lone[1]))
    paired = [_taken(rows, here, place) for rows in lone]
    pairs = tuple(zip(*paired, strict=True))
    rest = [_without(rows, here, place) for rows in lone]
    return Parted(both.total(), pairs, tuple(rest[0]), tuple(rest[1]))


def _without(
    rows: Iterable[Row], counts: Counter[Hashable], of: Callable[[Row], Hashable]
) -> list[Row]:
    """The rows that are left when the first ones of each counted kind are taken."""
    room = Counter(counts)
    left = []
    for row in rows:
        kind = of(row)
        room[kind] -= 1
        if room[kind] < 0:
            left.append(row)
    return left


def _taken(
    rows: Iterable[Row], counts: Counter[Hashable], of: Callable[[Row], Hashable]
) -> list[Row]:
    """The first rows of each counted kind, kind by kind in a fixed order."""
    by_kind: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[of(row)].append(row)
    return [row for kind, count in counts.items() for row in by_kind[kind][:count]]


def reports_to_difference(manifests: tuple[Manifest, Manifest], tables: tuple[Json, Json]) -> Json:
    """What two reports differ in; `tables`: by name the rows of each report's tables."""
    left, right = (_with_places(side) for side in tables)
    return {
        "reports": [_head(manifest) for manifest in manifests],
        "same_report": same_report(*manifests),
        "programmes": _told(programmes_to_parted(left, right), PROGRAMME),
        "figures": _told(figures_to_parted(left, right), FIGURE),
        "tables": _tables_told(tables_to_parted(left, right)),
        "checks": _told(checks_to_parted(left, right), CHECK),
    }


def _head(manifest: Row) -> Json:
    names = ("report_id", "source", "media_type", "title", "year", "status")
    return {name: manifest[name] for name in names}


PROGRAMME = ("programme_id", "area_title", "group_title", "title", "lines")
FIGURE = ("quantity_id", "programme", "row", "column_header", "quote", "value", "unit", "measure")
TABLE = ("table_no", "caption", "rows", "cols", "texts")
CHECK = ("check_id", "type", "statement", "verdict", "explanation_ko", "explanation_en")
WHERE = ("table_no", "page", "first_line")


def _told(parted: Parted, names: Sequence[str]) -> Json:
    """As JSON: of each row what a person compares it by, and where it stands."""

    def row(found: Row) -> Json:
        return {name: found.get(name) for name in (*names, *WHERE)}

    return {
        "same": parted.same,
        "differ": [[row(a), row(b)] for a, b in parted.pairs],
        "left": [row(found) for found in parted.left],
        "right": [row(found) for found in parted.right],
    }


def _tables_told(parted: Parted) -> Json:
    """Tables as JSON; of those that belong together the texts, and the cells (row, column, spans,
    text), that each of them has alone.
    """
    told = _told(parted, TABLE)
    for tables, pair in zip(parted.pairs, told["differ"], strict=True):
        for row, other, target in zip(tables, reversed(tables), pair, strict=True):
            words = row["words"] - other["words"]
            target["texts"] = [text for text in row["texts"] if bare(text) in words]
            target["cells"] = [cell for cell in row["grid"] if cell not in other["grid"]]
    return told


def _with_places(tables: Json) -> Json:
    """The tables of one report, with what their rows are compared by: of a programme its lines, of
    a figure its programme's title and its row's label, of a table its filled cells.
    """
    titles = {p["programme_id"]: p["title"] for p in tables["programmes"]}
    lines: dict[str, list[str]] = defaultdict(list)
    for line in tables["achievements"]:
        lines[line["programme_id"]].append(line["text"])
    cells = {no: list(own) for no, own in groupby(tables["cells"], key=lambda c: c["table_no"])}
    labels = dict(_row_labels(tables["cells"]))
    return tables | {
        "programmes": [
            p | {"lines": lines[p["programme_id"]], "table_no": None} for p in tables["programmes"]
        ],
        "quantities": [_figure(q, titles, labels) for q in tables["quantities"]],
        "tables": [_table(t, cells.get(t["table_no"], [])) for t in tables["tables"]],
    }


def _figure(row: Row, titles: Mapping[str, str], labels: Mapping[Any, str]) -> Json:
    """A figure with the title of its programme and the label of its row."""
    label = labels.get((row["table_no"], row["row"]))
    return {**row, "programme": titles.get(row["programme_id"]), "row": label}


def _row_labels(cells: Iterable[Row]) -> Iterator[tuple[tuple[int, int], str]]:
    """Of each row of a table the text of its first filled cell."""
    for place, own in groupby(cells, key=lambda c: (c["table_no"], c["row"])):
        label = next((c["text"] for c in own if c["text"]), None)
        if label:
            yield place, label


def _table(row: Row, cells: Sequence[Row]) -> Json:
    """A table with its cells as they are compared, and the texts of those that are filled."""
    grid = [(c["row"], c["col"], c["row_span"], c["col_span"], bare(c["text"])) for c in cells]
    return {
        **row,
        "grid": tuple(grid),
        "words": Counter(text for *_, text in grid if text),
        "texts": [c["text"] for c in cells if bare(c["text"])],
        "page": row["page_first"],
        "first_line": None,
    }


def programmes_to_parted(left: Json, right: Json) -> Parted:
    """Programmes by their titles; those whose titles differ and whose letters or lines are mostly
    the same are renamed.
    """
    parted = rows_to_parted(left["programmes"], right["programmes"], lambda p: bare(p["title"]), id)
    return _with_pairs(parted, programmes_to_scores(parted.left, parted.right), ALIKE)


def programmes_to_scores(left: Sequence[Row], right: Sequence[Row]) -> Scores:
    """How much of two titles (pairs of neighbouring letters), or of the lines below them, is the
    same: 0 to 1.

    >>> one, other = {"title": "청년 일자리 지원", "lines": []}, {"title": "청년 일자리", "lines": []}
    >>> programmes_to_scores([one], [other])
    {(0, 0): 0.8}
    """
    scores: dict[tuple[int, int], float] = {}
    titles = [[_letter_pairs(bare(p["title"])) for p in side] for side in (left, right)]
    for (i, j), count in _shared(*titles).items():
        scores[i, j] = 2 * count / (titles[0][i].total() + titles[1][j].total())
    lines = [[Counter({bare(text) for text in p["lines"]}) for p in side] for side in (left, right)]
    for (i, j), count in _shared(*lines).items():
        share = count / max(lines[0][i].total(), lines[1][j].total())
        scores[i, j] = max(share, scores.get((i, j), 0.0))
    return scores


def _letter_pairs(text: str) -> Counter[str]:
    return Counter(text[k : k + 2] for k in range(max(len(text) - 1, 1)))


def _shared(
    left: Sequence[Counter[str]], right: Sequence[Counter[str]]
) -> Counter[tuple[int, int]]:
    """How many words each two rows share; only those that share one are met."""
    having: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for j, words in enumerate(right):
        for word, count in words.items():
            having[word].append((j, count))
    shared: Counter[tuple[int, int]] = Counter()
    for i, words in enumerate(left):
        for word, count in words.items():
            for j, other in having.get(word, ()):
                shared[i, j] += min(count, other)
    return shared


def figures_to_parted(left: Json, right: Json) -> Parted:
    """Figures by what is printed and what it is worth; of the others those of one row and column,
    or of one programme and measure, belong together.
    """
    return rows_to_parted(
        left["quantities"],
        right["quantities"],
        lambda q: (bare(q["quote"]), q["value"], q["unit"]),
        _figure_place,
    )


def _figure_place(row: Row) -> Hashable:
    if row["container"] == "cell":
        return bare(row["row"]), bare(row["column_header"])
    return row["container"], bare(row["programme"]), bare(row["measure"])


def tables_to_parted(left: Json, right: Json) -> Parted:
    """Tables by their grid and texts; of the others those that share half of their filled cells
    belong together.
    """
    parted = rows_to_parted(left["tables"], right["tables"], lambda t: t["grid"], id)
    return _with_pairs(parted, tables_to_scores(parted.left, parted.right), SHARED)


def tables_to_scores(left: Sequence[Row], right: Sequence[Row]) -> Scores:
    """The share of the filled cells of the smaller of two tables that the other one has too.

    >>> tables_to_scores([{"words": Counter("ab")}], [{"words": Counter("acd")}])
    {(0, 0): 0.5}
    """
    words = [[table["words"] for table in side] for side in (left, right)]
    return {
        (i, j): count / min(words[0][i].total(), words[1][j].total())
        for (i, j), count in _shared(*words).items()
    }


def checks_to_parted(left: Json, right: Json) -> Parted:
    """Checks by kind, statement and verdict; those of one statement belong together."""
    return rows_to_parted(
        left["checks"],
        right["checks"],
        lambda c: (c["type"], bare(c["statement"]), c["verdict"]),
        lambda c: (c["type"], bare(c["statement"])),
    )


def _scores_to_pairs(scores: Scores, least: float) -> dict[int, int]:
    """The most alike first, each row once; of equals the first.

    >>> _scores_to_pairs({(0, 0): 0.7, (0, 1): 0.9, (1, 1): 0.8, (2, 2): 0.1}, 0.5)
    {0: 1}
    """
    pairs: dict[int, int] = {}
    theirs: set[int] = set()
    for _, i, j in sorted((-score, i, j) for (i, j), score in scores.items() if score >= least):
        if i not in pairs and j not in theirs:
            pairs[i] = j
            theirs.add(j)
    return pairs


def _with_pairs(parted: Parted, scores: Scores, least: float) -> Parted:
    """The rows that are left alone, those that are alike as pairs."""
    pairs = _scores_to_pairs(scores, least)
    theirs = set(pairs.values())
    return Parted(
        parted.same,
        tuple((parted.left[i], parted.right[pairs[i]]) for i in sorted(pairs)),
        tuple(row for i, row in enumerate(parted.left) if i not in pairs),
        tuple(row for j, row in enumerate(parted.right) if j not in theirs),
    )
