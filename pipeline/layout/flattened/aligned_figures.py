"""Figures of aligned tables: what is one number, what is two, and a number that its narrow column
broke in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layout.flattened.segments import FIGURE
from pipeline.layout.flattened.spans import Span, WrapEvidence, spans_to_printed
from pipeline.model import Printed
from pipeline.pattern import lazy_pattern

# “2,469”, “△1,692”, “100.0%”, “12개소”, “-”; never “2,46” or “100.”
WHOLE = lazy_pattern(
    r"[△▲▽▼+↑↓-]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?(?:%p?|[가-힣]{0,3})|[-－–―]"
)
DIGITS = lazy_pattern(r"[\d.,]+%?")


def is_whole_figure(text: str) -> bool:
    """Whether a cell's text is one well-formed figure.

    >>> is_whole_figure("△1,692"), is_whole_figure("2,46"), is_whole_figure("100."), is_whole_figure("12개소")
    (True, False, False, True)
    """
    return WHOLE.fullmatch(text) is not None


def goes_on(before: str, after: str) -> bool:
    """Whether a figure was broken at its column's edge: what stands first is no number, both
    together are one.

    Source: “△2,46” over “9”, “100.” over “0”. “471” over “2,357” are two figures, whatever they
    would make.

    >>> goes_on("△2,46", "9"), goes_on("100.", "0"), goes_on("471", "2,357"), goes_on("87", "4")
    (True, True, False, False)
    """
    return (
        not is_whole_figure(before)
        and DIGITS.fullmatch(after) is not None
        and is_whole_figure(before + after)
    )


def are_two(before: str, after: str) -> bool:
    """Whether two stretches of one cell are two figures, which only two rows can have.

    >>> are_two("471", "2,357"), are_two("△2,46", "9"), are_two("이월", "200")
    (True, False, False)
    """
    return bool(FIGURE.fullmatch(before) and FIGURE.fullmatch(after)) and not goes_on(before, after)


def figures_to_printed(spans: Sequence[Span], evidence: WrapEvidence) -> Printed:
    """The text of a cell of figures: a number that was broken is one again, whatever the text tells
    about its wraps.
    """
    texts = [s.text for s in spans]
    if len(texts) == 2 and goes_on(*texts):
        evidence = replace(
            evidence,
            trailing=False,
            joined=evidence.joined | {texts[0].split()[-1] + texts[1].split()[0]},
        )
    return spans_to_printed(spans, evidence)
