"""Words of a header that stand for another column beside the others than alone: “과제명 |
세부과제”, “구분 | 사업명”.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lexicon import having
from pipeline.text import close_up


def settle_roles(roles: Sequence[str | None], texts: Sequence[str]) -> list[str | None]:
    """The roles of a programme table's columns, one column of labels among them; texts: the
    header's words.

    Left of the programmes a word for nothing (구분) or a coarser one (과제명 before 세부과제)
    stands over their groups, where no other column does. Where no word is for programmes, the last
    of several levels is theirs (“전략 | 과제 | 추진실적”). What was done without a target beside it
    (실적) is what was achieved.

    >>> settle_roles(["label", "programme", "actual"], ["구분", "사업명", "실적"])
    ['group', 'programme', 'achievements']
    >>> settle_roles(["group", "group", "achievements"], ["전략", "과제", "추진실적"])
    ['group', 'programme', 'achievements']
    >>> settle_roles(["programme", "programme", "achievements"], ["과제명", "세부과제", "추진실적"])
    ['group', 'programme', 'achievements']
    >>> settle_roles(["group", "programme", "target", "actual"], ["과제", "사업명", "목표", "실적"])
    ['group', 'programme', 'target', 'actual']
    """
    found = list(roles)
    if "programme" not in found and "achievements" in found and _coarse(found) > 1:
        found[max(c for c, r in enumerate(found) if r == "group")] = "programme"
    return _settle_beside(found, texts) if "programme" in found else found


def _settle_beside(found: list[str | None], texts: Sequence[str]) -> list[str | None]:
    """The roles of columns beside one for programmes."""
    if (
        not {"achievements", "target", "achievement_rate"} & set(found)
        and found.count("actual") == 1
    ):
        found[found.index("actual")] = "achievements"
    if "group" in found or "area" in found or "achievements" not in found:
        return found  # “구분 | 주요사업” is a table of the front matter
    titles = [c for c, r in enumerate(found) if r == "programme"]
    if len(titles) > 1 and is_finer(texts[titles[-1]], texts[titles[0]]):
        found[titles[0]] = "group"
    elif "label" in found[: titles[0]]:
        found[found.index("label")] = "group"
    return found


def _coarse(roles: Sequence[str | None]) -> int:
    """How many columns before the achievements name levels, the last one tasks."""
    labels = [r for r in roles[: roles.index("achievements")] if r in ("area", "group", "label")]
    return len(labels) if labels[-1:] == ["group"] else 0


def is_finer(word: str, other: str) -> bool:
    """Whether a word for programmes names smaller ones than another does: it says so (세부, 단위 …)
    and the other one does not.

    >>> is_finer("세부과제", "과제명"), is_finer("세부사업", "단위사업")
    (True, False)
    """
    finer = having("finer_modifier")
    return close_up(word).startswith(finer) and not close_up(other).startswith(finer)
