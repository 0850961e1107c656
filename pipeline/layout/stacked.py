"""Cells whose lines stand one below the other for a reason of their own: lists of figures or names,
and labels set apart by syllables.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.draft import DraftLine
from pipeline.lexicon import ends_in, having
from pipeline.pattern import Match, lazy_pattern, named
from pipeline.text import is_syllable

ENTRY = named("layout.entry")
BETWEEN = lazy_pattern(r",\s?(?!\d)")
FIGURE_ENDS = named("layout.figure_ends")
PER_CENT = ("%", "％", "‰")
SAME_ENDING = 2  # syllables that names of one list end in
SHORTEST_NAME = 3
NUMBER = lazy_pattern(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
IN_BRACKETS = lazy_pattern(r"(?:.*\s)?\([\d,.]+\)")
FIGURE = lazy_pattern(r"\(?[\d,.]+\)?")
ONLY_DIGITS = lazy_pattern(r"[\d\s]+")
LAST_DIGITS = lazy_pattern(r"(?<![\d.,])\d[\d.,]*$")
FIRST_DIGITS = lazy_pattern(r"\d[\d,]*(?:\.\d+)?(?![\d.])")
# digits without a unit or a comma that are a number by themselves; fewer may be one half of a
# broken one
SHORTEST_NUMBER = 4
SAME_SIDE = 0.5  # em between the ends of lines that are spread over one width
WIDE_GAP = 0.6  # em between two syllables; a blank is a quarter to a half
LONGEST_SPREAD = 8  # syllables of a line


def is_listed(above: str, below: str, first: str | None = None) -> bool:
    """Whether two lines of a cell are two entries of a list, not a wrap: each a figure, each a name
    and its figure, each a name.

    `first`: the line that their paragraph begins with; where that is a sentence, a name and its
    figure are a part of it. Source: properties in columns (37,229필지 over 1,662동), dates of three
    accounts of one fund, three departments of one programme.

    >>> is_listed("37,229필지", "1,662동"), is_listed("2025.12.31.", "2028.12.31."), is_listed("휘발유 10ℓ/일", "경유 10ℓ/일")
    (True, True, True)
    >>> is_listed("서울 30%,그 외 50%", "민간 100%"), is_listed("○ 상담 5건, 교육 3회", "지원 2명")
    (True, False)
    >>> is_listed("여성가족과", "출산보육과"), is_listed("12,345,", "678천원"), is_listed("폐기물처리시설주변", "지역주민지원기금")
    (True, False, False)
    """
    above, below = above.strip(), below.strip()
    one, other = _entry(above), ENTRY.fullmatch(below)
    if not (one and other):
        return _are_names(above, below)
    if one["label"] or other["label"]:
        both = bool(one["label"] and other["label"])
        return both and _entry((first or above).strip()) is not None
    return not (above[-1:].isdigit() and len(above) < SHORTEST_NUMBER and "," not in above)


def _are_names(above: str, below: str) -> bool:
    """Two names of one kind: offices, or words with the same ending."""
    if not (_is_name(above) and _is_name(below)):
        return False
    return _are_offices(above, below) or above[-SAME_ENDING:] == below[-SAME_ENDING:]


def _entry(text: str) -> Match[str] | None:
    """The last entry of a line that holds entries only, one or several with commas between them."""
    found = [ENTRY.fullmatch(part) for part in BETWEEN.split(text)]
    return found[-1] if all(found) else None


def _is_name(text: str) -> bool:
    return len(text) >= SHORTEST_NAME and all(map(is_syllable, text))


def _are_offices(above: str, below: str) -> bool:
    endings = having("office_ending")
    return above.endswith(endings) and below.endswith(endings)


def figures_at_seam(above: str, below: str) -> str | None:
    """What two lines are whose figures meet: "two_figures" (2,487종 over 50종), one "figure" that was
    broken (1,2 over 34명), "digits" of which nobody can tell; None where no figures meet.

    >>> figures_at_seam("2,487종", "50종 "), figures_at_seam("코로나", "19 대응"), figures_at_seam("1,240", "3,500")
    ('two_figures', None, 'two_figures')
    >>> figures_at_seam("1,", "321명"), figures_at_seam("97.", "9"), figures_at_seam("총 12", "34명")
    ('figure', 'figure', 'digits')
    >>> figures_at_seam("19", "4"), figures_at_seam("19 4", "7 5"), figures_at_seam("총 1", "2명")
    ('two_figures', 'two_figures', 'digits')
    >>> figures_at_seam("(130,000)", "(5,000)"), figures_at_seam("참여(30명)", "(5,000)")
    ('two_figures', None)
    >>> figures_at_seam("57.6", "% 상승"), figures_at_seam("참여율", "% 상승")
    ('figure', None)
    >>> figures_at_seam("38만", "4천건"), figures_at_seam("2025.12.31.", "2028.12.31.")
    (None, 'two_figures')
    """
    above, below = above.rstrip(), below.lstrip()
    if below[:1] in PER_CENT and above[-1:].isdigit():
        return "figure"
    if _are_two(above, below):
        return "two_figures"
    last, first = LAST_DIGITS.search(above), FIRST_DIGITS.match(below)
    return _digits_at_seam(last[0], first[0]) if last and first else None


def _are_two(above: str, below: str) -> bool:
    """Whether lines whose figures meet are two by their brackets, by the unit of the upper one, or
    since both have digits only: no cell is two digits wide.
    """
    if IN_BRACKETS.fullmatch(above) and FIGURE.fullmatch(below):
        return True
    if ONLY_DIGITS.fullmatch(above) and ONLY_DIGITS.fullmatch(below):
        return True
    ended = below[:1].isdigit() and FIGURE_ENDS.search(above) is not None
    return ended and not ends_in(above, "multiplier")


def _digits_at_seam(one: str, other: str) -> str | None:
    if NUMBER.fullmatch(one + other) is None:
        whole = one[-1].isdigit() and NUMBER.fullmatch(other) is not None
        return "two_figures" if whole else None
    return "digits" if NUMBER.fullmatch(one) else "figure"


def lines_to_spread(lines: Sequence[DraftLine]) -> list[bool]:
    """Which lines of a label are syllables set apart over the width that all its lines share:
    비금융성 over 기 금.

    A label of single syllables one below the other (법 over 정 over 기 over 금) is wholly so.
    """
    if len(lines) < 2:
        return [False] * len(lines)
    left, right = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    return [
        _is_apart(line.text) and _reaches(line, left, right) and _is_wide(line) for line in lines
    ]


def _is_apart(text: str) -> bool:
    syllables = text.split()
    return 1 < len(syllables) <= LONGEST_SPREAD and all(
        len(s) == 1 and is_syllable(s) for s in syllables
    )


def _is_wide(line: DraftLine) -> bool:
    """Two syllables alone may be two ends of words, as “육성과 농촌” broken by a narrow column:
    their blank is no wider than a blank.
    """
    bare = [i for i, c in enumerate(line.text) if not c.isspace()]
    gap = float(line.edges[bare[1], 0] - line.edges[bare[0], 2])
    return len(bare) > 2 or gap > WIDE_GAP * line.size


def _reaches(line: DraftLine, left: float, right: float) -> bool:
    kept = line.text.rstrip()
    first = len(kept) - len(kept.lstrip())
    x0, x1 = float(line.edges[first, 0]), float(line.edges[len(kept) - 1, 2])
    return x0 - left < SAME_SIDE * line.size and right - x1 < SAME_SIDE * line.size


def is_upright(lines: Sequence[DraftLine]) -> bool:
    """Whether a label is read downwards: every line is one syllable.

    >>> is_upright([])
    False
    """
    return len(lines) > 1 and all(
        len(bare := line.text.strip()) == 1 and is_syllable(bare) for line in lines
    )
