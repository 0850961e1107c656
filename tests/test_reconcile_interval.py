"""The contract's intervals: one reading for the whole check, plain counts exact, sums widened by
inexact parts alone.
"""

from decimal import Decimal

import pytest
from figures_by_hand import container, figures

from pipeline.reconcile.forms import operands_to_value
from pipeline.reconcile.interval import figure_to_extent, grain
from pipeline.reconcile.judge import figures_fit


def fit(form: str, text: str, factor: int = 1) -> str | None:
    """The last figure of the text against the others."""
    *operands, stated = figures(container(text))
    computed = operands_to_value(form, operands, Decimal(factor))
    assert computed is not None
    return figures_fit(form, stated, tuple(operands), computed, Decimal(factor))


@pytest.mark.parametrize(
    ("form", "text", "factor", "expected"),
    [
        ("equal", "220,795백만원 2,208억원", 1, "agrees_within_rounding"),
        ("equal", "220,795백만원 2,207억원", 1, "agrees_within_rounding"),  # truncated
        ("equal", "220,795백만원 2,209억원", 1, None),
        ("equal", "34.5% 34.6%", 1, None),  # one grain: equal or not
        ("equal", "34.5% 34.5%", 1, "agrees"),
        ("change", "164,133백만원 220,795백만원 34.5%", 100, "agrees_within_rounding"),
        ("ratio", "2,140억원 2,208억원 96.9%", 100, "agrees_within_rounding"),
        ("ratio", "929명 996명 93.3%", 100, "agrees_within_rounding"),
        ("ratio", "929명 996명 93.2%", 100, "agrees_within_rounding"),  # 93.27 truncated
        ("ratio", "929명 996명 93.1%", 100, None),
        ("ratio", "52개 57개 91%", 100, "agrees_within_rounding"),
        ("ratio", "10명 20명 50%", 100, "agrees"),
        ("sum", "167명 50명 217명", 1, "agrees"),
        ("sum", "167명 50명 218명", 1, None),  # plain counts are exact
        ("sum", "33백만원 33백만원 33백만원 100백만원", 1, "agrees_within_rounding"),
        ("sum", "33백만원 33백만원 33백만원 105백만원", 1, None),
        ("scale", "3.27점 65.4점", 20, "agrees"),
        ("points", "32.3% 33.1% 0.8%", 1, "agrees"),
    ],
)
def test_figures_fit_as_print_allows(
    form: str, text: str, factor: int, expected: str | None
) -> None:
    assert fit(form, text, factor) == expected


def test_one_reading_holds_for_the_whole_check() -> None:
    # rounded [1.9, 2.1) does not meet [2.15, 2.25), truncated [2.0, 2.2) not [2.2, 2.3); only the
    # parts cut and the sum rounded would
    assert fit("sum", "1.0점 1.0점 2.2점") is None
    assert fit("sum", "1.0점 1.0점 2.1점") == "agrees_within_rounding"


def test_a_plain_count_is_exact_and_a_rate_is_not() -> None:
    count, rate, money = figures(container("57개 91% 10백만원"))
    assert (grain(count), grain(rate), grain(money)) == (0, 1, 10**6)


def test_truncated_print_cuts_towards_nought() -> None:
    (fell,) = figures(container("△3.5%"))
    extent = figure_to_extent(fell, "truncated")
    assert extent is not None
    assert (extent.low, extent.high, extent.low_in, extent.high_in) == (
        Decimal("-3.6"),
        Decimal("-3.5"),
        False,
        True,
    )
