"""What keeps an analyst from adding wrongly: roles, years, bases, phases, qualifiers and
denominators, only where printed.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pipeline.lexicon import ends_in, has, having, holds, values_of
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Container
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.acts import is_act
from pipeline.quantify.aside import Aside
from pipeline.quantify.draft import Draft
from pipeline.quantify.labels import rows_to_labels
from pipeline.quantify.pieces import Pieces

_BRACKET_BEHIND = lazy_pattern(r"\s?[가-힣·\s]{0,12}?\(([^()]{1,24})\)")
_BRACKET_AT = lazy_pattern(r"\s?\(([^()]{1,24})\)")
_YEAR = lazy_pattern(r"’?\s?(\d{4}|\d{2})")
_YEAR_RULES = frozenset(
    ["apostrophe_year", "full_date", "calendar_year", "two_digit_year", "year_decimal_point"]
)
_ANY_YEAR = named("wording.year_in_label")
_ROLE_IN_BRACKETS = lazy_pattern(r"^\s?\([가-힣]{2,6}\)")  # “’25년(목표) 180명”
_ROLE_BEFORE = named("wording.role_before_figure")
_SPAN = named("wording.span_of_years")
_SPAN_GOES_ON = named("wording.span_goes_on")
_YEAR_FILLS = named("wording.year_fills_bracket")
_YEAR_ALONE = named("wording.year_alone")
_OPENS_WITH_YEAR = named("wording.opens_with_year")
_NEXT_CLAUSE = named("wording.next_clause")
_IN_BRACKETS = lazy_pattern(r"\([^()]{0,80}\)")
_BEFORE_FIGURE = named("wording.period_before_figure")
_OPENING_HEAD = lazy_pattern(r"[(\[<【][^()\[\]<>【】]{1,24}[)\]>】]\s*$")
_NEXT_PIECE = lazy_pattern(r"(?<!\d),|,(?!\d{3})|/")
OPENING = " ([<-·*※○□◇◆•▪:"  # marks before a year that opens its line
TWO_YEARS = -1
NEAR_YEAR = 25  # characters between a year and its figure
LONGEST_CLAUSE = 80  # characters from the year that opens a clause
COMPARED_WITHIN = 12  # characters behind a year: “2023년 본예산 대비”
FEW_DATES = 40  # left-out digits that are looked through for it
_CLOSER = lazy_pattern(r"[)\]]")
_SEPARATED = lazy_pattern(r"[,;→/(]")
_SEPARATORS = lazy_pattern(r"[\s()\[\],:·/>＞~]+")
_HEAD_START = lazy_pattern(r"[\n;,)(]")
_WORD_START = lazy_pattern(r"[\n;,)(\s]")
_AS_OF = named("wording.as_of")
_PER = named("wording.per_before_figure")
_PER_EACH = named("wording.each_before_figure")
# What may be counted for each of what a word before it names: “반별 20명”, “일평균 300명”;
# “자치구별 3개 등급” has no 3 for each.
_FOR_EACH = frozenset(["people", "money", "times", "sessions", "time"])
_PER_BEHIND = named("wording.per_behind_figure")
_PER_ENDING = named("wording.per_ending")
_PER_TO_FIGURE = named("wording.per_to_figure")
# what words before a figure, headers and row labels are asked for: keys by the features that give
# them
_SECTIONS = {
    "figure_role": {
        "role_target": "target",
        "role_plan": "plan",
        "role_prior": "prior",
        "role_actual": "actual",
        "role_before": "before",
        "role_after": "after",
        "role_capacity": "capacity",
    },
    "budget_phase": {
        "phase_initial": "initial",
        "phase_supplementary": "supplementary",
        "phase_final": "final",
        "phase_current": "current",
        "phase_spent": "spent",
        "phase_settled": "settled",
        "head_budget": "unspecified",
    },
}


@functools.cache
def _section_words(section: str) -> dict[str, str]:
    """The key of each word of a section, the longest word first; the first key that has it."""
    found: dict[str, str] = {}
    for feature, key in _SECTIONS[section].items():
        for word in having(feature):
            found.setdefault(word, key)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@functools.lru_cache(maxsize=8192)
def words_to_key(section: str, text: str) -> str | None:
    """The key of a section (figure_role, budget_phase) whose word ends a token of the text; the
    last token first, the longest word first.

    >>> words_to_key("budget_phase", "예산현액")
    'current'
    >>> words_to_key("figure_role", "성과목표"), words_to_key("figure_role", "전년 대비")
    ('target', None)
    """
    tokens = [t for t in _SEPARATORS.split(text) if t]
    compared = having("compared")
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.endswith(compared) or (
            at + 1 < len(tokens) and tokens[at + 1].startswith(compared)
        ):
            continue
        joined = tokens[at - 1] + token if at else token  # “지난해 실적” is the year before's
        for word, key in _section_words(section).items():
            if joined.endswith(word):
                return key
    return None


def _label(text: str, pieces: Pieces, index: int) -> str:
    """The words before the figure in its piece, and before its colon."""
    begin, _ = pieces.left(index)
    label = text[begin : pieces.drafts[index].start]
    colon = pieces.colon_before(index)
    head = _HEAD_START.split(text[max(0, colon - 24) : colon])[-1] if colon >= 0 else ""
    return f"{head[-24:]} {label[-40:]}"


def figure_to_role(text: str, pieces: Pieces, index: int, container: Container) -> str | None:
    """목표, 계획, 전년, 실적, 정원 … at the figure; before and after an arrow; else its headers and
    row labels.
    """
    draft = pieces.drafts[index]
    if draft.role:
        return draft.role
    begin, _ = pieces.left(index)
    if found := words_to_key("figure_role", text[begin : draft.start][-30:]):
        return found
    if (hit := _ROLE_BEFORE.search(text[max(0, draft.start - 18) : draft.start])) and (
        found := words_to_key("figure_role", hit[1])
    ):
        return found  # “’25년(목표) 180명”
    if (head := pieces.bracket_head(index)) and (found := words_to_key("figure_role", head)):
        return found
    opener = pieces.bracket(index)
    if (
        opener >= 0
        and not text[opener + 1 : draft.start].strip()
        and pieces.before_bracket(opener)[1] is None
    ):
        last = text[max(0, opener - 10) : opener].split()[-1:]
        if found := words_to_key("figure_role", last[0] if last else ""):
            return found  # “목표(90.8%)”, “’23년 실적(3,069억원)”
    tail = text[draft.end : pieces.right(index)].split()
    if tail and has(tail[-1], "aim_behind_figure"):
        return words_to_key("figure_role", tail[-1])
    bracket = _BRACKET_AT.match(text, draft.end)
    if (
        bracket
        and not any(c.isdecimal() for c in bracket[1])
        and (found := words_to_key("figure_role", bracket[1]))
    ):
        return found
    colon = pieces.colon_before(index)
    head = _WORD_START.split(text[max(0, colon - 16) : colon].rstrip())[-1] if colon >= 0 else ""
    if found := words_to_key("figure_role", head):
        return found
    return _cell_to_key("figure_role", container)


@functools.lru_cache(maxsize=8192)
def labels_to_key(section: str, header: tuple[str, ...], rows: tuple[str, ...]) -> str | None:
    """From headers (innermost first), then row labels."""
    for label in (*reversed(header), *reversed(rows)):
        if found := words_to_key(section, label_to_twin(label)):
            return found
    return None


def _cell_to_key(section: str, container: Container) -> str | None:
    return (
        labels_to_key(section, container.header, rows_to_labels(container.row_labels))
        if container.kind == "cell"
        else None
    )


def figure_to_phase(text: str, pieces: Pieces, index: int, container: Container) -> str | None:
    """Which budget: 당초, 추경, 최종, 현액, 집행, 결산; "unspecified" where only 예산 is printed."""
    return words_to_key("budget_phase", _label(text, pieces, index)) or _cell_to_key(
        "budget_phase", container
    )


def text_to_year(text: str) -> int | None:
    """The year a label names: 2023년, ’23, 23년.

    >>> text_to_year("’24년 예산(A)"), text_to_year("1분기")
    (2024, None)
    """
    hit = _ANY_YEAR.search(text)
    if (
        hit is None or holds(text, "compared") or _SPAN.search(text)
    ):  # “’24년 당초 대비”: the year compared with; “’20.~’22.”: of two
        return None
    return int(hit[1]) if hit[1] else 2000 + int(hit[2] or hit[3])


def figure_to_year(
    text: str,
    pieces: Pieces,
    index: int,
    asides: Sequence[Aside],
    container: Container,
    near: int,
    over: int | None = None,
) -> int | None:
    """The year the figure is about: printed at it, in the brackets behind it, in its clause, else
    in its headers, else over its table or line. near: asides before it.
    """
    draft = pieces.drafts[index]
    if (year := _year_in_bracket(text, asides, near, draft.end)) is not None:
        return year
    before = asides[max(0, near - FEW_DATES) : near]
    if before:
        floor = pieces.drafts[index - 1].end if index else 0
        year = _year_before(text, before, draft.start, floor) or _year_of_clause(
            text, before, draft
        )
        if year:
            return None if year is TWO_YEARS else year
    dates = (*before, *asides[near : near + FEW_DATES])
    return _year_of_labels(container) or (None if any(map(_is_year, dates)) else over)


def _year_of_labels(container: Container) -> int | None:
    """The year that a cell's headers or row labels name."""
    if container.kind != "cell":
        return None
    return labels_to_year(container.header, rows_to_labels(container.row_labels))


def _is_year(aside: Aside) -> bool:
    return aside.rule in _YEAR_RULES


def _year_before(text: str, asides: Sequence[Aside], start: int, floor: int) -> int | None:
    """The year right before a figure: “’24년 200명”, “’25년(목표) 180명”; TWO_YEARS of “’23~’24년
    200명”. asides: those before it; none counts that begins before floor.
    """
    aside = asides[-1]
    if aside.rule not in _YEAR_RULES or aside.start < floor:
        return None
    if _ends_span(text, asides):
        return TWO_YEARS
    between = _ROLE_IN_BRACKETS.sub("", text[aside.end : start]).removesuffix("(")
    if len(between) > NEAR_YEAR or _SEPARATED.search(between) or _SPAN_GOES_ON.match(between):
        return None
    event = _leaves_bracket(between) and is_act(_CLOSER.split(between)[0].strip())
    if event or holds(between[:COMPARED_WITHIN], "compared"):
        return None  # “가람(’23년 개최) 12개소”; “(’25년 목표) 12개소” is of 2025
    return _aside_to_year(text, aside)


def _ends_span(text: str, asides: Sequence[Aside]) -> bool:
    """Whether the last left-out digits are the end of “’23~’24년”, “2021년부터 2025년까지”."""
    if len(asides) < 2 or asides[-2].rule not in _YEAR_RULES:
        return False
    between = text[asides[-2].end : asides[-1].start]
    return between.rstrip().endswith("~") or bool(_SPAN_GOES_ON.fullmatch(between.rstrip()))


def _year_in_bracket(text: str, asides: Sequence[Aside], near: int, end: int) -> int | None:
    """The year that opens the bracket behind a figure: “180명(’25년)”, “44.4%(’23년 기준)”."""
    if near >= len(asides) or asides[near].rule not in _YEAR_RULES:
        return None
    aside = asides[near]
    if text[end : aside.start].strip() != "(" or not _YEAR_FILLS.match(text, aside.end):
        return None
    return _aside_to_year(text, aside)


def _year_of_clause(text: str, asides: Sequence[Aside], draft: Draft) -> int | None:
    """The year that a figure's clause begins with, or its whole line: “2024년 실적 : 물량
    243톤(목표 대비 99%), 금액 58억원”. A year that opens a line or a bracket holds over commas, to
    the end of the bracket; any other to the next comma, and where it is the clause's only one. What
    a closed bracket says is passed over; “전년 동기(176억원)” is of the year before, “5년” of none.
    """
    start = draft.start
    dates = [a for a in asides if a.reason == "date" and not _leaves_bracket(text[a.end : start])]
    if not dates or (draft.unit is not None and draft.unit.dimension == "time"):
        return None
    year = dates[-1]
    if not _YEAR_ALONE.match(text[year.start : year.end]) or _is_of_another(text, dates, start):
        return None
    return _aside_to_year(text, year)


def _is_of_another(text: str, dates: Sequence[Aside], start: int) -> bool:
    """Whether a figure behind the last of these dates is of another period."""
    if _BEFORE_FIGURE.search(text[max(0, start - NEAR_YEAR) : start]):
        return True
    opens = _opens(text, dates[-1])
    if not opens and len(dates) > 1 and _is_one_piece(text[dates[-2].end : dates[-1].start]):
        return True
    return _is_left(text[dates[-1].end : start], opens=opens)


def _opens(text: str, year: Aside) -> bool:
    """Whether a year opens its line, or a bracket; behind a head in brackets where it is surely a
    year: “(재원별) 2023년”, not “(IHO) 1921 설립”.
    """
    before = text[: year.start].rstrip()
    if not before.strip(OPENING) or before.endswith(("(", "[")):
        return True
    surely = not text[year.start : year.end].strip().isdecimal()
    return surely and not _OPENING_HEAD.sub("", before).strip(OPENING)


def _is_left(between: str, *, opens: bool) -> bool:
    """Whether what stands between a year and a figure ends what the year speaks of, or makes it
    another's: “2021년 이후”, “2023년 본예산(12억원) 대비”.
    """
    if len(between) > LONGEST_CLAUSE or _SPAN_GOES_ON.match(between):
        return True
    if holds(_IN_BRACKETS.sub("", between)[:COMPARED_WITHIN], "compared"):
        return True
    ends = _NEXT_CLAUSE.search(between)
    return bool(ends or (not opens and _NEXT_PIECE.search(between)))


def _is_one_piece(between: str) -> bool:
    """Whether two years stand in one piece of a clause: “2021년 7억원에서 2027년 12억원으로”."""
    return not (_NEXT_CLAUSE.search(between) or _NEXT_PIECE.search(between))


def _leaves_bracket(between: str) -> bool:
    """Whether a bracket that was open at the beginning is closed.

    >>> _leaves_bracket("년 개소) 운영 "), _leaves_bracket("년 운영(가람) ")
    (True, False)
    """
    depth = 0
    for letter in between:
        depth += (letter in "([") - (letter in ")]")
        if depth < 0:
            return True
    return False


def over_to_year(caption: str | None, heading: str | None) -> int | None:
    """The year that a caption names, or that a heading or the line above opens with; None where one
    names two.

    >>> over_to_year("2025년 예산", None), over_to_year("2023~2025년 투자", None)
    (2025, None)
    >>> [over_to_year(None, text) for text in ("□ 2024년 주요성과", "연안 정비(’24.~)", "<개정 2019. 1. 23>")]
    [2024, None, None]
    """
    opens = heading and _OPENS_WITH_YEAR.match(heading)
    for text in filter(None, (caption, heading if opens else None)):
        years = {int(hit[1] or hit[2] or hit[3]) % 100 for hit in _ANY_YEAR.finditer(text)}
        if years:
            return text_to_year(text) if len(years) == 1 else None
    return None


@functools.lru_cache(maxsize=8192)
def labels_to_now(header: tuple[str, ...], rows: tuple[str, ...]) -> bool:
    """Whether the labels name the period that the table is about, beside the one before it.

    >>> [labels_to_now((head,), ()) for head in ("당기말", "전기말", "제5기(당기)")]
    [True, False, True]
    """
    labels = (label_to_twin(label).replace(" ", "").rstrip(")") for label in (*header, *rows))
    return any(ends_in(label, "period_now") for label in labels)


@functools.lru_cache(maxsize=8192)
def labels_to_year(header: tuple[str, ...], rows: tuple[str, ...]) -> int | None:
    """The year that the headers name, the innermost first, else a row label."""
    for label in (*reversed(header), *reversed(rows)):
        if year := text_to_year(label.replace("‘", "’").replace("`", "’").replace("'", "’")):
            return year
    return None


def _aside_to_year(text: str, aside: Aside) -> int | None:
    hit = _YEAR.search(text[aside.start : aside.end])
    if hit is None:
        return None
    return int(hit[1]) if len(hit[1]) == 4 else 2000 + int(hit[1])


def figure_to_bases(
    text: str, pieces: Pieces, index: int, container: Container
) -> tuple[str | None, str | None]:
    """(time_basis, headcount_basis): 누적, 기준; 실인원, 연인원."""
    draft = pieces.drafts[index]
    begin, _ = pieces.left(index)
    label = text[max(begin, draft.start - 24) : draft.start]
    behind = (
        _BRACKET_BEHIND.match(text, draft.end)
        if text.find("(", draft.end, draft.end + 16) >= 0
        else None
    )
    around = label + " " + (behind[1] if behind else "")
    return (
        words_to_bases(around, container.header, container.title)
        if container.kind == "cell"
        else words_to_bases(around, (), None)
    )


@functools.lru_cache(maxsize=8192)
def words_to_bases(
    around: str, header: tuple[str, ...], title: str | None
) -> tuple[str | None, str | None]:
    """(time_basis, headcount_basis) that the words at a figure, its headers and its table's caption
    say.
    """
    if header:
        around += " " + " ".join(header)
    time = "cumulative" if _holds(around, "basis_cumulative") else None
    if time is None and (_AS_OF.search(around) or (title and _AS_OF.search(title))):
        time = "as_of"
    if _holds(around, "heads_unique"):
        return time, "unique"
    return time, "cumulative" if _holds(around, "heads_cumulative") else None


def _holds(text: str, feature: str) -> bool:
    return holds(text, feature)


def figure_to_qualifiers(text: str, pieces: Pieces, index: int) -> tuple[str, ...]:
    """총, 연, 누적, 실인원 … as printed: directly before the figure, or alone in the brackets
    behind it.
    """
    draft = pieces.drafts[index]
    begin, _ = pieces.left(index)
    found: list[str] = []
    for token in reversed(text[begin : draft.start].split()[-3:]):
        if not has(token, "qualifier_before"):
            break
        found.insert(0, token)
    bracket = _BRACKET_AT.match(text, draft.end)
    if bracket and has(bracket[1].strip(), "qualifier_behind"):
        found.append(bracket[1].strip())
    return tuple(found)


def figure_to_per(
    text: str, pieces: Pieces, index: int, asides: Sequence[Aside], near: int
) -> str | None:
    """What the figure is counted for: “1인 35만원”, “팀당 10백만원”, “월 23만원”, “분기 1회”."""
    draft = pieces.drafts[index]
    if (
        near
        and (aside := asides[near - 1]).reason == "denominator"
        and _PER_TO_FIGURE.fullmatch(text[aside.end : draft.start])
    ):
        return _PER_ENDING.sub("", text[aside.start : aside.end]).replace(" ", "")
    if behind := _PER_BEHIND.match(text, draft.end):
        return behind[1]
    if index and draft.role and text[pieces.drafts[index - 1].end : draft.start].strip() == "→":
        return figure_to_per(text, pieces, index - 1, asides, near)  # “1인당 380→460만원”
    before = text[max(0, draft.start - 14) : draft.start]
    return _before_to_per(before, draft.unit.dimension if draft.unit else None)


def _before_to_per(before: str, dimension: str | None) -> str | None:
    """What the words before a figure in a unit of that dimension say it is counted for.

    >>> [_before_to_per(before, "people") for before in ("반별 ", "팀당 최대 ", "담당 ")]
    ['반', '팀', None]
    """
    names = values_of("per_name")
    if dimension in _FOR_EACH and (hit := _PER_EACH.search(before)):
        word = hit[1] or hit[2]
        return None if has(hit[1], "not_each") else str(names.get(word, word))
    hit = _PER.search(before)
    word = _word_to_per(hit[1], dimension) if hit else None
    return str(names.get(word, word)) if word else None


def _word_to_per(word: str, dimension: str | None) -> str | None:
    """What a word right before a figure says it is counted for, None where it is no such word.

    >>> _word_to_per("회당", "people"), _word_to_per("연", "times"), _word_to_per("연", "people")
    ('회', '연', None)
    """
    if _PER_ENDING.search(word) and len(word) > 1 and not has(word, "per_word"):
        return None if ends_in(word, "not_per") else word[:-1]
    only = values_of("per_only")
    if not has(word, "per_word") or (word in only and dimension not in only[word]):
        return None
    return _PER_ENDING.sub("", word)
