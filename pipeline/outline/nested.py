"""Reports whose programmes are numbered headings: styles of numbers that begin anew under their
parents, lines under the deepest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from pipeline.lexicon import has
from pipeline.model import Blocks, Paragraph, Printed, Table
from pipeline.outline.columns import FIGURE, header_to_role, word_to_role
from pipeline.outline.declared import DECLARED
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.headed import is_aspect, is_of_times
from pipeline.outline.ranks import Rank, TreeReader
from pipeline.outline.stated import text_to_total
from pipeline.pattern import named
from pipeline.text import bullet_at, numbering_at

FEWEST = 3  # programmes
WITH_LINES = 0.7  # of the programmes' headings have marked lines under them
MOST_ROWS = 3  # of a small table under a programme, its header included
UNIT_LINE = named("outline.unit_line")


@dataclass(slots=True)
class Entry:
    """A programme's heading with those that it stands under, outermost first."""

    rank: Rank
    above: tuple[Rank, ...]


def read_nested(blocks: Blocks) -> list[AreaDraft]:
    """The outline that numbered headings make, as drafts; none where they do not make it plain.

    Source: result reports set as text: Ⅰ > 1 > 1-1 > ❍, 제1장 > 제1절 > 1. > ○, 1. > 1.1 > ▶, each
    with small tables of money below.
    """
    if any(p.code == "outline_lost" for p in blocks.problems):
        return []
    roots = TreeReader(lines_size(blocks.items)).read(blocks.items)
    while (folded := style_to_fold(roots)) is not None:
        for root in roots:
            fold_style(root, folded)
        roots = [r for r in roots if r.style != folded]
    stated = (
        text_to_total(i.printed.text, read=False) for i in blocks.items if isinstance(i, Paragraph)
    )
    return entries_to_areas(plain_entries(roots, {hit[0] for hit in stated if hit}))


def lines_size(items: Sequence[Paragraph | Table]) -> float | None:
    """The usual size in points of marked lines, None for text."""
    sizes = sorted(
        i.size for i in items if isinstance(i, Paragraph) and i.size and bullet_at(i.printed.text)
    )
    return (
        (sizes[(len(sizes) - 1) // 2] + sizes[len(sizes) // 2]) / 2 if sizes else None
    )  # statistics takes 5 ms to import


def walk(ranks: Sequence[Rank], above: tuple[Rank, ...] = ()) -> Iterator[Entry]:
    """All ranks in order, each with those above it."""
    for rank in ranks:
        yield Entry(rank, above)
        yield from walk(rank.children, (*above, rank))


def is_marked(printed: Printed) -> bool:
    """Whether a line under a heading opens with a mark of any kind, or with a number that counts
    lines.
    """
    return bullet_at(printed.text) is not None or numbering_at(printed.text) is not None


def style_to_fold(roots: Sequence[Rank]) -> int | None:
    """The style of numbers that count lines or aspects of a programme (가. 개요, 나. 향후계획), not
    programmes; the deepest first.
    """
    leaves: dict[int, list[Entry]] = defaultdict(list)
    held: set[int] = set()  # styles of headings that hold others
    for entry in walk(roots):
        if entry.rank.children:
            held.add(entry.rank.style)
        else:
            leaves[entry.rank.style].append(entry)
    depths = {style: max(len(e.above) for e in found) for style, found in leaves.items()}
    for style in sorted(depths, key=lambda s: -depths[s]):
        found = leaves[style]
        bare = sum(not any(is_marked(p) for p in e.rank.lines) for e in found)
        aspects = sum(is_aspect(e.rank.words) for e in found)
        if (
            depths[style]
            and style not in held
            and (2 * bare > len(found) or 2 * aspects > len(found))
        ):
            return style
    return None


def fold_style(rank: Rank, style: int) -> None:
    """Headings of a style become lines of the heading above them, with all that stands under them."""
    content: list[Printed | Table | Rank] = []
    for part in rank.content:
        if isinstance(part, Rank):
            fold_style(part, style)
        if isinstance(part, Rank) and part.style == style:
            content.extend([part.printed, *part.content])
        else:
            content.append(part)
    rank.content = content


def plain_entries(roots: Sequence[Rank], totals: Set[int] = frozenset()) -> list[Entry]:
    """The programmes: headings of one style with lines under headings of one other style that begin
    anew; none where that is not plain.

    Where nothing begins anew (one chapter, or none), a stated number of programmes that is theirs
    makes it plain: `totals`.
    """
    leaves = programme_leaves(roots)
    levels: dict[tuple[int, int | None], list[Entry]] = defaultdict(list)
    for entry in leaves:
        levels[entry.rank.style, entry.above[-1].style if entry.above else None].append(entry)
    found = sorted((without_aspects(e) for e in levels.values()), key=len, reverse=True)
    counted = next((e for e in found if len(e) in totals and have_lines(e)), [])
    held = [e for e in found if e and e[0].above]
    return held[0] if held and have_lines(held[0]) and begin_anew(held[0]) else counted


def programme_leaves(roots: Sequence[Rank]) -> list[Entry]:
    """The headings that hold no other, but for those in chapters that stand aside. A heading over
    all chapters is none itself.

    Source: a front matter's last heading (“1. 총괄”) seems to hold whatever is numbered otherwise
    after it.
    """
    leaves = [e for e in walk(roots) if not e.rank.children]
    dividing: dict[int, set[int]] = defaultdict(set)
    for entry in leaves:
        for above in entry.above:
            dividing[above.style].add(id(above))
    over = [[r for r in e.above if r is e.above[-1] or len(dividing[r.style]) > 1] for e in leaves]
    return [
        e
        for e, above in zip(leaves, over, strict=True)
        if not any(stands_aside(r.words) for r in above)
    ]


def without_aspects(entries: Sequence[Entry]) -> list[Entry]:
    """The headings without those whose sisters name aspects of their parent."""
    sisters: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        sisters[id(entry.above[-1]) if entry.above else 0].append(entry)
    return [e for found in sisters.values() if not _only_aspects(found) for e in found]


def have_lines(entries: Sequence[Entry]) -> bool:
    """Whether there are enough headings, most of them with marked lines under them."""
    return len(entries) >= FEWEST and sum(
        any(is_marked(p) for p in e.rank.lines) for e in entries
    ) >= WITH_LINES * len(entries)


def begin_anew(entries: Sequence[Entry]) -> bool:
    """Whether the headings stand under several parents, at least two under most of them."""
    counts = Counter(id(e.above[-1]) for e in entries)
    return len(counts) > 1 and 2 * sum(n > 1 for n in counts.values()) >= len(counts)


def stands_aside(chapter: Printed) -> bool:
    """Whether a chapter speaks of the times, or names an aspect of the whole report: what stands
    below is no programme.

    >>> stands_aside(Printed("대내외 정책여건 분석")), stands_aside(Printed("추진개요"))
    (True, True)
    >>> stands_aside(Printed("활력 넘치는 정주여건")), stands_aside(Printed("환경")), stands_aside(Printed("추진실적"))
    (False, False, False)
    """
    if has(chapter.text, "chapter_aside") or is_of_times(chapter):
        return True
    return is_aspect(chapter) and word_to_role(chapter.text) != "achievements"


def _only_aspects(entries: Sequence[Entry]) -> bool:
    return 2 * sum(is_aspect(e.rank.words) for e in entries) > len(entries)


def entries_to_areas(entries: Sequence[Entry]) -> list[AreaDraft]:
    """Programmes under areas, or under groups inside areas where a level above the groups divides
    the report too.
    """
    outer = [e.above[-2] if len(e.above) > 1 else None for e in entries]
    divided = len({id(o) for o in outer if o}) > 1 and all(outer)
    single = len({id(e.above[-1]) for e in entries if e.above}) < 2  # one chapter divides nothing
    areas: list[AreaDraft] = []
    for entry, area in zip(entries, outer, strict=True):
        parent = None if single else entry.above[-1]
        top, inner = (area, parent) if divided and area else (parent, None)
        title, label = (r.words if r else None for r in (top, inner))
        if not areas or areas[-1].title is not title:
            areas.append(AreaDraft(title, printed_no=top.no if top else None))
        groups = areas[-1].groups
        if not groups or groups[-1].label is not label:
            groups.append(GroupDraft(label, printed_no=inner.no if inner else None))
        groups[-1].rows.append(rank_to_row(entry.rank))
    return areas


def rank_to_row(rank: Rank) -> RowDraft:
    """A programme's heading with its lines, and the cells of the small tables of money or targets
    under it.
    """
    lines = printed_to_lines(rank.lines)
    row = RowDraft(None, 0, rank.words, lines, [], printed_no=rank.no)
    for table in rank.content:
        if isinstance(table, Table) and is_row_beside(table):
            row.beside.extend(
                (table.table_no, c) for c in table.cells if c.row >= table.header_rows
            )
    return row


def printed_to_lines(paragraphs: Sequence[Printed]) -> list[Printed]:
    """The lines under a heading, without what a small table left among them in a text: its unit,
    its headers and its figures.

    >>> texts = ["○ 12회 (단위: 천원)", "예산 집행", "210 200", "○ 3회", "참여자는 9명"]
    >>> [p.text for p in printed_to_lines([Printed(t) for t in texts])]
    ['○ 12회', '○ 3회', '참여자는 9명']
    """
    lines: list[Printed] = []
    in_table = False
    for part in paragraphs:
        unit = DECLARED.search(part.text)
        if is_marked(part):
            in_table = unit is not None and unit.end() == len(part.text)
            lines.append(part.slice(0, unit.start()) if in_table and unit else part)
        elif UNIT_LINE.match(part.text) or is_cells(part.text):
            in_table = True
        elif lines and not in_table:
            lines.append(part)
    return lines


def is_cells(text: str) -> bool:
    """Whether a paragraph is nothing but header words or figures: the cells of a table, read one
    after the other.

    >>> is_cells("예산 집행 집행률"), is_cells("1,240 98.2"), is_cells("예산 절감 3회")
    (True, True, False)
    """
    return all(FIGURE.fullmatch(word) or word_to_role(word) for word in text.split())


def is_row_beside(table: Table) -> bool:
    """Whether a table is one row of figures under headers like those of a programme table's further
    columns.
    """
    if (
        not table.header_rows
        or table.rows > MOST_ROWS
        or table.rows - table.header_rows != 1
        or table.parent is not None
    ):
        return False
    roles = [
        header_to_role(c.header_path)
        for c in table.cells
        if c.row == table.header_rows and c.header_path
    ]
    return any(roles)
