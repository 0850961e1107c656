"""What a table of text may have lost: told, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.layout.flattened.aligned_rows import Reading
from pipeline.layout.flattened.ink import Sources
from pipeline.layout.grid.bits import Bit
from pipeline.layout.grid.left import lines_behind
from pipeline.layout.grid.reach import Headers, next_header
from pipeline.layout.grid.regions import Missed
from pipeline.layout.grid.tablerows import TableRow
from pipeline.model import Line, Place, Problem
from pipeline.text import numbering_at

LONGEST_QUOTE = 60  # characters
MOST_MISSING = 5  # numbers between two rows; where more are, they count anew


def missed_to_problems(missed: Missed, sources: Sources) -> list[Problem]:
    """A header of programmes with lines below it, of which no table was found."""
    part = missed.part
    own = sources[part.loose.number].lines[part.first : part.last]
    return [lines_to_problem(own)] if own and not missed.failed else []


def reading_to_problems(reading: Reading, headers: Headers) -> Iterator[Problem]:
    """Rows that are two by their numbers, numbers left out, lines behind the table and before the
    next header that keep to its columns.
    """
    rows = [row for row in reading.read.rows if not (row.is_name or row.is_total)]
    for row in rows:
        if len(numbers := _numbers(reading, row)) > 1:
            yield lines_to_problem([reading.span(b).line for b in numbers])
    numbered = [row for row in rows if row.value]
    for above, below in zip([None, *numbered], numbered, strict=False):
        yield from _skipped(reading, above, below)
    yield from _behind(reading, headers)


def _behind(reading: Reading, headers: Headers) -> Iterator[Problem]:
    region = reading.read.region
    last = region.parts[-1]
    source = reading.sources[last.loose.number]
    stop = next_header(last.loose, headers[last.loose.number], last.last)
    if behind := lines_behind(region, stop):
        yield lines_to_problem([source.lines[k] for k in behind])


def _skipped(reading: Reading, above: TableRow | None, below: TableRow) -> Iterator[Problem]:
    """A number that two neighbours leave out, or the table's first row, where it opens something
    else beside them.
    """
    before = above.value[-1] if above is not None and above.value else 0
    missing = range(before + 1, below.value[-1] if below.value else 0)
    if not 0 < len(missing) <= MOST_MISSING:
        return
    for b in reading.all.between((above or below).top, below.bottom):
        if any(_opens_with(b.text, n) for n in missing):
            yield lines_to_problem([reading.span(b).line])


def _opens_with(text: str, number: int) -> bool:
    """Whether a text is a number, or opens with it as a title does."""
    found = numbering_at(text)
    return text == str(number) or (found is not None and found.value[-1] == number)


def _numbers(reading: Reading, row: TableRow) -> list[Bit]:
    """The bits of a row that number it, or its title."""
    body, bits = reading.body, reading.bits(row)
    if body.number >= 0:
        return [b for b in bits if b.col == body.number and b.figure]
    return [b for b in bits if b.col == body.title and body.key and b.number == body.key]


def lines_to_problem(lines: Sequence[Line]) -> Problem:
    """Lines that look like a part of a table, in none of its cells or in the wrong row."""
    text = " ".join(" ".join(line.text for line in lines).split())[:LONGEST_QUOTE]
    place = Place(lines[0].page, lines[0].number, lines[-1].number)
    return Problem(
        "table_part_unread", place, words=(("page", str(place.page or 1)), ("text", text))
    )
