"""The geometry door: pages of glyphs and rulings in, lines, paragraphs and tables in reading order
out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.faults import FAULT, Faults, Lost
from pipeline.layout.apart import set_contents_apart, set_furniture_apart, set_notes_apart
from pipeline.layout.bare import (
    page_lost,
    page_to_bare_lines,
    page_to_bare_sheet,
    sheet_lost,
    sheet_to_asides,
)
from pipeline.layout.captions import lines_to_captions
from pipeline.layout.columns import Columns, sheets_to_columns
from pipeline.layout.draft import DraftLine
from pipeline.layout.grid.read import Scored
from pipeline.layout.hidden import (
    page_to_hidden_lines,
    pages_to_hidden_problems,
    pages_to_seen_and_hidden,
)
from pipeline.layout.joined import JoinedTable, Leaf, leaves_to_joined
from pipeline.layout.numbered import joined_to_tables
from pipeline.layout.order import blocks_to_drafts, drafts_to_lines, sheet_to_blocks
from pipeline.layout.running import Setting, blocks_to_paragraphs
from pipeline.layout.sheets import Sheet, page_to_sheet, sheet_to_unread_problems
from pipeline.layout.tables import page_to_hard, pages_to_scored
from pipeline.layout.trace import keep_pages
from pipeline.layout.trust import is_untrusted, pages_to_problems
from pipeline.layout.turned import (
    Turn,
    page_to_turn,
    page_to_upright,
    problem_as_printed,
    table_as_printed,
)
from pipeline.layout.wrap_votes import Evidence
from pipeline.layout.wraps import blocks_to_evidence
from pipeline.model import Blocks, Document, Line, Mark, Page, Paragraph, Place, Problem, Table


def lay_out_pages(document: Document) -> Blocks:
    """Every page's lines numbered in reading order, paragraphs and tables (joined over pages) made
    of them.

    Lines of pages whose text lies are marked untrusted and nothing is made of them, those that
    nobody sees hidden; furniture, blanks and captions are marked.
    """
    faults = Faults()
    seen, hidden = _pages_to_seen(document.pages, faults)
    lying: dict[int | None, str] = {p.place.page: p.code for p in faults.problems}
    problems = _pages_to_problems(seen, hidden, faults)
    lying |= {p.place.page: p.code for p in problems if is_untrusted(p.code)}
    sheets, turns = _pages_to_sheets(seen, lying, faults)
    for sheet in sheets:
        if sheet.number in hidden:
            sheet.hidden = _hidden_lines(hidden[sheet.number], turns, faults)
    faults.spare(Lost("furniture"), set_furniture_apart, sheets, turns, instead=None)
    faults.spare(Lost("furniture"), set_notes_apart, sheets, seen, turns, instead=None)
    _hang_captions(sheets, faults)
    blocks = [
        faults.spare(sheet_lost(sheet), sheet_to_blocks, sheet, instead=sheet_to_asides(sheet))
        for sheet in sheets
    ]
    lines = drafts_to_lines(blocks_to_drafts(blocks), turns)
    columns = faults.spare(Lost("columns"), sheets_to_columns, sheets, instead=Columns())
    evidence = faults.spare(Lost("columns"), blocks_to_evidence, columns.texts, instead=Evidence())
    setting = Setting(lines, columns.by_line, evidence)
    joined = leaves_to_joined(list(_sheets_to_leaves(sheets)), faults)
    keep_pages(seen, sheets, turns, joined)
    tables, doubts = _joined_to_tables(joined, setting, turns, faults)
    honest = [page for page, sheet in zip(blocks, sheets, strict=True) if sheet.kind is None]
    items = _in_order([*blocks_to_paragraphs(honest, setting, faults), *tables])
    return Blocks(
        tuple(lines.values()),
        items,
        tuple(_marks(sheets, joined, lines)),
        (*problems, *_unread_problems(sheets, turns), *doubts, *faults.problems),
        len(document.pages),
    )


def _pages_to_sheets(
    pages: Sequence[Page], lying: Mapping[int | None, str], faults: Faults
) -> tuple[list[Sheet], dict[int, Turn]]:
    """Page after page, upright, and the turns of those that stand on their side; `lying`: the kinds
    of those whose text lies. A page that cannot be laid out gives its lines, of which nothing is
    made.
    """
    turns: dict[int, Turn] = {}
    uprights = [_page_to_upright(page, turns, faults) for page in pages]
    hards = {
        page.number: faults.spare(page_lost(page), page_to_hard, page, instead=None)
        for page in uprights
        if lying.get(page.number) is None
    }
    known = [(p, hard) for p in uprights if (hard := hards.get(p.number)) is not None]
    nothing: dict[int, Scored] = {}
    scored = faults.spare(Lost("step"), pages_to_scored, known, faults, instead=nothing)
    sheets: list[Sheet] = []
    for page in uprights:
        lost = page_lost(page)
        given = page, lying.get(page.number), hards.get(page.number), scored.get(page.number)
        sheet = faults.spare(lost, page_to_sheet, *given, faults, instead=None)
        sheets.append(sheet or page_to_bare_sheet(page))
        faults.spare(lost, set_contents_apart, sheets[-1], page, instead=None)
    return sheets, turns


def _page_to_upright(page: Page, turns: dict[int, Turn], faults: Faults) -> Page:
    """The page as it is read, its turn noted in `turns` where it stands on its side."""
    lost = page_lost(page)
    turn = faults.spare(lost, page_to_turn, page, instead=None)
    upright = page
    if turn is not None:
        upright = faults.spare(lost, page_to_upright, page, turn, instead=page)
    if turn is not None and upright is not page:
        turns[page.number] = turn
    return upright


def _pages_to_problems(
    seen: Sequence[Page], hidden: Mapping[int, Page], faults: Faults
) -> list[Problem]:
    """What is odd about each page's text."""
    found: list[Problem] = []
    for page in seen:
        found += faults.spare(page_lost(page), pages_to_problems, (page,), hidden, instead=())
    found += faults.spare(Lost("step"), pages_to_hidden_problems, hidden, instead=())
    return found


def _pages_to_seen(pages: Sequence[Page], faults: Faults) -> tuple[list[Page], dict[int, Page]]:
    """The pages with what is seen of them, and by number what is not. Where the two cannot be told
    apart, the page is lost to a fault.
    """
    seen: list[Page] = []
    hidden: dict[int, Page] = {}
    for page in pages:
        told = faults.spare(page_lost(page), pages_to_seen_and_hidden, [page], instead=None)
        own, more = told or ([page], {})
        seen += own
        hidden |= more
    return seen, hidden


def _hidden_lines(page: Page, turns: Mapping[int, Turn], faults: Faults) -> list[DraftLine]:
    return faults.spare(
        page_lost(page),
        lambda: page_to_hidden_lines(_upright(page, turns)),
        instead=list(page_to_bare_lines(page)),
    )


def _upright(page: Page, turns: Mapping[int, Turn]) -> Page:
    return page_to_upright(page, turns[page.number]) if page.number in turns else page


def _unread_problems(sheets: Sequence[Sheet], turns: Mapping[int, Turn]) -> Iterator[Problem]:
    for sheet in sheets:
        for problem in sheet_to_unread_problems(sheet):
            yield problem_as_printed(problem, turns)


def _hang_captions(sheets: Sequence[Sheet], faults: Faults) -> None:
    """Moves the lines that speak of a table from the loose lines to that table."""
    for sheet in sheets:
        for table in sheet.tables:
            free = [line for line in sheet.loose if line.text.strip()]
            place = Place(sheet.number, box=table.box)
            found = faults.spare(
                Lost("caption", place), lines_to_captions, free, table.box, instead=None
            )
            table.captions, table.unit = found or ([], None)
            own = {id(line) for line in table.captions}
            sheet.captions += table.captions
            sheet.loose = [line for line in sheet.loose if id(line) not in own]


def _sheets_to_leaves(sheets: Sequence[Sheet]) -> Iterator[Leaf]:
    """What each honest page gives to joining. The foot is where the text of pages of that size
    ends.
    """
    feet: dict[int, float] = {}
    for sheet in sheets:
        bottoms = [table.box.bottom for table in sheet.tables] + [
            line.box.bottom for line in _words_outside(sheet)
        ]
        feet[round(sheet.height)] = max([feet.get(round(sheet.height), 0.0), *bottoms])
    for sheet in sheets:
        if sheet.kind is None:
            yield Leaf(sheet.number, sheet.tables, _words_outside(sheet), feet[round(sheet.height)])


def _words_outside(sheet: Sheet) -> list[DraftLine]:
    framed = [line for frame in sheet.frames for line in frame.lines]
    return [line for line in (*sheet.loose, *framed) if line.text.strip()]


def _joined_to_tables(
    joined: Sequence[JoinedTable],
    setting: Setting,
    turns: Mapping[int, Turn],
    faults: Faults,
) -> tuple[list[Table], list[Problem]]:
    tables: list[Table] = []
    problems: list[Problem] = []
    for table in joined:
        lost = Lost("table", Place(table.page, box=table.box))
        made, doubts = faults.spare(
            lost, _joined_as_printed, table, len(tables) + 1, setting, turns, instead=((), ())
        )
        tables += made
        problems += doubts
    return tables, problems


def _joined_as_printed(
    table: JoinedTable, number: int, setting: Setting, turns: Mapping[int, Turn]
) -> tuple[list[Table], list[Problem]]:
    made, doubts = joined_to_tables(table, number, setting.printed)
    if not turns:
        return list(made), list(doubts)
    return (
        [table_as_printed(own, turns) for own in made],
        [problem_as_printed(doubt, turns) for doubt in doubts],
    )


def _in_order(items: Sequence[Paragraph | Table]) -> tuple[Paragraph | Table, ...]:
    """Paragraphs and tables as the report reads; a nested table follows the table that holds it."""
    keyed = []
    first: dict[int, int] = {}
    for at, item in enumerate(items):
        if isinstance(item, Paragraph):
            number = item.place.first_line or 0
        elif item.parent is not None:
            number = first[item.parent[0]]
        else:
            number = min((c.place.first_line for c in item.cells if c.place.first_line), default=0)
        if isinstance(item, Table):
            first[item.table_no] = number
        keyed.append((number, at, item))
    return tuple(item for _, _, item in sorted(keyed, key=lambda key: key[:2]))


def _marks(
    sheets: Sequence[Sheet], joined: Sequence[JoinedTable], lines: Mapping[int, Line]
) -> Iterator[Mark]:
    """Marks of the lines of which nothing is made: each line at most once."""
    roles = {id(line): word for sheet in sheets for word, line in _sheet_to_roles(sheet)}
    for table in joined:  # header rows and labels that were printed again on a later page
        roles.update((id(line), "table") for line in table.repeated if id(line) not in roles)
    for key, line in lines.items():
        role = roles.get(key) if line.text.strip() else "blank"
        if role is not None:
            yield Mark(line, 0, len(line.text), role)


def _sheet_to_roles(sheet: Sheet) -> Iterator[tuple[str, DraftLine]]:
    """The lines of a page of which nothing is made, with what they are; the last one holds."""
    for word, own in (
        ("untrusted", sheet.loose if sheet.kind not in (None, FAULT) else []),
        ("furniture", sheet.furniture),
        ("hidden", sheet.hidden),
        ("caption", sheet.captions),
        ("contents", sheet.contents),
    ):
        yield from ((word, line) for line in own)
