"""What fuzzing found, reduced to the least text that showed it, each with what must come of it."""

from __future__ import annotations

from pipeline.model import Container, Printed
from pipeline.quantify import quantify


def measures(text: str) -> list[tuple[str, str | None]]:
    found = quantify([Container("achievement", "detail", Printed(text), "1.1.1", 1)])
    return [(q.quote, q.measure) for q in found.quantities]


def test_figures_left_out_before_it_do_not_shift_what_an_item_inherits() -> None:
    """431 and 5 measure nothing and go; the 1 in the bracket then named the third of two figures as its total."""
    assert measures("431.-5[2조육1")
