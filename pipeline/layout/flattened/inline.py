"""Marks inside a line: where a text joined lines that the print parted, and a title with its first
line, the marks tell where.

Outermost marks (○ □ ● •) stand nowhere else, so they always open a line. A dash also stands inside
sentences (“459명 - 선발 91명”): it opens a line only where the same text shows that its lines were
joined (“○ 가 ○ 나” on one line).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.layout.flattened.spans import Span
from pipeline.lexicon import words
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

GAP = lazy_pattern(r"(?<=\S)\s+(?=\S\s)")
GLUED = lazy_pattern(
    r"(?<=[가-힣)\]%])(?=[○●□■❍◦•▪◆]\s)"
)  # “완료○ 긴급보수”: a reader dropped the break between two lines
# titles that share their line with a mark and a dash, where none has a dash on the line below
FEWEST = 2
BARE = "○●□■❍◦•▪◆◇❑"
TOUCHING = lazy_pattern(
    r"(?<=\S)\s+(?=([○●□■❍◦•▪◆◇❑])(?!\1)\S|-[가-힣])"
)  # “정비 ○신규”, never “○○구”
FEWEST_BARE = 3  # lines whose marks have no blank behind them
LOWER = ("dash", "dot", "note")
LONGEST_LINE = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Inline:
    """Which marks open a line inside a line. joined: the text joins lines; outer: the family that
    opens most first lines, if it is a lower one (reports that mark their lines with dashes alone);
    bare: marks stand without a blank behind them (“○신규 3곳”); opened: the families of marks that
    open lines somewhere."""

    joined: bool = False
    outer: str = ""
    bare: bool = False
    opened: frozenset[str] = frozenset(("dash", "dot", "note"))


NOTHING = Inline()


def texts_to_inline(texts: Iterable[str]) -> Inline:
    """What the lines of one text tell about marks inside them.

    >>> texts_to_inline(["1.가 ○ 나 ○ 다", "2.라 ○ 마 - 바"]).joined, texts_to_inline(["○ 신청 459명 - 선발 91명"]).joined
    (True, False)
    """
    kept = [t for t in texts if len(t) <= LONGEST_LINE]
    outer = texts_to_outer(kept)
    joined = dashed = apart = 0
    shared = False
    bullets = [bullet_at(t) for t in kept]
    bare = sum(
        b is not None and b.mark in BARE and t.lstrip()[1:2].strip() != ""
        for t, b in zip(kept, bullets, strict=True)
    )
    opened = frozenset({"dash", *(b.family for b in bullets if b)})
    for text, bullet in zip(kept, bullets, strict=True):
        apart += shared and bullet is not None and bullet.family in LOWER and bullet.family != outer
        marks = [
            m.end()
            for m in GAP.finditer(text)
            if is_outer(text, m.end()) or _is(text, m.end(), outer)
        ]
        shared = bool(marks) and bullet is None
        dashed += shared and any(
            _is(text, m.end(), f) for m in GAP.finditer(text, marks[0]) for f in opened & set(LOWER)
        )
        sure = [at for at in marks if is_outer(text, at)]
        joined += len(sure) + (bullet is not None and is_outer(text, 0)) > 1
    return Inline(
        joined > 0 or (dashed >= FEWEST and not apart),
        outer,
        bare >= FEWEST_BARE,
        frozenset(LOWER) if joined else opened,
    )


def texts_to_outer(texts: Sequence[str]) -> str:
    """The family of marks that opens most first lines, if it is one that also stands inside
    sentences; else "".

    >>> texts_to_outer(["1.가", "- 나", "- 다", "· 라", "2.마", "- 바"]), texts_to_outer(["1.가", "○ 나", "- 다"])
    ('dash', '')
    """
    opening: Counter[str] = Counter()
    marked = False
    for text in texts:
        bullet = bullet_at(text)
        if bullet and not marked and bullet.family != "note":
            opening[bullet.family] += 1
        inner = _first_inside(text) if not bullet else ""
        opening[inner] += bool(inner)
        marked = bullet is not None or bool(inner) or (marked and not text.strip())
    most = max(opening, key=lambda f: opening[f], default="")
    return most if most in LOWER else ""


def _first_inside(text: str) -> str:
    """The family of the first mark inside a line that opens with a title: an unmistakable one, or
    one behind a number.
    """
    numbered = numbering_at(text) is not None
    for m in GAP.finditer(text):
        bullet = bullet_at(text, m.end())
        if bullet and (
            is_outer(text, m.end())
            or (numbered and bullet.family in LOWER and bullet.family != "note")
        ):
            return "outer" if is_outer(text, m.end()) else bullet.family
    return ""


def _is(text: str, at: int, family: str) -> bool:
    bullet = bullet_at(text, at)
    return bullet is not None and bullet.family == family


def is_outer(text: str, at: int) -> bool:
    """Whether an unmistakable mark stands there, a blank behind it.

    >>> is_outer("가 • 나", 2), is_outer("가 · 나", 2)
    (True, False)
    """
    bullet = bullet_at(text, at)
    table = words("marks")["inline"]
    return bullet is not None and (
        bullet.family in table["families"] or bullet.mark in table["marks"]
    )


def span_to_cuts(span: Span, inline: Inline) -> list[int]:
    """The offsets of a stretch's line where marks inside it open lines."""
    text = span.line.text
    if span.end - span.start > LONGEST_LINE:
        return []
    found: list[int] = []
    patterns = (GAP, GLUED, TOUCHING) if inline.bare else (GAP, GLUED)
    gaps = sorted(
        {m.end() for pattern in patterns for m in pattern.finditer(text, span.start, span.end)}
    )
    for at in gaps:
        bullet = bullet_at(text, at)
        if bullet is None:
            continue
        behind = bool(found) or _opens(text, span.start)
        lower = (
            bullet.family in LOWER and bullet.family in inline.opened and inline.joined and behind
        )
        if is_outer(text, at) or lower or (bullet.family == inline.outer and not behind):
            found.append(at)
    return found


def _opens(text: str, at: int) -> bool:
    return bullet_at(text, at) is not None


def cut_marks(cell: Sequence[Span], inline: Inline) -> list[tuple[Span, bool]]:
    """The lines of a cell: its paragraphs, each cut before the marks inside it; whether a line's
    end or beginning is in doubt.

    >>> from pipeline.model import Line
    >>> [(s.text, d) for s, d in cut_marks([Span(Line(1, None, "○ 가 ○ 나 - 다"), 0, 11)], Inline(True))]
    [('○ 가', False), ('○ 나', True), ('- 다', True)]
    """
    found: list[tuple[Span, bool]] = []
    for span in cell:
        cuts = [span.start, *span_to_cuts(span, inline), span.end]
        sure = [at == span.start or at == span.end or is_outer(span.line.text, at) for at in cuts]
        found += [
            (Span(span.line, a, b).stripped(), not (sure[k] and sure[k + 1]))
            for k, (a, b) in enumerate(pairwise(cuts))
        ]
    return found
