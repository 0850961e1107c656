"""What fuzzing found, reduced to the least text that showed it, each with what must come of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Container, Line, Mark, Printed
from pipeline.outline.account import line_to_pieces
from pipeline.quantify import quantify


def measures(text: str) -> list[tuple[str, str | None]]:
    found = quantify([Container("achievement", "detail", Printed(text), "1.1.1", 1)])
    return [(q.quote, q.measure) for q in found.quantities]


def test_figures_left_out_before_it_do_not_shift_what_an_item_inherits() -> None:
    """431 and 5 measure nothing and go; the 1 in the bracket then named the third of two figures as
    its total.
    """
    assert measures("431.-5[2조육1")


def first_mark_that_covers(text: str, marks: list[Mark]) -> list[tuple[str, str | None] | None]:
    """Who holds each character that is no blank, by looking at every mark."""
    owners = [next((m for m in marks if m.start <= at < m.end), None) for at in range(len(text))]
    return [
        (o.role if o else "unread", o.programme_id if o else None) if c.strip() else None
        for c, o in zip(text, owners, strict=True)
    ]


SPANS = st.lists(
    st.tuples(
        st.integers(-1, 14),
        st.integers(0, 9),
        st.sampled_from(["title", "programme", "achievement"]),
    ),
    max_size=9,
)


@given(st.text(alphabet="가나 1", min_size=1, max_size=14), SPANS)
def test_the_first_mark_holds_wherever_several_do(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    """One line of many marks took the square of their number; the quick way must give what looking
    at all of them gives.
    """
    line = Line(1, None, text)
    marks = [Mark(line, start, start + length, role, "1.1.1") for start, length, role in spans]
    pieces = line_to_pieces(line, marks)
    assert "".join(p.text for p in pieces) == text
    held = [(p.role, p.programme_id) if c.strip() else None for p in pieces for c in p.text]
    if text.strip():
        assert held == first_mark_that_covers(text, marks)
