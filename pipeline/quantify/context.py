"""What keeps an analyst from adding wrongly: roles, years, bases, phases, qualifiers and
denominators, only where printed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from pipeline.lexicon import words
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Container
from pipeline.pattern import lazy_pattern
from pipeline.quantify.aside import Aside
from pipeline.quantify.labels import rows_to_labels
from pipeline.quantify.pieces import Pieces

_BRACKET_BEHIND = lazy_pattern(r"\s?[가-힣·\s]{0,12}?\(([^()]{1,24})\)")
_BRACKET_AT = lazy_pattern(r"\s?\(([^()]{1,24})\)")
_YEAR = lazy_pattern(r"’?\s?(\d{4}|\d{2})")
_YEAR_RULES = frozenset(
    ["apostrophe_year", "full_date", "calendar_year", "two_digit_year", "year_decimal_point"]
)
_ANY_YEAR = lazy_pattern(r"(?:(?<!\d)((?:19|20)\d{2})(?![\d,])|’\s?(\d{2})(?!\d)|(?<!\d)(\d{2})년)")
_ROLE_IN_BRACKETS = lazy_pattern(r"^\s?\([가-힣]{2,6}\)")  # “’25년(목표) 180명”
_ROLE_BEFORE = lazy_pattern(r"\([’\d.년월\s]{0,8}([가-힣]{2,6})\*?\)\s?$")
_SPAN = lazy_pattern(r"\d\.?년?\s?[~∼～-]\s?[’‘']?\d{2,4}")
_SEPARATED = lazy_pattern(r"[,;→/(]")
_PER = lazy_pattern(
    r"(?:^|[\s(,:/·])([가-힣]{1,6}당|[가-힣]{1,2}별?|\d?[가-힣]{1,2})\s?(?:최대|최소|총|약|각|평균)?\s?$"
)
_PER_EACH = lazy_pattern(
    r"(?<![가-힣])([가-힣]{1,5})(?<!특)별\s?(?:최대|최소|총|약|각|평균)?\s?$|(?<![가-힣])([일주월연])\s?평균\s?(?:약\s?)?$"
)
_PER_BEHIND = lazy_pattern(
    r"\s?/\s?(1?인|1?명|월|년|일|주|회|가구|세대|팀|㎡|㎥|개소|시간|분|초|대|㎞|톤|ha|㎏|kg|ℓ|[Lhs](?![A-Za-z]))(?![가-힣])"
)


@functools.cache
def _roles() -> dict[str, Any]:
    return words("roles")


@functools.lru_cache(maxsize=8192)
def words_to_key(section: str, text: str) -> str | None:
    """The key of a roles.toml section whose word ends a token of the text; the last token first,
    the longest word first.

    >>> words_to_key("figure_role", "성과목표"), words_to_key("budget_phase", "예산현액"), words_to_key("figure_role", "전년 대비")
    ('target', 'current', None)
    """
    tokens = [t for t in re.split(r"[\s()\[\],:·/>＞~]+", text) if t]
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.endswith("대비") or (
            at + 1 < len(tokens) and tokens[at + 1].startswith(("대비", "보다"))
        ):
            continue
        best: tuple[int, str] | None = None
        joined = tokens[at - 1] + token if at else token  # “지난해 실적” is the year before's
        for key, many in _roles()[section].items():
            for word in many:
                if joined.endswith(word) and (best is None or len(word) > best[0]):
                    best = (len(word), key)
        if best:
            return best[1]
    return None


def _label(text: str, pieces: Pieces, index: int) -> str:
    """The words before the figure in its piece, and before its colon."""
    begin, _ = pieces.left(index)
    label = text[begin : pieces.drafts[index].start]
    colon = pieces.colon_before(index)
    head = re.split(r"[\n;,)(]", text[max(0, colon - 24) : colon])[-1] if colon >= 0 else ""
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
    if tail and tail[-1] in ("예정", "목표", "계획"):
        return words_to_key("figure_role", tail[-1])
    bracket = _BRACKET_AT.match(text, draft.end)
    if (
        bracket
        and not any(c.isdecimal() for c in bracket[1])
        and (found := words_to_key("figure_role", bracket[1]))
    ):
        return found
    colon = pieces.colon_before(index)
    head = (
        re.split(r"[\n;,)(\s]", text[max(0, colon - 16) : colon].rstrip())[-1] if colon >= 0 else ""
    )
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
        hit is None or "대비" in text or _SPAN.search(text)
    ):  # “’24년 당초 대비”: the year compared with; “’20.~’22.”: of two
        return None
    return int(hit[1]) if hit[1] else 2000 + int(hit[2] or hit[3])


def figure_to_year(
    text: str, pieces: Pieces, index: int, asides: Sequence[Aside], container: Container, near: int
) -> int | None:
    """The year the figure is about: printed at it, or in the brackets behind it, else in its
    headers. near: asides before it.
    """
    draft = pieces.drafts[index]
    floor = pieces.drafts[index - 1].end if index else 0
    if near and (aside := asides[near - 1]).rule in _YEAR_RULES and aside.start >= floor:
        between = _ROLE_IN_BRACKETS.sub("", text[aside.end : draft.start]).removesuffix("(")
        if (
            aside.start
            and text[: aside.start].rstrip().endswith("~")
            and near > 1
            and asides[near - 2].rule in _YEAR_RULES
        ):
            return None  # “’23~’24년 200명” is about two years
        if (
            len(between) <= 25
            and not _SEPARATED.search(between)
            and not between.lstrip().startswith(("~", "부터", "까지", "이후"))
        ):
            return _aside_to_year(text, aside)
    if (
        near < len(asides)
        and asides[near].rule in _YEAR_RULES
        and text[draft.end : asides[near].start].strip() == "("
    ):
        aside = asides[near]
        if text[aside.end : aside.end + 1] == ")":
            return _aside_to_year(text, aside)
    return (
        labels_to_year(container.header, rows_to_labels(container.row_labels))
        if container.kind == "cell"
        else None
    )


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
    time = "cumulative" if "누적" in around or "누계" in around else None
    if time is None and (_is_as_of(around) or (title and _is_as_of(title))):
        time = "as_of"
    compact = around.replace("실 인원", "실인원").replace("연 인원", "연인원")
    return time, "unique" if "실인원" in compact else "cumulative" if "연인원" in compact else None


def _is_as_of(text: str) -> bool:
    """“’24.12월 기준”, “현재 기준”: 기준 behind a date; “기준 인원” is none."""
    return bool(
        "기준" in text and re.search(r"[\d월일말.)현재]\s?기준(?!\s?[가-힣])", text)
    ) or text.strip().endswith(" 기준")


def figure_to_qualifiers(text: str, pieces: Pieces, index: int) -> tuple[str, ...]:
    """총, 연, 누적, 실인원 … as printed: directly before the figure, or alone in the brackets
    behind it.
    """
    lexicon = _roles()["qualifiers"]
    draft = pieces.drafts[index]
    begin, _ = pieces.left(index)
    found: list[str] = []
    for token in reversed(text[begin : draft.start].split()[-3:]):
        if token not in lexicon["before"]:
            break
        found.insert(0, token)
    bracket = _BRACKET_AT.match(text, draft.end)
    if bracket and bracket[1].strip() in lexicon["behind"]:
        found.append(bracket[1].strip())
    return tuple(found)


def figure_to_per(
    text: str, pieces: Pieces, index: int, asides: Sequence[Aside], near: int
) -> str | None:
    """What the figure is counted for: “1인 35만원”, “팀당 10백만원”, “월 23만원”, “분기 1회”."""
    draft = pieces.drafts[index]
    lexicon = _roles()["per"]
    if (
        near
        and asides[near - 1].reason == "denominator"
        and not text[asides[near - 1].end : draft.start].strip(" 최대총약각평균월")
    ):
        return (
            text[asides[near - 1].start : asides[near - 1].end].removesuffix("당").replace(" ", "")
        )
    if behind := _PER_BEHIND.match(text, draft.end):
        return behind[1]
    if index and draft.role and text[pieces.drafts[index - 1].end : draft.start].strip() == "→":
        return figure_to_per(text, pieces, index - 1, asides, near)  # “1인당 380→460만원”
    before = text[max(0, draft.start - 14) : draft.start]
    each = draft.unit is not None and draft.unit.dimension in lexicon["each"]["dimensions"]
    if each and (hit := _PER_EACH.search(before)):
        word = hit[1] or hit[2]
        return (
            None
            if hit[1] in lexicon["not_each"]["words"]
            else str(lexicon["names"].get(word, word))
        )
    hit = _PER.search(text[max(0, draft.start - 14) : draft.start])
    if hit is None:
        return None
    word, dimension = hit[1], draft.unit.dimension if draft.unit else None
    if word.endswith("당") and len(word) > 1 and word not in lexicon["bare"]:
        return None if word.endswith(tuple(lexicon["not_per"]["words"])) else word[:-1]
    if word not in lexicon["bare"] or (
        word in lexicon["only"] and dimension not in lexicon["only"][word]
    ):
        return None
    return str(lexicon["names"].get(word, word.removesuffix("당")))
