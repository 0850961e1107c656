"""Statements about the report's own rows: “4개 분야 112개 사업”, “세부사업(112개)”, “… 등
32개사업”.

Only outside programme rows: one programme's “총 112개 운영” is not the 112 programmes.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Sequence

from pipeline.lexicon import ends_in, has, having, holds, members
from pipeline.model import Claim, Container, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_grid import total_rank
from pipeline.quantify.claim_row_parts import cells_to_parts
from pipeline.quantify.claim_text import Telling, words_before
from pipeline.quantify.claim_words import label_key

OUTER_FIRST = ("area", "group", "programme")
CHAIN = 20  # characters between the counts of one chain
ARROW = lazy_pattern(r"[→➔⇒]")
AMONG = named("claims.among_before_figure")  # “개 핵심과제 중 ” between two counts
YEAR = named("claims.year")
LARGER = named("claims.larger_whole")
ATTRIBUTE = named("claims.attribute_of_rows")
STOP = named("claims.stop_behind_count")
COUNT_ENDING = named("claims.count_ending")
AROUND = named("claims.round_a_stretch")
HANGUL = lazy_pattern(r"[가-힣]")
NO_WORD = lazy_pattern(r"[^가-힣]*$")
BRACKET = lazy_pattern(r"\(.*")
SIGN = lazy_pattern(r"[-－–:：(]")
# the nouns of each level, the heads of a column that counts its rows, the words for what became of
# them; a noun may stand for several levels, and the judge takes the one that fits
COUNT_HEADS = {
    "programme": "programme_count",
    "group": "count_of_groups",
    "area": "count_of_areas",
}
# the noun behind a count (“112개 사업”), before it (“사업 112개”), and a label that is no more than
# the noun, or it and a word for all (“단위사업 : 112개”, “총 사업수 112개”)
NOUN_BEHIND = {level: named(f"claims.{level}_behind") for level in COUNT_HEADS}
NOUN_BEFORE = {level: named(f"claims.{level}_before") for level in COUNT_HEADS}
NOUN_AS_LABEL = {level: named(f"claims.{level}_as_label") for level in COUNT_HEADS}

STATES = {"ended": "state_ended", "merged": "state_merged", "transferred": "state_transferred"}


def tellings_to_row_claims(told: Sequence[Telling], last_year: Collection[str]) -> list[Claim]:
    """Every figure of a front text or header that counts rows of this report; `last_year` are
    figures of another year's column.
    """
    made: list[Claim] = []
    label = ""
    compared = compared_lines(told)
    for at, line in enumerate(told):
        claims = (
            [c for c in telling_to_row_claims(line, label) if c.stated not in last_year]
            if line.figures
            else []
        )
        made += (
            [dataclasses.replace(c, words=(*c.words, ("compared", "yes"))) for c in claims]
            if at in compared
            else claims
        )
        label = (
            line.text
            if line.container is not None and line.container.kind == "line" and not line.figures
            else ""
        )
    made = cells_to_parts(made, {q.quantity_id: q for line in told for q in line.figures})
    return [*made, *areas_to_sum(made)]


def areas_to_sum(claims: Sequence[Claim]) -> list[Claim]:
    """“… 등 32개사업”, “… 등 42개사업” … in a row are the parts of “112개 사업” told before them."""
    made: list[Claim] = []
    whole: Claim | None = None
    parts: list[str] = []
    for claim in [*claims, None]:
        programme = claim is not None and claim.words[0] == ("level", "programme")
        if claim is not None and programme and ("whole", "yes") not in claim.words:
            parts.append(claim.stated)
            continue
        if whole is not None and len(parts) > 1:
            made.append(
                Claim(
                    "sum_of_parts",
                    "sum",
                    whole.stated,
                    tuple(parts),
                    statement=whole.statement,
                )
            )
        whole, parts = (claim if programme else whole), []
    return made


def telling_to_row_claims(told: Telling, label_above: str = "") -> list[Claim]:
    """The claims of one text; `label_above` is the line before it, where a label was set on a line
    of its own.
    """
    container = told.container
    if container is None or container.programme_id is not None or container.section == "detail":
        return []
    chains = chained_levels(told)
    if not chains and is_part_of_a_cell(told, container):
        return []
    return [
        _row_claim(told, figure, levels, container, label_above)
        for figure in told.figures
        if (levels := chains.get(figure.quantity_id) or figure_to_levels(told, figure))
        and counts_own_rows(told, figure, container)
    ]


def counts_own_rows(told: Telling, figure: Quantity, container: Container) -> bool:
    """Whether a count is of this report's rows: of this year, all of them, and no more than it."""
    return not (
        about_another_year(told, figure, container)
        or is_subset(told, figure)
        or is_larger(told, figure)
    )


def is_part_of_a_cell(told: Telling, container: Container) -> bool:
    """Whether a count stands among other words of a table's body: “관광개발사업(6개 사업)” counts
    that row's own.
    """
    if container.kind != "cell" or not told.figures:
        return False
    figure = told.figures[0]
    if len(told.figures) == 1 and told.text.strip() == figure.quote:
        return False
    bracket = told.bracket_around(figure.start)
    named = told.text[: bracket.start] if bracket else ""
    own = any(NOUN_BEFORE[level].search(named) for level in OUTER_FIRST)
    return not container.is_header or (bracket is not None and not own)


def is_larger(told: Telling, figure: Quantity) -> bool:
    """“시 전체 320개 과제 중”: all of those that a city or a bureau has are more than this
    report's.
    """
    before = told.text[: figure.start].rstrip()
    return bool(LARGER.search(before[-20:]))


def has_attribute(told: Telling, figure: Quantity) -> bool:
    """“1억원 이상 사업 23개”, “신규 5개 사업”: what stands before the noun or the count makes it
    some of the rows.
    """
    label = words_before(told, figure)
    earlier = [q for q in told.figures if q.end <= figure.start]
    bound = (
        bool(earlier)
        and bool(earlier[-1].bound)
        and told.text[earlier[-1].end : figure.start].strip() == label
    )
    return bound or bool(ATTRIBUTE.search(label))


def is_subset(told: Telling, figure: Quantity) -> bool:
    """“9개 핵심과제 중 8개 과제 정상 추진”: the figure behind 중 counts some of the rows that the
    one before it counts.
    """
    earlier = [q for q in told.figures if q.end <= figure.start]
    states = [n for feature in STATES.values() for n in having(feature)]
    behind = (
        bool(earlier)
        and bool(AMONG.match(told.text[earlier[-1].end : figure.start]))
        and not is_larger(told, earlier[-1])
    )
    return behind and not any(n in told.text[figure.end :] for n in states)


def chained_levels(told: Telling) -> dict[str, list[str]]:
    """“2개 분야 4개 과제 8개 사업”: numbers told in one breath stand for different levels, from the
    outer to the inner.

    과제 alone may be programmes or groups; beside 사업 it is the groups, whatever the table has.
    """
    made: dict[str, list[str]] = {}
    for chain in chains_of(told):
        levels = [figure_to_levels(told, q) for q in chain]
        orders = [
            o
            for o in itertools.product(*levels)
            if list(o) == sorted(o, key=OUTER_FIRST.index) and len(set(o)) == len(o)
        ]
        for n, q in enumerate(chain):
            kept = [level for level in levels[n] if any(o[n] == level for o in orders)]
            made[q.quantity_id] = kept or levels[n]
    return made


def chains_of(told: Telling) -> list[list[Quantity]]:
    """Runs of two and more row counts that stand close to one another."""
    runs: list[list[Quantity]] = []
    for q in told.figures:
        if not figure_to_levels(told, q) or is_subset(told, q):
            continue
        near = (
            runs
            and q.start - runs[-1][-1].end <= CHAIN
            and not ARROW.search(told.between(runs[-1][-1], q))
        )
        runs = [*runs[:-1], [*runs[-1], q]] if near else [*runs, [q]]
    return [r for r in runs if 1 < len(r) <= len(OUTER_FIRST)]


def figure_to_levels(told: Telling, figure: Quantity) -> list[str]:
    """The levels of the outline that the counted noun may mean, nearest reading first; none where
    it counts something else.

    “112개 사업” may be programmes; “8팀 사업자등록” counts 팀, and 사업자 is another word.
    """
    if figure.kind != "count" or figure.value is None or figure.decimals or figure.per:
        return []
    rest = told.text[figure.start :]
    found = {
        level: len(match["noun"])
        for level in ("programme", "group", "area")
        if (match := NOUN_BEHIND[level].match(rest))
    }
    if found:
        return sorted(found, key=lambda level: -found[level])
    heads = (
        [label_key(h) for h in told.container.header[-1:]]
        if told.container is not None and told.container.kind == "cell"
        else []
    )
    if heads and len(told.figures) == 1 and may_be_counted(figure.unit, heads[0]):
        head = BRACKET.sub("", heads[0])
        return [level for level, feature in COUNT_HEADS.items() if has(head, feature)]
    if NO_WORD.match(told.text[figure.end :][:3]) and counts_rows(figure.unit):
        named = [
            level
            for level in ("programme", "group", "area")
            if NOUN_AS_LABEL[level].search(words_before(told, figure))
        ]
        if named and told.bracket_around(figure.start) is None:
            return named
    bracket = told.bracket_around(figure.start)
    if (
        bracket
        and told.figures_in(bracket.start, bracket.end) == (figure,)
        and counts_rows(figure.unit)
    ):
        return [
            level
            for level in ("programme", "group", "area")
            if NOUN_BEFORE[level].search(told.text[: bracket.start])
        ]
    return []


def counts_rows(unit: str | None) -> bool:
    """Whether a unit may count rows: 개, 건, none at all."""
    return unit is None or has(unit, "row_counter")


def may_be_counted(unit: str | None, head: str) -> bool:
    """Whether a column with this head may count in this unit: any unit of rows, or one it names."""
    return unit is None or has(unit, "row_counter") or unit in head


def about_another_year(told: Telling, figure: Quantity, container: Container) -> bool:
    """’23년 102개 사업 in the report on 2024 is last year's count."""
    if figure.ref_year is not None:
        return container.year is not None and figure.ref_year != container.year
    start = max([0, *(told.text.rfind(mark, 0, figure.start) for mark in ("→", "➔", "⇒", "/"))])
    for text in (
        told.text[start : figure.start],
        " ".join((*container.header, *container.row_labels)),
    ):
        years = [2000 + int(m[1] or m[2]) for m in YEAR.finditer(text)]
        if years:
            return container.year is not None and years[-1] != container.year
    return False


def _row_claim(
    told: Telling, figure: Quantity, levels: list[str], container: Container, label_above: str
) -> Claim:
    before = told.text[: figure.start]
    label = "".join((*container.header, words_before(told, figure), before[-40:])).replace(" ", "")
    said: list[tuple[str, str]] = [("level", level) for level in levels]
    said += [("noun", noun)] if (noun := counted_noun(told, figure, levels)) else []
    some = has_attribute(told, figure)
    if not some and counts_all(told, figure, levels, container, label):
        said.append(("whole", "yes"))
    said += [("compared", "yes")] if some else []
    said += [
        ("state", state)
        for state, feature in STATES.items()
        if holds(behind(told, figure), feature)
    ]
    said += [("alone", "yes")] if not some and not HANGUL.search(told.text[: figure.start]) else []
    own = SIGN.split(own_stretch(told, figure))[0]
    for name in (
        ()
        if breaths(told)
        else (*container.row_labels[-2:], container.line_above or "", label_above, own)
    ):
        if name and name.strip():
            said.append(("within", name.strip()))
    claim = Claim(
        "count_of_rows", "rows", figure.quantity_id, statement=figure.quote, words=tuple(said)
    )
    return dataclasses.replace(claim, unmet="unsupported", why="subset")


def counts_all(
    told: Telling, figure: Quantity, levels: Sequence[str], container: Container, label: str
) -> bool:
    """Whether a count stands for all rows: in a header, behind a word of totals, in a total's own
    cell, or told beside the number of the level above.
    """
    before = words_before(told, figure)
    return (
        container.is_header
        or ends_in(label, "all_before")
        or not members("all_before").isdisjoint(figure.qualifiers)
        or fills_a_total(figure, container)
        or any(NOUN_AS_LABEL[level].search(before) for level in levels)
        or holds(label, "row_count_label")
        or _paired(told, figure)
    )


def fills_a_total(figure: Quantity, container: Container) -> bool:
    """Whether a count is all that a total's cell holds."""
    alone = container.kind == "cell" and container.printed.text.strip() == figure.quote
    return alone and any(total_rank(label_key(x)) for x in container.row_labels[:1])


def behind(told: Telling, figure: Quantity) -> str:
    """What is told of a count: up to the next comma, 중 or figure; 24개 단위사업(종료 1개) have not
    ended.
    """
    end = min([q.start for q in told.figures if q.start >= figure.end] + [len(told.text)])
    text = STOP.split(told.text[figure.end : end])[0]
    return text.partition("(")[0] if end < len(told.text) else text


def breaths(told: Telling) -> int:
    """How often a text tells the number of areas and, right behind it, that of their rows: “5개
    분야 45개 사업” once.
    """
    levels = [figure_to_levels(told, q) for q in told.figures]
    near = [told.between(one, other) for one, other in itertools.pairwise(told.figures)]
    pairs = zip(levels, levels[1:], near, strict=False)
    return sum(
        1
        for one, other, between in pairs
        if one[:1] == ["area"] and other and other[:1] != ["area"] and len(between) <= CHAIN
    )


def compared_lines(told: Sequence[Telling]) -> set[int]:
    """Lines by their place that tell both levels twice, alone or with the line beside them: two
    years of a whole report, cut from a table.

    “사업규모 4개 분야 41개 사업 5개 분야 45개 사업”: neither counts an area's rows, and nobody says
    which one is this year's.
    """
    counts = [
        breaths(t)
        if t.container is not None and t.container.kind == "line" and len(t.figures) > 1
        else 0
        for t in told
    ]
    beside = {
        n
        for at, (one, other) in enumerate(itertools.pairwise(counts))
        if one and other
        for n in (at, at + 1)
    }
    return beside | {at for at, count in enumerate(counts) if count > 1}


def counted_noun(told: Telling, figure: Quantity, levels: Sequence[str]) -> str:
    """The report's own word for what is counted (핵심과제, 사업), which the header of its column
    may say as well.
    """
    found = [
        m.group("noun")
        for level in levels
        if (m := NOUN_BEHIND[level].match(told.text[figure.start :]))
    ]
    if found:
        return max(found, key=len)
    heads = (
        told.container.header[-1:]
        if told.container is not None and told.container.kind == "cell"
        else ()
    )
    return "".join(COUNT_ENDING.sub("", BRACKET.sub("", label_key(h))) for h in heads)


def own_stretch(told: Telling, figure: Quantity) -> str:
    """The text between the figure before and this one, where several areas stand in one line."""
    start = max((q.end for q in told.figures if q.end <= figure.start), default=0)
    return AROUND.sub("", told.text[start : figure.start])


def _paired(told: Telling, figure: Quantity) -> bool:
    """“4개 분야 112개 사업”: two levels told in one breath are the whole report."""
    near = [q for q in told.figures if q is not figure and abs(q.start - figure.start) < CHAIN]
    return any(set(figure_to_levels(told, q)) - set(figure_to_levels(told, figure)) for q in near)
