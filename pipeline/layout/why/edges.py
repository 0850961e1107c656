"""What speaks for the edges of one page of a table: rules that lie on them, and how the letters
stand about them, measured as the scored grid weighs it; of rows that were chosen by cost, what
each costs by reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.layout.aligned import Band, Lines
from pipeline.layout.draft import DraftTable, Reader
from pipeline.layout.grid.columns import REASONS, STEP, Choice, Profile
from pipeline.layout.grid.drafts import Read
from pipeline.layout.grid.read import region_to_read
from pipeline.layout.grid.rows import body_to_cuts, cuts_to_reasons
from pipeline.layout.grid.tokens import Loose, glyphs_to_loose
from pipeline.layout.grid.votes import Vote
from pipeline.layout.grids import COVERED, NO_COLUMN
from pipeline.layout.gutters import glyphs_to_ink
from pipeline.layout.rulings import Edges, Reals, rulings_to_edges
from pipeline.layout.unruled import band_to_region
from pipeline.layout.why.seen import Edge, EdgeAxis, Kind
from pipeline.model import Box, Page

NEAR = 0.02  # of a table's side that a rule must lie on at least to be one of its own
SOFT: dict[Reader, Kind] = {  # of inner edges on which no rule lies
    "scored": "votes",
    "level": "white",
    "aligned": "white",
    "ruled": "white",
}
LEAST = 1e-6  # of a cost: what is less is left by rounding


@dataclass(frozen=True, slots=True)
class Ground:
    """A page as it is read, with its strokes."""

    page: Page
    across: Edges
    down: Edges

    def drawn(self, axis: str, at: float, lo: float, hi: float) -> tuple[float, float, float]:
        """From where to where rules lie on an edge, and over which share of lo..hi."""
        return edge_to_drawn(self.down if axis == "column" else self.across, at, lo, hi)

    def letters(self, box: Box) -> Loose | None:
        """The letters inside a box, as lines."""
        g = self.page.glyphs
        x, y = (g.x0 + g.x1) / 2, (g.top + g.bottom) / 2
        within = (x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)
        return glyphs_to_loose(self.page.number, self.page.height, g, within)


def page_to_ground(page: Page) -> Ground:
    """The strokes of a page that is turned upright already."""
    return Ground(page, *rulings_to_edges(page.rulings))


def edge_to_drawn(edges: Edges, at: float, lo: float, hi: float) -> tuple[float, float, float]:
    """From where to where strokes lie along an edge, and over which share of lo..hi.

    >>> at, lo, hi = np.array([50.0, 50.2]), np.array([0.0, 60.0]), np.array([40.0, 100.0])
    >>> edge_to_drawn(Edges(at, lo, hi, np.ones(2)), 50.1, 0.0, 100.0)
    (0.0, 100.0, 0.8)
    """
    near = (np.abs(edges.at - at) < NO_COLUMN) & (edges.hi > lo) & (edges.lo < hi)
    if not near.any() or hi <= lo:
        return lo, lo, 0.0
    starts, ends = np.maximum(edges.lo[near], lo), np.minimum(edges.hi[near], hi)
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    reached = np.concatenate(([lo], ends[:-1]))
    length = float(np.maximum(ends - np.maximum(starts, reached), 0.0).sum())
    return float(starts[0]), float(ends[-1]), round(length / (hi - lo), 3)


def draft_to_columns(ground: Ground, draft: DraftTable, choices: Sequence[Choice]) -> list[Edge]:
    """Every column edge, the outer ones too; `choices`: what the inner ones were chosen by."""
    edges = [_drawn(ground, draft, "column", k) for k in range(len(draft.xs))]
    if draft.reader == "ruled":
        return edges
    if len(choices) == len(edges) - 2:
        inner = [with_choice(e, c) for e, c in zip(edges[1:-1], choices, strict=True)]
    else:
        inner = _measured(ground, draft, edges[1:-1])
    return [edges[0], *inner, edges[-1]]


def draft_to_rows(ground: Ground, draft: DraftTable) -> list[Edge]:
    """Every row edge."""
    return [_drawn(ground, draft, "row", k) for k in range(len(draft.ys))]


def with_choice(edge: Edge, choice: Choice) -> Edge:
    """An edge with the votes that it was chosen by."""
    second = None if choice.second_at is None else choice.second
    votes = (*edge.votes, *choice.votes)
    return replace(edge, votes=votes, total=choice.total, second_at=choice.second_at, second=second)


def _drawn(ground: Ground, draft: DraftTable, axis: EdgeAxis, k: int) -> Edge:
    if axis == "column":
        places, lo, hi = draft.xs, draft.box.top, draft.box.bottom
    else:
        places, lo, hi = draft.ys, draft.box.x0, draft.box.x1
    drawn = ground.drawn(axis, places[k], lo, hi)
    if drawn[2] > (NEAR if draft.reader in ("ruled", "level") else COVERED):
        rule = Vote(axis, places[k], float("inf"), "rule")
        return Edge(axis, places[k], "rule", drawn, (rule,))
    outer = k in (0, len(places) - 1)
    kind = "outline" if outer else SOFT[draft.reader]
    return Edge(axis, places[k], kind)


def _measured(ground: Ground, draft: DraftTable, edges: Sequence[Edge]) -> list[Edge]:
    """Edges that no votes chose, with how the letters stand about them."""
    loose = ground.letters(draft.box)
    if loose is None:
        return list(edges)
    profile = Profile(draft.xs[0], draft.xs[-1], loose.ink.em)
    profile.add(loose, [line for line in loose.lines if len(line.words) > 1])
    by_reason = profile.by_reason()
    return [
        replace(edge, votes=(*edge.votes, *_place_to_votes(edge.at, profile, by_reason)))
        for edge in edges
    ]


def _place_to_votes(x: float, profile: Profile, by_reason: Reals) -> Iterator[Vote]:
    index = min(max(round((x - profile.left) / STEP), 0), by_reason.shape[1] - 1)
    for weight, reason in zip(by_reason[:, index].tolist(), REASONS, strict=False):
        if weight:
            yield Vote("column", x, weight, reason)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Of each row of a page's part below its header: how much dearer the best reading without the
    edge above it is, and its costs by reason; `choices`: of the inner column edges.
    """

    margins: tuple[float, ...] = ()
    costs: tuple[tuple[tuple[str, float], ...], ...] = ()
    choices: tuple[Choice, ...] = ()


def draft_to_weighed(ground: Ground, draft: DraftTable) -> Weighed:
    """What the rows of a draft were chosen by; empty where they were not weighed."""
    if draft.reader == "scored" and isinstance(draft.basis, tuple):
        read, page = draft.basis
        return _read_to_weighed(read, page)
    if draft.reader == "aligned":
        read = _draft_to_read(ground, draft)
        weighed = _read_to_weighed(read, 0) if read is not None else Weighed()
        if len(weighed.margins) == draft.rows - draft.header_rows:
            return Weighed(weighed.margins, weighed.costs)
    return Weighed()


def _read_to_weighed(read: Read, page: int) -> Weighed:
    reasons = cuts_to_reasons(read.body, body_to_cuts(read.body))
    own = read.pages()[page].rows
    return Weighed(
        tuple(read.rows[k].margin for k in own),
        tuple(tuple((n, c) for n, c in reasons[k].items() if c > LEAST) for k in own),
        tuple(read.region.choices),
    )


def _draft_to_read(ground: Ground, draft: DraftTable) -> Read | None:
    """The body of a table without rules read once more, as its reader read it."""
    g = ground.page.glyphs
    x, y = (g.x0 + g.x1) / 2, (g.top + g.bottom) / 2
    top = draft.ys[draft.header_rows]
    within = (x >= draft.box.x0) & (x <= draft.box.x1) & (y >= top) & (y <= draft.box.bottom)
    ink = glyphs_to_ink(g, within)
    if ink is None:
        return None
    lines = Lines(ink)
    band = Band(0, len(lines) - 1, [], set(), 0, False)
    return region_to_read(band_to_region(lines, band, np.array(draft.xs)))
