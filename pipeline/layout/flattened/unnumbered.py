"""Programme tables without any numbers: what stands between two runs of marked lines is the rest of
a line, a heading, a label, a title.

Blank lines part them where the text has some; else their widths do. Where neither tells, the row is
in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.layout.flattened.assign import CELLS, SLACK, is_full, like_front
from pipeline.layout.flattened.doubts import doubt_rows
from pipeline.layout.flattened.levels import numbering_key
from pipeline.layout.flattened.rows import AreaDraft, GroupDraft, RowDraft
from pipeline.layout.flattened.spans import lines_to_evidence
from pipeline.layout.flattened.units import Unit
from pipeline.text import display_width

BORDER, ORDER = "row_boundary_doubt", "row_order_doubt"
FEWEST = 4  # runs of marked lines
MOST_NUMBERED = 0.34  # of the runs may have a number before them: headings, never titles
SOME = 0.2  # of the runs stand behind a blank line
MOST_HEADINGS = 2  # numbers before one run: an area's and a group's
NEARLY = 0.8  # of a column's width


@dataclass(slots=True)
class Block:
    """Units before a run of marked lines, the run itself, and cells of additional columns beside
    them.
    """

    head: list[Unit] = field(default_factory=list)
    lines: list[Unit] = field(default_factory=list)
    cells: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide titles and marked lines run; whether blank lines part the rows, and whether they
    part cells inside a row, too; whether lines keep the blank before a wrap."""

    title: int
    line: int
    usual: int  # what a twentieth of the marked lines reach
    parted: bool
    celled: bool
    trailing: bool


def units_to_unnumbered(
    units: Sequence[Unit], has_group: bool, front: Sequence[str]
) -> list[AreaDraft] | None:
    """The areas of a table whose titles have no numbers, None where they have.

    >>> from pipeline.layout.flattened.units import lines_to_units
    >>> from pipeline.model import Line
    >>> text = ["Ⅰ. 가", "나", "○ 1회", "다", "○ 2회", "Ⅱ. 라", "마", "○ 3회", "바", "○ 4회", "사", "○ 5회", "아", "○ 6회"]
    >>> areas = units_to_unnumbered(lines_to_units([Line(k, None, t) for k, t in enumerate(text)]), False, [])
    >>> [(a.title[0].text, len(a.groups[0].rows)) for a in areas]
    [('Ⅰ. 가', 2), ('Ⅱ. 라', 4)]
    """
    blocks = units_to_blocks(units)
    numbered = [n for b in blocks if (n := sum(u.numbering is not None for u in b.head))]
    if (
        len(blocks) < FEWEST
        or len(numbered) > MOST_NUMBERED * len(blocks)
        or sum(numbered) > MOST_HEADINGS * len(numbered)
    ):
        return None
    widths = blocks_to_widths(blocks)
    kinds = list(
        dict.fromkeys(numbering_key(u.numbering) for b in blocks for u in b.head if u.numbering)
    )
    groups = kinds[1:] if has_group else []  # of two kinds of numbers the outer ones are the areas'
    areas: list[AreaDraft] = []
    for k, block in enumerate(blocks):
        rest, more, doubt = _rest_of_line(block, blocks[k - 1] if k else None, widths)
        if k and rest and areas[-1].groups and areas[-1].groups[-1].rows:
            before = areas[-1].groups[-1].rows[-1]
            before.lines[-1].extend(u.span for u in rest)
            closed = before.lines[-1][0].text.count("(") <= before.lines[-1][0].text.count(")")
            torn = (
                has_group and not widths.parted and closed
            )  # the rest of a line, or the next group's label
            before.doubt = before.doubt or (ORDER if torn else BORDER if doubt else None)
        _add_row(areas, block, more, has_group, front, widths, groups)
    return areas


def units_to_blocks(units: Sequence[Unit]) -> list[Block]:
    """Runs of marked lines with what stands before each."""
    blocks: list[Block] = []
    head: list[Unit] = []
    for unit in units:
        if unit.kind in CELLS:
            if blocks and not head:
                blocks[-1].cells.append(unit)
            continue
        if unit.kind != "bullet":
            head.append(unit)
            continue
        if head or not blocks:
            blocks.append(Block(head))
            head = []
        blocks[-1].lines.append(unit)
    return blocks


def blocks_to_widths(blocks: Sequence[Block]) -> Widths:
    """The width that a twentieth of the titles reach, and that of the longest marked line."""
    titles = sorted(
        display_width(u.span.text.strip()) for b in blocks for u in b.head if not u.numbering
    )
    lines = sorted(display_width(u.span.text.strip()) for b in blocks for u in b.lines)
    parted = sum(any(u.gap for u in b.head) for b in blocks[1:]) * 2 > len(blocks) - 1
    celled = parted and sum(b.lines[0].gap > 0 for b in blocks) > SOME * len(blocks)
    at = len(titles) - 1 - len(titles) // 20
    trailing = lines_to_evidence([u.span.text for b in blocks for u in b.head]).trailing
    return Widths(
        titles[at] if titles else 0,
        lines[-1],
        lines[-1 - len(lines) // 20],
        parted,
        celled,
        trailing,
    )


def _rest_of_line(
    block: Block, before: Block | None, widths: Widths
) -> tuple[list[Unit], list[Unit], bool]:
    """The units that go on with the line above, the others, and whether that is in doubt. The last
    unit is always a title's.
    """
    taken = 0
    doubt = False
    last = before.lines[-1] if before else None
    while last is not None and taken < len(block.head) - 1:
        unit = block.head[taken]
        full = is_full(
            last.span.text, unit.span.text, widths.line if widths.parted else widths.usual
        )
        broken = last.span.text[-1:].isspace() or not widths.trailing
        apart = not unit.gap or block.head[taken + 1].gap > 0
        if unit.numbering or not ((full and broken and apart) or (widths.parted and not unit.gap)):
            break
        doubt = (
            doubt
            or not is_full(last.span.text, unit.span.text, widths.line)
            or (unit.gap > 0 and not last.span.text[-1:].isspace())
        )
        last, taken = unit, taken + 1
    return block.head[:taken], block.head[taken:], doubt


def _add_row(
    areas: list[AreaDraft],
    block: Block,
    head: Sequence[Unit],
    has_group: bool,
    front: Sequence[str],
    widths: Widths,
    groups: Sequence[str],
) -> None:
    """Adds the block's row, and before it the area and the group that its head opens."""
    numbers = [numbering_key(n) if (n := u.numbering) else "" for u in head]
    heads = (
        k
        for k in range(len(head) - 1)
        if (numbers[k] and numbers[k] not in groups) or _is_heading(head, k, front, widths)
    )
    heading = next((k for k in heads if numbers[k] not in groups), None)
    if heading is not None or not areas:
        areas.append(AreaDraft([] if heading is None else [head[heading].span]))
    start = 0 if heading is None else heading + 1
    own = head[start:]
    cut, doubt = split_head(own, has_group, heading is not None or not areas[-1].groups, widths)
    cut = max(cut, int(bool(own[:-1] and own[0].numbering and numbers[start] in groups)))
    if cut == 1 and own[0].alone and len(own) > MOST_HEADINGS:
        cut, doubt = 2, True  # a number alone has its label behind it
    label = [u.span for u in own[:cut]]
    several = (
        widths.parted and not widths.trailing and any(u.gap for u in own[1:cut])
    )  # a machine parts cells, not a label's lines
    if label or not areas[-1].groups:
        areas[-1].groups.append(GroupDraft(label if has_group else []))
    row = RowDraft([u.span for u in own[cut:]], [[u.span] for u in block.lines])
    row.figures = [u.span for u in block.cells if u.kind == "figures"]
    row.extra = [u.span for u in block.cells if u.kind == "bureau"]
    lost = [u.span for u in head[: heading or 0]]
    row.doubt = BORDER if doubt or lost or (label and not has_group) else None
    row.title[:0] = lost + ([] if has_group else label)
    areas[-1].groups[-1].rows.append(row)
    if several or any(r.doubt == ORDER for g in areas[-1].groups for r in g.rows):
        doubt_rows([r for g in areas[-1].groups for r in g.rows])


def _is_heading(head: Sequence[Unit], k: int, front: Sequence[str], widths: Widths) -> bool:
    """Whether a line is worded like the front matter and is no broken title: “지원센터(” over
    “꿈드림)”.
    """
    text = head[k].span.text
    return (
        text.count("(") <= text.count(")")
        and (head[k + 1].gap > 0 or not widths.parted or k > 0)
        and like_front(text, front)
    )


def split_head(
    head: Sequence[Unit], has_group: bool, fresh: bool, widths: Widths
) -> tuple[int, bool]:
    """How many units before a row are its group's label, and whether that is in doubt. fresh: a
    group must begin here.
    """
    if len(head) < 2:
        return 0, fresh and has_group
    parts = [k for k in range(1, len(head)) if head[k].gap]
    if widths.parted and parts:
        return parts[-1], not has_group
    cut = len(head) - 1
    while (
        cut > 0 and display_width(head[cut - 1].span.text.strip()) > NEARLY * widths.title - SLACK
    ):
        cut -= 1
    if widths.celled or not has_group:
        narrow = has_group and fresh
        return (cut, True) if narrow else (0, len(head) > 2)
    nearly = cut > 0 and is_full(head[cut - 1].span.text, head[cut].span.text, widths.title)
    return cut, nearly or (cut == 0 and fresh)
