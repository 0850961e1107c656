"""Whether an outline that a reader proposes is one of programmes: evidence, weighed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.lexicon import having, words
from pipeline.model import Area, Place, Printed, Problem
from pipeline.outline.aspects import is_aspect
from pipeline.outline.drafts import AreaDraft, RowDraft
from pipeline.outline.roles import table_to_roles
from pipeline.pattern import named
from pipeline.text import close_up, numbering_at

Verdict = Literal["programmes", "doubtful", "none"]

DOUBT = "outline_doubtful"  # the problem
ARTICLE = named("outline.article")
SENTENCE = named("outline.sentence_end")
BRACKET = named("outline.bracket")
# Few titles or lines tell little: a share is taken with that many lines of a usual report, in
# which half of the titles name an act and a fifth of the lines ends in one. What a tree shows of a
# rank is plainer.
PRIOR, PRIOR_OF_RANKS = 6, 2
LITTLE = ("own_words", "doing_titles", "doing_lines", "no_titles", "empty", "sentences")
USUAL = {
    "doing_titles": 0.5,
    "doing_lines": 0.2,
}
# The first six were learnt by a logistic fit on plans of the learning half, documents that are no
# reports, and fixtures; no real document, left out in turn, is taken for the other kind by the
# rest. Those from listed on by tests/bench/outline_ranks.py, but for plain, learnt as -1.5:
# headings whose marks are drawn lay too near to programmes. idle is set where IDLE was measured.
WEIGHTS = {
    "own_words": 5.2,
    "doing_titles": 8.2,
    "doing_lines": 4.1,
    "no_titles": -0.7,
    "empty": -0.3,
    "sentences": -2.9,
    "idle": -2.5,
    "listed": 1.9,
    "parts": 6.1,
    "over": -5.0,
    "below": -2.4,
    "figures": -3.1,
    "long": -6.3,
    "sections": -5.1,
    "plain": -2.0,
    "outside": -3.8,
}
# Learnt as -4.2; moved to where small true lists still lie above nought and no known other does.
BASE = -3.3
# Of the lines of real reports and plans .11 to .48 end in an act, .00 to .08 of documents that are
# none: next to none, of many lines, say more than a share does.
MANY_LINES, IDLE = 30, 0.04
SURE = 0.9  # so far below nought, rows are surely no programmes; nearer, a person has to look


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a proposal, as shares by name, and their weighed sum.

    own_words: rows of tables whose header names programmes. doing_titles, doing_lines: titles that
    name an act or begin or end with a word for programmes, lines that end in an act. no_titles:
    titles that come again under another parent, name an aspect or an article. empty: rows without
    a line. sentences: lines that end as sentences. idle: of many lines hardly any ends in an act.
    Of headings alone: listed, titles that a list names; parts, such as are parted into aspects;
    over, below, such as hold programmes or stand under one; figures, long, titles that state
    figures or are longer than names; sections, titles that every parent has; plain, such as have
    neither number nor mark; outside, lines that stand under none of them.
    """

    shares: tuple[tuple[str, float], ...]
    score: float

    @property
    def verdict(self) -> Verdict:
        """programmes; doubtful: the rows may be none; none: they surely are no programmes."""
        if self.score >= 0:
            return "programmes"
        return "doubtful" if self.score >= -SURE else "none"

    @property
    def against(self) -> str:
        """The name of the evidence that speaks most against programmes, beside a usual report."""
        asked = [s for s in self.shares if s[0] != "own_words"]  # most plans have no such table
        return min(asked, key=lambda s: WEIGHTS[s[0]] * (s[1] - USUAL.get(s[0], 0)))[0]


def drafts_to_evidence(drafts: Sequence[AreaDraft]) -> Evidence:
    """The evidence of a proposal.

    >>> drafts_to_evidence([]).verdict
    'programmes'
    """
    rows = drafts_to_rows(drafts)
    again = titles_again(drafts)
    named = tables_of_programmes(rows)
    seen = (
        *(row_to_marks(r, again, named) for r in rows),
        *(line_to_marks(t) for t in rows_to_lines(rows)),
    )
    marks = {name: [m[name] for m in seen if name in m] for name in WEIGHTS}
    marks["idle"] = lines_to_idle(marks["doing_lines"])
    for area in drafts:
        marks |= {name: [*marks[name], *shown] for name, shown in area.shares.items()}
    shares = tuple((name, share(name, found)) for name, found in marks.items())
    return Evidence(shares, BASE + math.fsum(WEIGHTS[name] * s for name, s in shares))


def lines_to_idle(doing: list[bool]) -> list[bool]:
    """For every line, which ends in an act or not, whether next to none of many does."""
    idle = len(doing) >= MANY_LINES and sum(doing) < IDLE * len(doing)
    return [idle for _ in doing]


def with_counts(evidence: Evidence, areas: Sequence[Area], stated: Sequence[int]) -> Evidence:
    """The evidence, nothing in doubt where the report states about as many programmes as were read:
    a row that was lost or split is another problem (row_count_differs).
    """
    rows = sum(len(g.programmes) for a in areas for g in a.groups)
    near = any(2 * abs(count - rows) <= rows for count in stated)
    return replace(evidence, score=max(evidence.score, 0)) if near else evidence


def drafts_to_rows(drafts: Sequence[AreaDraft]) -> list[RowDraft]:
    """All rows of a proposal, in order."""
    return [row for area in drafts for group in area.groups for row in group.rows]


def rows_to_lines(rows: Sequence[RowDraft]) -> list[str]:
    """The lines of rows that say something."""
    return [p.text for row in rows for p in row.paragraphs if p.text.strip()]


def tables_of_programmes(rows: Sequence[RowDraft]) -> frozenset[int]:
    """The numbers of the rows' tables whose header names programmes, each asked once."""
    tables = {row.table.table_no: row.table for row in rows if row.table is not None}
    return frozenset(no for no, table in tables.items() if "programme" in table_to_roles(table))


def row_to_marks(row: RowDraft, again: frozenset[str], named: frozenset[int]) -> dict[str, bool]:
    """What a row and its title show. `again`: titles that stand under several parents; `named`:
    numbers of tables whose header names programmes.
    """
    title = close_up(row.title.text)
    stems = having("programme_stem")
    aspect = is_aspect(row.title) or bool(ARTICLE.match(row.title.text))
    return {
        "own_words": row.table is not None and row.table.table_no in named,
        "doing_titles": any(w in title for w in doing_words())
        or without_number(row.title.text).startswith(stems)
        or title.endswith(stems),
        "no_titles": title in again or aspect,
        "empty": not rows_to_lines([row]),
    }


def line_to_marks(text: str) -> dict[str, bool]:
    """What a line shows: an act at its end, whatever brackets follow, or the end of a sentence."""
    ends = close_up(BRACKET.split(text)[0]).endswith(doing_words())
    return {"doing_lines": ends, "sentences": bool(SENTENCE.search(text))}


def without_number(text: str) -> str:
    """A title without its number, closed up."""
    numbering = numbering_at(text)
    return close_up(text[numbering.end if numbering else 0 :])


def with_doubts(
    areas: Sequence[Area], drafts: Sequence[AreaDraft], evidence: Evidence
) -> tuple[Area, ...]:
    """The areas, rows that may be no programmes marked: all of them, or those of a chapter."""
    all_doubted = evidence.verdict == "doubtful"
    return tuple(
        area_with_doubt(area) if all_doubted or draft.doubt else area
        for area, draft in zip(areas, drafts, strict=True)
    )


def area_with_doubt(area: Area) -> Area:
    """An area whose rows may be no programmes."""
    groups = (
        replace(g, programmes=tuple(replace(p, doubt=DOUBT) for p in g.programmes))
        for g in area.groups
    )
    return replace(area, groups=tuple(groups))


def doubt_problems(
    areas: Sequence[Area], drafts: Sequence[AreaDraft], evidence: Evidence
) -> list[Problem]:
    """The problem of rows that may be no programmes, with the evidence that speaks most against: of
    the whole outline, else of each chapter where it is in doubt.
    """
    if areas and evidence.verdict == "doubtful":
        return [against_to_problem(evidence.against, None)]
    doubted = [(d.doubt, a.title) for a, d in zip(areas, drafts, strict=True) if d.doubt]
    return [against_to_problem(against, title) for against, title in doubted]


def against_to_problem(against: str, title: Printed | None) -> Problem:
    """The problem that evidence of this name makes, of a chapter or of all."""
    why = words("outline_doubts")[against]
    place = title.place() if title else Place()
    return Problem(DOUBT, place, words=(("why_ko", why["ko"]), ("why_en", why["en"])))


def share(name: str, seen: Sequence[bool]) -> float:
    """How many are true, taken together with those of a usual report."""
    prior = PRIOR if name in LITTLE else PRIOR_OF_RANKS
    return (sum(seen) + prior * USUAL.get(name, 0)) / (len(seen) + prior)


def doing_words() -> tuple[str, ...]:
    """Words of what public bodies do: 추진, 지원, 운영, 개최."""
    return (*having("light_act"), *having("empty_act"), *having("full_act"))


def titles_again(drafts: Sequence[AreaDraft]) -> frozenset[str]:
    """Titles, closed up, that stand under more than one parent.

    Source: explanations of a law have the same headings under every article.
    """
    parents = defaultdict(set)
    for area in drafts:
        for group in area.groups:
            for row in group.rows:
                parents[close_up(row.title.text)].add(id(group))
    return frozenset(title for title, under in parents.items() if len(under) > 1)
