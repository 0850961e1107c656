"""Highlights of the front matter: “보람일자리 6,057명”, “4050 직업훈련(929명 수료, 173명 전문자격
취득)”.

The text gives the name and the act; which programme it is, and whether its figure says the same, is
for the judge.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Sequence

from pipeline.lexicon import has
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_rows import YEAR, figure_to_levels
from pipeline.quantify.claim_text import Telling, words_after, words_before
from pipeline.quantify.claim_words import label_key

SHORTEST, LONGEST = 2, 40
ONLY_DATE = named("claims.only_date")
WORD = lazy_pattern(r"[가-힣]+")
JOINED = lazy_pattern(r"(?:^|\s)\L<highlight_joint>\s")
ROUND_A_NAME = named("claims.round_a_name")


def tellings_to_highlight_claims(told: Sequence[Telling], taken: Collection[str]) -> list[Claim]:
    """One claim for every front figure that stands behind a name; `taken` are figures that other
    claims speak of.
    """
    made = []
    acts = detail_acts(told)
    about: int | None = None
    for line in front_matter(told):
        container = line.container
        about = section_year(line, about)
        name = ""
        for figure in line.figures:
            name = highlight_name(line, figure) or name
            if (
                figure.quantity_id in taken
                or not tells_a_result(figure)
                or not name
                or figure_to_levels(line, figure)
            ):
                continue
            if has(
                label_key(name), "part"
            ):  # 여성 16,290명 is a part of what was told before, and no programme
                continue
            act = last_word(words_after(line, figure))
            heading = (container.line_above if container else None) or ""
            said: tuple[tuple[str, str], ...] = (("name", name), ("act", act), ("heading", heading))
            said += (
                (("other_year", "yes"),)
                if about is not None and container is not None and about != container.year
                else ()
            )
            claim = Claim(
                "restated_figure",
                "highlight",
                figure.quantity_id,
                tuple(acts.get(act, ())),
                (),
                figure.quote,
                said,
            )
            made.append(dataclasses.replace(claim, unmet="unsupported", why="no_programme"))
    return made


def front_matter(told: Sequence[Telling]) -> list[Telling]:
    """The running text before the first programme; what stands behind it is no summary of the
    detail.
    """
    starts = [
        t.container.printed.first_line for t in told if t.container and t.container.kind == "title"
    ]
    first = min((line for line in starts if line is not None), default=None)
    lines = [
        t
        for t in told
        if t.container and t.container.section == "front" and t.container.kind == "line"
    ]
    if first is None:
        return []
    return [t for t in lines if t.container and (t.container.printed.first_line or 0) < first]


def section_year(line: Telling, before: int | None) -> int | None:
    """The year that the last heading named: under “2024년 주요 성과” a plan for 2025 tells of
    another year than its programmes.
    """
    years = {2000 + int(m[1] or m[2]) for m in YEAR.finditer(line.text)}
    heading = not line.figures and len(line.text) <= LONGEST and not ONLY_DATE.match(line.text)
    return years.pop() if len(years) == 1 and heading else before


def detail_acts(told: Sequence[Telling]) -> dict[str, list[str]]:
    """The figures of the programmes by the act behind them (운영, 참여, 배출): a highlight's 8개소
    운영 means a figure of 운영.
    """
    made: dict[str, list[str]] = defaultdict(list)
    for line in told:
        if line.container is not None and line.container.kind == "achievement":
            for figure in line.figures:
                acts = {last_word(words_after(line, figure)), last_word(words_before(line, figure))}
                for act in sorted(acts):
                    made[act].append(figure.quantity_id)
    made.pop("", None)
    return made


def last_word(text: str) -> str:
    """The act: the last word, 운영 of “캠퍼스 운영”.

    >>> last_word("캠퍼스 운영"), last_word("전문자격 취득)")
    ('운영', '취득')
    """
    found = WORD.findall(text)
    return found[-1] if found else ""


def tells_a_result(figure: Quantity) -> bool:
    this_year = figure.ref_year is None or figure.ref_year == figure.container.year
    result = figure.figure_role in (None, "actual") and this_year and not figure.per
    return (
        result and figure.value is not None and figure.kind in ("count", "money", "score", "ratio")
    )


def highlight_name(line: Telling, figure: Quantity) -> str:
    """The words before the figure, or before the bracket it stands in; empty where it shares the
    name of the figure before it.
    """
    bracket = line.bracket_around(figure.start)
    own = words_before(line, figure)
    if bracket:
        outer = line.text[: bracket.start]
        start = max(
            [
                line.piece_around(max(bracket.start - 1, 0))[0],
                *(q.end for q in line.figures if q.end <= bracket.start),
            ]
        )
        earlier = [b.end + 1 for b in line.brackets if b.end < bracket.start]
        first = line.figures_in(*bracket)[:1] == (figure,)
        name = outer[max([start, *(e for e in earlier if e <= bracket.start)]) :] if first else ""
        return trim_name(name + " " + own if first else "")
    return trim_name(own)


def trim_name(name: str) -> str:
    """A name without the words that join it to the one before: “및 배움터” is 배움터.

    >>> trim_name("참여 및 40대 특화 직업전환 프로그램 ")
    '40대 특화 직업전환 프로그램'
    """
    kept = ROUND_A_NAME.sub("", JOINED.split(" " + name.strip() + " ")[-1])
    key = label_key(kept)
    long_enough = len(key) >= SHORTEST and len(kept) <= LONGEST
    return kept if long_enough and not has(key, "highlight_generic") else ""
