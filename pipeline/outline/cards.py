"""Reports that give every programme a small form of its own: 사업명 | …, 담당부서 | …, 추진실적 | ○
…, or its title as a heading above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Blocks, Cell, Paragraph, Printed, Table
from pipeline.outline.columns import only_ends_so, word_to_role
from pipeline.outline.counted import count_titles
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.grids import cell_printed, table_to_cover
from pipeline.outline.programmes import heading_before, heading_kind, headings_to_areas
from pipeline.outline.rows import bare_no, split_number
from pipeline.text import close_up, numbering_at

FEWEST = 3  # forms
ALIKE = 0.6  # of the forms have the same labels
MOST_ROWS = 12  # of one form
MOST_JOINED = 4  # forms drawn as one table


@dataclass(slots=True)
class Form:
    """One programme's form: its title where the form has one, and the cells behind each of its
    labels with the label's role.
    """

    table: Table
    title: Cell | None
    values: list[tuple[str, Cell]] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(role for role, _ in self.values))


def cell_to_label(table: Table, cover: dict[tuple[int, int], Cell], cell: Cell) -> Cell | None:
    """The label that a cell of a form stands behind: the nearest one left of it, else the one right
    above that is as wide.

    >>> cells = (Cell(0, 0, paragraphs=(Printed("사업명"),)), Cell(0, 1, paragraphs=(Printed("돌봄"),)))
    >>> table = Table(1, 1, 2, cells)
    >>> cell_to_label(table, table_to_cover(table), cells[1]).text
    '사업명'
    """
    for col in range(cell.col - 1, -1, -1):
        left = cover.get((cell.row, col))
        if left is not None and is_label(left):
            return left
    above = cover.get((cell.row - 1, cell.col))
    return (
        above
        if above is not None and is_label(above) and above.col_span == cell.col_span == table.cols
        else None
    )


def is_label(cell: Cell) -> bool:
    """Whether a cell holds a header word and nothing else; right of the left side none that only
    ends like one.

    >>> title, label = (Cell(0, 1, paragraphs=(Printed(t),)) for t in ("4. 이음프로그램", "담당 부서"))
    >>> is_label(title), is_label(label), is_label(replace(title, paragraphs=(Printed("이음프로그램"),)))
    (False, True, False)
    """
    if not cell.text or numbering_at(cell.text) is not None:
        return False
    return word_to_role(cell.text) is not None and (cell.col == 0 or not only_ends_so(cell.text))


def may_be_form(table: Table) -> bool:
    """Whether a label of achievements stands at a table's left side: all that most tables are
    asked.
    """
    if table.parent is not None or table.cols < 2 or not 1 < table.rows <= MOST_ROWS * MOST_JOINED:
        return False
    return any(
        c.col == 0 and c.paragraphs and word_to_role(c.text) == "achievements" for c in table.cells
    )


def table_to_fields(table: Table) -> list[tuple[str, Cell]]:
    """Every cell that stands behind a label, with the label's role."""
    cover = table_to_cover(table)
    behind = [(c, cell_to_label(table, cover, c)) for c in table.cells if not is_label(c)]
    return [
        (role, c) for c, label in behind if label is not None and (role := word_to_role(label.text))
    ]


def table_to_forms(table: Table) -> list[Form]:
    """The forms of a table, a new one from every label of programmes that has one title behind it;
    none if it is no form.

    Source: forms that follow one another without a heading between them are drawn as one table over
    a page's end.
    """
    told = table_to_fields(table)
    rows = sorted({c.row for role, c in told if role == "programme" and c.text})
    forms = [Form(table, c) for role, c in told if role == "programme" and c.text]
    for role, cell in told:
        if role != "programme" and forms:
            form = next(
                (
                    f
                    for f, row in zip(reversed(forms), reversed(rows), strict=False)
                    if row <= cell.row
                ),
                forms[0],
            )
            form.values.append((role, cell))
    whole = (
        len(rows) == len(forms)
        and all(f.values for f in forms)
        and table.rows <= MOST_ROWS * len(forms)
    )
    return forms if whole else []


def table_to_untitled(table: Table) -> list[Form]:
    """A form that does not name its programme: labels down its left side, nothing that stands
    behind none.
    """
    told = table_to_fields(table)
    labels = [c for c in table.cells if is_label(c)]
    filled = [c for c in table.cells if c.text and c not in labels]
    whole = (
        sum(c.col == 0 for c in labels) * 2 > table.rows
        and len(told) >= ALIKE * len(filled)
        and table.rows <= MOST_ROWS
    )
    return (
        [Form(table, None, told)]
        if told and whole and "programme" not in {role for role, _ in told}
        else []
    )


def items_to_forms(items: Sequence[Paragraph | Table]) -> list[Form]:
    """All forms of a report; none where there are too few, where they differ in their labels, or
    tell no achievements.
    """
    tables = [i for i in items if isinstance(i, Table) and may_be_form(i)]
    if not tables:
        return []
    for read in (table_to_forms, table_to_untitled):
        forms = [f for t in tables for f in read(t)]
        shapes = Counter(f.shape for f in forms)
        alike = shapes.most_common(1)[0][1] if shapes else 0
        telling = sum("achievements" in f.shape for f in forms)
        if len(forms) >= FEWEST and alike >= ALIKE * len(forms) and telling >= ALIKE * len(forms):
            return forms
    return []


def label_forms(items: Sequence[Paragraph | Table]) -> tuple[Paragraph | Table, ...]:
    """All items; the cells of forms have their label for a header, and no row of a form is a header
    row.
    """
    formed = {id(f.table) for f in items_to_forms(items)}
    return tuple(_labelled(i) if isinstance(i, Table) and id(i) in formed else i for i in items)


def _labelled(table: Table) -> Table:
    cover = table_to_cover(table)
    cells = []
    for cell in table.cells:
        label = None if is_label(cell) else cell_to_label(table, cover, cell)
        cells.append(
            replace(cell, header_path=label.text.replace("\n", " ") if label is not None else None)
        )
    return replace(table, header_rows=0, cells=tuple(cells))


def read_cards(blocks: Blocks) -> list[AreaDraft]:
    """The outline of a report of forms, as drafts; areas and groups are the headings over them.

    Source: result reports of foundations and ministries: Ⅰ. 돌봄 > a form a programme.
    """
    forms = items_to_forms(blocks.items)
    first = {id(f.table): k for k, f in reversed(list(enumerate(forms)))}
    at = [k for k, i in enumerate(blocks.items) if id(i) in first]
    before = [heading_before(blocks.items, at[n - 1] + 1 if n else 0, k) for n, k in enumerate(at)]
    over = (
        without_titles(before)
        if all(f.title is None for f in forms) or repeats_titles(before, forms)
        else before
    )
    outer = dict(
        zip(
            (id(blocks.items[k]) for k in at),
            headings_to_areas(over, [False] * len(at)),
            strict=True,
        )
    )
    titles = dict(zip((id(blocks.items[k]) for k in at), headings_to_titles(before), strict=True))
    areas: list[AreaDraft] = []
    for k, form in enumerate(forms):
        area, group = outer[id(form.table)] if first[id(form.table)] == k else (None, None)
        title = cell_printed(form.title) if form.title else titles[id(form.table)]
        if title is None:
            return []  # nothing names the programmes
        if area is not None or not areas:
            areas.append(AreaDraft(area))
        if group is not None or not areas[-1].groups:
            areas[-1].groups.append(GroupDraft(group))
        areas[-1].groups[-1].rows.append(form_to_row(form, title))
    count_titles(areas)
    return areas


def common_kinds(before: Sequence[Sequence[Printed]]) -> set[str | None]:
    """The kinds of numbering that stand in a heading over every form."""
    kinds = [{heading_kind(h) for h in headings} - {None} for headings in before]
    return set.intersection(*kinds) if len(kinds) > 1 else set()


def repeats_titles(before: Sequence[Sequence[Printed]], forms: Sequence[Form]) -> bool:
    """Whether headings over the forms say their titles once more."""
    titles = {close_up(split_number(cell_printed(f.title))[1].text) for f in forms if f.title}
    return any(close_up(split_number(h)[1].text) in titles for headings in before for h in headings)


def headings_to_titles(before: Sequence[Sequence[Printed]]) -> list[Printed | None]:
    """For every form the heading of the common kind right above it.

    >>> [t.text for t in headings_to_titles([[Printed("Ⅰ. 가"), Printed("1. 나")], [Printed("2. 다")]]) if t]
    ['1. 나', '2. 다']
    """
    common = common_kinds(before)
    return [
        next((h for h in reversed(headings) if heading_kind(h) in common), None)
        for headings in before
    ]


def without_titles(before: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    """The headings over each form without those of a kind that stands over every form: they are the
    programmes' own titles.

    >>> [[h.text for h in b] for b in without_titles([[Printed("Ⅰ. 가"), Printed("1. 나")], [Printed("2. 다")]])]
    [['Ⅰ. 가'], []]
    """
    common = common_kinds(before)
    return [[h for h in headings if heading_kind(h) not in common] for headings in before]


def form_to_row(form: Form, title: Printed) -> RowDraft:
    """One form as a row: the lines behind its labels of achievements, everything else as additional
    columns.

    Where the title stands above the form, the row has no table of its own; the form's cells stand
    beside it.
    """
    lines = [c for role, c in form.values if role == "achievements"]
    extra: dict[str, list[Cell]] = {}
    for role, cell in form.values:
        if role != "achievements":
            extra.setdefault(role, []).append(cell)
    doubt = next((c.doubt for c in [form.title, *lines] if c is not None and c.doubt), None)
    paragraphs = [p for c in lines for p in c.paragraphs]
    numbers = [bare_no(c.text) for c in extra.get("number", []) if c.text]
    no = numbers[0] if numbers else None
    if form.title is not None:
        return RowDraft(
            form.table, form.title.row, title, paragraphs, [form.title, *lines], extra, no, doubt
        )
    row = RowDraft(None, 0, title, paragraphs, [], extra, no, doubt)
    row.inside = [(form.table.table_no, c) for c in lines]
    row.beside = [(form.table.table_no, c) for cells in extra.values() for c in cells]
    return row
