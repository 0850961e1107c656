"""What stands alone at a page's foot, drawn by hand: headers whose rows are on the next page."""

from __future__ import annotations

from pipeline.layout.tables import page_to_tables
from tests.test_layout_tables import lattice, level, make_page, shapes, texts, upright


def test_a_low_row_that_nothing_follows_is_a_header_and_no_heading() -> None:
    box = lattice([50, 180, 500], [750, 768])
    words = [(60, 100, "본문"), (60, 763, "구분"), (200, 763, "산식")]
    assert shapes(page_to_tables(make_page(box, words))) == [(1, 2)]
    more = [*words, (60, 790, "본문이 이어지는 줄이 아래에 또 있음")]
    assert shapes(page_to_tables(make_page(box, more))) == []


def test_group_headers_with_a_corner_cut_out_are_a_header_and_no_chart() -> None:
    """’22년중 has neither a rule below it nor one at its lower left: its first column's figures
    have no header of their own.
    """
    strokes = [
        level(50, 350, 700),
        level(50, 350, 740),
        *(upright(x, 700, 740) for x in (50, 110, 230, 350)),
    ]
    strokes += [
        s
        for a in (110, 230)
        for s in (level(a + 40, a + 120, 720), upright(a + 40, 720, 740), upright(a + 80, 720, 740))
    ]
    words = [
        (60, 100, "본문"),
        (55, 724, "구분"),
        *((x, 714, "’22년중") for x in (115, 235)),
        *((x, 734, "6월") for x in (155, 195, 275, 315)),
    ]
    assert shapes(page_to_tables(make_page(strokes, words))) == [(2, 7)]


def test_lines_that_reach_into_one_anothers_height_stand_in_cells_of_their_own() -> None:
    """“과장 | 권유이 | (02-2100- / 2830)”: the inner rules of a contact table are not drawn, each
    word is centred for itself.
    """
    strokes = lattice([50, 120, 400], [100, 130, 160])
    words = [(60, y + 19, t) for y, t in ((100, "책임자"), (130, "담당자"))]
    words += [
        (x, y + 19, t)
        for y, name in ((100, "권유이"), (130, "윤덕기"))
        for x, t in ((150, "과장"), (220, name))
    ]
    words += [w for y in (100, 130) for w in ((300, y + 13, "(02-2100-"), (300, y + 25, "2830)"))]
    page = make_page(strokes, words)
    found = page_to_tables(page)
    assert shapes(found) == [(2, 4)]
    assert texts(page, found)[0][:4] == ["책임자", "과장", "권유이", "(02-2100-/2830)"]
