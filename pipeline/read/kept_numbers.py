"""Automatic numbers: what an office program prints before a paragraph, its file does not hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.lexicon import words
from pipeline.pattern import Match, lazy_pattern
from pipeline.read.kept_looks import Heading, Level, Looks

LEVELS = 10  # of one numbering, as the formats have them
NUMBER = lazy_pattern(r"\^([1-9nN]|10)")
LONGEST_BULLET = 4  # characters


def number_to_text(number: int, form: str) -> str:
    """A number in one of the formats; in digits where the format or its sign is not known.

    >>> [number_to_text(n, f) for n, f in ((3, "DIGIT"), (3, "ROMAN_CAPITAL"), (99, "LATIN_SMALL"))]
    ['3', 'Ⅲ', '99']
    """
    signs = words("office")["numbers"].get(form, "")
    return signs[number - 1] if 0 < number <= len(signs) else str(number)


@dataclass(slots=True)
class Counting:
    """The numbers of one document as they count on: of each numbering the last number on each
    level. A paragraph on one level starts the deeper ones anew.
    """

    looks: Looks
    last: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def heading_to_text(self, heading: Heading | None) -> str:
        """What is printed before the next paragraph with this heading, a blank behind it; "" where
        nothing is.
        """
        if heading is None:
            return ""
        if heading.kind == "BULLET":
            mark = self.looks.bullets.get(heading.number, "")[:LONGEST_BULLET]
            return f"{mark} " if mark.strip() else ""
        levels = self.looks.numberings.get(heading.number, ())
        if not 0 <= heading.level < len(levels):
            return ""
        numbers = self._count(heading, levels)
        text = _written(levels, numbers, heading.level)
        return f"{text} " if text.strip() else ""

    def _count(self, heading: Heading, levels: tuple[Level, ...]) -> list[int]:
        key = (heading.kind, heading.number)
        numbers = self.last.setdefault(key, [0] * LEVELS)
        for above in range(heading.level):  # a level that was passed over counts as begun
            numbers[above] = numbers[above] or levels[above].start
        own = numbers[heading.level]
        numbers[heading.level] = own + 1 if own else levels[heading.level].start
        numbers[heading.level + 1 :] = [0] * (LEVELS - heading.level - 1)
        return numbers


def _written(levels: tuple[Level, ...], numbers: list[int], level: int) -> str:
    """The text of a level: ^1 to ^10 stand for the numbers of the levels, ^n for their whole path,
    ^N for the path with a full stop.

    >>> _written((Level("^1."), Level("^1-^2)", "HANGUL_SYLLABLE")), [2, 1], 1)
    '2-가)'
    """

    def part(found: Match[str]) -> str:
        if found[1] in "nN":
            path = ".".join(str(n) for n in numbers[: level + 1])
            return path + ("." if found[1] == "N" else "")
        at = int(found[1]) - 1
        return number_to_text(numbers[at], levels[at].format) if at < len(levels) else ""

    return NUMBER.sub(part, levels[level].text)
