"""The programmes of a report with every figure marked where it is printed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pipeline.review.findings import Finding, Published, Row
from pipeline.run.causes import VERDICTS
from pipeline.run.tree import rows_to_tree

MOST_CHOICES = 60  # of a filter, the most frequent first


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in a text: what it was read as, its worst verdict, the card that it stands on."""

    quote: str
    unit: str
    value: float | None
    measure: str
    code: str
    verdict: str
    card: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Text:
    """A printed text in pieces: words, and figures that were read in it."""

    pieces: tuple[tuple[str, Mark | None], ...]
    level: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme row."""

    id: str
    no: str
    title: Text
    lines: tuple[Text, ...]
    page: int | None
    doubt: str
    state: str

    @property
    def marks(self) -> list[Mark]:
        """Its figures, those of its title first."""
        return [m for text in (self.title, *self.lines) for _, m in text.pieces if m is not None]


@dataclass(slots=True)
class Group:
    """Programmes under a group's title; without a title those that stand in none."""

    title: str
    programmes: list[Programme] = field(default_factory=list)


@dataclass(slots=True)
class Area:
    """Groups under an area's title."""

    title: str
    no: str
    groups: list[Group] = field(default_factory=list)

    @property
    def programmes(self) -> int:
        return sum(len(group.programmes) for group in self.groups)

    @property
    def figures(self) -> int:
        return sum(len(p.marks) for group in self.groups for p in group.programmes)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the programmes can be filtered by: units, measures and verdicts of their figures."""

    units: tuple[str, ...]
    measures: tuple[str, ...]
    verdicts: tuple[str, ...]


def published_to_areas(published: Published, findings: Sequence[Finding]) -> list[Area]:
    """Areas in the order of the report, each with its groups and programmes."""
    marks = figures_to_marks(published, findings)
    return [
        Area(
            area["area_title"] or "",
            area["printed_no"] or "",
            [
                Group(
                    group["group_title"] or "",
                    [row_to_programme(p, p["lines"], marks) for p in group["programmes"]],
                )
                for group in area["groups"]
            ],
        )
        for area in rows_to_tree(published.tables.__getitem__)
    ]


Marks = Mapping[tuple[str, int], Sequence[tuple[int, int, Mark]]]


def row_to_programme(row: Row, lines: Sequence[Row], marks: Marks) -> Programme:
    """A programme with its title and lines in pieces."""
    own = row["programme_id"]
    return Programme(
        own,
        row["printed_no"] or "",
        Text(tuple(text_to_pieces(row["title"], marks.get((own, 0), ())))),
        tuple(
            Text(
                tuple(text_to_pieces(line["text"], marks.get((own, line["achievement_no"]), ()))),
                line["level"],
                line["mark"] or "",
            )
            for line in lines
        ),
        row["page"],
        row["doubt"] or "",
        row["state"] or "",
    )


def figures_to_marks(published: Published, findings: Sequence[Finding]) -> Marks:
    """The figures of every title (0) and line of a programme, by their offsets."""
    verdicts = figures_to_verdicts(published.tables["checks"])
    cards = figures_to_cards(findings)
    marks: dict[tuple[str, int], list[tuple[int, int, Mark]]] = defaultdict(list)
    for row in published.tables["quantities"]:
        if row["container"] not in ("title", "achievement") or row["programme_id"] is None:
            continue
        mark = Mark(
            row["quote"],
            row["unit"] or "",
            row["value"],
            row["measure"] or "",
            row["measure_code"] or "",
            verdicts.get(row["quantity_id"], ""),
            cards.get(row["quantity_id"]),
            row["ref_year"],
        )
        place = row["programme_id"], row["achievement_no"] or 0
        marks[place].append((row["start_offset"], row["end_offset"], mark))
    return marks


def figures_to_verdicts(checks: Sequence[Row]) -> dict[str, str]:
    """The gravest verdict of the checks about each figure."""
    found: dict[str, str] = {}
    for row in sorted(checks, key=lambda row: -VERDICTS.index(row["verdict"])):
        if row["quantity_id"] is not None:
            found[row["quantity_id"]] = row["verdict"]
    return found


def figures_to_cards(findings: Sequence[Finding]) -> dict[str, int]:
    """The number (from 1) of the first card that a figure stands on."""
    found: dict[str, int] = {}
    for number, finding in enumerate(findings, start=1):
        for id_ in (finding.check["quantity_id"], *finding.check["operands"]):
            if id_ is not None:
                found.setdefault(id_, number)
    return found


def text_to_pieces(
    text: str, marks: Sequence[tuple[int, int, Mark]]
) -> Iterator[tuple[str, Mark | None]]:
    """A text cut at its figures; of figures that overlap the first one is marked.

    >>> mark = Mark("3회", "회", 3.0, "", "", "", None, None)
    >>> [(words, bool(m)) for words, m in text_to_pieces("교육 3회 운영", [(3, 5, mark)])]
    [('교육 ', False), ('3회', True), (' 운영', False)]
    """
    at = 0
    for start, end, mark in sorted(marks, key=lambda own: own[:2]):
        if at <= start < end <= len(text):
            if text[at:start]:
                yield text[at:start], None
            yield text[start:end], mark
            at = end
    if text[at:]:
        yield text[at:], None


def areas_to_choices(areas: Sequence[Area]) -> Choices:
    """What the figures of all programmes can be filtered by, the most frequent first."""
    groups = chain.from_iterable(area.groups for area in areas)
    programmes = chain.from_iterable(group.programmes for group in groups)
    marks = list(chain.from_iterable(p.marks for p in programmes))
    verdicts = {mark.verdict for mark in marks}
    return Choices(
        most_frequent(mark.unit for mark in marks),
        most_frequent(mark.code for mark in marks),
        tuple(verdict for verdict in VERDICTS if verdict in verdicts),
    )


def most_frequent(words: Iterable[str]) -> tuple[str, ...]:
    """The most frequent words, "" is none.

    >>> most_frequent(["명", "", "회", "명"])
    ('명', '회')
    """
    counted = Counter(filter(None, words))
    return tuple(word for word, _ in counted.most_common(MOST_CHOICES))
