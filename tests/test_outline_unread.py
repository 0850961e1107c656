"""Signs that a part of a programme table was not read: each with a table that shows it, and one
that does not.
"""

from __future__ import annotations

import dataclasses

from pipeline.layout.flattened import lay_out_text
from pipeline.model import (
    Blocks,
    Box,
    Cell,
    Document,
    Line,
    Paragraph,
    Part,
    Place,
    Printed,
    Problem,
    Report,
    Run,
    Source,
    Table,
)
from pipeline.outline import outline
from pipeline.publish.sentences import fails_as_unread
from pipeline.read.text import text_to_lines
from pipeline.unread import sign_to_problem

HEAD = ("과제", "세부사업", "소관부서", "추진실적")
SOURCE = Source("a.txt", "a.txt", "0" * 64, 1, "text/plain")


class Page:
    """Lines as they are asked for, numbered on."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def printed(self, text: str) -> Printed:
        """A text; where it has a /, its next line begins."""
        runs, at = [], 0
        for part in text.split("/"):
            self.lines.append(Line(len(self.lines) + 1, 1, part))
            runs.append(Run(at, self.lines[-1], 0, len(part)))
            at += len(part) + 1
        return Printed(text.replace("/", " "), tuple(runs))

    def cell(self, row: int, col: int, text: str, span: int = 1) -> Cell:
        own = tuple(self.printed(t) for t in text.split("\n") if t)
        place = own[0].place() if own else Place()
        path = HEAD[col] if row else None
        return Cell(row, col, span, 1, own, header_path=path, place=place)


def table(page: Page, *rows: tuple[str, str] | tuple[str, str, str], origin: str = "text") -> Table:
    """One group of rows: title, lines, and the department where one is given."""
    cells = [page.cell(0, c, text) for c, text in enumerate(HEAD)]
    cells.append(page.cell(1, 0, "가. 돌봄", len(rows)))
    for k, (title, lines, *department) in enumerate(rows, start=1):
        words = (title, department[0] if department else "복지과", lines)
        cells += [page.cell(k, c, text) for c, text in enumerate(words, start=1)]
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.col)))
    return Table(1, len(rows) + 1, 4, ordered, 1, (Part(1, None),), origin=origin)


ROWS = tuple((f"{k}. {k}번 쉼터 조성", f"○ 쉼터 {k}개소 조성\n- 이용 {k}명") for k in range(1, 13))


def signs(*rows: tuple[str, ...], behind: str = "", origin: str = "text") -> list[str]:
    page = Page()
    items: list[Table | Paragraph] = [table(page, *rows, origin=origin)]  # type: ignore[arg-type]
    if behind:
        printed = page.printed(behind)
        items.append(Paragraph(printed, printed.place()))
    return told(outline(Blocks(tuple(page.lines), tuple(items)), SOURCE))


def told(report: Report) -> list[str]:
    return [dict(p.words)["seen_en"] for p in report.problems if p.code == "table_part_unread"]


def changed(at: int, *row: str) -> list[tuple[str, ...]]:
    return [*ROWS[: at - 1], row, *ROWS[at:]]


def test_a_table_read_whole_shows_no_sign() -> None:
    assert signs(*ROWS) == []
    assert signs(*ROWS, behind="□ 향후 계획") == []
    assert signs(*ROWS, behind="위와 같이 추진함") == []


def test_a_number_left_out_is_named_and_a_misprint_is_not() -> None:
    assert signs(*ROWS[:3], *ROWS[4:]) == ["the numbers of the rows do not count on: 3, 5"]
    assert signs(*changed(4, "3. 쉼터", "○ 쉼터 2개소")) == [
        "the numbers of the rows do not count on: 3, 5"
    ]
    assert signs(*changed(12, "2. 쉼터", "○ 쉼터 2개소")) == []


def test_a_row_without_a_title_is_named() -> None:
    assert signs(*changed(4, "", "○ 쉼터 2개소"))[0].startswith("a row has no title")


def test_a_total_over_the_results_is_no_line_of_the_row_above() -> None:
    rows = [*ROWS, ("", "합계", "")]
    assert signs(*rows) == []


def test_a_header_or_a_total_inside_a_row_is_named() -> None:
    (sign,) = signs(*changed(3, "3. 쉼터/세부사업", "○ 쉼터 3개소"))
    assert sign.startswith("a row holds words of the table's own header")
    (sign,) = signs(*changed(3, "3. 쉼터", "○ 쉼터 3개소/소계"))
    assert sign.startswith("a row holds the label of a total")
    assert signs(*changed(3, "3. 세부사업 점검", "○ 합계 점검 3회")) == []


def test_a_row_that_opens_in_the_middle_is_named_where_the_others_open_alike() -> None:
    assert signs(*changed(3, "3. 쉼터", "- 이용 3명"))[0].startswith("the results of this row")
    two = [*ROWS[:10], *(("7. 쉼터", "- 이용 3명"),) * 2]  # two of twelve are a habit of their own
    assert not any(s.startswith("the results") for s in signs(*two))
    mixed = [(t, lines if k % 2 else lines[2:]) for k, (t, lines) in enumerate(ROWS)]
    assert signs(*mixed) == []
    assert signs(*ROWS[:3], ("4. 쉼터", "- 이용 3명")) == []  # four rows have no habit


def test_two_titles_in_one_are_named() -> None:
    (sign,) = signs(*changed(12, "12. 쉼터/13. 그늘막", "○ 쉼터 3개소"))
    assert sign.startswith("a line of the title")
    assert "13. 그늘막" in sign
    (sign,) = signs(*changed(7, "7. 쉼터/- 이용 3명", "○ 쉼터 3개소"))
    assert sign.startswith("a line of the title")
    assert signs(*changed(7, "7. 쉼터/3개소", "○ 쉼터 3개소")) == []


def test_a_bracket_torn_between_two_cells_is_named() -> None:
    (sign,) = signs(*changed(3, "3. 쉼터", "○ 이용 30명(전년 대비", "복지과 증가)"))
    assert sign.startswith("a bracket that opens in one cell")
    assert signs(*changed(3, "3. 쉼터", "○ 이용 30명(전년 대비", "복지과")) == []


def test_lines_right_behind_a_table_that_go_on_with_it_are_named() -> None:
    assert signs(*ROWS, behind="- 이용 3명")[0].startswith("text right behind the table")
    assert signs(*ROWS, behind="13. 그늘막 조성 ○ 그늘막 3개소")[0].startswith("text right behind")
    assert signs(*ROWS, behind="- 이용 3명", origin="hwpx") == []
    assert signs(*ROWS, behind="15. 향후 계획") == []


def test_results_of_no_programme_are_named() -> None:
    page = Page()
    own = table(page, *ROWS)
    wide = dataclasses.replace(page.cell(13, 0, "나눔"), col_span=4)
    rest = [page.cell(14, 1, ""), page.cell(14, 2, ""), page.cell(14, 3, "○ 나눔 3회")]
    more = dataclasses.replace(own, rows=15, cells=(*own.cells, wide, page.cell(14, 0, ""), *rest))
    (sign,) = told(outline(Blocks(tuple(page.lines), (more,)), SOURCE))
    assert sign.startswith("results in a cell of the table are no programme's")


def boxed(text: str, page: int, box: Box, number: int) -> Paragraph:
    line = Line(number, page, text)
    return Paragraph(Printed(text, (Run(0, line, 0, len(text)),)), Place(page, number, number, box))


def test_text_in_a_tables_region_that_no_cell_holds_is_named() -> None:
    page = Page()
    own = table(page, *ROWS, origin="ruled")
    region = dataclasses.replace(own, parts=(Part(1, Box(50, 50, 500, 500)),))
    inside, arrows = Box(60, 60, 90, 70), Box(60, 90, 90, 99)
    items = (region, boxed("주택 31%", 1, inside, 90), boxed("⇨ ⇨", 1, arrows, 91))
    (sign,) = told(outline(Blocks(tuple(page.lines), items), SOURCE))
    assert sign == "text in a table's region is in no cell of it (“주택 31%”)"
    below = boxed("주택 31%", 1, Box(60, 600, 90, 610), 90)
    assert told(outline(Blocks(tuple(page.lines), (region, below)), SOURCE)) == []


def test_a_page_between_and_a_header_without_rows_are_named() -> None:
    page = Page()
    own = table(page, *ROWS, origin="ruled")
    far = dataclasses.replace(own, parts=(Part(1, None), Part(3, None)))
    text = boxed("쉼터를 이어 살핌", 2, Box(60, 60, 90, 70), 90)
    (sign,) = told(outline(Blocks(tuple(page.lines), (far, text)), SOURCE))
    assert sign.startswith("the table is on the pages before and behind")
    again = boxed("과제 세부사업 소관부서 추진실적", 2, Box(60, 60, 90, 70), 90)
    (sign,) = told(outline(Blocks(tuple(page.lines), (own, again)), SOURCE))
    assert sign.startswith("the table's header stands here again")


def test_years_behind_a_table_are_no_header_again() -> None:
    page = Page()
    heads = [page.cell(0, k, text) for k, text in enumerate(("2021", "2022", "2023"))]
    body = [page.cell(1, k, text) for k, text in enumerate(("7", "8", "9"))]
    years = Table(1, 2, 3, (*heads, *body), 1, (Part(1, None),))
    printed = page.printed("2021 2022 2023")
    again = Paragraph(printed, printed.place())
    assert told(outline(Blocks(tuple(page.lines), (years, again)), SOURCE)) == []


def test_a_title_behind_its_lines_page_is_named() -> None:
    page = Page()
    own = table(page, *ROWS)
    cells = []
    for cell in own.cells:
        over = cell.row > 4 or (cell.row == 4 and cell.col == 1)
        line = dataclasses.replace(cell.paragraphs[0].runs[0].line, page=2 if over else 1)
        runs = tuple(dataclasses.replace(r, line=line) for r in cell.paragraphs[0].runs)
        text = dataclasses.replace(cell.paragraphs[0], runs=runs)
        cells.append(dataclasses.replace(cell, paragraphs=(text,)))
    late = dataclasses.replace(own, cells=tuple(cells))
    (sign,) = told(outline(Blocks(tuple(page.lines), (late,)), SOURCE))
    assert sign == "the lines of a row begin on a page before its title's (“4번 쉼터 조성”)"


def test_a_title_whose_lines_stand_apart_is_named_in_a_text() -> None:
    def apart(lines: int, origin: str) -> list[str]:
        page = Page()
        own = table(page, *ROWS, origin=origin)
        cells = list(own.cells)
        at = next(k for k, c in enumerate(cells) if (c.row, c.col) == (4, 1))
        text = cells[at].paragraphs[0]
        run = text.runs[0]
        more = Line(run.line.number + lines, 1, "두 곳")
        whole = Printed(text.text + " 두 곳", (run, Run(len(text.text) + 1, more, 0, 3)))
        cells[at] = dataclasses.replace(cells[at], paragraphs=(whole,))
        made = dataclasses.replace(own, cells=tuple(cells))
        return told(outline(Blocks((*page.lines, more), (made,)), SOURCE))

    assert apart(3, "text") == []
    assert apart(4, "hwpx") == []
    (sign,) = apart(4, "text")
    assert sign.startswith("the lines of a title stand apart")


def test_where_the_order_is_lost_there_are_no_rows() -> None:
    def read(*problems: Problem) -> Report:
        page = Page()
        own = table(page, *ROWS)
        return outline(Blocks(tuple(page.lines), (own,), (), problems), SOURCE)

    def flat(first: int, lines: int) -> Problem:
        return sign_to_problem("flat_table", Place(None, first, first + lines - 1))

    assert len(read().programmes) == len(ROWS)
    # each row stands on three lines: its title and two of results
    assert len(read(flat(50, 36)).programmes) == len(ROWS)
    assert len(read(flat(1, 60)).programmes) == len(ROWS)  # before the table
    torn = sign_to_problem("torn_table", Place(None, 50))
    assert len(read(torn).programmes) == len(ROWS)  # pieces of another table
    lost = read(flat(50, 37))
    assert lost.programmes == ()
    assert "outline_lost" in [p.code for p in lost.problems]
    assert fails_as_unread("outline_lost")


def test_where_a_converter_took_the_table_to_pieces_there_are_no_rows() -> None:
    rule = "|---|---|---|---|\n"
    head = f"| 과제 | 세부사업 |  | 추진실적 |\n{rule}"
    pieces = "".join(
        f"| {k}. 쉼터 |  | 복지과 |  |\n{rule}○ 쉼터 {k}개소 조성\n- 이용 {k}명\n"
        for k in range(1, 9)
    )
    lines = text_to_lines(f"2024년 나래시 돌봄 추진실적\n{head}Ⅰ. 돌봄\n{pieces}")
    made = outline(lay_out_text(Document(SOURCE, text_lines=lines)), SOURCE)
    assert made.programmes == ()
    assert any(fails_as_unread(p.code) for p in made.problems)
