"""Reports whose programmes are numbered headings: styles of numbers that begin anew under their parents, lines under the deepest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import regex

from pipeline.lexicon import words
from pipeline.model import Blocks, Paragraph, Printed, Table
from pipeline.outline.columns import FIGURE, header_to_role, word_to_role
from pipeline.outline.declared import DECLARED
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.headed import is_aspect
from pipeline.outline.ranks import Rank, TreeReader
from pipeline.text import bullet_at, close_up, numbering_at

FEWEST = 3  # programmes
WITH_LINES = 0.7  # of the programmes' headings have marked lines under them
MOST_ROWS = 3  # of a small table under a programme, its header included
UNIT_LINE = regex.compile(r"[(（\[<〈]?\s*단\s*위\s*[:：]")


@dataclass(slots=True)
class Entry:
    """A programme's heading with those that it stands under, outermost first."""

    rank: Rank
    above: tuple[Rank, ...]


def read_nested(blocks: Blocks) -> list[AreaDraft]:
    """The outline that numbered headings make, as drafts; none where they do not make it plain.

    Source: result reports set as text: Ⅰ > 1 > 1-1 > ❍, 제1장 > 제1절 > 1. > ○, 1. > 1.1 > ▶, each with small tables of money below.
    """
    if any(p.code == "outline_lost" for p in blocks.problems):
        return []
    roots = TreeReader(lines_size(blocks.items)).read(blocks.items)
    while (folded := style_to_fold(roots)) is not None:
        for root in roots:
            fold_style(root, folded)
        roots = [r for r in roots if r.style != folded]
    return entries_to_areas(plain_entries(roots))


def lines_size(items: Sequence[Paragraph | Table]) -> float | None:
    """The usual size in points of marked lines, None for text."""
    sizes = [i.size for i in items if isinstance(i, Paragraph) and i.size and bullet_at(i.printed.text)]
    return median(sizes) if sizes else None


def walk(ranks: Sequence[Rank], above: tuple[Rank, ...] = ()) -> Iterator[Entry]:
    """All ranks in order, each with those above it."""
    for rank in ranks:
        yield Entry(rank, above)
        yield from walk(rank.children, (*above, rank))


def is_marked(printed: Printed) -> bool:
    """Whether a line under a heading opens with a mark of any kind, or with a number that counts lines."""
    return bullet_at(printed.text) is not None or numbering_at(printed.text) is not None


def style_to_fold(roots: Sequence[Rank]) -> int | None:
    """The style of numbers that count lines or aspects of a programme (가. 개요, 나. 향후계획), not programmes; the deepest first."""
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
        if depths[style] and style not in held and (2 * bare > len(found) or 2 * aspects > len(found)):
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


def plain_entries(roots: Sequence[Rank]) -> list[Entry]:
    """The programmes: headings of one style with lines, all under headings of one other style; none where that is not plain."""
    leaves = [e for e in walk(roots) if e.above and not e.rank.children and not _speaks_of_times(e)]
    chosen = Counter((e.rank.style, e.above[-1].style) for e in leaves).most_common(1)
    if not chosen:
        return []
    (style, parent), _ = chosen[0]
    entries = [e for e in leaves if (e.rank.style, e.above[-1].style) == (style, parent)]
    sisters: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        sisters[id(entry.above[-1])].append(entry)
    entries = [e for found in sisters.values() if not _only_aspects(found) for e in found]
    parents = list(dict.fromkeys(id(e.above[-1]) for e in entries))
    counts = Counter(id(e.above[-1]) for e in entries)
    marked = sum(any(is_marked(p) for p in e.rank.lines) for e in entries)
    several = sum(counts[p] > 1 for p in parents)
    plain = len(parents) > 1 and 2 * several >= len(parents) and len(entries) >= FEWEST and marked >= WITH_LINES * len(entries)
    return entries if plain else []


def names_times(words_: Printed) -> bool:
    """Whether a heading speaks of the times and of nothing else.

    >>> names_times(Printed("대내외 정책여건 분석")), names_times(Printed("활력 넘치는 정주여건"))
    (True, False)
    """
    listed = words("headings")["aspects"]
    left = close_up(words_.text)
    for word in (*listed["chapters"], *listed["beside"]):
        left = left.replace(word, "")
    return not left


def _speaks_of_times(entry: Entry) -> bool:
    return any(names_times(r.words) for r in entry.above)


def _only_aspects(entries: Sequence[Entry]) -> bool:
    return 2 * sum(is_aspect(e.rank.words) for e in entries) > len(entries)


def entries_to_areas(entries: Sequence[Entry]) -> list[AreaDraft]:
    """Programmes under areas, or under groups inside areas where a level above the groups divides the report too."""
    outer = [e.above[-2] if len(e.above) > 1 else None for e in entries]
    divided = len({id(o) for o in outer if o}) > 1 and all(outer)
    areas: list[AreaDraft] = []
    for entry, area in zip(entries, outer, strict=True):
        top, inner = (area, entry.above[-1]) if divided and area else (entry.above[-1], None)
        if not areas or areas[-1].title is not top.words:
            areas.append(AreaDraft(top.words, printed_no=top.no))
        groups, label = areas[-1].groups, inner.words if inner else None
        if not groups or groups[-1].label is not label:
            groups.append(GroupDraft(label, printed_no=inner.no if inner else None))
        groups[-1].rows.append(rank_to_row(entry.rank))
    return areas


def rank_to_row(rank: Rank) -> RowDraft:
    """A programme's heading with its lines, and the cells of the small tables of money or targets under it."""
    lines = printed_to_lines(rank.lines)
    row = RowDraft(None, 0, rank.words, lines, [], printed_no=rank.no)
    for table in rank.content:
        if isinstance(table, Table) and is_row_beside(table):
            row.beside.extend((table.table_no, c) for c in table.cells if c.row >= table.header_rows)
    return row


def printed_to_lines(paragraphs: Sequence[Printed]) -> list[Printed]:
    """The lines under a heading, without what a small table left among them in a text: its unit, its headers and its figures.

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
    """Whether a paragraph is nothing but header words or figures: the cells of a table, read one after the other.

    >>> is_cells("예산 집행 집행률"), is_cells("1,240 98.2"), is_cells("예산 절감 3회")
    (True, True, False)
    """
    return all(FIGURE.fullmatch(word) or word_to_role(word) for word in text.split())


def is_row_beside(table: Table) -> bool:
    """Whether a table is one row of figures under headers like those of a programme table's further columns."""
    if not table.header_rows or table.rows > MOST_ROWS or table.rows - table.header_rows != 1 or table.parent is not None:
        return False
    roles = [header_to_role(c.header_path) for c in table.cells if c.row == table.header_rows and c.header_path]
    return any(roles)
