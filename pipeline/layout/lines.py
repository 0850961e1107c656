"""Glyph columns to lines: rows inside each region (a cell, a column of running text), with the
blanks that the print shows.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.layout.draft import DraftLine
from pipeline.layout.seen import line_as_seen
from pipeline.layout.spacing import BLANK, rows_to_blanks
from pipeline.layout.symbols import codes_as_shown
from pipeline.layout.woven import Rows, are_woven, woven_to_rows
from pipeline.lexicon import holds
from pipeline.model import Box, Page

Array = npt.NDArray[Any]

DOUBLED = -9  # region of the glyphs that a shadow or an outline printed a second time
ACROSS = -8  # region of the glyphs of a stamp or a watermark
ROW_SHIFT = (
    0.35  # em: baselines nearer than that are one row; footnote marks stand a third of an em higher
)
# a row of glyphs smaller than that, close above or beside a bigger one, are its footnote marks
RAISED = 0.75
WORD_APART = 0.45  # em of the bigger row between two words of raised glyphs
TOUCHES = 0.5  # em between a raised word and the glyph that it tags
SAME_PLACE = 0.2  # em: a shadow is printed nearer than that
# share of a glyph's width: a typed blank that begins nearer to its beginning lies under it (1,092
# of 12 reports, up to .21); under the dots of leaders, the next ones, blanks begin at .44
UNDER = 0.3


def glyphs_to_lines(page: Page, index: Array | None = None) -> list[DraftLine]:
    """The lines of the glyphs `index` (all of the page by default), top down; doubled glyphs are
    left out.
    """
    regions = np.full(len(page.glyphs), -2, np.int64)
    regions[slice(None) if index is None else index] = 0
    return glyphs_to_lines_by_region(page, regions, without=-2).get(0, [])


def glyphs_to_lines_by_region(
    page: Page, regions: Array, *, without: int | None = None
) -> dict[int, list[DraftLine]]:
    """The lines of every region, top down; `regions` has one number a glyph. One call for a whole
    page is far cheaper than many.

    Glyphs printed twice at one place are lines of the region DOUBLED; those of the region `without`
    are left out.
    """
    index = np.arange(len(page.glyphs)) if without is None else np.flatnonzero(regions != without)
    if not len(index):
        return {}
    codes = codes_as_shown(page)
    rows = _raised_to_rows(page, _glyphs_to_rows(page, index, regions), regions)
    doubled = _doubled(page, codes, rows)
    found: dict[int, list[DraftLine]] = {}
    if not doubled.any():
        _rows_to_lines(page, codes, rows, regions, None, found)
        return found
    for kept, region in ((~doubled, None), (doubled, DOUBLED)):
        if kept.any():
            part = Rows(
                *(getattr(rows, name)[kept] for name in ("index", "row", "u0", "u1", "level"))
            )
            _rows_to_lines(page, codes, part, regions, region, found)
    return found


def _along_and_across(page: Page) -> tuple[Array, Array, Array]:
    """Start and end of each glyph along its direction of writing, and the level of its baseline
    across it (growing downwards).
    """
    g = page.glyphs
    u0, u1, level = (np.asarray(column, np.float64) for column in (g.x0, g.x1, g.baseline))
    if g.turn.any():
        down, over, up = g.turn == 90, g.turn == 180, g.turn == 270
        u0 = np.select([down, over, up], [g.top, -g.x1, -g.bottom], u0)
        u1 = np.select([down, over, up], [g.bottom, -g.x0, -g.top], u1)
        level = np.select([down, over, up], [-g.x0, -g.baseline, g.x1], level)
        aslant = np.flatnonzero(g.turn % 90)  # one row in the order it was set in
        u0[aslant], level[aslant] = np.arange(len(aslant)) * g.size[aslant], 0.0
        u1[aslant] = u0[aslant] + g.size[aslant]
    return u0, u1, level


def _glyphs_to_rows(page: Page, index: Array, regions: Array) -> Rows:
    """Baselines clustered inside each region and direction, then glyphs ordered along each row."""
    u0, u1, level = (column[index] for column in _along_and_across(page))
    turn, size, region = page.glyphs.turn[index], page.glyphs.size[index], regions[index]
    order = np.lexsort((u0, level, turn, region))
    level, size, region, turn = level[order], size[order], region[order], turn[order]
    apart = (region[1:] != region[:-1]) | (turn[1:] != turn[:-1])
    apart |= level[1:] - level[:-1] > ROW_SHIFT * np.maximum(size[1:], size[:-1])
    row = np.concatenate(([0], apart.cumsum()))
    along = np.lexsort((u0[order], row))
    order = order[along]
    rows = Rows(index[order], row[along], u0[order], u1[order], level[along])
    return woven_to_rows(_blanks_before_ink(rows, page.glyphs.code), page.glyphs.size)


def _blanks_before_ink(rows: Rows, codes: Array) -> Rows:
    """The rows with each typed blank that begins under a glyph standing before it.

    Source: a cell is filled with blanks (or a bullet followed by two) and its text printed over
    them: “33,652” and a blank under its first digit are no “3 3,652”. A blank printed right after
    its glyph follows it, however wide the glyph's box (a comma that claims a whole em).
    """
    blank = codes[rows.index] == BLANK
    u0, width = rows.u0.copy(), rows.u1 - rows.u0
    for back in (1, 2):  # another blank may lie between the two
        if len(blank) <= back:
            break
        under = blank[back:] & ~blank[:-back] & (rows.row[back:] == rows.row[:-back])
        under &= rows.u0[back:] - rows.u0[:-back] < UNDER * width[:-back]
        under &= rows.index[back:] != rows.index[:-back] + 1
        u0[back:][under] = np.nextafter(rows.u0[:-back][under], -np.inf)
    along = np.lexsort((u0, rows.row))
    row, index = rows.row[along], rows.index[along]
    return Rows(index, row, u0[along], rows.u1[along], rows.level[along])


def _raised_to_rows(page: Page, rows: Rows, regions: Array) -> Rows:
    """Rows of small glyphs that stand at the shoulder of a bigger row joined to it: footnote marks,
    raised numbers.
    """
    starts = _starts(rows.row)
    if len(starts) < 2:
        return rows
    size = np.maximum.reduceat(page.glyphs.size[rows.index], starts)
    level = np.minimum.reduceat(rows.level, starts)
    region, turn = regions[rows.index[starts]], page.glyphs.turn[rows.index[starts]]
    near = (region[1:] == region[:-1]) & (turn[1:] == turn[:-1])
    near &= (level[1:] - level[:-1] < 0.6 * size[1:]) & (size[:-1] < RAISED * size[1:])
    if not near.any():
        return rows
    row = rows.row.copy()
    ends = np.append(starts[1:], len(row))
    for small in np.flatnonzero(near).tolist():
        own, big = slice(starts[small], ends[small]), slice(starts[small + 1], ends[small + 1])
        em = float(size[small + 1])
        if _stands_among(
            rows.u0[own], rows.u1[own], rows.u0[big], rows.u1[big], em
        ) and not are_woven(rows, own, big, page.glyphs.size):
            row[own] = row[big][0]
    along = np.lexsort((rows.u0, row))
    return Rows(rows.index[along], row[along], rows.u0[along], rows.u1[along], rows.level[along])


def _stands_among(u0: Array, u1: Array, big0: Array, big1: Array, em: float) -> bool:
    """Whether every word of a row of small glyphs (u0..u1) stands in white of the bigger row and
    touches a glyph of it.

    Source: tags set small and high behind a figure (1,900보육료+400): a row of their own, they
    would be read before the line they tag.
    """
    apart = np.flatnonzero(u0[1:] - u1[:-1] > WORD_APART * em)
    first = np.append(0, apart + 1)
    left, right = u0[first][:, None], np.maximum.reduceat(u1, first)[:, None]
    over = (np.minimum(right, big1) - np.maximum(left, big0)).max(axis=1)
    beside = np.minimum(np.abs(left - big1), np.abs(big0 - right)).min(axis=1)
    return bool((beside < TOUCHES * em).all() and (over < TOUCHES * em).all())


def _doubled(page: Page, codes: Array, rows: Rows) -> Array:
    """Glyphs that repeat one at nearly the same place: shadows and outlines print a title two to
    four times.
    """
    code, size = codes[rows.index], page.glyphs.size[rows.index]
    doubled = np.zeros(len(code), bool)
    for back in (1, 2, 3):  # the copies of neighbours may lie in between
        if len(code) <= back:
            break
        near = np.minimum(SAME_PLACE * size[back:], 0.5 * (rows.u1 - rows.u0)[back:])
        doubled[back:] |= (
            (code[back:] == code[:-back])
            & (rows.row[back:] == rows.row[:-back])
            & (rows.u0[back:] - rows.u0[:-back] < near)
        )
    return doubled


def _rows_to_lines(
    page: Page,
    codes: Array,
    rows: Rows,
    regions: Array,
    into: int | None,
    found: dict[int, list[DraftLine]],
) -> None:
    """Adds one DraftLine a row to its region (or to `into`)."""
    g = page.glyphs
    index = rows.index
    starts = _starts(rows.row)
    row = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(index))))
    typed = np.asarray(page.typed_blanks or (True,) * max(len(page.fonts), 1))[g.font[index]]
    size = g.size[index]
    code = codes[index]
    made = rows_to_blanks(code, rows.u0, rows.u1, size, row, typed) | _before_raised(
        code, size, rows.level, row
    )
    at = made.nonzero()[0]
    edges = np.stack([g.x0[index], g.top[index], g.x1[index], g.bottom[index]], axis=1)
    between = _boxes_between(edges, at)
    boxes = np.concatenate(
        [np.minimum.reduceat(edges[:, :2], starts), np.maximum.reduceat(edges[:, 2:], starts)],
        axis=1,
    )
    stops = np.append(starts[1:], len(row))
    middle = np.lexsort((size, row))[(starts + stops) // 2]
    last = stops - 1
    spaced = typed[last] | (code[last] == BLANK)
    place = np.arange(len(index)) + made.cumsum()  # of each glyph, the blanks put in
    text = (
        _with_blanks(code, place, at, BLANK).astype("<u4").tobytes().decode("utf-32-le", "replace")
    )
    edges, glyphs = _with_blanks(edges, place, at, between), _with_blanks(index, place, at, -1)
    shifted = place[starts] - made[starts]
    ends = np.append(shifted[1:], len(text))
    fonts = g.font[index][middle]
    bold = np.array([font_is_bold(name) for name in page.fonts] or [False])[fonts]
    columns = zip(
        shifted.tolist(),
        ends.tolist(),
        g.baseline[index[middle]].tolist(),
        size[middle].tolist(),
        fonts.tolist(),
        spaced.tolist(),
        boxes.tolist(),
        bold.tolist(),
        regions[index[starts]].tolist(),
        strict=True,
    )
    for a, b, baseline, em, font, blanks, box, heavy, owner in columns:
        line = DraftLine(
            page.number,
            text[a:b],
            edges[a:b],
            glyphs[a:b],
            baseline,
            em,
            font,
            blanks,
            Box(*box),
            heavy,
        )
        found.setdefault(owner if into is None else into, []).append(line_as_seen(line))


def _boxes_between(edges: Array, at: Array) -> Array:
    """The boxes of the blanks that are put in before the glyphs `at`: from the end of the one
    before to their own beginning.
    """
    if not len(at):
        return np.zeros((0, 4), np.float32)
    between = np.stack([edges[at - 1, 2], edges[at, 1], edges[at, 0], edges[at, 3]], axis=1)
    between[:, 2] = np.maximum(between[:, 0], between[:, 2])
    return between


def _starts(row: Array) -> Array:
    """Where each stretch of one number begins.

    >>> _starts(np.array([4, 4, 7])).tolist()
    [0, 2]
    """
    first = np.ones(len(row), bool)
    first[1:] = row[1:] != row[:-1]
    return first.nonzero()[0]


def _with_blanks(column: Array, place: Array, at: Array, blank: Any) -> Array:
    """A column with `blank` put in before each of the glyphs `at`; the glyphs move to `place`."""
    if not len(at):
        return column
    made = np.empty((len(column) + len(at), *column.shape[1:]), column.dtype)
    made[place] = column
    made[place[at] - 1] = blank
    return made


def _before_raised(code: Array, size: Array, level: Array, row: Array) -> Array:
    """A raised digit or syllable behind a digit is its mark or tag: a blank keeps 1,234 and its ¹⁾
    from reading as 1,2341).
    """
    digit = (code >= 0x30) & (code <= 0x39)
    tag = digit | ((code >= 0x4E00) & (code <= 0xD7A3))
    mark = np.zeros(len(code), bool)
    mark[1:] = (
        tag[1:]
        & digit[:-1]
        & (row[1:] == row[:-1])
        & (size[1:] < RAISED * size[:-1])
        & (level[1:] < level[:-1] - 0.1 * size[:-1])
    )
    return mark


@functools.cache
def font_is_bold(name: str) -> bool:
    """Whether a font's name says it is heavy.

    >>> font_is_bold("휴먼명조,Bold"), font_is_bold("H2hdrM"), font_is_bold("HYHeadLine-Medium")
    (True, False, True)
    """
    small = name.lower()
    return holds(small, "bold_font")
