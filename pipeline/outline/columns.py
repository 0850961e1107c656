"""Which column of a table holds what: told by the words of its header, and by what stands in it where a word has two uses."""

from __future__ import annotations

import functools
from collections.abc import Callable

import regex

from pipeline.lexicon import words
from pipeline.model import Cell, Table
from pipeline.outline.grids import table_to_cover
from pipeline.text import bullet_at, close_up, numbering_at

BRACKET = regex.compile(r"[(（\[<][^()（）\[\]<>]{0,40}[)）\]>]")
YEAR = regex.compile(r"^(?:[’'‘`‵]?\d{2,4}년?도?|당해|금년)")
FIGURE = regex.compile(r"[△▲+-]?\d[\d,.]*\s*\S{0,6}")


@functools.cache
def _roles() -> dict[str, str]:
    return {word: role for role, listed in words("headings")["column"].items() for word in listed}


def header_to_role(header: str) -> str | None:
    """The role that a column's header names, None if it names none.

    >>> header_to_role("예산(백만원)"), header_to_role("단 위 사 업"), header_to_role("’24년 추진실적"), header_to_role("나이")
    ('budget', 'programme', 'achievements', None)
    """
    for part in (header.split(" > ")[-1], *reversed(header.split(" > ")[:-1])):
        bare = close_up(BRACKET.sub("", part)).rstrip("*:").replace("·", "")
        for text in (bare, YEAR.sub("", bare)):
            if text in _roles():
                return _roles()[text]
        ends = [w for w in _roles() if len(w) >= 4 and bare.endswith(w)]
        if ends:
            return _roles()[max(ends, key=len)]
    return None


def column_headers(table: Table) -> list[str]:
    """The header path over every column, outermost first, joined with " > "; "" where there is none."""
    cover = table_to_cover(table)
    paths = []
    for col in range(table.cols):
        texts: list[str] = []
        for row in range(table.header_rows):
            cell = cover.get((row, col))
            if cell and cell.text and (not texts or texts[-1] != cell.text):
                texts.append(cell.text)
        paths.append(" > ".join(t.replace("\n", " > ") for t in texts))
    return paths


def table_to_roles(table: Table) -> list[str | None]:
    """The role of every column, each strong role given to one column at most.

    Source: headers call the same column by many words (과제, 단위사업, 추진실적); where 실적 stands over sentences it means achievements,
    over figures a result; two columns named like programmes are a group and its programmes if the first is merged over rows.
    """
    roles = [header_to_role(h) if h else None for h in column_headers(table)]
    if "achievements" not in roles:
        textual = [c for c, role in enumerate(roles) if role in ("actual", "remarks", "spent") and _is_prose(table, c)]
        if textual:
            roles[textual[0]] = "achievements"
    for role in ("achievements", "programme"):
        _keep_one(table, roles, role)
    if "programme" not in roles and "group" in roles:
        groups = [c for c, r in enumerate(roles) if r == "group"]
        roles[groups[-1]] = "programme"
    _keep_first(roles, "group")
    _keep_first(roles, "area")
    return roles


def _keep_one(table: Table, roles: list[str | None], role: str) -> None:
    """Of several columns of one role keeps the one that suits: for programmes the finest, for achievements the most marked."""
    found = [c for c, r in enumerate(roles) if r == role]
    if len(found) < 2:
        return
    filled = {c: [x for x in body_cells(table, c) if x.text] for c in found}
    if role == "programme":
        numbered = [c for c in found if _share(filled[c], lambda x: numbering_at(x.text) is not None) > 0.5]
        best = max(numbered or found, key=lambda c: (len(filled[c]), -c))
        before = [c for c in found if c < best and len(filled[c]) < len(filled[best])]
        for c in found:
            roles[c] = "programme" if c == best else "group" if c in before and "group" not in roles else None
    else:
        best = max(found, key=lambda c: (_share(filled[c], lambda x: bullet_at(x.text) is not None), sum(len(x.text) for x in filled[c])))
        for c in found:
            roles[c] = role if c == best else "content"


def _keep_first(roles: list[str | None], role: str) -> None:
    found = [c for c, r in enumerate(roles) if r == role]
    for c in found[1:]:
        roles[c] = None


def body_cells(table: Table, col: int) -> list[Cell]:
    """The anchor cells of a column below the header, full-width ones left out."""
    return [c for c in table.cells if c.col == col and c.row >= table.header_rows and c.col_span < max(2, table.cols)]


def _share(cells: list[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(bool(test(c)) for c in cells) / len(cells) if cells else 0.0


def _is_prose(table: Table, col: int) -> bool:
    """Whether a column holds sentences or marked lines rather than figures."""
    filled = [c for c in body_cells(table, col) if c.text]
    return (
        _share(
            filled,
            lambda c: bullet_at(c.text) is not None or len(c.text) > 25 or (not FIGURE.fullmatch(c.text.strip()) and len(c.text) > 12),
        )
        > 0.5
    )


def is_programme_table(table: Table, roles: list[str | None]) -> bool:
    """Whether the rows of a table are programmes: it names a programme column, and what was achieved stands beside it in marked lines
    (or in a table of more than one such column, figures).

    Source: “사업명 | 예산” alone is a budget table; “단위사업 | 추진실적” with ○ lines, or with 목표, 실적 and 달성률, is the
    report's own outline.
    """
    if "programme" not in roles or table.parent is not None:
        return False
    titles = [c for c in body_cells(table, roles.index("programme")) if c.text]
    if len(titles) < 2:
        return False
    numbered = _share(titles, lambda c: numbering_at(c.text) is not None) > 0.5
    holders = "group" in roles or "area" in roles
    if "achievements" in roles:
        lines = [c for c in body_cells(table, roles.index("achievements")) if c.text]
        return (
            _share(lines, lambda c: bullet_at(c.text) is not None) > 0.5
            or (numbered and holders)
            or (_is_prose(table, roles.index("achievements")) and (numbered or holders))
        )
    return numbered and holders and {"target", "actual"} <= set(roles)
