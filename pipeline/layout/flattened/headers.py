"""Where a programme table begins in flattened text: a run of lines that holds nothing but words
of column headers; and words that stand for another column beside the others than alone: “과제명 |
세부과제”, “구분 | 사업명”."""

from __future__ import annotations

import functools
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.layout.flattened.spans import Span
from pipeline.lexicon import having, words
from pipeline.lexicon.headers import COUPLED, YEAR_BEFORE, couple_to_role, header_words, tail_words
from pipeline.model import Line
from pipeline.pattern import lazy_pattern, named
from pipeline.text import close_up

LONGEST_LINE = 500  # characters, its blanks included
MAX_HEADER_LINES = 24
READINGS_KEPT = 4096  # closed-up texts: a report's headers have dozens, and say them again
FEWEST_WORDS = 3  # of a header told by the blanks between its words
BRACKET = lazy_pattern(r"[(（\[][^()（）\[\]]{0,20}[)）\]]")
OPENED = lazy_pattern(r"[(（\[][^()（）\[\]]{0,20}$")
CLOSED = lazy_pattern(r"^[^()（）\[\]]{0,20}[)）\]]")
UNIT_NOTE = named("layout.unit_note")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a programme table: lines first..last, and its words in print order with their
    role and stretches.
    """

    first: int  # index into the lines
    last: int
    columns: tuple[HeaderColumn, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(c.role for c in self.columns)


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    role: str
    spans: tuple[Span, ...]


class HeaderWord(NamedTuple):
    """A word of a header, as a stretch of the closed-up text, with its role."""

    start: int
    end: int
    role: str


@functools.cache
def _letters() -> frozenset[str]:
    return frozenset("".join(header_words()) + "".join(tail_words()) + "·/")


@functools.cache
def _coupled_words() -> frozenset[str]:
    return tail_words() | header_words().keys()


@functools.cache
def _most_letters() -> int:
    return max(map(len, _coupled_words()))


def _word_at(text: str, start: int, known: Container[str]) -> str | None:
    """The longest of the known words that begins there.

    >>> _word_at("추진실적및성과", 0, {"추진", "추진실적"}), _word_at("추진실적", 1, {"추진"})
    ('추진실적', None)
    """
    longest = min(_most_letters(), len(text) - start)
    sizes = range(longest, 0, -1)
    return next((w for n in sizes if (w := text[start : start + n]) in known), None)


def may_be_header(text: str) -> bool:
    """Whether a line could be part of a header: short, and made of letters that header words are
    made of.

    >>> may_be_header("과제 단 위 사 업 세부사업(112개)"), may_be_header("집행"), may_be_header("○ 운영")
    (True, True, False)
    >>> may_be_header("과제 단위사업 2026년 추진실적")
    True
    """
    if len(text) > LONGEST_LINE:
        return False
    bare = YEAR_BEFORE.sub("", "".join(BRACKET.sub("", text).split()))
    return (len(bare) <= 60 and bool(bare) and _letters().issuperset(bare)) or bool(
        UNIT_NOTE.fullmatch(text.strip())
    )


def lines_to_columns(spans: Sequence[Span]) -> tuple[HeaderColumn, ...] | None:
    """The header's words with their roles if the stretches hold nothing else, None otherwise.

    Spread and wrapped words count (“단 위 사 업”, “집행|액”); what stands in brackets goes with the
    word before it.
    """
    chars = [(s, k) for s in spans for k in range(s.start, s.end) if not s.line.text[k].isspace()]
    found = _closed_to_words("".join(s.line.text[k] for s, k in chars))
    return None if found is None else _words_to_columns(found, chars)


@functools.lru_cache(maxsize=READINGS_KEPT)
def _closed_to_words(text: str) -> tuple[HeaderWord, ...] | None:
    """The header words that a closed-up text consists of, None if it holds anything else.

    >>> [(w.start, w.end, w.role) for w in _closed_to_words("과제단위사업") or ()]
    [(0, 2, 'group'), (2, 6, 'programme')]
    """
    at, found = 0, []
    while at < len(text):
        year = YEAR_BEFORE.match(text, at)
        start = year.end() if year else at
        word = _word_at(text, start, header_words())
        if word is None:
            return None
        alone = start + len(word)
        coupled = _couple_at(text, alone)
        bracket = BRACKET.match(text, coupled)
        end = bracket.end() if bracket else coupled
        role = couple_to_role(text[start:coupled]) if coupled > alone else None
        found.append(HeaderWord(at, end, role or header_words()[word]))
        at = end
    return tuple(found)


def _words_to_columns(
    found: Sequence[HeaderWord], chars: Sequence[tuple[Span, int]]
) -> tuple[HeaderColumn, ...]:
    return tuple(HeaderColumn(w.role, _chars_to_spans(chars[w.start : w.end])) for w in found)


def spans_to_words(spans: Sequence[Span]) -> tuple[HeaderColumn, ...] | None:
    """The same where each word between blanks is a header word of its own, three at least.

    Source: “과제 사업 추진실적”, whose last two are one word of another header when closed up.
    """
    found: list[HeaderColumn] = []
    for span in spans:
        at = span.start
        for word in span.text.split():
            at = span.line.text.index(word, at)
            own = lines_to_columns([Span(span.line, at, at + len(word))])
            if own is None or len(own) > 1:
                return None
            found.extend(own)
            at += len(word)
    return tuple(found) if len(found) >= FEWEST_WORDS else None


def _couple_at(text: str, end: int) -> int:
    """Where a header word that ends at `end` ends with the words coupled to it: “추진내용 및 실적”."""
    while (couple := COUPLED.match(text, end)) and (
        more := _word_at(text, couple.end(), _coupled_words())
    ):
        end = couple.end() + len(more)
    return end


def _chars_to_spans(chars: Sequence[tuple[Span, int]]) -> tuple[Span, ...]:
    cut: dict[int, tuple[Line, int, int]] = {}
    for span, k in chars:
        line, start, _ = cut.get(id(span.line), (span.line, k, k))
        cut[id(span.line)] = (line, start, k + 1)
    return tuple(Span(*c) for c in cut.values())


def span_to_columns(span: Span) -> tuple[HeaderColumn, ...] | None:
    """The header words of one stretch, None if it holds anything else or heads nothing."""
    return (
        lines_to_columns([span])
        if may_be_header(span.text) and not UNIT_NOTE.fullmatch(span.text.strip())
        else None
    )


def is_programme_header(columns: Sequence[HeaderColumn]) -> bool:
    """A programme column, and beside it what was achieved or at least two other columns of a
    programme table.
    """
    return is_programme_roles([c.role for c in columns])


def is_programme_roles(roles: Sequence[str]) -> bool:
    """Whether columns of these roles make a programme table.

    >>> is_programme_roles(["programme", "achievements"]), is_programme_roles(["programme", "budget"])
    (True, False)
    """
    strong = set(roles) & set(words("headings")["role"]["strong"])
    extra = set(roles) & set(words("headings")["role"]["extra"])
    return "programme" in strong and (
        "achievements" in strong or ("group" in strong and len(extra) >= 1) or len(extra) >= 3
    )


def lines_to_headers(lines: Sequence[Line]) -> tuple[Header, ...]:
    """Every header of a programme table, in order; a header may be spread over lines with blank
    lines between.

    >>> lines = [Line(1, None, "과제"), Line(2, None, ""), Line(3, None, "단위사업 추진"), Line(4, None, "실적"), Line(5, None, "1. 가")]
    >>> [(h.first, h.last, h.roles) for h in lines_to_headers(lines)]
    [(0, 3, ('group', 'programme', 'achievements'))]
    """
    found: list[Header] = []
    k = 0
    while k < len(lines):
        header = _header_at(lines, k) if may_be_header(OPENED.sub("", lines[k].text)) else None
        if header:
            found.append(header)
        k = header.last + 1 if header else k + 1
    return tuple(found)


def _header_at(lines: Sequence[Line], first: int) -> Header | None:
    """The longest header that begins on line `first`.

    The longest reading is tried first, and none at all where the words of the lines could make no
    programme table whatever their order: 1,500 lines “합계” were read 24 lines deep from each of
    them, every depth anew.
    """
    ends, spans = _header_lines(lines, first)
    if not _may_be_programme(_named_roles("".join(close_up(s.text) for s in spans))):
        return None
    for count in range(len(spans), 0, -1):
        readings = (read(spans[:count]) for read in (lines_to_columns, spans_to_words))
        settled = (settle_columns(columns) for columns in readings if columns)
        columns = next((columns for columns in settled if is_programme_header(columns)), None)
        if columns:
            return Header(first, ends[count - 1], columns)
    return None


def _header_lines(lines: Sequence[Line], first: int) -> tuple[list[int], list[Span]]:
    """The lines from `first` on that could be one header's, by their index and their stretch."""
    ends: list[int] = []
    spans: list[Span] = []
    opened = False
    for k in range(first, min(first + MAX_HEADER_LINES, len(lines))):
        text = lines[k].text
        if not text.strip() or UNIT_NOTE.fullmatch(text.strip()):
            continue
        rest = CLOSED.sub("", text.strip()) if opened else text
        opened = OPENED.search(rest) is not None  # “예산액(백” over “만원)”
        rest = OPENED.sub("", rest)
        if rest.strip() and not may_be_header(rest):
            break
        ends.append(k)
        spans.append(Span(lines[k], 0, len(text)).stripped())
    return ends, spans


@functools.lru_cache(maxsize=READINGS_KEPT)
def _named_roles(closed: str) -> frozenset[str]:
    """The roles of which any word stands anywhere in a closed-up text.

    >>> sorted(_named_roles("합계사업합계"))
    ['programme', 'total']
    """
    return frozenset(r for r, shortest in _shortest_words() if any(w in closed for w in shortest))


@functools.cache
def _shortest_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each role's words, without those that hold a shorter one of them."""
    by_role: dict[str, list[str]] = {}
    for word, role in header_words().items():
        by_role.setdefault(role, []).append(word)
    return tuple(
        (role, tuple(w for w in own if not any(o in w for o in own if o != w)))
        for role, own in by_role.items()
    )


def _may_be_programme(named: frozenset[str]) -> bool:
    """Whether words of these roles could be settled into a programme table's: results without a
    target count as achievements, and of two levels over them the last is the programmes'.

    >>> _may_be_programme(frozenset({"total"})), _may_be_programme(frozenset({"group", "actual"}))
    (False, True)
    """
    told = {"achievements", "actual"} & named
    extra = named & set(words("headings")["role"]["extra"])
    return bool(
        ("programme" in named and (told or ("group" in named and extra) or len(extra) >= 3))
        or ("group" in named and told)
    )


def settle_columns(columns: Sequence[HeaderColumn]) -> tuple[HeaderColumn, ...]:
    """The columns with the roles that they have beside one another; one column of labels alone may
    hold what stands between areas and titles.

    Source: “분야 | 단위사업 | 추진실적” with rows Ⅰ., Ⅱ. over the whole table; without those the
    labels are told to be areas later.
    """
    roles = settle_roles(
        [c.role for c in columns], ["".join(s.text for s in c.spans) for c in columns]
    )
    if set(roles) == {"area", "programme", "achievements"}:
        roles[roles.index("area")] = "group"
    return tuple(
        HeaderColumn(role or c.role, c.spans) for role, c in zip(roles, columns, strict=True)
    )


def settle_roles(roles: Sequence[str | None], texts: Sequence[str]) -> list[str | None]:
    """The roles of a programme table's columns, one column of labels among them; texts: the
    header's words.

    Left of the programmes a word for nothing (구분) or a coarser one (과제명 before 세부과제)
    stands over their groups, where no other column does. Where no word is for programmes, the last
    of several levels is theirs (“전략 | 과제 | 추진실적”). What was done without a target beside it
    (실적) is what was achieved.

    >>> settle_roles(["label", "programme", "actual"], ["구분", "사업명", "실적"])
    ['group', 'programme', 'achievements']
    >>> settle_roles(["group", "group", "achievements"], ["전략", "과제", "추진실적"])
    ['group', 'programme', 'achievements']
    >>> settle_roles(["programme", "programme", "achievements"], ["과제명", "세부과제", "추진실적"])
    ['group', 'programme', 'achievements']
    >>> settle_roles(["group", "programme", "target", "actual"], ["과제", "사업명", "목표", "실적"])
    ['group', 'programme', 'target', 'actual']
    """
    found = list(roles)
    if "programme" not in found and "achievements" in found and _coarse(found) > 1:
        found[max(c for c, r in enumerate(found) if r == "group")] = "programme"
    return _settle_beside(found, texts) if "programme" in found else found


def _settle_beside(found: list[str | None], texts: Sequence[str]) -> list[str | None]:
    """The roles of columns beside one for programmes."""
    if (
        not {"achievements", "target", "achievement_rate"} & set(found)
        and found.count("actual") == 1
    ):
        found[found.index("actual")] = "achievements"
    if "group" in found or "area" in found or "achievements" not in found:
        return found  # “구분 | 주요사업” is a table of the front matter
    titles = [c for c, r in enumerate(found) if r == "programme"]
    if len(titles) > 1 and is_finer(texts[titles[-1]], texts[titles[0]]):
        found[titles[0]] = "group"
    elif "label" in found[: titles[0]]:
        found[found.index("label")] = "group"
    return found


def _coarse(roles: Sequence[str | None]) -> int:
    """How many columns before the achievements name levels, the last one tasks."""
    labels = [r for r in roles[: roles.index("achievements")] if r in ("area", "group", "label")]
    return len(labels) if labels[-1:] == ["group"] else 0


def is_finer(word: str, other: str) -> bool:
    """Whether a word for programmes names smaller ones than another does: it says so (세부, 단위 …)
    and the other one does not.

    >>> is_finer("세부과제", "과제명"), is_finer("세부사업", "단위사업")
    (True, False)
    """
    finer = having("finer_modifier")
    return close_up(word).startswith(finer) and not close_up(other).startswith(finer)
