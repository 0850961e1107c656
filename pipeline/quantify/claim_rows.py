"""Statements about the report's own rows: “4개 분야 112개 사업”, “세부사업(112개)”, “… 등
32개사업”.

Only outside programme rows: one programme's “총 112개 운영” is not the 112 programmes.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Collection, Sequence

from pipeline.lexicon import words
from pipeline.model import Claim, Container, Quantity
from pipeline.pattern import lazy_pattern
from pipeline.quantify.claim_grid import total_rank
from pipeline.quantify.claim_row_parts import cells_to_parts
from pipeline.quantify.claim_text import Telling, words_before
from pipeline.quantify.claim_words import label_key

OUTER_FIRST = ("area", "group", "programme")
CHAIN = 20  # characters between the counts of one chain
ARROW = lazy_pattern(r"[→➔⇒]")
AMONG = lazy_pattern(r"[^\d,(（]{0,14}(?:중|가운데)\s?$")  # “개 핵심과제 중 ” between two counts
YEAR = lazy_pattern(r"(?:19|20)(\d\d)\s*년?|[’'‘`′‵](\d\d)\s*년?")


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
    own = any(_before_pattern(level).search(named) for level in OUTER_FIRST)
    return not container.is_header or (bracket is not None and not own)


def is_larger(told: Telling, figure: Quantity) -> bool:
    """“시 전체 320개 과제 중”: all of those that a city or a bureau has are more than this
    report's.
    """
    before = told.text[: figure.start].rstrip()
    owners, totals = (
        _one_of(words("claims")["rows"]["owners"]),
        _one_of(words("claims")["rows"]["totals"]),
    )
    return bool(
        re.search(rf"(?:^|[^가-힣])[가-힣]{{0,6}}(?:{owners})\s?(?:{totals})$", before[-20:])
    )


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
    return bound or bool(
        re.search(
            rf"(?:^|[^가-힣])(?:{_one_of(words('claims')['rows']['attributes'])})(?:\s[가-힣]{{2,6}})?\s*$",
            label,
        )
    )


def is_subset(told: Telling, figure: Quantity) -> bool:
    """“9개 핵심과제 중 8개 과제 정상 추진”: the figure behind 중 counts some of the rows that the
    one before it counts.
    """
    earlier = [q for q in told.figures if q.end <= figure.start]
    states = [n for names in words("claims")["rows"]["states"].values() for n in names]
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
        if (match := _after_pattern(level).match(rest))
    }
    if found:
        return sorted(found, key=lambda level: -found[level])
    columns = words("claims")["rows"]["columns"]
    heads = (
        [label_key(h) for h in told.container.header[-1:]]
        if told.container is not None and told.container.kind == "cell"
        else []
    )
    if (
        heads
        and len(told.figures) == 1
        and (figure.unit in ("개", "건", None) or figure.unit in heads[0])
    ):
        return [level for level, names in columns.items() if re.sub(r"\(.*", "", heads[0]) in names]
    if re.match(r"[^가-힣]*$", told.text[figure.end :][:3]) and figure.unit in (
        *words("claims")["rows"]["counters"],
        None,
    ):
        named = [
            level
            for level in ("programme", "group", "area")
            if _label_pattern(level).search(words_before(told, figure))
        ]
        if named and told.bracket_around(figure.start) is None:
            return named
    bracket = told.bracket_around(figure.start)
    if (
        bracket
        and told.figures_in(bracket.start, bracket.end) == (figure,)
        and figure.unit in (*words("claims")["rows"]["counters"], None)
    ):
        return [
            level
            for level in ("programme", "group", "area")
            if _before_pattern(level).search(told.text[: bracket.start])
        ]
    return []


@functools.cache
def _after_pattern(level: str) -> re.Pattern[str]:
    rows = words("claims")["rows"]
    counters = "|".join(
        sorted((re.escape(c) for c in rows["counters"] if c), key=len, reverse=True)
    )
    return re.compile(
        rf"[\d,]+\s?(?:{counters})?\s?(?P<noun>{_one_of(rows['levels'][level])})(?:{_one_of(rows['particles'])})?(?![가-힣])"
    )


@functools.cache
def _before_pattern(level: str) -> re.Pattern[str]:
    spaced = "|".join(
        r"\s?".join(w)
        for w in sorted(words("claims")["rows"]["levels"][level], key=len, reverse=True)
    )
    return re.compile(rf"(?:^|[^가-힣])(?:{spaced})\s*$")


@functools.cache
def _label_pattern(level: str) -> re.Pattern[str]:
    """A label that is the noun alone, or the noun behind a word for all: “단위사업 : 112개”, “총
    사업수 112개”.
    """
    names = [
        *words("claims")["rows"]["levels"][level],
        *words("claims")["rows"]["columns"].get(level, ()),
    ]
    spaced = "|".join(r"\s?".join(w) for w in sorted(names, key=len, reverse=True))
    totals = "|".join(words("claims")["rows"]["totals"])
    return re.compile(rf"^[^가-힣]*(?:{totals})?\s?(?:{spaced})\s?수?\s*[:：]?\s*(?:{totals})?\s*$")


def _one_of(options: list[str]) -> str:
    return "|".join(sorted((re.escape(o) for o in options), key=len, reverse=True))


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
    rows = words("claims")["rows"]
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
        for state, names in rows["states"].items()
        if any(n in behind(told, figure) for n in names)
    ]
    said += (
        [("alone", "yes")]
        if not some and not re.search("[가-힣]", told.text[: figure.start])
        else []
    )
    own = re.split(r"[-－–:：(]", own_stretch(told, figure))[0]
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
    rows = words("claims")["rows"]
    before = words_before(told, figure)
    return (
        container.is_header
        or label.endswith(tuple(rows["totals"]))
        or bool(set(figure.qualifiers) & set(rows["totals"]))
        or fills_a_total(figure, container)
        or any(_label_pattern(level).search(before) for level in levels)
        or any(w in label for w in rows["whole"])
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
    text = re.split(r"[,，、]|(?<=\s)(?:중|가운데)(?=\s)", told.text[figure.end : end])[0]
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
        if (m := _after_pattern(level).match(told.text[figure.start :]))
    ]
    if found:
        return max(found, key=len)
    heads = (
        told.container.header[-1:]
        if told.container is not None and told.container.kind == "cell"
        else ()
    )
    return "".join(re.sub(r"(?:개?수)?$", "", re.sub(r"\(.*", "", label_key(h))) for h in heads)


def own_stretch(told: Telling, figure: Quantity) -> str:
    """The text between the figure before and this one, where several areas stand in one line."""
    start = max((q.end for q in told.figures if q.end <= figure.start), default=0)
    return told.text[start : figure.start].strip(" ,·개사업과제")


def _paired(told: Telling, figure: Quantity) -> bool:
    """“4개 분야 112개 사업”: two levels told in one breath are the whole report."""
    near = [q for q in told.figures if q is not figure and abs(q.start - figure.start) < CHAIN]
    return any(set(figure_to_levels(told, q)) - set(figure_to_levels(told, figure)) for q in near)
