"""Cells of additional columns that stand on the line of another one: “… 142건 3,274 안전예방과” is
a line, a budget and a bureau.

Only what the header promises is cut, and a bureau's name only if the table repeats it or it ends as
bureaus do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.layout.flattened.spans import Span
from pipeline.layout.flattened.units import Unit
from pipeline.lexicon import ends_in, having
from pipeline.pattern import Pattern, lazy_pattern

FIGURE = lazy_pattern(r"[△▲+-]?\d[\d,]*(?:\.\d+)?|[-－–]")
RATE = lazy_pattern(r"[△▲+-]?\d[\d,]*(?:\.\d+)?%?|[-－–]")
RATES = ("execution_rate", "achievement_rate", "change")
HANGUL = lazy_pattern(r"[가-힣·]{2,14}")
WORD = lazy_pattern(r"\S+")
NO_FIGURES = ("area", "group", "programme", "achievements", "department", "remarks", "indicator")
SHORTEST, SHORTEST_ALONE = 3, 4  # syllables of a bureau's name; of one that stands on one line
MOST_PIECES = 8  # lines of a narrow column that one name runs over
LONGEST_PIECE = 6  # characters
TWICE = 2
LONGEST_LINE = 4000


@dataclass(frozen=True, slots=True)
class Bureaus:
    """The names of bureaus that a table repeats, closed up; usual: most of its rows show one, so
    that a single one is one, too.
    """

    names: frozenset[str] = frozenset()
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How many columns of figures the header has, and what their figures look like: shares only
    where a column holds shares.
    """

    columns: int
    form: Pattern[str]


def cut_trailing(units: Sequence[Unit], roles: Sequence[str]) -> list[Unit]:
    """The units with the cells that stand behind others cut off as units of their own, of kind
    "figures" or "bureau".

    >>> from pipeline.layout.flattened.units import lines_to_units
    >>> from pipeline.model import Line
    >>> units = lines_to_units([Line(1, None, "1.쉼터 ○ 9개소 3,274 안전예방과"), Line(2, None, "안전예방과")])
    >>> [(u.kind, u.span.text) for u in cut_trailing(units, ["programme", "achievements", "budget", "department"])][1:4]
    [('bullet', '○ 9개소'), ('figures', '3,274'), ('bureau', '안전예방과')]
    """
    figures = Figures(
        sum(role not in NO_FIGURES for role in roles), RATE if set(roles) & set(RATES) else FIGURE
    )
    bureaus = units_to_bureaus(units) if "department" in roles else Bureaus()
    if not figures.columns and not bureaus.names:
        return list(units)
    found: list[Unit] = []
    k = 0
    while k < len(units):
        whole, pieces = _bureau_over_lines(units, k, bureaus)
        own = 0 if whole else 1
        if own:
            alone = (
                k + 1 == len(units)
                or pieces > 0
                or _bureau_over_lines(units, k + 1, bureaus)[1] > 0
            )
            found.extend(
                _cut(
                    units[k],
                    alone or not _follows(units[k], units[k + 1]),
                    figures,
                    bureaus,
                    pieces > 0,
                )
            )
        found += [
            replace(u, kind="bureau", numbering=None, bullet=None)
            for u in units[k + own : k + own + pieces]
        ]
        k += own + pieces
    return found


def _follows(unit: Unit, follow: Unit) -> bool:
    """Whether the next unit may go on with a number at this one's end."""
    return follow.kind == "plain" and follow.chunk == unit.chunk and not follow.gap


def _words(unit: Unit) -> list[tuple[int, int]]:
    """Offsets of a unit's words in its line."""
    span = unit.span
    if span.end - span.start > LONGEST_LINE:
        return []
    return [(m.start(), m.end()) for m in WORD.finditer(span.line.text, span.start, span.end)]


def _cut(unit: Unit, ends: bool, figures: Figures, bureaus: Bureaus, begun: bool) -> Iterator[Unit]:
    """The unit, then the figures and the bureau that stand at its end. ends: nothing goes on with
    its last word; begun: a bureau's name begins with that word."""
    text, at = unit.span.line.text, _words(unit)
    n = len(at)
    tail = 1 if begun else bureau_tail([text[a:b] for a, b in at], bureaus) if bureaus.names else 0
    n -= tail
    m = n
    while m > 0 and n - m < figures.columns and figures.form.fullmatch(text, *at[m - 1]):
        m -= 1
    goes_on = not tail and not ends
    whole = m == 0
    if not whole and (
        goes_on
        or text.count("(", unit.span.start, at[m - 1][1])
        > text.count(")", unit.span.start, at[m - 1][1])
    ):
        m = n  # “쿨링포그 28|개소”: the number goes on with the next line
    if (m, n) == (len(at), len(at)) or (unit.kind == "number" and m == 0):
        yield unit
        return
    bounds = [(0, m, unit.kind), (m, n, "figures"), (n, len(at), "bureau")]
    gap = unit.gap
    for a, b, kind in bounds:
        if a < b:
            own = unit if kind == unit.kind else replace(unit, numbering=None, bullet=None)
            yield replace(
                own,
                kind=kind,
                span=Span(unit.span.line, at[a][0] if a else unit.span.start, at[b - 1][1]),
                gap=gap,
            )
            gap = 0


def is_name(text: str, ending: str) -> bool:
    """Whether a closed-up text can be a bureau's name; `ending`: the feature that its end has.

    >>> is_name("안전예방과", "bureau_ending_sure"), is_name("추진성과", "bureau_ending_sure")
    (True, False)
    >>> is_name("체험센터", "bureau_ending")
    True
    """
    return (
        HANGUL.fullmatch(text) is not None
        and len(text) >= SHORTEST
        and text.endswith(having(ending))
        and not ends_in(text, "no_bureau")
    )


def units_to_bureaus(units: Sequence[Unit]) -> Bureaus:
    """The names that stand alone on their lines or at the ends of others, twice at least."""
    alone: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for k, unit in enumerate(units):
        own = [unit.span.line.text[a:b] for a, b in _words(unit)]
        for n in range(1, min(len(own), MOST_PIECES + 1)):
            if n > 1 and len(own[-n]) > LONGEST_PIECE:
                break
            tails["".join(own[-n:])] += 1
        for n in range(1, MOST_PIECES + 1):
            if _joins(units, k, n):
                alone[_closed(units[k : k + n])] += 1
            if len(own) > 1 and len(own[-1]) <= LONGEST_PIECE and _joins(units, k + 1, n, units[k]):
                alone[own[-1] + _closed(units[k + 1 : k + 1 + n])] += 1
    names = {t for t, n in alone.items() if n + tails[t] >= TWICE and is_name(t, "bureau_ending")}
    names |= {
        t
        for t, n in tails.items()
        if n >= TWICE and len(t) >= SHORTEST_ALONE and is_name(t, "bureau_ending_sure")
    }
    counts = {t: alone[t] + tails[t] for t in names}
    shorter = {t: [o for o in names if o != t and t.endswith(o)] for t in names}
    torn = {
        o for t in names for o in shorter[t] if counts[t] >= counts[o]
    }  # “책담당관” wherever “청년정” stands above it
    whole = {t for t in names - torn if all(counts[t] >= counts[o] for o in shorter[t])}
    titles = sum(u.numbering is not None for u in units)
    return Bureaus(frozenset(whole), sum(counts[t] for t in whole) * 2 > titles)


def _closed(units: Sequence[Unit]) -> str:
    return "".join("".join(u.span.text.split()) for u in units)


def _joins(units: Sequence[Unit], k: int, n: int, before: Unit | None = None) -> bool:
    """Whether n plain units from the k-th on can be one name in a narrow column, or the rest of one
    that the unit before begins.
    """
    own = units[k : k + n]
    near = all(
        b.gap == 0 and b.chunk == a.chunk for a, b in pairwise([before, *own] if before else own)
    )
    short = (n == 1 and not before) or all(len(u.span.text.strip()) <= LONGEST_PIECE for u in own)
    return len(own) == n and near and short and all(u.kind == "plain" for u in own)


def _bureau_over_lines(units: Sequence[Unit], k: int, bureaus: Bureaus) -> tuple[bool, int]:
    """How many units make one name, from the k-th on (True), or from behind it where its last word
    begins the name (False).
    """
    for n in range(MOST_PIECES if bureaus.names else 0, 0, -1):
        if _joins(units, k, n) and _closed(units[k : k + n]) in bureaus.names:
            return True, n
    last = units[k].span.text.split()[-1:] if k < len(units) and bureaus.names else []
    for n in range(MOST_PIECES if last else 0, 0, -1):
        if (
            _joins(units, k + 1, n, units[k])
            and last[0] + _closed(units[k + 1 : k + 1 + n]) in bureaus.names
        ):
            return False, n
    return False, 0


def bureau_tail(texts: Sequence[str], bureaus: Bureaus) -> int:
    """How many words at the end of a line are a bureau's name.

    >>> bureau_tail(["정비", "3곳", "재난대", "응팀"], Bureaus(frozenset({"재난대응팀"})))
    2
    """
    for n in range(min(len(texts), MOST_PIECES), 0, -1):
        if "".join(texts[-n:]) in bureaus.names:
            return n
    last = texts[-1] if texts else ""
    return int(
        bureaus.usual
        and len(texts) > 1
        and len(last) >= SHORTEST_ALONE
        and is_name(last, "bureau_ending_sure")
    )
