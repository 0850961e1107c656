"""Highlights of the front matter tied to the programme that they speak of, and then to its figure.

A name is found by its telling syllables; a figure must be the same, the sum of several, or within
rounding. An accusation needs more: one programme clearly ahead of all others, and a figure there
that surely counts the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.lexicon import having, members
from pipeline.model import Claim, Quantity, Report
from pipeline.reconcile.forms import operands_to_extent, operands_to_value
from pipeline.reconcile.judge import OPEN, Outcome, figures_fit, tidy
from pipeline.reconcile.names import Candidate, Names, name_in, plain, programmes_to_names
from pipeline.reconcile.reading import Reading

NAMED = 0.45  # least share of the name's weight for a programme to be spoken of at all
CERTAIN, AHEAD = (
    0.7,
    0.15,
)  # for an accusation: so much of the name, and so far ahead of the next programme
FAIR, ALONE = 0.5, 0.3  # or half of it, where no other programme comes near
# an equal, rare figure in the right area needs only a trace of the name (4050 직업훈련 for 일자리
# 연계 직무 훈련)
FAINT = 0.12
NEARLY = 0.8  # of the best score: programmes that are as good as the best
NEAR_SIZE = Decimal("0.8")  # of the larger: one figure told twice, misprinted, is not further off
RARE = Decimal(100)  # figures below it are met by chance
LONGEST_SUM = 12
COUNTERS = ("counter_of_things", "person_counter", "counter_of_times", "counter_of_homes")


class TieOut:
    """The highlights of one report against its programmes."""

    def __init__(self, report: Report, quantities: Iterable[Quantity], reading: Reading) -> None:
        self.reading = (
            reading  # lines of the detail that were not read may hold the figure that is missed
        )
        placed = [
            (p, a.title.text if a.title else "")
            for a in report.areas
            for g in a.groups
            for p in g.programmes
        ]
        self.names: Names = programmes_to_names(placed)
        self.figures: dict[str, list[Quantity]] = defaultdict(list)
        self.holders: dict[Decimal, dict[str, list[Quantity]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for q in quantities:
            if q.container.programme_id is not None and q.value is not None:
                self.figures[q.container.programme_id].append(q)
                self.holders[q.value][q.container.programme_id].append(q)

    def claim_to_outcome(self, claim: Claim, stated: Quantity) -> Outcome | None:
        """The verdict over one highlight; None in a report without programmes."""
        if not self.names.candidates or stated.value is None or stated.bound in OPEN:
            return None
        said = dict(claim.words)
        ranked = self.names.ranked(said.get("name", ""))
        return (
            self._same(claim, stated, ranked, said)
            or self._sum(claim, stated, ranked)
            or self._rounded(claim, stated, ranked)
            or self._contradicted(claim, stated, ranked, said)
        )

    def _same(
        self,
        claim: Claim,
        stated: Quantity,
        ranked: Sequence[tuple[float, Candidate]],
        said: dict[str, str],
    ) -> Outcome | None:
        """The same figure in a programme that the name may mean; small numbers only in one of the
        best.
        """
        best, found = ranked[0][0], []
        holders = self._holders(stated)
        for score, candidate in ranked if holders else ():
            if candidate.programme.programme_id not in holders:
                continue
            own = [q for q in self.figures[candidate.programme.programme_id] if alike(stated, q)]
            equal = [
                q
                for q in own
                if q.value == stated.value
                and (told_in_act(claim, q) or not any(told_in_act(claim, o) for o in own))
            ]
            near = score >= NAMED * 0.6 and score >= best * (
                NEARLY if stated.value and stated.value < RARE else 0.5
            )
            faint = only_there(stated, holders) and score >= FAINT and in_area(candidate, said)
            if equal and (near or faint):
                equal.sort(key=lambda q: (not told_alike(said, q), q.unit != stated.unit))
                found.append(
                    (
                        score + 0.2 * in_area(candidate, said) + 0.2 * told_alike(said, equal[0]),
                        candidate,
                        equal[0],
                    )
                )
        if not found:
            return None
        _, candidate, figure = max(found, key=lambda f: f[0])
        return self._judged(claim, candidate, (figure,), "agrees", stated)

    def _holders(self, stated: Quantity) -> set[str]:
        """The programmes that state the very value, counted alike."""
        same = self.holders.get(stated.value or Decimal(0), {})
        return {
            programme
            for programme, figures in same.items()
            if any(alike(stated, q) for q in figures)
        }

    def _sum(
        self, claim: Claim, stated: Quantity, ranked: Sequence[tuple[float, Candidate]]
    ) -> Outcome | None:
        """Several figures of one unit in a programme, next to one another, that add up to the
        highlight.
        """
        if (stated.value or 0) < RARE or stated.kind not in ("count", "money"):
            return None
        for score, candidate in ranked[:3]:
            if score < NAMED or score < ranked[0][0] * NEARLY:
                break
            for parts in runs_of_one_unit(
                [q for q in self.figures[candidate.programme.programme_id] if alike(stated, q)]
            ):
                if sum_of(parts) == stated.value and told_in_one_act(parts):
                    return self._judged(claim, candidate, tuple(parts), "agrees", stated)
        return None

    def _rounded(
        self, claim: Claim, stated: Quantity, ranked: Sequence[tuple[float, Candidate]]
    ) -> Outcome | None:
        """31천명 or 약 3만명 for 31,179명, in a programme that the name may mean."""
        for score, candidate in ranked[:3]:
            if score < NAMED or score < ranked[0][0] * NEARLY:
                break
            for q in self.figures[candidate.programme.programme_id]:
                if alike(stated, q) and figures_fit(
                    "equal", stated, (q,), q.value or Decimal(0), Decimal(1)
                ):
                    return self._judged(claim, candidate, (q,), "agrees_within_rounding", stated)
        return None

    def _contradicted(
        self,
        claim: Claim,
        stated: Quantity,
        ranked: Sequence[tuple[float, Candidate]],
        said: dict[str, str],
    ) -> Outcome | None:
        """No figure fits: an accusation where programme and measure are certain, else why nothing
        can be said.
        """
        (score, candidate), second = ranked[0], (ranked[1][0] if len(ranked) > 1 else 0.0)
        named = (("title", candidate.programme.title.text), ("name", said.get("name", "")))
        if score < NAMED:
            under_area = any(in_area(c, said) for _, c in ranked)
            return (
                Outcome(claim, "unsupported", why="no_programme", extra=named)
                if under_area
                else None
            )
        figures = [
            q
            for q in self.figures[candidate.programme.programme_id]
            if q.kind == stated.kind and not q.per
        ]
        same_unit = [q for q in figures if tightly_alike(stated, q)]
        # 7개소(신축 2개소, 전환 5개소) is one figure
        same_unit = [q for q in same_unit if q.part_of is None] or same_unit
        certain = (score >= CERTAIN and score - second >= AHEAD) or (
            score >= FAIR and score - second >= ALONE
        )
        if certain and same_unit:
            meant = (
                surely_meant(claim, stated, same_unit)
                if stated.kind in ("count", "money")
                else None
            )
            meant = None if "other_year" in said else meant
            if meant is not None and not named_there(said.get("name", ""), candidate, meant):
                meant = None
            if meant is not None:
                return self._judged(claim, candidate, (meant,), "differs", stated)
            nearest = min(
                same_unit, key=lambda q: (not told_in_act(claim, q), not told_alike(said, q))
            )
            return self._judged(
                claim, candidate, (nearest,), "not_comparable", stated, why="other_measure"
            )
        if not certain and score - second < AHEAD:
            return Outcome(claim, "unsupported", why="no_programme", extra=named)
        return Outcome(
            claim,
            "not_comparable" if figures else "unsupported",
            why="other_counter" if figures else "no_figure",
            extra=named,
        )

    def _judged(
        self,
        claim: Claim,
        candidate: Candidate,
        operands: tuple[Quantity, ...],
        verdict: str,
        stated: Quantity,
        why: str | None = None,
    ) -> Outcome:
        form = "sum" if len(operands) > 1 else "equal"
        computed = operands_to_value(form, operands, Decimal(1))
        extent = operands_to_extent(form, operands, Decimal(1), "rounded")
        extra = (("title", candidate.programme.title.text),)
        value = tidy(computed) if computed is not None else None
        return Outcome(
            claim,
            verdict,
            operands,
            value,
            extent,
            form="highlight",
            why=why,
            extra=extra,
            named=verdict == "differs",
        )


def surely_meant(claim: Claim, stated: Quantity, figures: Sequence[Quantity]) -> Quantity | None:
    """The figure that a highlight must have meant: the only one of its act, the only one of its
    counter, or of several the only one near it (방문 72,737명 and not 교육 24,458명 for 72,837명).
    """
    same_act = [q for q in figures if told_in_act(claim, q)]
    if len(same_act) == 1:
        return same_act[0] if one_size(stated, same_act[0]) else None
    for found in ([q for q in figures if is_near(stated, q)], main_figures(figures)):
        if len(found) == 1:
            return found[0] if counts_the_same(claim, stated, found[0]) else None
    return None


def counts_the_same(claim: Claim, stated: Quantity, figure: Quantity) -> bool:
    """Whether nothing says that the two count other things: their size, measure and stage."""
    other = other_measure(stated, figure) or other_stage(claim, figure)
    return one_size(stated, figure) and not other


def is_near(stated: Quantity, figure: Quantity) -> bool:
    """0.8 to 1.25 times."""
    part, whole = sorted((abs(stated.value or Decimal(0)), abs(figure.value or Decimal(0))))
    return bool(whole) and part / whole >= NEAR_SIZE


def only_there(stated: Quantity, holders: set[str]) -> bool:
    """A figure of three digits and more, not round, that one programme alone has."""
    return (stated.value or 0) >= RARE and (stated.value or 0) % 100 != 0 and len(holders) == 1


def told_in_act(claim: Claim, figure: Quantity) -> bool:
    """Whether a figure of the detail is told with the highlight's own act (처리, 운영, 배출): then
    it is the one to compare.
    """
    return figure.quantity_id in claim.operands


def named_there(name: str, candidate: Candidate, figure: Quantity) -> bool:
    """Whether the title holds the highlight's name, or the figure's own line does: a programme
    tells of more than one thing.
    """
    return (
        name_in(name, candidate.programme.title.text) >= FAIR
        or name_in(name, figure.container.printed.text) >= FAIR
    )


def other_stage(claim: Claim, figure: Quantity) -> bool:
    """Whether the highlight's act and the figure's measure are two stages of one thing: 450명 수료
    is no misprint of 500명 참여.
    """
    stages = having("stage")
    act, measure = plain(dict(claim.words).get("act", "")), plain(figure.measure or "")
    return any(s in act for s in stages) and any(s in measure and s not in act for s in stages)


def one_size(stated: Quantity, figure: Quantity) -> bool:
    """A fifth to five times: 0.72명 is no misprint of 3,000명."""
    a, b = abs(stated.value or Decimal(0)), abs(figure.value or Decimal(0))
    return bool(a and b) and b / 5 <= a <= b * 5


def main_figures(figures: Sequence[Quantity]) -> list[Quantity]:
    """Of a programme's figures those that stand at the highest level: 2,101명 지원, and not the
    1,216 and 885 in the line below it.
    """
    top = min((q.container.level for q in figures), default=0)
    return [q for q in figures if q.container.level == top]


def other_measure(stated: Quantity, figure: Quantity) -> bool:
    """Both say what they count, and it is not the same."""
    return (
        None not in (stated.measure_code, figure.measure_code)
        and stated.measure_code != figure.measure_code
    )


def sum_of(figures: Sequence[Quantity]) -> Decimal:
    return sum((q.value for q in figures if q.value is not None), start=Decimal(0))


def told_in_one_act(figures: Sequence[Quantity]) -> bool:
    """Only figures of one measure are added up: 6,479명 참여 and 1,720명 참여."""
    return len({q.measure for q in figures}) == 1


def runs_of_one_unit(figures: Sequence[Quantity]) -> list[Sequence[Quantity]]:
    units = dict.fromkeys(q.unit for q in figures)
    return [run for unit in units for run in neighbours([q for q in figures if q.unit == unit])]


def neighbours(figures: Sequence[Quantity]) -> list[Sequence[Quantity]]:
    """Runs of two and more figures in the order they are told, longest first; no run within a total
    and its parts is told apart here.
    """
    shown = figures[:LONGEST_SUM]
    spans = [(i, j) for i in range(len(shown)) for j in range(i + 2, len(shown) + 1)]
    return [shown[i:j] for i, j in sorted(spans, key=lambda s: s[0] - s[1])]


def alike(stated: Quantity, figure: Quantity) -> bool:
    """Whether the figures may be the same statement: one unit, counters of one group, or a unit
    that print left out. 2천만원 이상 meets every larger sum, and confirms none.
    """
    if (
        stated.per
        or figure.per
        or stated.kind != figure.kind
        or not OPEN.isdisjoint((stated.bound, figure.bound))
    ):
        return False
    return (
        None in (stated.unit, figure.unit)
        or tightly_alike(stated, figure)
        or stated.counted == figure.unit
    )


def tightly_alike(stated: Quantity, figure: Quantity) -> bool:
    """개 and 개소 are one counter; 구 and 개 are not."""
    if stated.unit == figure.unit:
        return True
    units = {stated.unit, figure.unit}
    if None in units:  # people are counted without a counter too
        return units - {None} <= members("person_counter")
    return any(units <= members(counters) for counters in COUNTERS)


def told_alike(said: dict[str, str], figure: Quantity) -> bool:
    """Whether the act behind the highlight is the measure of the figure."""
    act, measure = plain(said.get("act", "")), plain(figure.measure or "")
    return bool(act) and bool(measure) and (act == measure or act in measure or measure in act)


def in_area(candidate: Candidate, said: dict[str, str]) -> bool:
    return bool(candidate.area) and name_in(candidate.area, said.get("heading", "")) >= 0.6
