"""A page as an image with what layout saw drawn over it: sides of cells by what they rest on,
header rows, spans and doubts shaded, lines outside tables boxed, and a legend.

The legend is in English letters: the one font that is everywhere has no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from pipeline.layout.why import Outside, WhyPage, WhyTable
from pipeline.model import Box
from pipeline.read.painted import INCH, page_to_picture

DOTS = 150.0  # an inch
Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
SIDES: dict[str, Colour] = {
    "rule": (0, 140, 40),
    "outline": (0, 170, 190),
    "votes": (30, 60, 230),
    "white": (235, 130, 0),
}
HEADER: Colour = (255, 225, 60)
SPAN: Colour = (120, 190, 255)
DOUBT: Colour = (255, 60, 160)
LEFT: Colour = (225, 0, 0)
OPERAND: Colour = (30, 60, 230)
RADIUS = 10  # pixels
OUTSIDE: Colour = (150, 150, 150)
FRAME: Colour = (140, 60, 200)
SPARE: Colour = (190, 0, 190)
LEGEND = (
    ("rule", SIDES["rule"], False),
    ("ends here, no rule", SIDES["outline"], False),
    ("votes", SIDES["votes"], False),
    ("white", SIDES["white"], False),
    ("header", HEADER, True),
    ("span", SPAN, True),
    ("doubt", DOUBT, True),
    ("left over", LEFT, False),
    ("line outside", OUTSIDE, False),
    ("frame", FRAME, False),
    ("rule of no table", SPARE, False),
)
SHADE = 70  # of 255
THICK, SIDE, THIN = 3, 2, 1  # pixels
LETTERS = 14  # pixels
STRIP = 20  # pixels a line of the legend is high
SWATCH = 12  # pixels
PAPER: Colour = (255, 255, 255)
INK: Colour = (0, 0, 0)


class Shade(NamedTuple):
    """An area under a colour."""

    box: Box
    colour: Colour


class Stroke(NamedTuple):
    """A line, or the sides of a box."""

    box: Box
    colour: Colour
    width: int


def page_to_image(
    path: Path, password: str | None, page: WhyPage, outside: Sequence[Outside]
) -> tuple[Image.Image, float]:
    """The image, and how many dots an inch it has."""
    picture, dots = page_to_picture(path, page.page, DOTS, password)
    scale = dots / INCH
    picture = _shaded(picture, list(_page_to_shades(page)), scale)
    draw = ImageDraw.Draw(picture)
    for stroke in _page_to_strokes(page, outside):
        draw.rectangle(
            _pixels(stroke.box, scale, stroke.width), outline=stroke.colour, width=stroke.width
        )
    font = ImageFont.load_default(LETTERS)
    for table in page.tables:
        _name(picture, table, scale, font)
    _add_legend(picture, font)
    return picture, dots


def page_to_marked(
    path: Path,
    password: str | None,
    number: int,
    statement: Box | None,
    operands: Sequence[Box | None],
) -> tuple[Image.Image, float]:
    """The page with a statement (if any) boxed and its operands numbered from 1, and its dots an
    inch; an operand that stands elsewhere is None.
    """
    picture, dots = page_to_picture(path, number, DOTS, password)
    scale, font, draw = dots / INCH, ImageFont.load_default(LETTERS), ImageDraw.Draw(picture)
    for n, box in enumerate(operands, start=1):
        if box is not None:
            x0, top, x1, bottom = _around(box, scale)
            draw.rectangle((x0, top, x1, bottom), outline=OPERAND, width=SIDE)
            draw.circle((x0, top), RADIUS, fill=OPERAND)
            draw.text((x0, top), str(n), fill=PAPER, font=font, anchor="mm")
    if statement is not None:
        draw.rectangle(_around(statement, scale), outline=LEFT, width=THICK)
    return picture, dots


def _around(box: Box, scale: float) -> tuple[float, float, float, float]:
    """A box in pixels, a little outside of what it holds."""
    x0, top, x1, bottom = _pixels(box, scale, THICK)
    return x0 - THICK, top - THICK, x1 + THICK, bottom + THICK


def _page_to_shades(page: WhyPage) -> Iterator[Shade]:
    for table in page.tables:
        header = {row.at for row in table.body if row.header}
        for cell in table.cells:
            if cell.box is None:
                continue
            if cell.at[0] in header:
                yield Shade(cell.box, HEADER)
            elif cell.span != (1, 1):
                yield Shade(cell.box, SPAN)
            if cell.doubt:
                yield Shade(cell.box, DOUBT)


def _page_to_strokes(page: WhyPage, outside: Sequence[Outside]) -> Iterator[Stroke]:
    """What is drawn, what must be seen last."""
    lines = [line for line in outside if line.box is not None]
    yield from _boxes((x.box for x in lines if x.role != "unread"), OUTSIDE, THIN)
    yield from _boxes(page.frames, FRAME, THICK)
    yield from _boxes((*page.spare, *page.undone), SPARE, THICK)
    for side in (side for table in page.tables for side in table.sides):
        yield Stroke(side.box, SIDES.get(side.kind, OUTSIDE), SIDE)
    yield from _boxes((x.box for x in lines if x.role == "unread"), LEFT, THICK)
    yield from _boxes(page.unread, LEFT, THICK)


def _boxes(boxes: Iterable[Box | None], colour: Colour, width: int) -> Iterator[Stroke]:
    return (Stroke(box, colour, width) for box in boxes if box is not None)


def _pixels(box: Box, scale: float, least: int) -> tuple[float, float, float, float]:
    """A box in pixels; a line is as wide as it is drawn.

    >>> _pixels(Box(10, 20, 10, 50), 2.0, 3)
    (18.5, 40.0, 21.5, 100.0)
    """
    x0, top, x1, bottom = (v * scale for v in box)
    if x1 - x0 < least:
        x0, x1 = (x0 + x1 - least) / 2, (x0 + x1 + least) / 2
    if bottom - top < least:
        top, bottom = (top + bottom - least) / 2, (top + bottom + least) / 2
    return x0, top, x1, bottom


def _shaded(picture: Image.Image, shades: Sequence[Shade], scale: float) -> Image.Image:
    if not shades:
        return picture
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for shade in shades:
        draw.rectangle(_pixels(shade.box, scale, 0), fill=(*shade.colour, SHADE))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _name(picture: Image.Image, table: WhyTable, scale: float, font: Font) -> None:
    """The table's number and its reader beside one of its upper corners, where least print is
    under it.
    """
    if table.box is None:
        return
    number = f"table {table.table_no}" if table.table_no is not None else "no table"
    part = f" part {table.part}/{table.parts}" if table.parts > 1 else ""
    text = f"{number}{part}: {table.reader}"
    wide, high = int(font.getlength(text)) + 6, LETTERS + 3
    x0, top, x1, _ = (int(v * scale) for v in table.box)
    places = [
        (x, y)
        for x, y in (
            (x0, top - high - 1),
            (x1 - wide, top - high - 1),
            (x1 + 3, top),
            (x0 - wide - 3, top),
            (x0, top),
        )
        if 0 <= x <= picture.width - wide and 0 <= y <= picture.height - high
    ]
    if not places:
        return
    x, y = min(places, key=lambda at: _print_under(picture, (*at, at[0] + wide, at[1] + high)))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((x, y, x + wide, y + high), fill=INK)
    draw.text((x + 3, y + 1), text, fill=PAPER, font=font)


def _add_legend(picture: Image.Image, font: Font) -> None:
    """A strip at the page's head or foot, whichever has less print under it."""
    lines = _legend_lines(picture.width, font)
    high = STRIP * len(lines)
    if high * 4 > picture.height:
        return
    wide = picture.width
    top = min(
        (picture.height - high, 0),
        key=lambda top: _print_under(picture, (0, top, wide, top + high)),
    )
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, top, picture.width, top + high), fill=PAPER, outline=OUTSIDE)
    for k, line in enumerate(lines):
        x = 6.0
        for text, colour, shaded in line:
            y = top + k * STRIP + (STRIP - SWATCH) // 2
            fill = colour if shaded else None
            draw.rectangle((x, y, x + SWATCH, y + SWATCH), fill=fill, outline=colour, width=THICK)
            draw.text((x + SWATCH + 4, y - 2), text, fill=INK, font=font)
            x += _wide(text, font)


def _wide(text: str, font: Font) -> float:
    return SWATCH + 4 + font.getlength(text) + 14


def _legend_lines(width: int, font: Font) -> list[list[tuple[str, Colour, bool]]]:
    lines: list[list[tuple[str, Colour, bool]]] = [[]]
    x = 6.0
    for entry in LEGEND:
        wide = _wide(entry[0], font)
        if lines[-1] and x + wide > width:
            lines.append([])
            x = 6.0
        lines[-1].append(entry)
        x += wide
    return lines


def _print_under(picture: Image.Image, area: tuple[int, int, int, int]) -> int:
    """How many pixels of an area are dark."""
    return sum(picture.crop(area).convert("L").histogram()[:128])
