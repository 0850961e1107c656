"""Lines of one piece below a header that no seam tells apart: names of areas that fit their column,
and what is no part of the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.layout.flattened.assign import like_front
from pipeline.layout.flattened.ink import Sources
from pipeline.layout.flattened.linewords import Key
from pipeline.layout.flattened.seams import FEWEST
from pipeline.layout.flattened.straight import Placed
from pipeline.layout.flattened.units import Unit, adopt_digits, span_to_unit
from pipeline.layout.grid.reach import OUTER_KINDS
from pipeline.text import bullet_at, numbering_at

AHEAD = 12  # lines between a name and the first number below it
INSIDE = ("dash", "dot")  # marks that a wrapped title may go on with


def mark_names(lines: Sequence[Placed], text: int, front: Sequence[str]) -> None:
    """Tells a page's names and the lines that are none of its table; `text`: the column of what was
    achieved; `front`: the lines before the table.
    """
    kept = {None, *INSIDE, *(_family(one, text) for one in lines if not one.row.lone)}
    key = _label_key(lines)
    for k, one in enumerate(lines):
        if not one.row.lone or one.row.is_head or one.col[0] >= text:
            continue
        family = _family(one, text)
        if family not in kept:
            one.loose.taken.add(one.number)
        elif family is None and _is_name(lines, k, key, front):
            one.loose.names.add(one.number)


def mark_digits(lines: Sequence[Placed], columns: Sequence[int], sources: Sources) -> None:
    """Gives titles that begin with digits (“3.24시간 돌봄”) the number that the numbers around them
    count; `columns`: of titles and of what was achieved.
    """
    starts: list[tuple[Placed, int]] = []
    units: list[Unit] = []
    for k, one in enumerate(lines):
        first = one.loose.lines[one.number].first
        for own in (np.flatnonzero(one.col == c).tolist() for c in columns):
            if own:
                span = sources[one.loose.number].span(
                    one.loose, first + own[0], first + own[-1] + 1
                )
                starts.append((one, first + own[0]))
                units.append(span_to_unit(span, k))
    for (one, at), unit in zip(starts, adopt_digits(units), strict=True):
        if unit.numbering is not None and unit.kind == "number":
            one.loose.numbers[at] = unit.numbering


def _family(one: Placed, text: int) -> str | None:
    """The family of the mark that a line opens with left of what was achieved."""
    bullet = bullet_at(one.printed.text.strip()) if one.col[0] < text else None
    return bullet.family if bullet else None


def _label_key(lines: Sequence[Placed]) -> Key | None:
    """The kind of number that the labels of the first column have."""
    count = Counter(
        key for one in lines if (key := _label_number(one)) and key[0] not in OUTER_KINDS
    )
    best = count.most_common(1)
    return best[0][0] if best and best[0][1] >= FEWEST else None


def _is_name(lines: Sequence[Placed], k: int, key: Key | None, front: Sequence[str]) -> bool:
    """A line of the first column without the labels' number, below which their numbers begin anew:
    worded like one of the front matter, or not right below a label, which it could go on with.
    """
    one = lines[k]
    if key is None or one.col[-1] != 0 or _label_number(one) == key:
        return False
    after = lines[k + 1 : k + 1 + AHEAD]
    label = next((x.printed.text.strip() for x in after if _label_number(x) == key), "")
    numbering = numbering_at(label)
    anew = numbering is not None and numbering.value[-1] == 1
    return anew and (like_front(one.printed.text, front) or not _goes_on(lines, k))


def _label_number(one: Placed) -> Key | None:
    """The kind of number that a line opens with in the first column."""
    return one.row.words[0].key if one.col[0] == 0 else None


def _goes_on(lines: Sequence[Placed], k: int) -> bool:
    """A label's line stands right above."""
    above = lines[k - 1] if k else None
    return (
        above is not None
        and above.col[0] == 0
        and lines[k].printed.number == above.printed.number + 1
    )
