"""Brackets that one line opens and the next one closes: the text goes on over the break."""

from __future__ import annotations

from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

PAIRS = dict(zip("([{（［「『〈《【", ")]}）］」』〉》】", strict=True))
OPENED = lazy_pattern(r"[(\[{（［「『〈《【][^()\[\]{}（）［］「」『』〈〉《》【】]*$")
CLOSED = lazy_pattern(r"[^()\[\]{}（）［］「」『』〈〉《》【】]*[)\]}）］」』〉》】]")


def closes(above: str, below: str, full: bool = True) -> bool:
    """Whether a line closes the bracket that the one above left open; what looks like a number of
    a list does so only where the line above was full.

    >>> closes("○ 수료(참여", "자) 66명"), closes("○ 수료(참여", "자) 66명", full=False)
    (True, False)
    >>> closes("○ 수료(여성", "참여자 66명) 지원", full=False), closes("(참여", "○ 수료)")
    (True, False)
    >>> closes("1) 참여", "2) 수료")
    False
    """
    opened, closed = OPENED.search(above), CLOSED.match(below)
    if opened is None or closed is None or PAIRS[opened[0][0]] != closed[0][-1]:
        return False
    return bullet_at(below) is None and (full or numbering_at(below) is None)
