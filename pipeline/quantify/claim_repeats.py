"""One figure told twice.

“일 연계자 216명 중 …” after “일 연계자 수 216명”; a front line repeated in the annex; two
programmes that tell of one training.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.lexicon import has
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_text import Telling, words_before
from pipeline.quantify.claim_words import comparable, label_key, measure_stem, same_measure

# a count of three digits that stands in two programmes is no chance, where their words agree too
RARE = 100
MOST = 50  # tellings of one number that are compared
MOST_APART = 20  # times; a digit or a unit that slipped, not a part of the sum
SENTENCE = 10  # syllables; shorter lines (사업비 : 30백만원) are said of many things
# places in which one wording stands: it is a form, or a note that every page repeats (35 figures of
# three reports; of four looked at none told a thing again)
FORM = 3
SHARED = 0.4  # of the shorter line's words
FEWEST_PAIRS = 3  # of syllables; one word in common is said of many things
HANGUL = lazy_pattern(r"[가-힣]")
WORD = lazy_pattern(r"[가-힣]{2,}")
BLANKS = lazy_pattern(r"\s+")
SAID_AGAIN = named("claims.said_again")


def tellings_to_repeat_claims(told: Sequence[Telling]) -> list[Claim]:
    return [
        *restated_beside(told),
        *restated_in_programme(told),
        *restated_below(told),
        *restated_in_front(told),
        *same_sentences(told),
        *line_of_other_title(told),
        *rare_figures(told),
    ]


def restated_beside(told: Sequence[Telling]) -> list[Claim]:
    """42.5억원(4,250백만원): a sum alone in the bracket right behind the same sum in another unit."""
    made = []
    for line in told:
        for first in line.figures:
            bracket = (
                line.opened_after(first, reach=3)
                if first.kind in ("money", "count") and first.value and not first.per
                else None
            )
            inside = line.figures_in(*bracket) if bracket else ()
            if bracket is None or len(inside) != 1 or line.text[first.end : bracket.start].strip():
                continue
            again = inside[0]
            alone = not WORD.search(
                line.text[bracket.start : again.start] + line.text[again.end : bracket.end]
            )
            one_unit = (
                again.unit == first.unit
                and again.kind == first.kind
                and again.multiplier != first.multiplier
                and not again.per
            )
            if (
                alone
                and one_unit
                and again.value
                and MOST_APART > abs(again.value / (first.value or 1)) > 1 / MOST_APART
            ):
                made.append(
                    equal_claim("unit_restatement", again, [first], declared=first.kind == "money")
                )
    return made


def restated_in_programme(told: Sequence[Telling]) -> list[Claim]:
    """“216명 중” names a figure that an earlier line of the programme gave: same unit, same
    measure.
    """
    made: list[Claim] = []
    earlier: dict[str, list[Quantity]] = defaultdict(list)
    for line in told:
        where = line.container.programme_id if line.container else None
        if where is None:
            continue
        for figure in line.figures:
            again = figure.value is not None and SAID_AGAIN.match(line.text[figure.end :])
            found = (
                [
                    q
                    for q in earlier[where]
                    if q.unit == figure.unit and same_wording(line, figure, q)
                ]
                if again
                else []
            )
            if found:
                top = min(
                    q.container.level for q in found
                )  # 216명 of the line above, not the 111 and 105 that it is made of
                outer = [q for q in found if q.container.level == top]
                made.append(equal_claim("restated_figure", figure, outer, declared=len(outer) == 1))
        earlier[where] += [
            q for q in line.figures if q.value is not None and q.kind in ("count", "money")
        ]
    return made


def restated_below(told: Sequence[Telling]) -> list[Claim]:
    """A figure of the line above said again below it: “54개반 1,026명”, then “2,579명 중 1,026명
    선정”. Only where they are equal.
    """
    made: list[Claim] = []
    above: Telling | None = None
    for line in told:
        if line.container is None or line.container.kind != "achievement":
            above = None
        elif (
            above is None
            or above.container is None
            or line.container.level <= above.container.level
        ):
            above = line
        elif line.container.programme_id == above.container.programme_id:
            for figure in line.figures:
                same = [
                    q
                    for q in above.figures
                    if q.value == figure.value and q.unit == figure.unit and (q.value or 0) >= RARE
                ]
                made += (
                    [equal_claim("restated_figure", figure, same[:1], declared=False)]
                    if same
                    else []
                )
    return made


def same_wording(line: Telling, figure: Quantity, other: Quantity) -> bool:
    """The words before “216명 중” (일 연계자) are the measure of the figure above (일 연계자 수),
    or the measures are one.
    """
    label = measure_stem(words_before(line, figure))
    return same_measure(figure, other) or (len(label) >= 2 and label == measure_stem(other.measure))


def restated_in_front(told: Sequence[Telling]) -> list[Claim]:
    """Running text that says a thing again: a whole sentence told twice.

    Not where the lines beside it are told again too, or where it is told in three places: a form
    that is filled in for many projects (교육인원 : 20명/기 (1기)) repeats its wording, and says
    nothing of the first one by it. Nor on one page: the same rule under two headings is two rules.
    """
    lines = running_lines(told)
    texts = [masked(line) for line in lines]
    times = Counter(texts)
    made: list[Claim] = []
    seen: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if not line.figures or times[texts[at]] >= FORM:
            continue
        earlier = seen[texts[at]][:MOST] if hangul(line.text) >= SENTENCE else []
        again = [
            lines[n]
            for n in earlier
            if not is_form(texts, n, at) and not on_one_page(lines[n], line)
        ]
        made += sentence_claims(line, again) if again else []
        seen[texts[at]].append(at)
    return made


def running_lines(told: Sequence[Telling]) -> list[Telling]:
    return [t for t in told if t.container is not None and t.container.kind == "line"]


def is_form(texts: Sequence[str], one: int, other: int) -> bool:
    """Whether a line above or below two equal lines is equal too.

    >>> is_form(["가", "나", "다", "가", "나", "라"], 1, 4), is_form(["가", "나", "다", "나"], 1, 3)
    (True, False)
    """
    beside = [(one + step, other + step) for step in (-1, 1)]
    return any(
        a >= 0 and b < len(texts) and a != other and b != one and texts[a] == texts[b] != ""
        for a, b in beside
    )


def on_one_page(one: Telling, other: Telling) -> bool:
    pages = {t.container.printed.place().page for t in (one, other) if t.container is not None}
    return len(pages) == 1 and None not in pages


def masked(line: Telling) -> str:
    """A text without blanks and with every figure as #; years and other digits stay, since another
    year is another statement.

    >>> masked(Telling.of("ㅇ 2024년  예산 (종합)"))
    'ㅇ2024년예산(종합)'
    """
    made, at = [], 0
    for q in line.figures:
        made += [line.text[at : q.start], "#"]
        at = q.end
    return BLANKS.sub("", "".join([*made, line.text[at:]]))


def hangul(text: str) -> int:
    return len(HANGUL.findall(text))


def sentence_claims(line: Telling, again: Sequence[Telling]) -> list[Claim]:
    """The figures at the same places of the same sentence. A difference accuses where every other
    figure of the sentence is the same.
    """
    others = [t for t in again if len(t.figures) == len(line.figures)]
    pairs = zip(others[0].figures, line.figures, strict=True) if others else ()
    differing = {n for n, (a, b) in enumerate(pairs) if a.value != b.value}
    made = []
    for nth, figure in enumerate(line.figures):
        declared = bool(others) and differing <= {nth} and len(line.figures) > 1
        made.append(
            equal_claim(
                "restated_figure", figure, [t.figures[nth] for t in others], declared=declared
            )
        )
    return made


def same_sentences(told: Sequence[Telling]) -> list[Claim]:
    """The same line in two programmes, number for number."""
    made: list[Claim] = []
    seen: dict[str, Telling] = {}
    for line in told:
        if (
            line.container is None
            or line.container.kind != "achievement"
            or not line.figures
            or hangul(line.text) < SENTENCE
        ):
            continue
        key = masked(line)
        first = seen.setdefault(key, line)
        if (
            first is line
            or first.container is None
            or first.container.programme_id == line.container.programme_id
        ):
            continue
        if len(first.figures) == len(line.figures) and all(
            a.value == b.value for a, b in zip(first.figures, line.figures, strict=True)
        ):
            made += [
                equal_claim("repeated_statement", b, [a], declared=False)
                for a, b in zip(first.figures, line.figures, strict=True)
            ]
    return made


def line_of_other_title(told: Sequence[Telling]) -> list[Claim]:
    """A line whose label is another programme's title: both tell of one thing, so their head counts
    are compared.
    """
    titles = {
        label_key(t.text): t.container.programme_id
        for t in told
        if t.container and t.container.kind == "title"
    }
    lines = [t for t in told if t.container and t.container.kind == "achievement"]
    own: dict[str, list[Quantity]] = defaultdict(list)
    for line in lines:
        own[line.container.programme_id or ""] += [q for q in line.outside() if q.value is not None]  # type: ignore[union-attr]
    made = []
    for line in lines:
        label, _, rest = line.text.partition(":")
        other = titles.get(label_key(label))
        if (
            not rest
            or other is None
            or line.container is None
            or other == line.container.programme_id
        ):
            continue
        for figure in line.outside():
            found = [q for q in own[other] if q.unit == figure.unit and figure.kind == "count"]
            if len(found) == 1:
                made.append(
                    equal_claim(
                        "repeated_statement",
                        figure,
                        found,
                        declared=has(figure.unit, "person_counter"),
                    )
                )
    return made


def rare_figures(told: Sequence[Telling]) -> list[Claim]:
    """One number of three digits and more in two programmes whose lines share their words: perhaps
    one result told twice.
    """
    made: list[Claim] = []
    seen: dict[Decimal, list[tuple[Telling, Quantity]]] = defaultdict(list)
    lines = [t for t in told if t.container is not None and t.container.kind == "achievement"]
    wordings: Wordings | None = None
    for line in lines:
        for figure in line.figures:
            if (
                figure.value is None
                or figure.value < RARE
                or figure.kind != "count"
                or figure.value % 100 == 0
            ):
                continue
            elsewhere = [
                (t, q)
                for t, q in seen[figure.value][-MOST:]
                if other_programme(t, line) and comparable(q, figure)
            ]
            wordings = wordings or (Wordings(lines) if elsewhere else None)
            matches = [q for t, q in elsewhere if wordings and wordings.shared(t, line) >= SHARED]
            if matches:
                made.append(equal_claim("repeated_statement", figure, matches[:1], declared=False))
            seen[figure.value].append((line, figure))
    return made


def other_programme(one: Telling, other: Telling) -> bool:
    a, b = one.container, other.container
    return a is not None and b is not None and a.programme_id != b.programme_id


class Wordings:
    """The telling pairs of syllables of the lines: those that stand in every second programme
    (교육, 운영, 참여) weigh little.
    """

    def __init__(self, told: Iterable[Telling]) -> None:
        self.pairs: dict[int, frozenset[str]] = {}
        holders: dict[str, set[str | None]] = defaultdict(set)
        for line in told:
            self.pairs[id(line)] = text_to_pairs(line.text)
            for pair in self.pairs[id(line)]:
                holders[pair].add(line.container.programme_id if line.container else None)
        most = len({p for many in holders.values() for p in many}) or 1
        self.weight = {pair: math.log(1 + most / len(many)) for pair, many in holders.items()}

    def shared(self, one: Telling, other: Telling) -> float:
        """The share of the lighter line's words that the other one has too; 0 where they share but
        a word.
        """
        a, b = self.pairs[id(one)], self.pairs[id(other)]
        if len(a & b) < FEWEST_PAIRS:
            return 0.0
        return self._sum(a & b) / min(self._sum(a), self._sum(b))

    def _sum(self, pairs: Iterable[str]) -> float:
        return sum(self.weight[p] for p in sorted(pairs))


def text_to_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring syllables inside its words.

    >>> sorted(text_to_pairs("강사 120명, 재직자 훈련"))
    ['강사', '재직', '직자', '훈련']
    """
    return frozenset(word[i : i + 2] for word in WORD.findall(text) for i in range(len(word) - 1))


def equal_claim(
    type_: str, figure: Quantity, others: Iterable[Quantity], *, declared: bool
) -> Claim:
    names = [(q.quantity_id,) for q in others]
    operands = names[0] if names else ()
    return Claim(
        type_,
        "equal",
        figure.quantity_id,
        operands,
        tuple(names[1:]),
        figure.quote,
        (),
        declared,
    )
