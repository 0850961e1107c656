"""The rank of the tree that is the programme, chapter by chapter, and its rows as drafts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from pipeline.lexicon import having
from pipeline.model import Blocks, Paragraph, Printed, Problem, Table
from pipeline.outline.aspects import ends_as_times, is_aspect, stands_aside
from pipeline.outline.columns import FIGURE as BARE_FIGURE
from pipeline.outline.columns import header_to_role, word_to_role
from pipeline.outline.cover import text_to_year
from pipeline.outline.declared import DECLARED
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.evidence import Evidence, drafts_to_evidence, line_to_marks
from pipeline.outline.headings import APPENDIX, LONGEST_NAME, PLAIN, Heading
from pipeline.outline.stated import bare_title, heading_to_count, text_to_total
from pipeline.outline.tree import Tree, flat_content, has_lines, items_to_tree, titles_again, walk
from pipeline.pattern import named
from pipeline.text import bullet_at, numbering_at

PARTED = 0.3  # of the headings of a rank are parted into aspects
FEWEST = 3  # programmes; fewer headings of that shape are no outline
WITH_LINES = 0.7  # of the programmes' headings have marked lines under them
MOST_ROWS = 3  # of a small table under a programme, its header included
UNIT_LINE = named("outline.unit_line")
FIGURE = named("outline.figure_in_heading")

Above = tuple[Heading, ...]
Entry = tuple[Heading, Above]


@dataclass(slots=True)
class Candidate:
    """Headings of one rank in a chapter, each with those above it, and what speaks for them."""

    chapter: Heading
    entries: list[Entry]
    shares: dict[str, list[bool]]
    evidence: Evidence
    ends_as_times: bool = False  # the chapter's name says what there is, and others say more


def read_tree(blocks: Blocks) -> list[AreaDraft]:
    """The outline that headings make, as drafts; none where they do not make it plain.

    Source: result reports set as text: Ⅰ > 1 > 1-1 > ❍, 제1장 > 제1절 > 1. > ○, 1. > 1.1 > ▶; work
    plans of Korean cities: Ⅳ. 업무계획 > 1. 과제 > □ 사업 > ㅇ 내용, the numbers boxed or not.
    """
    if any(p.code == "outline_lost" for p in blocks.problems):
        return []
    tree = blocks_to_tree(blocks)
    lines = sum(map(count_lines, tree.roots))
    chosen = without_weak([chapter_to_candidate(root, tree, lines) for root in tree.roots])
    totals = stated_numbers(blocks)
    if not any(chosen) and sum(map(has_lines, tree.roots)) in totals:
        return [AreaDraft(None, [GroupDraft(None, list(map(heading_to_row, tree.roots)))])]
    return candidates_to_areas(tree.roots, chosen) if are_plain(chosen, totals) else []


def blocks_to_tree(blocks: Blocks) -> Tree:
    """The tree of a report's headings."""
    return items_to_tree(blocks.items, [m.line.text for m in blocks.marks if m.role == "contents"])


def stated_numbers(blocks: Blocks) -> set[int]:
    """How many programmes the report says it has."""
    texts = (i.printed.text for i in blocks.items if isinstance(i, Paragraph))
    return {hit[0] for text in texts if (hit := text_to_total(text, read=False))}


def without_weak(chosen: Sequence[Candidate | None]) -> list[Candidate | None]:
    """The chapters' ranks without those that surely are no programmes beside others that are, and
    without chapters that speak of what there is (현황) beside others.
    """
    weak = "none" if any(map(is_sure, chosen)) else ""
    kept = [c if c and c.evidence.verdict != weak else None for c in chosen]
    beside = [None if c and c.ends_as_times else c for c in kept]
    return beside if any(beside) else kept


def is_sure(candidate: Candidate | None) -> bool:
    return candidate is not None and candidate.evidence.verdict == "programmes"


def is_planned(areas: Sequence[AreaDraft]) -> bool:
    """Whether an outline of headings is a plan's: its programmes are not numbered through. A plan
    counts many things; the lines of one do not count its headings.
    """
    rows = [r for a in areas for g in a.groups for r in g.rows]
    return bool(rows) and any(r.table is None and r.printed_no is None for r in rows)


def chapter_to_candidate(chapter: Heading, tree: Tree, lines: int) -> Candidate | None:
    """The rank of a chapter that is most surely its programmes; None where none may be. `lines`: of
    all chapters; whichever has most of them is the report, whatever its name.
    """
    is_most = 2 * count_lines(chapter) > lines
    aside = chapter.kind == APPENDIX or (stands_aside(chapter.words) and not is_most)
    found = [] if aside else chapter_to_candidates(chapter, tree)
    best = max(found, key=lambda c: c.evidence.score, default=None)
    if best is not None:
        best.ends_as_times = ends_as_times(chapter.words) and not is_most
    return best


def are_plain(chosen: Sequence[Candidate | None], totals: Set[int]) -> bool:
    """Whether ranks are enough and begin anew under several parents, most with lines of their own,
    or stand in chapters that say which year they are about; a stated number that is theirs, of the
    report or of each chapter, makes them plain as well.
    """
    found = list(filter(None, chosen))
    entries = list(chain.from_iterable(c.entries for c in found))
    with_lines = sum(bool(h.content) for h, _ in entries)
    if not entries or with_lines < WITH_LINES * len(entries):
        return False
    dated = not totals and any(map(says_year, found))
    enough = len(entries) >= FEWEST and (dated or begin_anew(entries))
    return enough or len(entries) in totals or all(map(meets_count, found))


def says_year(candidate: Candidate) -> bool:
    """Whether a chapter's name says which year it is about."""
    return text_to_year(candidate.chapter.words.text) is not None


def begin_anew(entries: Sequence[Entry]) -> bool:
    """Whether headings stand under several parents, at least two under most of them."""
    counts = Counter(id(above[-1]) for _, above in entries)
    return len(counts) > 1 and 2 * sum(n > 1 for n in counts.values()) >= len(counts)


def meets_count(candidate: Candidate) -> bool:
    """Whether a chapter's heading states just as many programmes as stand under it."""
    return heading_to_count(candidate.chapter.printed) == len(candidate.entries)


def candidates_to_areas(
    roots: Sequence[Heading], chosen: Sequence[Candidate | None]
) -> list[AreaDraft]:
    """Programmes under groups under areas; chapters like theirs that hold none are areas without a
    row.
    """
    ranks = {root.rank for root, c in zip(roots, chosen, strict=True) if c}
    alone = sum(map(has_lines, roots)) == 1
    areas: list[AreaDraft] = []
    outside: list[bool] = []  # lines of chapters that hold none, beside those of chapters that do
    for root, candidate in zip(roots, chosen, strict=True):
        if candidate is not None:
            areas.extend(candidate_to_areas(candidate, alone))
        elif root.rank in ranks or root.kind == APPENDIX:
            areas.append(AreaDraft(root.words, printed_no=root.no))
        outside.extend([candidate is None] * (0 if is_aside(root) else count_lines(root)))
    areas[0].shares["outside"] = outside
    areas[0].losses = [*headings_to_gaps(roots, chosen), *chapters_to_loose(roots, chosen)]
    return groups_to_areas(areas[0]) if alone and len(areas) == 1 else areas


def groups_to_areas(area: AreaDraft) -> list[AreaDraft]:
    """The groups of the only chapter that has lines as areas: one chapter divides nothing."""
    if sum(g.label is not None for g in area.groups) < 2:
        return [area]
    found = [
        replace(area, title=g.label, groups=[GroupDraft(None, g.rows)], printed_no=g.printed_no)
        for g in area.groups
    ]
    for other in found[1:]:
        other.shares = {}
    return found


def headings_to_gaps(
    roots: Sequence[Heading], chosen: Sequence[Candidate | None]
) -> Iterator[Problem]:
    """A problem for every chapter, and every heading right below one that gives rows, whose number
    does not follow the one before it.
    """
    found = [c for c in chosen if c]
    ranks = {above[1].rank for c in found for _, above in c.entries if len(above) > 1}
    yield from siblings_to_gaps(roots, {c.chapter.rank for c in found})
    for candidate in found:
        yield from siblings_to_gaps(candidate.chapter.children, ranks)


def siblings_to_gaps(headings: Sequence[Heading], ranks: Set[int]) -> Iterator[Problem]:
    """A problem for every heading of some ranks whose number leaves one out."""
    counted = [(h, h.value) for h in headings if h.value is not None and h.rank in ranks]
    for (before, last), (heading, value) in pairwise(counted):
        if heading.style == before.style and value > last + 1:
            told = (("number", heading.no or ""), ("before", before.no or ""))
            yield Problem("outline_gap", heading.printed.place(), words=told)


def chapters_to_loose(
    roots: Sequence[Heading], chosen: Sequence[Candidate | None]
) -> Iterator[Problem]:
    """A problem for every chapter beside those of the times that gives no row though several of its
    marked lines tell of something done.
    """
    for root, candidate in zip(roots, chosen, strict=True):
        if candidate is None and not is_aside(root):
            lines = [p for p in flat_content(root) if isinstance(p, Printed) and is_marked(p)]
            doing = [p for p in lines if line_to_marks(p.text)["doing_lines"]]
            if len(doing) >= FEWEST:
                told = (("title", root.words.text), ("lines", str(len(doing))))
                yield Problem("lines_without_programme", doing[0].place(), words=told)


def is_aside(chapter: Heading) -> bool:
    """Whether a chapter stands beside those of programmes: it speaks of the times, or is an
    appendix.
    """
    return chapter.kind == APPENDIX or stands_aside(chapter.words) or ends_as_times(chapter.words)


def candidate_to_areas(candidate: Candidate, alone: bool) -> list[AreaDraft]:
    """A chapter as one area; where a rank above the groups divides it, an area for each heading of
    that rank as well. `alone`: a chapter with no other beside it is no area then.
    """
    entries = with_bare_parents(candidate)
    parts = {id(above[1]) for _, above in entries if len(above) > 2}
    year = text_to_year(candidate.chapter.words.text)
    doubt = None if is_sure(candidate) else candidate.evidence.against
    chapter = AreaDraft(candidate.chapter.words, [], candidate.chapter.no, year, doubt)
    areas = [] if alone else [chapter]
    for heading, above in entries:
        area, group = above_to_area(above, parts if len(parts) > 1 else ())
        if not areas or areas[-1].title is not area.words:
            areas.append(AreaDraft(area.words, [], area.no, year, doubt))
        row_to_group(areas[-1], group, heading_to_row(heading))
    areas[0].shares = candidate.shares | {"outside": [], "plain": []}  # told the ranks apart
    return areas


def above_to_area(above: Above, parts: Collection[int]) -> tuple[Heading, Heading | None]:
    """Of the headings over a programme the area's and the group's: the chapter or, of those by id
    that divide it, the part.
    """
    inner = above[1:] if len(above) > 1 and id(above[1]) in parts else above
    return inner[0], inner[-1] if len(inner) > 1 else None


def row_to_group(area: AreaDraft, group: Heading | None, row: RowDraft) -> None:
    """Adds a row to an area, under its group."""
    label = group.words if group else None
    if not area.groups or area.groups[-1].label is not label:
        area.groups.append(GroupDraft(label, printed_no=group.no if group else None))
    area.groups[-1].rows.append(row)


def with_bare_parents(candidate: Candidate) -> list[Entry]:
    """The programmes, and the numbered headings beside their groups that hold none but lines, or
    aspects: each is a programme itself.

    Source: a plan of eighteen tasks, two of which go straight to 기본방향 and 추진계획.
    """
    held = parents_to_held(candidate.entries)
    groups = [above[-1] for _, above in candidate.entries if len(above) > 1]
    bare = {id(g) for g in groups if are_aspects(held[id(g)])}
    alone = map(id, lone_headings(candidate.chapter, groups, held))
    rows = [held[parent] for parent in held if parent not in bare]
    chosen = bare.union(alone, map(id, chain.from_iterable(rows)))
    return [e for e in walk(candidate.chapter.children, (candidate.chapter,)) if id(e[0]) in chosen]


def parents_to_held(entries: Sequence[Entry]) -> dict[int, list[Heading]]:
    """The headings under each parent, by its id."""
    held: dict[int, list[Heading]] = defaultdict(list)
    for heading, above in entries:
        held[id(above[-1])].append(heading)
    return held


def lone_headings(
    chapter: Heading, groups: Sequence[Heading], held: Collection[int]
) -> Iterator[Heading]:
    """The numbered headings like a chapter's groups that have lines and are no parents."""
    ranks = {g.rank for g in groups if g.value is not None}
    for heading, _ in walk(chapter.children):
        if heading.rank in ranks and id(heading) not in held and has_lines(heading):
            yield heading


def are_aspects(headings: Sequence[Heading]) -> bool:
    """Whether most of some headings name aspects."""
    return 2 * sum(map(names_aspect, headings)) > len(headings)


def chapter_to_candidates(chapter: Heading, tree: Tree) -> list[Candidate]:
    """Every rank of headings below a chapter that may be programmes, with its evidence."""
    ranks: dict[int, list[Entry]] = defaultdict(list)
    for heading, above in walk(chapter.children, (chapter,)):
        ranks[heading.rank].append((heading, above))
    parted = {rank: [has_parts(*e) for e in entries] for rank, entries in ranks.items()}
    named = Named(tree, {rank for rank, p in parted.items() if sum(p) >= PARTED * len(p)})
    lines = count_lines(chapter)
    found = []
    for rank, entries in ranks.items():
        if may_be_programmes(entries):
            shares = entries_to_shares(entries, named, lines) | {"parts": parted[rank]}
            area = AreaDraft(None, parents_to_groups(entries), shares=shares)
            found.append(Candidate(chapter, entries, shares, drafts_to_evidence([area])))
    return found


def is_project(heading: Heading, above: Above) -> bool:
    """Whether a heading is a number of a chapter of urgent projects.

    Source: chapters of 현안: a boxed 1 … n with □ 필요성, 사업개요, 향후계획 or what the case asks for.
    """
    name = bare_title(above[0].words.text)
    return (
        len(above) == 1
        and heading.value is not None
        and name.endswith(having("chapter_of_projects"))
    )


def names_aspect(heading: Heading) -> bool:
    """Whether a heading names an aspect; one without a number or mark may be the label at the side
    of a section, read with its first line.
    """
    label = heading.words.text.partition(" ")[0]
    return is_aspect(heading.words) or (heading.kind == PLAIN and is_aspect(Printed(label)))


def may_be_programmes(entries: Sequence[Entry]) -> bool:
    """Whether headings of a rank are more than aspects, and more than one without a number, and
    whether any line stands under them.
    """
    headings = [h for h, _ in entries]
    if are_aspects(headings) or not any(map(count_lines, headings)):
        return False
    return headings[0].kind != PLAIN or len(headings) > 1


@dataclass(frozen=True, slots=True)
class Named:
    """What names a programme: lists, and being parted into aspects as others of its rank are."""

    tree: Tree
    parted: Set[int]  # ranks

    def holds(self, heading: Heading) -> bool:
        return self.tree.is_listed(heading) or heading.rank in self.parted

    def is_over(self, heading: Heading) -> bool:
        """Whether most of what stands under a heading may be programmes: headings with lines that
        are no aspects of it; under a number of several parts, such as are named.
        """
        filled = [c for c in heading.children if c.content]
        below = [c for c in filled if not names_aspect(c) and not FIGURE.search(c.words.text)]
        if heading.is_path:
            below = [c for c in below if self.holds(c)]
        return 2 * len(below) > len(filled)

    def is_below(self, heading: Heading, above: Above) -> bool:
        """Whether nothing names a heading that stands under a number of several parts: 1-1 is the
        first programme of the first group.
        """
        return not self.holds(heading) and any(a.is_path for a in above)


def entries_to_shares(entries: Sequence[Entry], named: Named, lines: int) -> dict[str, list[bool]]:
    """What speaks for and against headings of one rank being programmes, beside what is asked of
    every outline: whether lists name them, whether they hold or stand under such headings, state
    figures, are sections of each parent, have neither number nor mark; which of the chapter's lines
    stand under none of them.
    """
    again = titles_again(entries)
    headings = [h for h, _ in entries]
    below = sum(map(count_lines, headings))
    return {
        "listed": list(map(named.tree.is_listed, headings)),
        "over": list(map(named.is_over, headings)),
        "below": [named.is_below(*entry) for entry in entries],
        "figures": [bool(FIGURE.search(h.words.text)) for h in headings],
        "long": [len(h.words.text) > LONGEST_NAME for h in headings],
        "sections": [h.key in again or names_aspect(h) for h in headings],
        "plain": [h.kind == PLAIN for h in headings],
        "outside": [k >= below for k in range(lines)],
    }


def count_lines(heading: Heading) -> int:
    """How many lines stand under a heading and those below it, no headings."""
    own = sum(isinstance(p, Printed) for p in heading.content)
    return own + sum(map(count_lines, heading.children))


def parents_to_groups(entries: Sequence[Entry]) -> list[GroupDraft]:
    """Rows in a group for every parent."""
    groups: dict[int, GroupDraft] = {}
    for heading, above in entries:
        group = groups.setdefault(id(above[-1]), GroupDraft(None))
        group.rows.append(heading_to_row(heading))
    return list(groups.values())


def has_parts(heading: Heading, above: Above) -> bool:
    """Whether most of what stands right under a heading are aspects (개요, 추진상황, 향후계획), or it
    is an urgent project.
    """
    children = heading.children
    aspects = sum(map(names_aspect, children)) or sum(map(is_aspect, outer_lines(heading)))
    parted = aspects > 1 and 2 * aspects >= len(children or outer_lines(heading))
    return parted or is_project(heading, above)


def outer_lines(heading: Heading) -> list[Printed]:
    """The lines under a heading that open with the mark of its first one."""
    marked = [
        (b.family, p)
        for p in heading.content
        if isinstance(p, Printed) and (b := bullet_at(p.text))
    ]
    return [p for family, p in marked if family == marked[0][0]]


def is_marked(printed: Printed) -> bool:
    """Whether a line under a heading opens with a mark of any kind, or with a number that counts
    lines.
    """
    return bullet_at(printed.text) is not None or numbering_at(printed.text) is not None


def heading_to_row(heading: Heading) -> RowDraft:
    """A programme's heading with its lines, and the cells of the small tables of money or targets
    under it.
    """
    lines = printed_to_lines([p for p in flat_content(heading) if isinstance(p, Printed)])
    row = RowDraft(None, 0, heading.words, lines, [], printed_no=heading.no)
    for table in flat_content(heading):
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
    return all(BARE_FIGURE.fullmatch(word) or word_to_role(word) for word in text.split())


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
