"""Numbers that the print tears: a blank beside the comma or the point, commas at wrong places.

A number is read whole or not at all: the 240 of “1, 240명” is no figure, and “91,7%” is 91.7 in
doubt.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.aside import Aside, read_aside
from pipeline.quantify.draft import Draft
from pipeline.quantify.numerals import Numeral, read_plain, read_scale
from pipeline.quantify.units import read_unit

MISTYPED = "figure_mistyped"
_THOUSANDS = named("figures.thousands_apart")
_DECIMALS = named("figures.decimals_apart")
_RUN = lazy_pattern(r"\d{1,18}(?:,\d{1,18}){1,40}(?:\.\d{1,12})?(?!\d)")
LOOK_BACK = 4
MOST_PLACES = 2  # digits behind the comma of a rate that was meant as a point


def read_apart(text: str, pos: int) -> tuple[int, Numeral] | None:
    """A number with one blank beside its comma or point, where its unit stands behind: (position
    behind, numeral).

    >>> [read_apart(text, 0) and read_apart(text, 0)[1].value for text in ("1, 240명", "1 ,350명")]
    [Decimal('1240'), Decimal('1350')]
    >>> read_apart("만족도 95. 3%", 4)[1].value, read_apart("1. 3%", 0), read_apart("12, 24명", 0)
    (Decimal('95.3'), None, None)
    """
    hit = _THOUSANDS.match(text, pos) or _DECIMALS.match(text, pos)
    if hit is None or not _has_unit(text, hit.end()):
        return None
    if text[max(0, pos - LOOK_BACK) : pos].rstrip()[-1:] in tuple(",.·0123456789"):
        return None  # the last of a list: “2, 1, 240명”
    decimals = 0 if "," in hit[0] else len(hit[2])
    digits = f"{hit[1]}.{hit[2]}" if decimals else hit[1] + hit[2]
    return hit.end(), Numeral(Decimal(digits), 1, decimals, ((hit[0], ""),))


def _has_unit(text: str, end: int) -> bool:
    at = end + text.startswith(" ", end)
    scale = read_scale(text, at)
    return read_unit(text, scale[0] if scale else at) is not None


def read_mistyped(text: str, pos: int, kind: str) -> Draft | Aside | None:
    """Digits with commas that make no number: a rate with one comma before one or two digits is
    read as with a point, in doubt; other digits were not read.

    >>> read_mistyped("91,7%", 0, "line").doubt, read_mistyped("(2,4891)", 1, "line")
    ('figure_mistyped', Aside(start=1, end=7, reason='unread', rule='mistyped'))
    >>> read_mistyped("1,234명", 0, "line"), read_mistyped("3,4분기", 0, "line")
    (None, None)
    """
    hit = _RUN.match(text, pos)
    plain = read_plain(text, pos)
    if hit is None or plain is None or plain[0] == hit.end():
        return None
    last = hit.start() + hit[0].rfind(",") + 1
    if read_aside(text, last, kind) is not None:
        return None  # “3,4분기”, “1,2단계”: each of them is a name or a date
    at = hit.end() + text.startswith(" ", hit.end())
    unit = read_unit(text, at)
    whole, *parts = hit[0].split(",")
    if unit is None or unit[1].dimension != "rate" or len(parts) > 1 or len(parts[0]) > MOST_PLACES:
        return Aside(pos, hit.end(), "unread", "mistyped")
    value = Decimal(f"{whole}.{parts[0]}")
    numeral = Numeral(value, 1, len(parts[0]), ((hit[0], ""),))
    end, known = unit
    return Draft(
        pos,
        end,
        pos,
        end,
        numeral,
        value,
        known,
        "mistyped",
        "printed",
        doubt=MISTYPED,
        unit_end=end,
    )
