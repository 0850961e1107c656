"""Glyphs to lines: hand-made pages with the habits of real ones."""

from __future__ import annotations

import numpy as np

from pipeline.layout.lines import DOUBLED, glyphs_to_lines, glyphs_to_lines_by_region
from pipeline.model import Glyphs, Page, Rulings

Run = tuple[str, float, float, float, int]  # text, x, baseline, size, font


def page_of(
    *runs: Run,
    fonts: tuple[str, ...] = ("Batang", ""),
    typed: tuple[bool, ...] = (True, False),
    turn: int = 0,
) -> Page:
    """A page of runs whose glyphs are one em wide (half an em for ASCII)."""
    rows = []
    for text, x, baseline, size, font in runs:
        for letter in text:
            wide = size * (0.5 if ord(letter) < 0x80 else 1.0)
            rows.append(
                (
                    ord(letter),
                    x,
                    baseline - 0.86 * size,
                    x + wide,
                    baseline + 0.14 * size,
                    baseline,
                    size,
                    font,
                    turn,
                )
            )
            x += wide
    columns = np.array(rows, np.float64).T
    whole = [columns[k].astype(np.int32) for k in (0, 7, 8)]
    real = [columns[k].astype(np.float32) for k in range(1, 7)]
    none = np.zeros(0, np.float32)
    boxes = np.zeros((0, 4), np.float32)
    glyphs = Glyphs(whole[0], *real, whole[1], whole[2])
    return Page(
        1, 595, 842, glyphs, Rulings(*([none] * 5)), fonts, boxes, boxes, typed_blanks=typed
    )


def texts(page: Page) -> list[str]:
    return [line.text for line in glyphs_to_lines(page)]


def test_typed_blanks_are_kept_and_small_gaps_are_none() -> None:
    assert texts(page_of(("가나 ", 50, 100, 10, 0), ("다라", 77.5, 100, 10, 0))) == ["가나 다라"]
    assert texts(page_of(("가나", 50, 100, 10, 0), ("다라", 72, 100, 10, 0))) == [
        "가나다라"
    ]  # justification


def test_gaps_are_blanks_in_runs_that_type_none() -> None:
    assert texts(page_of(("가나", 50, 100, 10, 1), ("다라", 73, 100, 10, 1))) == ["가나 다라"]
    assert texts(page_of(("가나", 50, 100, 10, 1), ("다라", 71, 100, 10, 1))) == ["가나다라"]


def test_the_blank_of_a_gap_is_no_glyph_and_has_a_box() -> None:
    line = glyphs_to_lines(page_of(("가", 50, 100, 10, 1), ("나", 64, 100, 10, 1)))[0]
    assert line.glyphs.tolist() == [0, -1, 1]
    assert line.edges[1].tolist()[0::2] == [60, 64]
    assert len(line.edges) == len(line.text)


def test_the_run_decides_whether_a_missing_trailing_blank_tells_anything() -> None:
    assert [
        line.spaced
        for line in glyphs_to_lines(page_of(("가나", 50, 100, 10, 0), ("다라", 50, 120, 10, 1)))
    ] == [True, False]


def test_a_sign_that_slid_away_joins_its_number() -> None:
    assert texts(page_of(("△", 50, 100, 10, 1), ("1,234", 75, 100, 10, 0))) == ["△1,234"]


def test_footnote_marks_stick_to_words_and_stay_off_numbers() -> None:
    assert texts(page_of(("수입", 50, 100, 10, 0), ("1)", 70, 96, 6, 0))) == ["수입1)"]
    assert texts(page_of(("1,234", 50, 100, 10, 0), ("1)", 75, 96, 6, 0))) == ["1,234 1)"]
    assert texts(page_of(("수입", 50, 100, 10, 0), ("1)", 70, 94.5, 5, 0))) == ["수입1)"]


def test_a_small_line_above_a_bigger_one_stays_a_line() -> None:
    assert texts(page_of(("작은 글", 200, 94.5, 5, 0), ("큰 글", 50, 100, 10, 0))) == [
        "작은 글",
        "큰 글",
    ]


def test_words_set_small_and_high_stand_where_they_tag() -> None:
    line = page_of(
        ("단가 1,900", 50, 100, 10, 0),
        ("보육료", 100, 96, 6, 0),
        ("+400", 119, 100, 10, 0),
        ("보조금", 140, 96, 6, 0),
        (")", 159, 100, 10, 0),
    )
    assert texts(line) == ["단가 1,900 보육료+400 보조금)"]
    assert texts(page_of(("(시범 사업)", 92, 95, 6, 0), ("마음 건강", 50, 100, 10, 0))) == [
        "마음 건강(시범 사업)"
    ]


def test_shadows_are_set_apart() -> None:
    page = page_of(
        ("제목", 50, 100, 20, 0), ("제목", 50.7, 100.7, 20, 0), ("제목", 51.4, 100, 20, 0)
    )
    found = glyphs_to_lines_by_region(page, np.zeros(len(page.glyphs), int))
    assert [line.text for line in found[0]] == ["제목"]
    assert sum(len(line.text) for line in found[DOUBLED]) == 4


def test_repeated_letters_are_no_shadow() -> None:
    assert texts(page_of(("ㅋㅋㅋ 111 ··· ....", 50, 100, 10, 0))) == ["ㅋㅋㅋ 111 ··· ...."]


def test_regions_never_mix() -> None:
    page = page_of(("가", 50, 100, 10, 0), ("나", 60, 100, 10, 0))
    found = glyphs_to_lines_by_region(page, np.array([4, 7]))
    assert {key: [line.text for line in value] for key, value in found.items()} == {
        4: ["가"],
        7: ["나"],
    }


def test_symbol_fonts_show_what_they_print() -> None:
    page = page_of(
        ("v", 50, 100, 10, 0),
        (" 운영", 60, 100, 10, 1),
        fonts=("Wingdings-Regular", "Batang"),
        typed=(False, True),
    )
    assert texts(page) == ["❖ 운영"]


def test_letter_spaced_rows_are_not_torn() -> None:
    runs = [(letter, 50 + 14.0 * k, 100, 10, 1) for k, letter in enumerate("가나다라마")]
    assert texts(page_of(*runs)) == ["가나다라마"]


def test_text_that_runs_upwards_reads_upwards() -> None:
    page = page_of(("가", 50, 300, 10, 0), ("나", 50, 290, 10, 0), ("다", 50, 280, 10, 0), turn=270)
    assert texts(page) == ["가나다"]


def test_an_empty_page_has_no_lines() -> None:
    empty = page_of(("가", 50, 100, 10, 0))
    assert glyphs_to_lines(empty, np.zeros(0, int)) == []


def squeezed(words: list[str], letter: float, blank: float) -> list[Run]:
    """Words set with `letter` em between their letters and `blank` em between them."""
    x, runs = 50.0, []
    for word in words:
        for syllable in word:
            wide = 5.0 if ord(syllable) < 0x80 else 10.0
            runs.append((syllable, x, 100.0, 10.0, 1))
            x += wide + 10 * letter
        x += 10 * (blank - letter)
    return runs


def test_a_squeezed_row_has_its_blanks() -> None:
    words = ["지역", "주도", "기반", "마련", "및", "단계별", "지원"]
    assert texts(page_of(*squeezed(words, -0.24, 0.14))) == [" ".join(words)]
    assert texts(page_of(*squeezed(words, -0.15, 0.11))) == [" ".join(words)]


def test_what_is_not_squeezed_in_a_squeezed_row_is_no_blank() -> None:
    words = ["가나다라마", "BM", "바사아자"]
    assert texts(page_of(*squeezed(words, -0.15, 0.0))) == ["".join(words)]


def test_a_spread_row_has_its_blanks() -> None:
    words = ["현장", "인재", "양성", "확대"]
    assert texts(page_of(*squeezed(words, 0.25, 0.8))) == [" ".join(words)]


def test_a_row_at_nought_keeps_its_measure() -> None:
    words = ["현장", "인재", "양성", "확대"]
    assert texts(page_of(*squeezed(words, -0.02, 0.14))) == ["".join(words)]


def test_a_blank_under_a_glyph_stands_before_it() -> None:
    figure = ("33,652", 50, 100, 10, 0)
    assert texts(page_of(figure, (" ", 50.5, 100, 10, 0))) == [" 33,652"]
    bullet = ("- ", 40, 100, 10, 0)
    assert texts(page_of(("가나", 50, 100, 10, 0), bullet, ("  ", 47, 100, 10, 0))) == ["-   가나"]
    assert texts(page_of(figure, (" ", 54, 100, 10, 0))) == ["3 3,652"]  # under no beginning


def test_a_blank_printed_after_its_glyph_follows_it() -> None:
    page = page_of(("가, 나", 50, 100, 10, 0))
    glyphs = page.glyphs
    glyphs.x0[2], glyphs.x1[1] = glyphs.x0[1] + 1, glyphs.x0[1] + 10
    assert texts(page) == ["가, 나"]
