"""What every vote of the scored grid weighs, in one place, with what it was measured on.

The objective is a cost: the lower the better. One unit is about one odd line. Measured with
tests/bench/erased.py (learning half) and the prints of tests/bench/prints.py (learning half); the
first values come from 15 numbered prints in 14 styles (mean row F1 .99).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Costs and gains; lengths in em of the table's commonest letters unless said otherwise."""

    # columns: what a place between two columns gains and pays, a line
    glyph_cut: float = -3.0
    run_cut: float = -1.0  # inside words, between two letters or at a blank
    start: float = 1.0  # words begin right of it
    end: float = 0.5  # words end left of it
    white: float = 1.0  # it stands in white, three em wide or more
    head_cut: float = 8.0  # times as much as of another line: a letter of the header
    between_heads: float = 0.2  # it stands in the header's own white
    # rows
    numbered: float = 6.0  # for every numbered title more or less than one
    unnumbered_first: float = 3.0  # the row's first title line has no number, others have
    untitled: float = 6.0  # a row without a title where titles are not numbered
    untitled_line: float = 60.0  # the same where titles are numbered, of lines of text
    untitled_plain: float = 0.5  # the same where there are no programmes: labels, if anything
    figures: float = 1.5  # a column of figures that has none
    more_figures: float = 6.0  # for every figure more than one: two figures are two rows
    inner_mark: float = 3.0  # its text does not begin with the outer mark
    title_parted: float = 5.0  # white inside a title: a cell's lines are set solid
    unclosed: float = 1.0  # a bracket is open at its end
    off_centre: float = 1.5  # an em that a cell is off the row's middle, or top
    most_off_centre: float = 2.0
    page_crossed: float = 1.0
    title_behind_page: float = 2.5  # crosses a page, and its title stands behind it
    number_behind_page: float = 6.0  # it and its title's first line do not stand on one page
    edge_off: float = 2.0  # the white at an edge is not the table's usual, a tolerance
    most_edge_off: float = 4.0
    inner_white: float = 0.5  # the usual white inside a row, where titles are numbered
    inner_white_unnumbered: float = 2.5
    unruled_edge: float = 4.0  # an edge without a rule, where rules part rows
    # labels
    opens: float = 6.0  # a label's rows do not begin where a numbering does
    inner_opening: float = 4.0  # a numbering begins inside its rows
    label_off: float = 0.3  # an em off the middle or the top, where numberings begin anew; else 1
    most_label_off: float = 9.0  # em
    label_late: float = 9.0  # at the top of its rows, of which the first are on the page before
    no_rows: float = 30.0  # it stands beside none of its rows
    # regions, a line
    fits: float = 1.0  # of several columns, none crossed
    fits_one: float = 0.4
    crosses: float = -1.0
    crosses_much: float = -2.0
    patience: float = 6.0  # so far the sum may fall before the table has ended


WEIGHTS = Weights()
