"""An office file to blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.faults import Faults, Lost
from pipeline.layout.kept.tables import line_to_printed, lines_to_printed, written_to_table
from pipeline.layout.kept.written import Writing, WrittenHeading, WrittenLine, WrittenTable
from pipeline.lexicon import words
from pipeline.model import Blocks, Kept, Line, Paragraph, Place, Printed, Problem, Run, Table
from pipeline.model.kept import items_to_lines

BETWEEN = ". "  # a number in a box and the heading beside it


def lay_out_kept(kept: Kept) -> Blocks:
    """Its lines numbered as it reads, a paragraph a line, its tables as they are.

    Lines that nobody sees are marked hidden, heads and feet furniture; nothing is made of them.
    """
    faults = Faults()
    writing = Writing()
    writing.content(kept.content)
    items: list[Paragraph | Table] = []
    problems: list[Problem] = []
    for item in writing.items:
        if isinstance(item, WrittenTable):
            lost = Lost("table", table_no=item.table_no)
            made = faults.spare(lost, written_to_table, item, kept.kind, instead=None)
            if made is not None:
                items.append(made[0])
                problems += made[1]
        else:
            first = item.number if isinstance(item, WrittenHeading) else item
            number = first.line.number
            lost = Lost("line", Place(None, number, number))
            paragraph = faults.spare(lost, _to_paragraph, item, instead=None)
            items += [paragraph] if paragraph is not None else []
    hidden = lines_to_hidden_problem(writing.lines)
    found = (*([hidden] if hidden else []), *problems, *faults.problems)
    return Blocks(
        tuple(w.line for w in writing.lines), tuple(items), tuple(writing.marks()), found, None
    )


def kept_to_bare_lines(kept: Kept) -> list[Line]:
    """All lines of an office file whose layout failed as a whole."""
    lines = enumerate(items_to_lines(kept.content), start=1)
    return [Line(k, None, line.text, spot=line.spot) for k, line in lines]


def _to_paragraph(item: WrittenLine | WrittenHeading) -> Paragraph:
    if isinstance(item, WrittenHeading):
        return _heading(item)
    printed, kept = line_to_printed(item.line), item.kept
    return Paragraph(
        printed,
        printed.place(),
        kept.size,
        kept.bold,
        kept.centred,
        item.boxed,
        kept.role == "note",
    )


def _heading(heading: WrittenHeading) -> Paragraph:
    """A number in a box and the words beside it as one: “2” and “국비 확보” are “2. 국비 확보”, as
    outline makes it of two boxes that stand beside one another on a page.
    """
    number = lines_to_printed([heading.number.line], " ")
    number = number.slice(0, len(number.text.rstrip(".")))
    name = lines_to_printed([w.line for w in heading.words], " ")
    at = len(number.text) + len(BETWEEN)
    runs = (*number.runs, *(Run(at + r.start, r.line, r.offset, r.length) for r in name.runs))
    printed = Printed(number.text + BETWEEN + name.text, runs)
    size = max((w.kept.size or 0.0 for w in heading.words), default=0.0) or None
    return Paragraph(printed, printed.place(), size, heading.number.kept.bold, False, True)


def lines_to_hidden_problem(lines: Iterable[WrittenLine]) -> Problem | None:
    """How many characters of the document nobody sees, and why; None where all are seen."""
    kinds: Counter[str] = Counter()
    first: int | None = None
    for written in lines:
        if written.kept.unseen and written.line.text.strip():
            kinds[written.kept.unseen] += len("".join(written.line.text.split()))
            first = first or written.line.number
    if not kinds:
        return None
    named = {**words("hidden"), **words("office")["unseen"]}
    told = (
        ("characters", str(kinds.total())),
        ("kinds_ko", ", ".join(named[kind]["ko"] for kind in sorted(kinds))),
        ("kinds", ", ".join(named[kind]["en"] for kind in sorted(kinds))),
    )
    return Problem("hidden_in_file", Place(None, first, first), words=told)
