"""What each unit of a flattened programme table is: an area's heading, a group's label, a title, an
achievement line, or its rest.

Numbers and marks say it of most units (`levels`); a line that opens with neither goes on with
something, and its width, the blank before its break, the line's fullness and what is numbered next
say with what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.layout.flattened.spans import span_width
from pipeline.layout.flattened.units import Unit
from pipeline.pattern import named
from pipeline.text import close_up, display_width

NARROWEST_LABEL = 9  # half-width columns; a label column holds at least four syllables
LIKE_FRONT = 0.8  # an area's heading and its line in the front matter are at least so alike
SLACK = (
    4  # half-width columns that a full line may leave free beside the first word behind the wrap
)
# blank lines; behind so many a narrow line is the rest of a label far more often than of a sentence
PAGE_BREAK = 3
BUREAU = named("layout.bureau")


CELLS = {
    "figures": "figures",
    "bureau": "extra",
}  # kinds of units that are a cell of an additional column


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole table tells: what its header promises, how wide its columns are, what its
    front matter says.
    """

    has_group: bool
    extras: frozenset[str]
    front: tuple[str, ...]
    label_width: int
    line_width: int


def units_to_context(
    units: Sequence[Unit], levels: dict[int, str], roles: Sequence[str], front: Sequence[str]
) -> Context:
    """The context of one table. front: the lines before it, as they stand."""
    label = [span_width(units[k].span) for k in _label_lines(units, levels)]
    lines = sorted(span_width(u.span) for u in units if u.kind == "bullet")
    return Context(
        "group" in roles,
        frozenset(roles) - {"area", "group", "programme", "achievements"},
        tuple(t for f in front if 6 <= len(t := close_up(f)) <= 60),
        max([NARROWEST_LABEL, *label]),
        lines[-1 - len(lines) // 20] if lines else 0,
    )


def _label_lines(units: Sequence[Unit], levels: dict[int, str]) -> list[int]:
    """Lines of labels that run over several: they show how narrow the label column is."""
    found: list[int] = []
    for k, level in levels.items():
        if level == "group" and units[k].alone:
            follow = k + 1
            while (
                follow < len(units)
                and units[follow].kind == "plain"
                and units[follow].chunk == units[k].chunk
            ):
                found.append(follow)
                follow += 1
    return found


def assign_roles(units: Sequence[Unit], levels: dict[int, str], context: Context) -> list[str]:
    """One role a unit: area, group, title, line (these open something), area_more, label,
    title_more, line_more, figures, extra, unread.
    """
    roles: list[str] = []
    label_open = False
    for k, unit in enumerate(units):
        if k in levels:
            role = {"area": "area", "group": "group", "programme": "title"}[levels[k]]
        elif unit.kind in CELLS:
            role = CELLS[unit.kind] if "title" in roles else "unread"
        elif unit.kind == "bullet":
            role = "line" if "title" in roles else "unread"
        else:
            role = plain_role(units, levels, roles, k, context, label_open)
        if role in ("group", "label"):
            label_open = unit.span.text[-1:].isspace()
        roles.append(role)
    return roles


def plain_role(
    units: Sequence[Unit],
    levels: dict[int, str],
    roles: Sequence[str],
    k: int,
    context: Context,
    label_open: bool,
) -> str:
    """What a line without number or mark is; see the module."""
    unit = units[k]
    text = unit.span.text.strip()
    before = _opened(roles)
    near = k > 0 and units[k - 1].chunk == unit.chunk
    opens = before in ("", "line", "unread", "area") and like_front(text, context.front)
    if opens and _restarts(units, levels, k):
        return "area"
    narrow = display_width(text) <= context.label_width and context.has_group
    if before in ("", "area"):
        return "label" if narrow else "area" if before == "" or not near else "area_more"
    if before == "group":
        return "label"
    if before == "title":
        return "title_more"
    return _behind_lines(units, levels, roles, k, context, label_open)


def _behind_lines(
    units: Sequence[Unit],
    levels: dict[int, str],
    roles: Sequence[str],
    k: int,
    context: Context,
    label_open: bool,
) -> str:
    """A plain line behind achievement lines."""
    unit, previous = units[k], units[k - 1]
    text = unit.span.text.strip()
    near = previous.chunk == unit.chunk
    narrow = display_width(text) <= context.label_width and context.has_group
    full = is_full(previous.span.text, text, context.line_width)
    if near and (full or not narrow):
        return roles[-1] if roles[-1] in ("area", "unread") and not full else "line_more"
    if "department" in context.extras and BUREAU.fullmatch(text) and not full:
        return "extra"
    if _restarts(units, levels, k) and not full:
        return "label" if narrow else "area"
    if narrow and (label_open or not full or unit.gap >= PAGE_BREAK):
        return "label"
    return "line_more" if full else "unread"


def like_front(text: str, front: Sequence[str]) -> bool:
    """Whether the line is worded like a line of the front matter, which names the areas, sometimes
    a little differently.

    >>> like_front("전환기 시민 역량  및 학습활동 강화", ["전환기시민역량및학습활동강화추진"])
    True
    """
    bare = close_up(text)
    if len(bare) < 6:
        return False
    for line in front:
        matcher = SequenceMatcher(None, bare, line, autojunk=False)
        if matcher.real_quick_ratio() >= LIKE_FRONT and matcher.ratio() >= LIKE_FRONT:
            return True
        if len(line) > len(bare) and line.startswith(bare):
            return True
    return False


def is_full(line: str, follow: str, width: int) -> bool:
    """Whether the line had no room left for the first word of the next, so that it may go on there.

    >>> is_full("○ 사전진단을 통해 사업계획, 홍보, ", "투자유치 등", 40), is_full("○ 교육 2회", "강화", 40)
    (True, False)
    """
    first = (follow.split() or [""])[0]
    return display_width(line.strip()) + 1 + display_width(first) > width - SLACK


def _opened(roles: Sequence[str]) -> str:
    """What stands open: "", "area", "group", "title" or "line"."""
    families = {
        "area": "area",
        "area_more": "area",
        "group": "group",
        "label": "group",
        "title": "title",
        "title_more": "title",
    }
    families |= {"line": "line", "line_more": "line"}
    for role in reversed(roles):
        if role in families:
            return families[role]
    return ""


def _next_number(units: Sequence[Unit], levels: dict[int, str], k: int) -> int | None:
    """The next numbered unit, None if a bullet or the end comes first."""
    for follow in range(k + 1, len(units)):
        if follow in levels:
            return follow
        if units[follow].kind == "bullet":
            return None
    return None


def _restarts(units: Sequence[Unit], levels: dict[int, str], k: int) -> bool:
    """Whether what is numbered next begins anew: a group's number, or a programme's 1."""
    follow = _next_number(units, levels, k)
    if follow is None:
        return False
    numbering = units[follow].numbering
    return numbering is not None and numbering.value[-1] == 1
