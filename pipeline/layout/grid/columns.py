"""Column edges: every line of every page of a table votes for the places between its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout.figures import FIGURE
from pipeline.layout.grid.headers import Column, Header
from pipeline.layout.grid.tokens import PIECE, Line, Loose, Run
from pipeline.layout.grid.votes import Vote
from pipeline.layout.grid.weights import WEIGHTS
from pipeline.layout.rulings import WIDEST_PAGE, Reals

STEP = 0.5  # pt
INSET = 0.1  # em at either side of a letter that an edge may lie in
NEAR = 0.45  # em from the start of words at which an edge may stand left of them
LONGEST_MARK = 2  # letters of a bullet, or of a number of a list
WIDE = 3.0  # em: white that is wider tells no more
# what speaks for a place and against it (pipeline/lexicon/why.toml says them); the first five are
# a profile's, in this order
REASONS = ("letters_cut", "words_cut", "starts", "ends", "white", "between_heads")
BY_LINES = len(REASONS) - 1


@dataclass(frozen=True, slots=True)
class Choice:
    """Where an edge stands, in the middle of the white in which most speaks for one; the votes
    there and their sum, and the best place in other white (`second_at`: None without one).
    """

    at: float
    total: float
    votes: tuple[Vote, ...] = ()
    second_at: float | None = None
    second: float = float("-inf")

    @property
    def margin(self) -> float:
        """How far it is ahead of the other place.

        >>> Choice(120.5, 14.0, (), 150.0, 2.5).margin
        11.5
        """
        return self.total - self.second


class Profile:
    """What the lines say of every place across the page, by reason: (reasons, places) from `left`
    on.
    """

    def __init__(self, left: float, right: float, em: float) -> None:
        self.left, self.em = left, em
        self.count = int(min(right - left, WIDEST_PAGE) / STEP) + 2
        self.changes = np.zeros((BY_LINES, self.count + 1))

    def add(self, loose: Loose, lines: Iterable[Line]) -> None:
        """The votes of lines of a page."""
        ink = loose.ink
        for line in lines:
            x0, x1 = ink.x0[line.first : line.last], ink.x1[line.first : line.last]
            self._over(0, x0 + INSET * self.em, x1 - INSET * self.em)
            starts = np.array([w.x0 for w in line.words])
            ends = np.array([w.x1 for w in line.words])
            self._over(1, starts + INSET * self.em, ends - INSET * self.em)
            before, behind = self._sureness(line.words)
            self._over(2, starts - NEAR * self.em, starts + INSET * self.em, before)
            self._over(3, ends - INSET * self.em, ends + NEAR * self.em, behind)
            wide = np.clip((starts[1:] - ends[:-1]) / (WIDE * self.em), 0.0, 1.0)
            self._over(4, ends[:-1], starts[1:], wide)

    def _sureness(self, words: Sequence[Run]) -> tuple[Reals, Reals]:
        """How much the start and the end of each run of words tell: as much as the white there is
        wide; nothing behind the mark of a list, nor where a figure begins, which stands at the
        right of its column.
        """
        gaps = np.array([b.x0 - a.x1 for a, b in pairwise(words)])
        marks = np.array(
            [len(w.text) <= LONGEST_MARK and not FIGURE.fullmatch(w.text) for w in words]
        )
        inner = np.where(marks[:-1], 0.0, np.clip(gaps / (PIECE * self.em), 0.0, 1.0))
        before, behind = np.append(1.0, inner), np.append(inner, 1.0)
        before[[FIGURE.fullmatch(w.text) is not None for w in words]] = 0.0
        return before, behind

    def add_header(self, loose: Loose, header: Header) -> None:
        """The votes of a header's words: no edge goes through them."""
        ink = loose.ink
        for line in loose.lines[header.first : header.last + 1]:
            x0, x1 = ink.x0[line.first : line.last], ink.x1[line.first : line.last]
            self._over(0, x0 + INSET * self.em, x1 - INSET * self.em, WEIGHTS.head_cut)
            starts = np.array([p.x0 for p in line.pieces])
            ends = np.array([p.x1 for p in line.pieces])
            self._over(1, starts, ends, WEIGHTS.head_cut)

    def _over(self, kind: int, lo: Reals, hi: Reals, weight: float | Reals = 1.0) -> None:
        a, b = self._at(lo), self._at(hi)
        np.add.at(self.changes[kind], a, weight)
        np.add.at(self.changes[kind], np.maximum(a, b), -1.0 * weight)

    def _at(self, x: Reals) -> np.typing.NDArray[np.int64]:
        place = np.ceil((x - self.left) / STEP).astype(np.int64)
        return np.clip(place, 0, self.count)

    def by_reason(self) -> Reals:
        """(reasons, places): how much each reason weighs at each place."""
        w = WEIGHTS
        weigh = np.array([w.glyph_cut, w.run_cut, w.start, w.end, w.white])
        summed: Reals = self.changes[:, :-1].cumsum(axis=1) * weigh[:, None]
        return summed

    def place(self, index: int) -> float:
        return self.left + index * STEP


def header_to_choices(columns: Sequence[Column], profile: Profile) -> list[Choice]:
    """One edge between any two neighbours of a header, where most speaks for it. They do not bear
    on one another, so the best of each is the best.
    """
    by_reason = profile.by_reason()
    score = by_reason.sum(axis=0)
    return [_best_between(a, b, profile, by_reason, score) for a, b in pairwise(columns)]


def _best_between(a: Column, b: Column, profile: Profile, by_reason: Reals, score: Reals) -> Choice:
    """The best place between two heads, and the best in other white."""
    lo = int(((a.x0 + a.x1) / 2 - profile.left) / STEP) + 1
    hi = max(lo + 1, int(((b.x0 + b.x1) / 2 - profile.left) / STEP))
    at = profile.left + np.arange(lo, hi) * STEP
    heads = WEIGHTS.between_heads * ((at > a.x1) & (at < b.x0))
    own = score[lo:hi] + heads
    best = int(own.argmax())
    index = lo + _middle_of_white(best, by_reason[:2, lo:hi].sum(axis=0))
    weights = [*by_reason[:, lo + best].tolist(), float(heads[best])]
    votes = tuple(
        Vote("column", profile.place(lo + best), weight, reason)
        for weight, reason in zip(weights, REASONS, strict=True)
        if weight
    )
    total = float(own[best])
    away = np.abs(np.arange(lo, hi) - index) * STEP > 2 * profile.em
    if not away.any():
        return Choice(profile.place(index), total, votes)
    second = int(np.where(away, own, -np.inf).argmax())
    return Choice(profile.place(index), total, votes, float(at[second]), float(own[second]))


def _middle_of_white(best: int, cut: Reals) -> int:
    """The middle of the places about `best` at which no more is cut: lines that are not yet there
    may be a little longer.

    >>> _middle_of_white(1, np.array([-9.0, 0.0, 0.0, 0.0, -3.0, 0.0]))
    2
    """
    low = high = best
    while low > 0 and cut[low - 1] >= cut[best]:
        low -= 1
    while high + 1 < len(cut) and cut[high + 1] >= cut[best]:
        high += 1
    return (low + high) // 2
