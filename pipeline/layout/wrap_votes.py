"""What stood where two printed lines of one text meet: a blank, or nothing.

Both doors ask here. Whatever speaks for a blank or against one is a vote: its reason, how strongly
it holds (value), and what the reason weighs; the sum is the log-odds of a blank. The weights and
how often the signs of Korean end and begin a word are learnt from sources that hold every blank
(lexicon/wraps.toml; tests/bench/wraps.py --learn). Near nought the print does not tell: a doubt.
"""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from typing import Any, NamedTuple

from pipeline.layout.stacked import figures_at_seam
from pipeline.lexicon import begins_with, ends_in, has, words
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, is_syllable, numbering_at

NUMBER = lazy_pattern(r"\d(?:[\d,.]*\d)?")
LATIN = {ord(c): "a" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}
APART = lazy_pattern(r"\n|\s{2,}")  # no two words of one sentence
OUTER = lazy_pattern(r"^[^\w가-힣]+|[^\w가-힣]+$")
# a break may come before and behind it, never inside: one syllable, or a number or a Latin word,
# with the brackets that hold it
PIECE = lazy_pattern(
    r"\s*[(\[{<「『《〈【（“‘]*(?:[A-Za-z0-9][A-Za-z0-9.,:~%/-]*|\S)[)\]}>」』》〉】）”’.,%％]*"
)
COUNTERS = ("bare_unit", "denominator", "rank_counter")
SURE = 20.0  # log-odds that nothing outweighs
LONGEST = (
    12  # signs of a part of a word that is counted; longer parts are no clue but of themselves
)
IN_DOUBT = frozenset({"two_figures", "digits"})  # decided, but not by the print


class Seam(NamedTuple):
    """One place where two lines meet.

    `room`: em left on the upper line beyond what the next unbreakable piece takes, None where
    nobody can tell, and `measured` in points, not in display columns; `typed`: its print has blanks
    as letters, so that one might stand at its end.
    """

    above: str
    below: str
    style: Hashable = None
    room: float | None = None
    typed: bool = True
    measured: bool = True


class Vote(NamedTuple):
    """One reason for a blank (above nought) or for none."""

    reason: str
    value: float
    weight: float


class Wrap(NamedTuple):
    """`gap` is what is printed between two lines, None where a new paragraph begins."""

    gap: str | None
    doubt: bool = False


@dataclass(slots=True)
class Style:
    """What the seams of one style add up to: those that were broken by width."""

    seams: float = 0.0
    spaced: float = 0.0  # whose upper line has blanks as letters
    blanks: float = 0.0  # and keeps the one at its end
    untyped: float = 0.0
    between: float = 0.0  # log-odds, over all without a typed blank, that they part words
    lost: float = 0.0  # how many of them that have blanks as letters part words all the same
    loose: float = 0.0  # that left room for the next piece

    def add(self, other: Style) -> None:
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def share(self, seams: float) -> Style:
        """The same as if it were so many seams, where it is more."""
        part = min(seams / self.seams, 1.0) if self.seams else 1.0
        return Style(*(part * getattr(self, name) for name in SUMS))


SUMS = tuple(f.name for f in fields(Style))


@dataclass(slots=True)
class Evidence:
    """What a whole document tells about its seams.

    `known`: words that are whole, wherever they are broken; `heads`, `tails`: how often a longer
    word begins so, and ends so; `joined`, `apart`: how often two signs stand side by side, and with
    a blank between.
    """

    trailing: bool = False
    tokens: Counter[str] = field(default_factory=Counter)
    size: int = 0  # words of the document
    heads: Counter[str] = field(default_factory=Counter)
    tails: Counter[str] = field(default_factory=Counter)
    inner: set[str] = field(default_factory=set)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    known: frozenset[str] = frozenset()
    joined: Counter[tuple[str, str]] = field(default_factory=Counter)
    apart: Counter[tuple[str, str]] = field(default_factory=Counter)
    behind: dict[str, list[int]] = field(default_factory=dict)
    before: dict[str, list[int]] = field(default_factory=dict)
    whole: Style = field(default_factory=Style)
    styles: dict[Hashable, Style] = field(default_factory=dict)

    def knowing(self, more: Iterable[str]) -> Evidence:
        """The same with more words that are whole."""
        return replace(self, known=self.known | frozenset(more))

    def style(self, seam: Seam) -> Style:
        """The sums of a seam's style, filled up by those of all lines that are labels as it is or
        prose as it is, and these by those of the document.
        """
        found = Style()
        for style in (self.whole, *map(self.styles.get, _styles(seam))):
            if style is not None and style.seams:
                found = found.share(scales()["style"])
                found.add(style)
        return found


def texts_to_evidence(texts: Iterable[str]) -> Evidence:
    """The words and signs of a document; two blanks part them as the end of a line does. Linear in
    the text.

    >>> found = texts_to_evidence(["총 12명 참여, 9명 수료(75%)", "수료(9%)"])
    >>> found.tokens["수료(0"], found.pairs["0명", "참여"], found.joined["명", "수"]
    (2, 1, 0)
    """
    masked = APART.sub("\0", NUMBER.sub("0", "\n".join(texts)))
    found = Evidence()
    for part in masked.split("\0"):
        own = [bare(token) for token in part.split()]
        found.tokens.update(own)
        found.inner.update(own[1:-1])
        found.pairs.update(pairwise(own))
    found.size = found.tokens.total()
    for token, n in found.tokens.items():
        for k in range(1, min(len(token), LONGEST)):
            found.heads[token[:k]] += n
            found.tails[token[-k:]] += n
    signs = masked.translate(LATIN)
    found.joined.update(pair for pair in pairwise(signs) if pair[1] != "\0")
    found.apart.update(
        (a, b) for a, blank, b in zip(signs, signs[1:], signs[2:], strict=False) if blank == " "
    )
    found.behind, found.before = _pairs_to_sides(found.joined)
    return found


def _pairs_to_sides(
    pairs: Counter[tuple[str, str]],
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """By sign, how often another one and how often a blank stands behind it, and before it."""
    behind: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    before: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (a, b), n in pairs.items():
        if a not in " \0" and b != "\0":
            behind[a][b == " "] += n
        if b not in " \0" and a != "\0":
            before[b][a == " "] += n
    return dict(behind), dict(before)


def bare(token: str) -> str:
    """A masked word without the marks around it.

    >>> bare("“수료(0%),")
    '수료(0'
    """
    return OUTER.sub("", token)


def add_seams(evidence: Evidence, seams: Iterable[Seam]) -> None:
    """Seams that were broken by width, for what they tell about their style; where a mark or a
    number begins or stands alone, nothing was broken.
    """
    for seam in seams:
        if bullet_at(seam.below) or numbering_at(seam.below) or _is_number(seam.above):
            continue
        one = Style(1.0, float(seam.typed), loose=float((seam.room or 0.0) > 0.0))
        if seam.above[-1:].isspace():
            one.blanks = 1.0
        else:
            one.untyped, one.between = 1.0, _signs(seam, evidence)[0]
            one.lost = seam.typed * _chance(one.between)
        evidence.whole.add(one)
        for style in _styles(seam):
            evidence.styles.setdefault(style, Style()).add(one)


def _is_number(text: str) -> bool:
    """Whether a line is a title's number and nothing else."""
    bare = text.strip()
    numbering = numbering_at(f"{bare} {bare}") if len(bare) < LONGEST else None
    return numbering is not None and numbering.end > len(bare)


def _styles(seam: Seam) -> tuple[Hashable, Hashable]:
    """What a seam has its looks in common with: labels or prose, and those of its own style."""
    label = len(seam.above.strip()) < scales()["label"]
    return label, (label, seam.style)


def seam_to_wrap(seam: Seam, evidence: Evidence) -> Wrap:
    """What stood between two lines, and whether that is in doubt.

    >>> seam_to_wrap(Seam("보람일자리 ", "운영"), Evidence())
    Wrap(gap=' ', doubt=False)
    >>> seam_to_wrap(Seam("총 1,", "321명"), Evidence())
    Wrap(gap='', doubt=False)
    """
    votes = seam_to_votes(seam, evidence)
    odds = sum(vote.value * vote.weight for vote in votes)
    doubt = abs(odds) < _weights()["doubt"] or not IN_DOUBT.isdisjoint(v.reason for v in votes)
    return Wrap(" " if odds > 0 else "", doubt)


def seam_to_votes(seam: Seam, evidence: Evidence) -> list[Vote]:
    """All that speaks for a blank or against one; what the print shows outweighs the rest."""
    weights = _weights()
    return [
        Vote(reason, value, weights.get(reason, 1.0)) for reason, value in reasons(seam, evidence)
    ]


def reasons(seam: Seam, evidence: Evidence) -> Iterator[tuple[str, float]]:
    """The names of all reasons and how strongly each holds."""
    if seam.above[-1:].isspace() or seam.below[:1].isspace():
        yield "typed", SURE
        return
    figures = list(_of_figures(seam))
    yield from figures
    if figures:
        return
    yield "always", 1.0
    yield from _of_style(seam, evidence)
    yield from _of_signs(seam, evidence)
    yield from _of_words(seam, evidence)


def _of_figures(seam: Seam) -> Iterator[tuple[str, float]]:
    """Two figures are never one number, and one number is never two. Digits that may be either are
    two where the print left room for the second.
    """
    figures = figures_at_seam(seam.above, seam.below)
    if figures == "digits":
        yield figures, SURE if seam.measured and (seam.room or 0.0) > 0.0 else -SURE
    elif figures is not None:
        yield figures, SURE if figures == "two_figures" else -SURE


def _of_style(seam: Seam, evidence: Evidence) -> Iterator[tuple[str, float]]:
    """How this style keeps blanks, whether it breaks inside words, and the room that is left.

    A missing blank tells as much as the style keeps those that its signs let expect.
    """
    style = evidence.style(seam)
    if seam.typed:
        yield "untyped", math.log((style.lost + 1.0) / (style.blanks + style.lost + 1.0))
    yield "between", style.between / (style.untyped + scales()["style"])
    if seam.room is not None:
        yield ("room" if seam.measured else "columns"), float(seam.room > 0.0)
        yield "loose", style.loose / style.seams if style.seams else 0.0


def _of_signs(seam: Seam, evidence: Evidence) -> Iterator[tuple[str, float]]:
    """How often the signs beside the seam end and begin words."""
    signs, pair = _signs(seam, evidence)
    yield "signs", signs
    yield "pair_of_signs", pair
    if _is_counted(seam):
        yield "counted", 1.0


def _signs(seam: Seam, evidence: Evidence) -> tuple[float, float]:
    """Log-odds of a blank by each sign, and what both together add."""
    a = _as_sign(seam.above.rstrip()[-1:])
    b = _as_sign(seam.below.lstrip()[:1])
    signs = _log_odds(b, evidence.before, "before")
    if not (a == "0" and b.isalpha()) or _is_counted(seam):
        # a digit stands before its counter; before another word it tells nothing
        signs += _log_odds(a, evidence.behind, "behind") - _usual()["usual"]
    own = _own_odds(signs, evidence.joined[a, b], evidence.apart[a, b], scales()["pair"])
    return signs, own - signs


def _is_counted(seam: Seam) -> bool:
    """Whether a figure meets its counter."""
    first = seam.below.split()[:1]
    return bool(first) and seam.above.rstrip()[-1:].isdigit() and begins_with(first[0], *COUNTERS)


def _as_sign(c: str) -> str:
    return "0" if c.isdigit() else c.translate(LATIN)


def _log_odds(sign: str, seen: dict[str, list[int]], side: str) -> float:
    """Log-odds of a blank on one side of a sign: Korean's, and the document's own use of it."""
    usual = _usual()
    joined, apart = seen.get(sign, (0, 0))
    return _own_odds(usual[side].get(sign, usual["usual"]), joined, apart, scales()["sign"])


def _own_odds(odds: float, joined: int, apart: int, prior: float) -> float:
    """Log-odds as they are after so many sightings, the odds before them as good as `prior`."""
    return math.log((apart + prior * _chance(odds)) / (joined + prior * _chance(-odds)))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _of_words(seam: Seam, evidence: Evidence) -> Iterator[tuple[str, float]]:
    """The same words elsewhere, digits masked: side by side or as one, and each by itself."""
    last, first = seam.above.split()[-1:], seam.below.split()[:1]
    if not last or not first:
        return
    masked = NUMBER.sub("0", last[0]), NUMBER.sub("0", first[0])
    one, other = map(bare, masked)
    whole = bare(NUMBER.sub("0", last[0] + first[0]))
    if whole in evidence.known:
        yield "known", -SURE
    if one and other:
        # a syllable alone is as often a part of a word as a word, whatever stands beside it
        beside = evidence.pairs[one, other] * (min(len(one), len(other)) > 1)
        yield "side_by_side", _ratio(beside, evidence.tokens[whole])
        yield "syllables", float(sum(len(w) == 1 and is_syllable(w) for w in (one, other)))
    if last[0][-1].isalnum() and first[0][0].isalnum():  # beside a mark each is whole in any case
        yield from _of_parts(one, other, evidence)
    yield from _of_kinds(last[0], first[0])


def _of_parts(one: str, other: str, evidence: Evidence) -> Iterator[tuple[str, float]]:
    """Whether each is a word or a part of one, and whether it stands inside a line; that no word
    begins or ends so tells the more the more words there are.
    """
    telling = evidence.size / (evidence.size + scales()["words"])
    if len(one) > 1:
        yield "last_word", telling * _ratio(max(evidence.tokens[one], 1), evidence.heads[one])
        yield "last_alone", float(one in evidence.inner)
    if len(other) > 1:
        yield "first_word", telling * _ratio(max(evidence.tokens[other], 1), evidence.tails[other])
        yield "first_alone", float(other in evidence.inner)


def _ratio(apart: int, joined: int) -> float:
    prior = scales()["seen"]
    return math.log((apart + prior) / (joined + prior))


def _of_kinds(last: str, first: str) -> Iterator[tuple[str, float]]:
    """Endings that end a word, and words that are never a part of one."""
    if len(last) > 2 and ends_in(last, "ends_a_word"):
        yield "ends_a_word", 1.0
    if has(first, "stands_alone") or has(last, "stands_alone"):
        yield "stands_alone", 1.0


@functools.cache
def _weights() -> dict[str, float]:
    return dict(words("wraps")["weights"])


@functools.cache
def scales() -> dict[str, float]:
    """How much must be seen before it outweighs what is usual; the bench searches them in place."""
    return dict(words("wraps")["scales"])


@functools.cache
def _usual() -> dict[str, Any]:
    """Log-odds of a blank behind and before each sign, and between two signs whatever they are."""
    found = words("wraps")
    sides = {
        side: {sign: float(odds) for odds, signs in found[side].items() for sign in "".join(signs)}
        for side in ("behind", "before")
    }
    return {"usual": found["usual"]["odds"], **sides}
