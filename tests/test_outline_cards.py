"""Reports of one small form a programme: the label words make the fields, the headings over the
forms the areas.
"""

from __future__ import annotations

from pipeline.model import Blocks, Cell, Line, Paragraph, Place, Printed, Report, Run, Source, Table
from pipeline.outline import containers, outline
from pipeline.outline.cards import items_to_forms, table_to_forms

SOURCE = Source("x.pdf", "x.pdf", "0" * 64, 1, "application/pdf")


def printed(text: str, number: int) -> Printed:
    line = Line(number, 1, text)
    return Printed(text, (Run(0, line, 0, len(text)),))


def heading(text: str, number: int) -> Paragraph:
    return Paragraph(printed(text, number), Place(1, number, number), 13.0, True)


def form(no: int, *rows: tuple[str, ...], cols: int = 4) -> Table:
    """A form: the last cell of a short row spans the rest; "|" parts paragraphs."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            wide = cols - c if c == len(row) - 1 else 1
            at = 1000 * no + 100 * r + 10 * c
            cells.append(
                Cell(
                    r,
                    c,
                    1,
                    wide,
                    tuple(printed(t, at + k) for k, t in enumerate(text.split("|")) if t),
                )
            )
    return Table(no, len(rows), cols, tuple(cells), header_rows=1)


def card(no: int, title: str) -> Table:
    return form(
        no,
        ("사 업 명", title, "담당부서", f"{no}팀"),
        ("예산", "120", "집행액", "118"),
        ("추진실적", "○ 교육 3회|- 96명 수료"),
    )


def blocks(*items: Paragraph | Table) -> Blocks:
    texts = [
        p
        for i in items
        for p in (
            [i.printed] if isinstance(i, Paragraph) else [p for c in i.cells for p in c.paragraphs]
        )
    ]
    return Blocks(tuple(dict.fromkeys(r.line for t in texts for r in t.runs)), items)


def rows(report: Report) -> list[tuple[str | None, str | None, str, int, str | None]]:
    return [
        (
            a.title.text if a.title else None,
            p.printed_no,
            p.title.text,
            len(p.achievements),
            p.department,
        )
        for a in report.areas
        for g in a.groups
        for p in g.programmes
    ]


CARDS = blocks(
    heading("Ⅰ. 돌봄", 1),
    card(1, "1. 조사"),
    card(2, "2. 상담"),
    heading("Ⅱ. 지역", 2),
    card(3, "3. 냉장고"),
    card(4, "4. 장터"),
)


def test_every_form_is_a_programme_under_the_heading_above() -> None:
    assert rows(outline(CARDS, SOURCE)) == [
        ("돌봄", "1", "조사", 2, "1팀"),
        ("돌봄", "2", "상담", 2, "2팀"),
        ("지역", "3", "냉장고", 2, "3팀"),
        ("지역", "4", "장터", 2, "4팀"),
    ]


def test_the_label_of_a_field_is_its_header() -> None:
    report = outline(CARDS, SOURCE)
    found = {
        c.printed.text: (c.header, c.programme_id)
        for c in containers(report)
        if c.kind == "cell" and c.table_no == 1
    }
    assert found["120"] == (("예산",), "1.1.1")
    assert found["118"] == (("집행액",), "1.1.1")
    assert report.tables[0].header_rows == 0


def test_two_forms_drawn_as_one_table_are_two_programmes() -> None:
    one = form(
        1,
        ("사업명", "1. 조사"),
        ("추진실적", "○ 3회"),
        ("사업명", "2. 상담"),
        ("추진실적", "○ 4회"),
    )
    assert [(f.title.text if f.title else None, f.shape) for f in table_to_forms(one)] == [
        ("1. 조사", ("achievements",)),
        ("2. 상담", ("achievements",)),
    ]


def test_a_label_over_the_whole_width_names_the_cell_below() -> None:
    one = form(1, ("사업명", "1. 조사"), ("추진실적",), ("○ 3회",))
    assert table_to_forms(one)[0].shape == ("achievements",)


def test_titles_over_every_form_are_no_areas() -> None:
    items: list[Paragraph | Table] = []
    for k, (area, name) in enumerate(
        [("Ⅰ. 돌봄", "가"), ("", "나"), ("Ⅱ. 지역", "다"), ("", "라")], start=1
    ):
        items += [heading(area, 10 * k)] if area else []
        items += [heading(f"{k}. {name}", 10 * k + 1), card(k, name)]
    assert [r[0] for r in rows(outline(blocks(*items), SOURCE))] == ["돌봄", "돌봄", "지역", "지역"]


def untitled(no: int) -> Table:
    return form(
        no,
        ("사업예산", "120", "담당부서", f"{no}팀"),
        ("추진실적", "○ 교육 3회|- 96명 수료"),
        ("향후계획", "○ 계속"),
    )


def test_forms_without_a_title_have_the_heading_above() -> None:
    items: list[Paragraph | Table] = []
    for k, heads in enumerate(
        [
            ("Ⅰ. 소득", "1. 생활", "1-1. 수당"),
            ("1-2. 긴급",),
            ("2. 자립", "2-1. 자산"),
            ("Ⅱ. 주거", "1. 임대", "1-1. 매입"),
        ],
        1,
    ):
        items += [heading(h, 10 * k + n) for n, h in enumerate(heads)]
        items.append(untitled(k))
    report = outline(blocks(*items), SOURCE)
    assert rows(report) == [
        ("소득", "1-1", "수당", 2, "1팀"),
        ("소득", "1-2", "긴급", 2, "2팀"),
        ("소득", "2-1", "자산", 2, "3팀"),
        ("주거", "1-1", "매입", 2, "4팀"),
    ]
    assert [g.title.text if g.title else None for a in report.areas for g in a.groups] == [
        "생활",
        "자립",
        "임대",
    ]
    roles = {m.line.text: m.role for m in report.marks}
    assert (roles["1-1. 수당"], roles["○ 교육 3회"], roles["120"]) == (
        "programme",
        "achievement",
        "table",
    )
    found = [
        c.printed.text for c in containers(report) if c.kind == "cell" and c.programme_id == "1.1.1"
    ]
    assert found == ["120", "1팀", "○ 계속"]  # its lines are no cells once more


def test_forms_that_nothing_names_are_no_programmes() -> None:
    assert not outline(
        blocks(heading("Ⅰ. 소득", 1), untitled(1), untitled(2), untitled(3)), SOURCE
    ).areas


def test_areas_of_one_form_each_stay_areas() -> None:
    items = [
        i
        for k, area in enumerate("ⅠⅡⅢ", 1)
        for i in (heading(f"{area}. 분야", k), card(k, f"{k}. 조사"))
    ]
    assert [r[0] for r in rows(outline(blocks(*items), SOURCE))] == ["분야"] * 3


def test_tables_with_header_words_in_their_first_row_are_no_forms() -> None:
    table = form(
        1,
        ("사업명", "예산", "집행액", "추진실적"),
        ("조사", "120", "118", "○ 3회"),
        ("상담", "12", "11", "○ 4회"),
    )
    budgets = [form(k, ("사업명", "조사"), ("예산", "120")) for k in (1, 2, 3)]
    assert items_to_forms([table, table, table]) == []
    assert items_to_forms(budgets) == []  # they tell no achievements
    assert items_to_forms([card(1, "조사"), card(2, "상담")]) == []  # two are no habit


def test_a_title_that_ends_like_a_label_is_no_label() -> None:
    found = rows(
        outline(
            blocks(
                *(
                    card(k, f"{k}. {t}")
                    for k, t in enumerate(["조사", "사회통합프로그램", "냉장고", "장터"], 1)
                )
            ),
            SOURCE,
        )
    )
    assert [(no, title, count) for _, no, title, count, _ in found][1] == (
        "2",
        "사회통합프로그램",
        2,
    )


def test_a_card_cut_by_the_pages_end_between_its_rows_is_one_programme() -> None:
    two = [
        form(k, ("과 제 명", f"{k}. 가", "소관부서", ""), ("추진실적", "○ 교육 3회|- 96명 수료"))
        for k in range(1, 5)
    ]
    cut = form(5, ("과 제 명", "5. 문자", "소관부서", ""))
    rest = [
        Paragraph(printed(t, 9000 + k), Place(2, 9000 + k, 9000 + k), 10.0)
        for k, t in enumerate(["추진실적", "○ 발송 284건", "- 언어 17개"])
    ]
    report = outline(blocks(*two[:3], cut, *rest, heading("Ⅱ. 지역", 2), two[3]), SOURCE)
    assert [(title, count) for _, _, title, count, _ in rows(report)] == [
        ("가", 2),
        ("가", 2),
        ("가", 2),
        ("문자", 2),
        ("가", 2),
    ]
