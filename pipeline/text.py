"""Small readings of the start of a line, shared by the stages: bullets, numberings, widths of
Korean text; and the one step from the characters of a source to those that are matched.

Every reader takes a text and a position and gives a position and a value; words and marks lie in
lexicon/marks.toml.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicon import has, words
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Origin
from pipeline.pattern import Pattern, any_of, lazy_pattern, named

BRACKET = lazy_pattern(r"[(（\[][^()（）\[\]]{0,40}[)）\]]")
PARTS = named("text.number_parts")
FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
LATIN_ROMANS = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
)
SOFT_HYPHEN = "\u00ad"
# what prints nothing: Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt), of which
# the soft hyphen is looked at by itself and the Hangul fillers that are a syllable wide are blanks
UNSEEN = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufff8\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# what prints as a blank: Unicode's blanks, fillers and the empty braille cell, and the control
# characters, which are what is left of a blank in fonts that name no character for it (pdfminer
# gives Chromium's blank as U+0001); tabs and form feeds keep their sense, and the ideographic
# blank its two columns
BLANKS = (
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f"
    "\u2800\u3164\uffa0"
)
STARS = lazy_pattern(r"[*＊]+")
MOST_STARS = 3  # of a note's mark; more are a rule
NOTE_OPENS = "(（「『[‘“'\""
ODD = lazy_pattern(f"[{SOFT_HYPHEN}{UNSEEN}{BLANKS}]")
IS_UNSEEN = lazy_pattern(f"[{UNSEEN}]")
IS_BLANK = lazy_pattern(f"[{BLANKS}]")


def is_plain(source: str) -> bool:
    """Whether a source's characters are those that are matched: composed, all seen, plain blanks.

    >>> is_plain("운영 3회"), is_plain("1,2\u200b40명"), is_plain("\u110b\u116e")
    (True, False, False)
    """
    return ODD.search(source) is None and unicodedata.is_normalized("NFC", source)


def source_to_seen(source: str, *, hyphens_print: bool = False) -> tuple[str, Origin | None]:
    """The characters that are seen and matched, and which characters of the source each stands for
    (None where they are the same): composed (NFC), without those that print nothing, every odd
    blank one blank.

    Every line passes here once, so that no look-up behind it meets two spellings of one print. A
    soft hyphen behind a letter is where a word may be broken and prints nothing; `hyphens_print`:
    it is a glyph with a width, a dash. One with no letter before it is a mark.
    Source: Unicode Standard Annex 15 (composition goes from the last starter on).

    >>> text, origin = source_to_seen("1,2\u200b40\x01\u1106\u1167\u11bc")
    >>> text, origin.cut(0, 3), origin.cut(6, 7)
    ('1,240 명', '1,2\u200b', '\u1106\u1167\u11bc')
    >>> source_to_seen("\u00ad 배\u00ad움")[0], source_to_seen("운영")
    ('\u00ad 배움', ('운영', None))
    """
    if is_plain(source):
        return source, None
    text: list[str] = []
    starts: list[int] = []
    cluster, first = "", 0
    for at, c in _seen_characters(source, hyphens_print):
        if cluster and not _joins(cluster, c):
            first = _add_cluster(cluster, first, at, text, starts)
            cluster = ""
        cluster += c
    if cluster:
        _add_cluster(cluster, first, len(source), text, starts)
    starts.append(len(source))
    return "".join(text), Origin(source, tuple(starts))


def _seen_characters(source: str, hyphens_print: bool) -> Iterator[tuple[int, str]]:
    """The characters of a source that print, with where they stand."""
    before = " "
    for at, c in enumerate(source):
        if IS_UNSEEN.match(c) or (c == SOFT_HYPHEN and not (hyphens_print or before.isspace())):
            continue
        before = " " if IS_BLANK.match(c) else c
        yield at, before


def _joins(cluster: str, c: str) -> bool:
    """Whether a character belongs to the one before it, in print or in its composed form."""
    if (
        c < "\u0300" or 0x3400 <= ord(c) <= LAST_SYLLABLE
    ):  # no mark and no vowel of a syllable is there
        return False
    if unicodedata.combining(c):
        return True
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", c)
    return unicodedata.normalize("NFC", cluster + c) != apart


def _add_cluster(cluster: str, first: int, end: int, text: list[str], starts: list[int]) -> int:
    """Adds a cluster's composed form: where it is several characters, the first one stands for all
    of the source's. Gives the place where the next cluster begins."""
    made = unicodedata.normalize("NFC", cluster)
    text.append(made)
    starts.append(first)
    starts.extend([end] * (len(made) - 1))
    return end


@dataclass(frozen=True, slots=True)
class Bullet:
    """A mark that opens a line: its characters, its family, and where the text behind it begins."""

    mark: str
    family: str
    end: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """A number that opens a title: as printed without its punctuation, its kind, its value, where
    the title begins.

    value is the position it claims: (4,) for "4,", (1, 2) for "1-2", (3,) for "Ⅲ" and "다".
    """

    printed: str
    kind: str
    value: tuple[int, ...]
    end: int
    mistyped: bool = False


@functools.cache
def _bullets() -> dict[str, str]:
    return {mark: family for family, marks in words("marks")["bullet"].items() for mark in marks}


@functools.cache
def _numberings() -> tuple[tuple[str, str, Pattern[str]], ...]:
    return tuple(
        (n["name"], n["value"], lazy_pattern(n["pattern"])) for n in words("marks")["numbering"]
    )


@functools.cache
def _any_numbering() -> Pattern[str]:
    """All of them as one: most lines begin with none, and nine questions less tell so."""
    return lazy_pattern(any_of(n["pattern"] for n in words("marks")["numbering"]))


@functools.cache
def _counting_syllables() -> str:
    """The syllables that count, in their order."""
    order: str = words("marks")["order"]["hangul"]
    return order


def skip_blanks(text: str, at: int = 0) -> int:
    """The position of the first character that is no white space.

    >>> skip_blanks("  - 가")
    2
    """
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def mark_at(text: str, start: int) -> str:
    """The sign that stands there, or all the stars of a note's mark.

    >>> mark_at("** 표제어", 0), mark_at("○○구", 0)
    ('**', '○')
    """
    stars = STARS.match(text, start)
    return stars[0] if stars else text[start : start + 1]


def mark_to_family(mark: str) -> str | None:
    """The family of a mark, None of what is none. Private characters are signs of a symbol font,
    and several stars are a mark as one star is.

    >>> mark_to_family("**"), mark_to_family("\uf0d8"), mark_to_family("가"), mark_to_family("*****")
    ('note', 'private', None, None)
    """
    if len(mark) > MOST_STARS:
        return None
    known = _bullets().get(mark[:1])
    private = mark[:1] and unicodedata.category(mark[0]) == "Co"
    return known or ("private" if private else None)


def opens_note(text: str, start: int, mark: str) -> bool:
    """Whether stars open a note without a blank behind them: before a word or a bracket, and not
    round a word that is set off.

    >>> opens_note("*어항 개발", 0, "*"), opens_note("**강조** 표시", 0, "**"), opens_note("*)", 0, "*")
    (True, False, False)
    """
    behind = text[start + len(mark) : start + len(mark) + 1]
    word = behind.isalpha() or behind in tuple(NOTE_OPENS)
    return STARS.fullmatch(mark) is not None and word and mark not in text[start + len(mark) :]


@functools.lru_cache(
    maxsize=1 << 12
)  # a line is asked for its mark by layout and by every reading of the outline
def bullet_at(text: str, at: int = 0) -> Bullet | None:
    """The bullet that opens text at `at` (blanks before it passed over), None where there is none.

    Source: Korean reports open lines with a mark typed by hand, of whichever code point; a sign
    before a digit is arithmetic.

    >>> bullet_at(" ○ 운영").mark, bullet_at("o 운영").family, bullet_at("온라인"), bullet_at("-3.5%")
    ('○', 'circle', None, None)
    >>> bullet_at("** 10지점: 가람시").mark, bullet_at("*어항 개발").end, bullet_at("*****")
    ('**', 1, None)
    """
    start = skip_blanks(text, at)
    mark = mark_at(text, start)
    family = mark_to_family(mark)
    if family is None:
        return None
    behind = text[start + len(mark) : start + len(mark) + 1]
    table = words("marks")
    bare = mark in table["needs_blank"]["marks"] or mark not in _bullets()
    if bare and not (behind.isspace() or opens_note(text, start, mark)):
        return None
    if table["not_before"].get(family) == "digit" and behind.isdigit():
        return None
    return Bullet(mark, family, skip_blanks(text, start + len(mark)))


@functools.lru_cache(maxsize=1 << 12)
def numbering_at(text: str, at: int = 0) -> Numbering | None:
    """The numbering that opens text at `at`, None where there is none. A comma for a full stop is
    marked mistyped.

    >>> numbering_at("4,디지털").value, numbering_at("1-2. 직무").value, numbering_at("Ⅲ. 진입").value, numbering_at("1,321명")
    ((4,), (1, 2), (3,), None)
    >>> numbering_at("[전략 1] 일자리").value, numbering_at("Ⅰ-1 틈새없는").printed, numbering_at("2-1-3 2050 탄소중립").printed
    ((1,), 'Ⅰ-1', '2-1-3')
    >>> numbering_at("2.4050 중장년").end, numbering_at("57.6%"), numbering_at("다. 운영").value
    (2, None, (3,))
    """
    start = skip_blanks(text, at)
    if not _any_numbering().match(text, start):
        return None
    for name, kind, pattern in _numberings():
        m = pattern.match(text, start)
        if m:
            printed = m.group("no")
            return Numbering(
                printed,
                name,
                number_value(printed, kind),
                m.end(),
                text[m.end("no") : m.end()].strip() == ",",
            )
    return None


def number_value(printed: str, kind: str) -> tuple[int, ...]:
    """The position that a printed number claims.

    >>> number_value("③", "circled"), number_value("VI", "latin_roman"), number_value("1-3", "path")
    ((3,), (6,), (1, 3))
    >>> number_value("Ⅱ-2-가", "path"), number_value("전략 1", "path"), number_value("A-1", "path")
    ((2, 2, 1), (1,), (1, 1))
    """
    if kind == "path":
        return tuple(_part_value(part) for part in PARTS.findall(printed)) or (0,)
    if kind == "latin_roman":
        return (LATIN_ROMANS.index(printed) + 1 if printed in LATIN_ROMANS else 0,)
    if printed in _counting_syllables():
        return (_counting_syllables().index(printed) + 1,)
    if kind == "circled" or kind == "roman":
        return (int(unicodedata.numeric(printed[0], 0)),)
    return (int(printed),)


def _part_value(part: str) -> int:
    if part.isdecimal():
        return int(part)
    if part in _counting_syllables():
        return _counting_syllables().index(part) + 1
    return ord(part) - ord("A") + 1 if part.isascii() else int(unicodedata.numeric(part, 0))


def is_total(text: str) -> bool:
    """Whether a label names a total; what stands in brackets behind it does not count.

    >>> is_total("합 계"), is_total("소계(8개)"), is_total("<총계>"), is_total("회계 교육")
    (True, True, True, False)
    >>> is_total("Total"), is_total("Sub-total"), is_total("Total Care")
    (True, True, False)
    """
    bare = BRACKET.sub("", text).strip()
    return has(close_up(label_to_twin(bare)).strip("<>[]:·"), "total")


def is_syllable(character: str) -> bool:
    """Whether a character is a syllable of Hangul.

    >>> is_syllable("가"), is_syllable("힣"), is_syllable("ㄱ"), is_syllable("A")
    (True, True, False, False)
    """
    return FIRST_SYLLABLE <= ord(character) <= LAST_SYLLABLE


def close_up(text: str) -> str:
    """The text without any white space: how labels are compared, since "추 진 현 황" and "추진현황"
    are one word.

    >>> close_up("단 위 사 업")
    '단위사업'
    """
    return "".join(text.split())


def fold(text: str) -> str:
    """Runs of white space folded to one blank, ends trimmed: the contract's only normalisation.

    >>> fold("  보람일자리   운영 ")
    '보람일자리 운영'
    """
    return " ".join(text.split())


def display_width(text: str) -> int:
    """How wide a text prints, in half-width columns: Hangul takes two. Source: UAX 11 (East Asian
    Width).

    >>> display_width("가a 1")
    5
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
