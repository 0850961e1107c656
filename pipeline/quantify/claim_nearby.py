"""Parts and their total in neighbouring lines, in one line without a bracket, or joined by printed
signs.

“신고 32,420건 …” over “교통 21,604건, 시설 7,305건, 기타 3,151건”; “합계 205건” under its parts;
“총 2,487억원 = 국비 … + 지방비 …”; “가정용 380대, 공동주택 125대 등 505대”; “수혜자 36,420명 중
여성 20,130명, 남성 16,290명”.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.lexicon import values_of
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_means import same_place
from pipeline.quantify.claim_parts import (
    FEWEST,
    THREE_DIGITS,
    alike,
    all_known,
    partition,
    sum_claim,
    whole_said,
)
from pipeline.quantify.claim_text import Telling, words_after, words_before

SHORTEST_HEAD = 2  # syllables that labels share at their end: 고위험군, 중위험군
CLOSE = Decimal("0.15")  # of the sum; parts that miss it by more are parts of something else
WHOLE = lazy_pattern(r"\L<whole_in_label>")
OPEN = named("claims.open_total")
AMONG = named("claims.among")
UP_TO_AMONG = named("claims.up_to_among")
EQUALS = lazy_pattern(r"[=＝]")
NO_SUM = lazy_pattern(r"[×x÷/=＝,，、]|[-−]\s")
PLUS = lazy_pattern(r"[+＋]")
DOT = lazy_pattern(r"[·ㆍ]")
EARLIER_WORDS = lazy_pattern(r"^.*\s")


def tellings_to_nearby_claims(told: Sequence[Telling]) -> list[Claim]:
    """The parts of every line against the figures of the line above it, and its total against the
    parts there.
    """
    made: list[Claim] = []
    for at, line in enumerate(told):
        made += [
            *equation_claims(line),
            *open_ended_claims(line),
            *first_claims(line),
            *among_claims(line),
        ]
        before = [t for t in told[max(0, at - 2) : at] if same_place(t, line)]
        parent = line.container.line_above if line.container else None
        above = [t for n, t in enumerate(before) if n == len(before) - 1 or t.text == parent]
        parts = line_of_parts(line)
        if parts:
            made += over_parts(line, parts, above)
        for total in line.outside():
            if above and whole_said(line, total) and total.value is not None:
                made += under_parts(line, total, above[-1])
    return made


def line_of_parts(line: Telling) -> list[Quantity]:
    """The figures of a line that holds nothing but labelled parts of one unit; empty for any other
    line.
    """
    outside = line.outside()
    if (
        len(outside) < FEWEST
        or len(outside) != len(line.figures)
        or len({q.unit for q in outside}) != 1
    ):
        return []
    countable = all(
        q.value is not None and q.kind == "count" and not q.per and not q.approx for q in outside
    )
    labels = [words_before(line, q) for q in outside]
    cut = all_known([label.replace(" ", "") for label in labels]) or partition(
        labels, [words_after(line, q) for q in outside]
    )
    return list(outside) if countable and cut else []


def over_parts(line: Telling, parts: Sequence[Quantity], above: Sequence[Telling]) -> list[Claim]:
    """The one figure of the lines above that these parts make; else the one a slip away, where no
    other is as near.
    """
    found = {
        q.quantity_id: q
        for t in above
        for q in t.outside()
        if alike(q, parts[0]) and q.kind == "count" and q.unit == parts[0].unit
    }
    made = total_of(parts)
    fitting = [q for q in found.values() if q.value == made]
    if fitting:
        return [sum_claim(fitting[0], parts, declared=False)]
    close = [
        q
        for q in found.values()
        if abs((q.value or 0) - made) <= made * CLOSE and made >= THREE_DIGITS
    ]
    own = (
        line.container is not None and line.container.kind == "achievement"
    )  # paragraphs may stand in another order
    labels = [words_before(line, q).replace(" ", "") for q in parts]
    meant = close if len(close) == 1 or all_known(labels) else []  # 국비, 시비 make the budget
    nearest = sorted(meant, key=lambda q: abs((q.value or 0) - made))
    return [sum_claim(q, parts, declared=own) for q in nearest[:1]]


def under_parts(line: Telling, total: Quantity, above: Telling) -> list[Claim]:
    """합계 205건 2억 8,400만원 under “생계 126건 1억 2,600만원, 의료 48건 9,600만원”: the figures
    of its unit in the pieces above.
    """
    columns = [
        [q for q in above.figures_in(*piece) if alike(total, q) and q.unit == total.unit]
        for piece in above.pieces
    ]
    parts = [found[0] for found in columns if len(found) == 1]
    labels = [
        above.text[a : above.figures_in(a, b)[0].start].strip()
        for a, b in above.pieces
        if above.figures_in(a, b)
    ]
    whole = len(parts) == len(columns) >= FEWEST and partition(labels, [])
    whole = whole and len(line.outside()) <= len(above.figures_in(*above.pieces[0]))
    return (
        [
            sum_claim(
                total,
                parts,
                declared=total_of(parts) / 2 <= (total.value or 0) <= total_of(parts) * 2,
            )
        ]
        if whole
        else []
    )


def equation_claims(line: Telling) -> list[Claim]:
    """총 2,487억원 = 국비 1,195억원 + 지방비 947억원 + 민자 345억원, in either direction: the signs
    are printed, so nothing is guessed.
    """
    made = []
    for sign in EQUALS.finditer(line.text):
        left, right = line.figures_in(0, sign.start()), line.figures_in(sign.end(), len(line.text))
        for total, parts in (
            (left[-1:], chain(line, right, sign.end())),
            (right[:1], chain(line, left[::-1], sign.start())[::-1]),
        ):
            if (
                total
                and len(parts) >= FEWEST
                and all(alike(total[0], q) and q.unit == total[0].unit for q in parts)
            ):
                made.append(sum_claim(total[0], parts, declared=True))
    return made


def chain(line: Telling, figures: Sequence[Quantity], at: int) -> list[Quantity]:
    """The figures joined by plus signs from the equals sign on, with nothing but their labels
    between.
    """
    made: list[Quantity] = []
    for q in figures:
        between = line.text[min(at, q.end) : max(at, q.start)]
        if NO_SUM.search(between) or (made and not PLUS.search(between)):
            break
        made.append(q)
        at = q.end if q.start >= at else q.start
    return made


def open_ended_claims(line: Telling) -> list[Claim]:
    """가정용 380대, 공동주택 125대 등 505대: 등 leaves parts unnamed, but those named are never
    more than the total.
    """
    made = []
    outside = line.outside()
    for at, total in enumerate(outside):
        parts = list(outside[:at])
        if len(parts) < FEWEST or not all(alike(total, q) and q.unit == total.unit for q in parts):
            continue
        labels = [words_before(line, q) for q in parts]
        bare = not any(words_after(line, q) for q in parts[:-1]) and not any(
            WHOLE.search(label) for label in labels
        )
        if bare and OPEN.fullmatch(line.between(parts[-1], total)) and partition(labels, []):
            runs = [
                parts[at:] for at in range(len(parts) - 1)
            ]  # the first figures may be told of something else
            named = next((run for run in runs if total_of(run) == total.value), parts)
            above = total_of(named) - (total.value or 0)
            made.append(
                sum_claim(
                    total,
                    named,
                    declared=0 < above <= total_of(named) * CLOSE,
                )
            )
    return made


def first_claims(line: Telling) -> list[Claim]:
    """조사 4,125가구, 고위험군 188가구, 중위험군 412가구, 저위험군 3,525가구: the others' labels
    end alike, the first one's does not.
    """
    outside = line.outside()
    first, parts = outside[:1], list(outside[1:])
    if (
        not first
        or len(parts) < FEWEST
        or not all(alike(first[0], q) and q.unit == first[0].unit for q in parts)
    ):
        return []
    labels = [DOT.split(words_before(line, q).replace(" ", ""))[-1] for q in parts]
    head = shared_end(labels)
    if (
        len(head) < SHORTEST_HEAD
        or words_before(line, first[0]).replace(" ", "").endswith(head)
        or len(set(labels)) < len(labels)
    ):
        return []
    return [
        sum_claim(
            first[0],
            parts,
            declared=total_of(parts) >= THREE_DIGITS
            and abs((first[0].value or 0) - total_of(parts)) <= total_of(parts) * CLOSE,
        )
    ]


def among_claims(line: Telling) -> list[Claim]:
    """수혜자 36,420명 중 여성 20,130명, 남성 16,290명: two classes that leave no third make the
    whole.
    """
    outside = line.outside()
    for whole, one, other in zip(outside, outside[1:], outside[2:], strict=False):
        labels = {EARLIER_WORDS.sub("", words_before(line, q)) for q in (one, other)}
        labels = {UP_TO_AMONG.sub("", label) for label in labels}
        both = any(labels == set(pair) for pair in values_of("other_half").items())
        if (
            both
            and AMONG.match(line.between(whole, one))
            and all(alike(whole, q) and q.unit == whole.unit for q in (one, other))
        ):
            off = abs(
                (whole.value or 0) - total_of([one, other])
            )  # of 500명 중 여성 200명, 남성 100명 수료 the others did not
            told = not words_after(line, one) and not words_after(line, other)
            return [
                sum_claim(
                    whole,
                    [one, other],
                    declared=told and off <= (whole.value or 0) * CLOSE,
                )
            ]
    return []


def shared_end(labels: Sequence[str]) -> str:
    """The syllables that all labels end in.

    >>> shared_end(["고위험군", "중위험군", "저위험군"])
    '위험군'
    """
    at = 0
    while (
        all(at < len(label) for label in labels) and len({label[-1 - at] for label in labels}) == 1
    ):
        at += 1
    return labels[0][len(labels[0]) - at :] if at else ""


def total_of(parts: Sequence[Quantity]) -> Decimal:
    return sum((q.value for q in parts if q.value is not None), start=Decimal(0))
