"""Flattened text whose cells come one after another (plain `pdftotext`, pdfminer): which numbers
number what, and what each unit is.

Machines number alike: areas, groups and programmes differ in kind of numbering or in the blank
behind the number (“1. 배움의 문턱”, “1.이용권 지원”). Every way to share the kinds out is scored by
how well the numbers count on; the best one holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from pipeline.layout.flattened.aligned_headers import text_to_role
from pipeline.layout.flattened.assign import BUREAU, CELLS, SLACK, is_full, like_front
from pipeline.layout.flattened.headers import span_to_columns
from pipeline.layout.flattened.levels import names_area
from pipeline.layout.flattened.segments import FIGURE
from pipeline.layout.flattened.spans import Span
from pipeline.layout.flattened.units import Unit, span_to_unit
from pipeline.pattern import lazy_pattern
from pipeline.text import display_width, numbering_at

Style = tuple[str, int, bool]  # kind of numbering, how many numbers, whether a blank stands behind
FIGURES = lazy_pattern(r"(?:[△▲+-]?\d[\d,.]*%?|[-－–])(?:\s+(?:[△▲+-]?\d[\d,.]*%?|[-－–]))*")
MOST_STYLES = 5
MOST_FIGURES = 30  # cells of figures and bureaus that one row has at most
LOOK_AHEAD = 8  # units between an area's heading and the next number
LONGEST_BUREAU = 12  # characters
NEARLY = 0.7  # of the lines' width: a line so long may have been broken before a long word
INNER = lazy_pattern(r"(?<=\S)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Numberings:
    """The styles that number areas, groups and programmes; cost: how often the numbers do not count
    on, by hundred numbers.
    """

    area: Style | None
    group: Style | None
    programme: Style
    cost: float


@dataclass(frozen=True, slots=True)
class Event:
    """One unit and its role: "area", "group", "title", "line", "more" (goes on with `of`),
    "figures", "extra", "header", "unread".
    """

    unit: Unit
    role: str
    of: int = -1  # the event that this one goes on with
    doubt: bool = False


def style_of(unit: Unit) -> Style | None:
    """The style of a unit's numbering; a number alone on its line counts as one with a blank.

    >>> from pipeline.model import Line
    >>> style_of(span_to_unit(Span(Line(1, None, "1-2.직무"), 0, 6), 0))
    ('path', 2, False)
    """
    if unit.numbering is None:
        return None
    text = unit.span.text
    end = min(unit.numbering.end, len(text))
    return (
        unit.numbering.kind,
        len(unit.numbering.value),
        end == len(text) or text[end - 1].isspace(),
    )


def units_to_numberings(units: Sequence[Unit], has_group: bool) -> Numberings | None:
    """The sharing-out of styles whose numbers count on best; None where nothing is numbered."""
    numbered = [(s, u.numbering.value) for u in units if (s := style_of(u)) and u.numbering]
    styles = [
        s
        for s, n in Counter(s for s, _ in numbered).most_common(MOST_STYLES)
        if n > 1 or len(numbered) < 8
    ]
    if not styles:
        return None
    worded = {style_of(u) for u in units if u.numbering and names_area(u.numbering.printed)}
    tries: list[tuple[Style | None, Style | None, Style]] = []
    for p in styles:
        rest: list[Style | None] = [s for s in styles if s != p]
        tries += [
            (a, g, p)
            for a, g in permutations([*rest, None, None], 2)
            if (has_group or g is None) and g not in worded
        ]
    scored = [Numberings(a, g, p, _cost(numbered, a, g, p)) for a, g, p in dict.fromkeys(tries)]
    return min(scored, key=lambda n: n.cost)


def _cost(
    numbered: Sequence[tuple[Style, tuple[int, ...]]],
    area: Style | None,
    group: Style | None,
    programme: Style,
) -> float:
    """Jumps in each sequence, numbers left over, groups that no run of programmes answers to, by
    hundred numbers.
    """
    own: dict[Style | None, list[tuple[int, ...]]] = {}
    for style, value in numbered:
        own.setdefault(style, []).append(value)
    programmes, groups, areas = (
        own.get(programme, []),
        own.get(group, []) if group else [],
        own.get(area, []) if area else [],
    )
    left = len(numbered) - len(programmes) - len(groups) - len(areas)
    jumps = sum(
        b[-1] not in (1, a[-1] + 1) for a, b in zip([(0,), *programmes], programmes, strict=False)
    )
    jumps += sum(b[-1] not in (1, a[-1] + 1) for a, b in zip([(0,), *groups], groups, strict=False))
    jumps += 2 * sum(b[-1] != a[-1] + 1 for a, b in zip([(0,), *areas], areas, strict=False))
    runs = sum(v[-1] == 1 for v in programmes)
    lone = abs(runs - len(groups)) * 0.5 if group else 0.0
    few = 3.0 * (len(programmes) < len(groups)) + 3.0 * (
        len(groups) < len(areas) if group else len(programmes) < len(areas)
    )
    return (jumps + left + lone + few) * 100 / max(1, len(numbered))


def cut_inner_numbers(units: Sequence[Unit], numberings: Numberings) -> list[Unit]:
    """Units cut before a programme's number inside a group's label: “2. 직업/직무 역 1.직업역량
    강화”.
    """
    found: list[Unit] = []
    for unit in units:
        cut = (
            _inner(unit, numberings)
            if numberings.group and style_of(unit) == numberings.group and len(unit.span.text) < 200
            else None
        )
        if cut is None:
            found.append(unit)
            continue
        span = unit.span
        found.append(span_to_unit(Span(span.line, span.start, cut), unit.chunk, unit.gap))
        found.append(span_to_unit(Span(span.line, cut, span.end), unit.chunk))
    return found


def _inner(unit: Unit, numberings: Numberings) -> int | None:
    text = unit.span.line.text
    for m in INNER.finditer(text, unit.span.start, unit.span.end):
        numbering = numbering_at(text, m.end())
        inner = Span(unit.span.line, m.end(), unit.span.end)
        if (
            numbering
            and m.end() > unit.span.start + 3
            and style_of(span_to_unit(inner, 0)) == numberings.programme
        ):
            return int(m.end())
    return None


def units_to_events(
    units: Sequence[Unit],
    numberings: Numberings,
    extras: frozenset[str],
    front: Sequence[str],
    has_group: bool,
) -> list[Event]:
    """One event a unit. What opens with no number or mark goes on with the cell before it if that
    was full or stands in its chunk.
    """
    extras = extras | units_to_extras(units, numberings)
    names = {numberings.area: "area", numberings.group: "group", numberings.programme: "title"}
    names.pop(None, None)
    widths = units_to_widths(units, names)
    events: list[Event] = []
    last: dict[str, int] = {}
    for k, unit in enumerate(units):
        style = style_of(unit)
        if unit.kind in CELLS:
            event = Event(unit, CELLS[unit.kind])
        elif unit.kind == "bullet":
            event = Event(unit, "line")
        elif style in names:
            event = Event(unit, names[style])
        else:
            event = _plain(units, k, events, last, widths, extras, front, has_group, numberings)
        events.append(event)
        if event.role in ("area", "group", "title", "line"):
            last[event.role] = k
    return events


def units_to_extras(units: Sequence[Unit], numberings: Numberings) -> frozenset[str]:
    """Additional columns that the text shows though its header lost their words: figures or bureaus
    beside most titles.
    """
    titles = sum(style_of(u) == numberings.programme for u in units)
    plain = [u.span.text.strip() for u in units if u.kind == "plain"]
    found = set()
    if sum(bool(FIGURE.fullmatch(t)) for t in plain) * 2 > titles:
        found.add("figures")
    if sum(bool(BUREAU.fullmatch(t)) and len(t) <= LONGEST_BUREAU for t in plain) * 2 > titles:
        found.add("department")
    return frozenset(found)


def units_to_widths(units: Sequence[Unit], names: dict[Style | None, str]) -> dict[str, int]:
    """How wide the lines of titles, labels and achievements run: what a twentieth of them reach."""
    own: dict[str, list[int]] = {"title": [], "group": [], "area": [], "line": []}
    open_role = ""
    for unit in units:
        role = (
            "line"
            if unit.kind == "bullet"
            else names.get(style_of(unit), open_role if unit.gap == 0 else "")
        )
        if role:
            own[role].append(display_width(unit.span.text.strip()))
        open_role = role
    return {role: sorted(w)[-1 - len(w) // 20] if w else 0 for role, w in own.items()}


def _plain(
    units: Sequence[Unit],
    k: int,
    events: Sequence[Event],
    last: dict[str, int],
    widths: dict[str, int],
    extras: frozenset[str],
    front: Sequence[str],
    has_group: bool,
    numberings: Numberings,
) -> Event:
    """A unit without number or mark."""
    unit = units[k]
    text = unit.span.text.strip()
    if extras and (FIGURES.fullmatch(text) or FIGURE.fullmatch(text)):
        return Event(unit, "figures")
    before, opener, role = _what_stands_before(events, k)
    near = before == k - 1 >= 0 and units[before].chunk == unit.chunk
    full = before >= 0 and is_full(units[before].span.text, text, widths.get(role, 0))
    if "department" in extras and BUREAU.fullmatch(text) and len(text) <= LONGEST_BUREAU:
        return Event(unit, "extra", doubt=near and full)
    if (
        role != "area"
        and len(text) > 7
        and restarts(units, k, numberings)
        and like_front(text, front)
    ):
        return Event(unit, "area")
    if role in ("title", "group") and near:
        return Event(
            unit,
            "more",
            opener,
            doubt=_shares_line(units, opener) or (not full and before == opener),
        )
    if (
        role == "group"
        and numberings.group is not None
        and before == k - 1
        and display_width(text) <= widths["group"] + SLACK
    ):
        return Event(unit, "more", opener)  # a blank line inside a label whose groups are numbered
    if role == "line" and full:
        return Event(unit, "more", opener, doubt=_title_open(units, events, last, widths, text))
    if (
        role == "line"
        and near
        and "title" in last
        and _was_full(units, events, last["title"], widths, text)
    ):
        return Event(unit, "more", last["title"], doubt=True)
    if role == "area" and near and (full or not has_group or display_width(text) > widths["group"]):
        return Event(unit, "more", opener)
    nearly = (
        before >= 0 and display_width(units[before].span.text.strip()) > NEARLY * widths["line"]
    )
    if role == "line" and nearly and not _is_header(unit):
        return Event(unit, "more", opener, doubt=True)
    return _alone(unit, text, role, front, widths, has_group, opener)


def _what_stands_before(events: Sequence[Event], k: int) -> tuple[int, int, str]:
    """The event before `k` that is no cell of its row, the one that opened what it belongs to, and
    that one's role.
    """
    before = k - 1
    while before > max(0, k - MOST_FIGURES) and events[before].role in ("figures", "extra"):
        before -= 1
    opener = events[before].of if before >= 0 and events[before].of >= 0 else before
    return before, opener, events[opener].role if opener >= 0 else ""


def _is_header(unit: Unit) -> bool:
    """Whether a unit holds nothing but header words: a header that the print repeats on the next
    page.
    """
    return bool(text_to_role(unit.span.text) or span_to_columns(unit.span.stripped()))


def _shares_line(units: Sequence[Unit], k: int) -> bool:
    """Whether a title stands on one line with a label: what follows may go on with either."""
    return k > 0 and units[k - 1].span.line is units[k].span.line and units[k - 1].kind == "number"


def restarts(units: Sequence[Unit], k: int, numberings: Numberings) -> bool:
    """Whether the next number behind a unit is the first of a group's or an area's: 1, or a group's
    2 where the 1 was lost.
    """
    for unit in units[k + 1 : k + 1 + LOOK_AHEAD]:
        style = style_of(unit)
        if unit.numbering and style in (numberings.programme, numberings.group):
            return unit.numbering.value[-1] == 1 or (
                style == numberings.group and unit.numbering.value[-1] == 2
            )
    return False


def _title_open(
    units: Sequence[Unit],
    events: Sequence[Event],
    last: dict[str, int],
    widths: dict[str, int],
    text: str,
) -> bool:
    """Whether the title in the same chunk was full too, so that the line could go on with it as
    well as with the achievement.
    """
    title, line = last.get("title"), last.get("line")
    if title is None or line is None or units[title].chunk != units[line].chunk:
        return False
    return _was_full(units, events, title, widths, text)


def _was_full(
    units: Sequence[Unit], events: Sequence[Event], title: int, widths: dict[str, int], text: str
) -> bool:
    rest = [
        k for k in range(title, min(title + 6, len(events))) if k == title or events[k].of == title
    ]
    return is_full(units[rest[-1]].span.text, text, widths["title"])


def _alone(
    unit: Unit,
    text: str,
    role: str,
    front: Sequence[str],
    widths: dict[str, int],
    has_group: bool,
    opener: int,
) -> Event:
    """A chunk that opens with neither: an area worded like the front matter, a label that lost its
    number, else unread.
    """
    if _is_header(unit):
        return Event(unit, "header")
    if like_front(text, front):
        return Event(unit, "area")
    if (
        has_group
        and display_width(text) <= widths["group"]
        and role in ("area", "line", "", "group")
    ):
        return Event(unit, "group", doubt=True)
    if role == "group":
        return Event(unit, "more", opener)
    if role in ("", "line") and display_width(text) > widths["group"] and unit.gap:
        return Event(unit, "area", doubt=True)
    return Event(unit, "unread")
