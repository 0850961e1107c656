"""A total and its parts: “총 22개(가 10, 나 12)” in one line, and a line's figure over the lines
under it.

Stages are no parts: of 500 who took part 450 completed and 200 found work, and nothing adds up. So
parts must carry labels that cut a whole, and a mismatch is an accusation only where the wording is
that of a partition.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.lexicon import begins_with, ends_in, has, having, members, words
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_text import Telling, words_after, words_before

FEWEST = 2
THREE_DIGITS = 100
THREE, HUNDRED = 3, 100
SHORT = Decimal("0.85")  # of the total; parts that make less may be just some of it
PARTICLES = named("claims.particle_before_act")  # “167명과”, “50명을 배출”
COLON = lazy_pattern(r"[^:：,\d(（]{0,12}[:：]")
LABEL_SIGNS = lazy_pattern(r"[\s:：\-·]")
STAGE = lazy_pattern(r"\L<stage>")
OTHERS = named("claims.parts_unnamed")
OPEN_ENDED = lazy_pattern(r"\L<list_goes_on>")
ENDS_OPEN = lazy_pattern(r"\L<list_goes_on>\s*\)?\s*$")
SHARES_OF_ALL = lazy_pattern(r"\L<shares_of_all>")


def telling_to_part_claims(told: Telling) -> list[Claim]:
    """Parts in the bracket after a total, or behind its colon in the same line."""
    made = []
    for total in told.figures:
        if not is_total(told, total):
            continue
        bracket = told.opened_after(total)
        if bracket:
            inside = [told.figures_in(*piece) for piece in told.pieces_in(bracket)]
            made += spans_to_claims(told, total, inside, told.text[bracket.start : bracket.end])
        else:
            made += _behind_colon(told, total) or _before_total(told, total)
    return made


def is_total(told: Telling, total: Quantity) -> bool:
    """Whether a figure can have parts: an amount, no grade (2등급) and none that is told of each
    (각 1개소(4개소)).
    """
    amount = total.kind in ("count", "money", "duration") and not total.per
    if total.value is None or not amount or has(total.unit, "class_counter"):
        return False
    return not ends_in(words_before(told, total), "of_each")


def _behind_colon(told: Telling, total: Quantity) -> list[Claim]:
    colon = COLON.match(told.text[total.end :])
    if not colon or told.bracket_around(total.start):
        return []
    start = total.end + colon.end()
    pieces = [told.figures_in(max(a, start), b) for a, b in told.pieces if b > start]
    return spans_to_claims(told, total, pieces, told.text[start:])


def _before_total(told: Telling, total: Quantity) -> list[Claim]:
    """국비 750백만원, 시비 450백만원, 구비 300백만원 총 1,500백만원: the total comes last and says
    so.
    """
    if not whole_said(told, total):
        return []
    parts = [q for q in told.figures if q.end <= total.start and alike(total, q)]
    labels = [LABEL_SIGNS.sub("", words_before(told, q)) for q in parts]
    declared = all_known(labels) or (
        partition(labels, [words_after(told, q) for q in parts[:-1]]) and near(total, parts)
    )
    declared &= not leaves_unnamed(told, total, parts)
    return [sum_claim(total, parts, declared)] if len(parts) >= FEWEST else []


def leaves_unnamed(told: Telling, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """상반기 120명, 하반기 180명 등 총 500명: 등, 외, 을 포함한 say that there are others, so parts
    that make less than the total are no error.
    """
    between = told.between(parts[-1], total) if parts else ""
    others = OTHERS.match(between)
    made = sum((q.value for q in parts if q.value is not None), start=Decimal(0))
    return others is not None and made < (total.value or Decimal(0))


def spans_to_claims(
    told: Telling, total: Quantity, pieces: Sequence[tuple[Quantity, ...]], text: str
) -> list[Claim]:
    """The claim that one figure of every piece adds up to the total."""
    parts = [next((q for q in piece if alike(total, q)), None) for piece in pieces]
    named = [q for q in parts if q is not None]
    if len(named) < FEWEST or any(
        q.kind == "ratio"
        for piece in pieces
        for q in piece
        if q not in named and q.kind == "change"
    ):
        return []
    open_ended = bool(ENDS_OPEN.search(text)) or len(named) < len(pieces)
    labels = [LABEL_SIGNS.sub("", words_before(told, q)) for q in named]
    acts = [words_after(told, q) for q in named]
    cut = partition(labels, acts) and (whole_said(told, total) or nearly(total, named))
    some = overlapping(labels) and not (what_was_done(labels) and nearly(total, named))
    declared = not open_ended and (all_known(labels) or cut) and not some
    return [sum_claim(total, named, declared)]


def sum_claim(total: Quantity, parts: Sequence[Quantity], declared: bool) -> Claim:
    names = tuple(q.quantity_id for q in parts)
    return Claim(
        "sum_of_parts",
        "sum",
        total.quantity_id,
        names,
        statement=total.quote,
        declared=declared,
    )


def alike(total: Quantity, part: Quantity) -> bool:
    """Whether a part may be counted in the total: same unit, or none printed in the bracket."""
    same_unit = part.unit == total.unit or (part.unit is None and part.kind == "count")
    return (
        part.value is not None
        and same_unit
        and part.kind in (total.kind, "count")
        and not part.per
        and part is not total
    )


def partition(labels: Sequence[str], acts: Sequence[str]) -> bool:
    """Labels that cut a whole: every part has its own, none names a stage (수료, 취업); acts after
    the figures are all one.
    """
    distinct = all(labels) and len(set(labels)) == len(labels)
    acts = [PARTICLES.sub("", a) for a in acts]
    one_act = len({a for a in acts if a}) <= 1 and not any(STAGE.search(a) for a in acts)
    return distinct and one_act and not any(STAGE.search(text) for text in labels)


def overlapping(labels: Sequence[str]) -> bool:
    """여성 64명, 청년 41명: a word of one kind beside words of another cuts nothing; 신설 3개소,
    보수 4개소 is what was done to some.

    >>> overlapping(["여성", "청년"]), overlapping(["여성", "남성"]), overlapping(["신설", "보수"]), overlapping(["신설", "기존"])
    (True, False, True, False)
    """
    gender = [begins_with(label, "gender") for label in labels]
    schools = members("school_kind")
    some_schools = set(labels) < schools
    return (any(gender) and not all(gender)) or what_was_done(labels) or some_schools


def what_was_done(labels: Sequence[str]) -> bool:
    return bool(labels) and all(ends_in(label, "done_to_some") for label in labels)


def telling_to_rest_claims(told: Telling) -> list[Claim]:
    """비중은 시설 52.0%, 보행 26.0%, 운수 14.0%, 문화 8.0%: the shares of one whole make 100, so
    each is what the others leave.
    """
    shares = [
        q for q in told.figures if q.unit == "%" and q.kind == "ratio" and q.value is not None
    ]
    if (
        len(shares) < THREE
        or len(shares) != len(told.figures)
        or len(told.outside()) != len(shares)
    ):
        return []
    head, labels = words_before(told, shares[0]), [words_before(told, q) for q in shares]
    open_ended = OPEN_ENDED.search(told.text[shares[-1].end :])
    if not SHARES_OF_ALL.search(head) or not partition(labels, []) or open_ended:
        return []
    others = tuple(q.quantity_id for q in shares[:-1])
    said = (("factor", str(HUNDRED)),)
    return [
        Claim(
            "sum_of_parts",
            "rest",
            shares[-1].quantity_id,
            others,
            (),
            shares[-1].quote,
            said,
            True,
        )
    ]


def nearly(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Parts that fall short may leave others out (상담 180건: 의료 60건, 복지 80건); those that
    make more than the whole are wrong.
    """
    made, stated = (
        sum((q.value for q in parts if q.value is not None), start=Decimal(0)),
        total.value or Decimal(0),
    )
    return near(total, parts) and made >= stated * SHORT


def all_known(labels: Sequence[str]) -> bool:
    sets = words("claims")["parts"]["sets"]
    return len(set(labels)) == len(labels) and (
        all(has(label, "part") for label in labels) or sorted(labels) in map(sorted, sets)
    )


def whole_said(told: Telling, total: Quantity) -> bool:
    label, wholes = words_before(told, total), having("whole_before")
    alone = label.split()[-1] if label else ""
    ends = label.replace(" ", "").endswith(
        tuple(w for w in wholes if len(w) > 1)
    )  # 연계 180건 is no 계
    return bool(set(total.qualifiers) & set(wholes)) or ends or alone.strip(":：·-()") in wholes


def near(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Half to double: figures further off were never meant as parts."""
    made, stated = (
        sum((q.value for q in parts if q.value is not None), start=Decimal(0)),
        total.value or Decimal(0),
    )
    return stated / 2 <= made <= stated * 2
