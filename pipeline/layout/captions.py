"""Captions and declared units: the lines above a table that speak of it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.draft import DraftLine
from pipeline.lexicon import begins_with, holds, members, words
from pipeline.model import Box
from pipeline.pattern import lazy_pattern, named

ABOVE = 2.6  # line heights between a caption and its table or the next caption
MOST = 3  # lines
DECLARED = named("layout.unit_declared")
SIGN = named("layout.unit_sign")
IN_BRACKETS = lazy_pattern(r"[(（]([^()（）]{1,40})[)）]")
BETWEEN = lazy_pattern(r"[,·/]")
MULTIPLIER = lazy_pattern(r"^\L<multiplier>\s?")
NUMBERED = lazy_pattern(r"\L<caption_name>\s?\d")  # 표 1


def text_to_unit(text: str) -> str | None:
    """The unit that a caption declares, as printed.

    >>> text_to_unit("(단위: 백만원, %)"), text_to_unit("(’25. 1. 1. 기준, 단위 : 천원)"), text_to_unit("3개 단위사업")
    ('백만원, %', '천원', None)
    """
    for found in DECLARED.finditer(text):
        unit = found["unit"].strip(" ,:")
        sign = SIGN.search(found[0]) or found["open"]
        if unit and sign and not begins_with(unit, "level_programme"):
            return unit
    return None


def is_unit_alone(text: str) -> bool:
    """Whether a caption line declares the unit and nothing else.

    >>> is_unit_alone("(단위 : 백만원, %)"), is_unit_alone("(’25. 1. 1. 기준, 단위 : 천원)"), is_unit_alone("< 지역별 동향(억 달러) >")
    (True, False, False)
    """
    found = DECLARED.match(text.strip())
    return found is not None and not found["before"].strip() and found.end() == len(text.strip())


def caption_to_unit(text: str) -> str | None:
    """The unit in the last brackets of a caption that does not say 단위: at least one of its items
    is a unit, none is long.

    >>> caption_to_unit("< 업종별 동향(억 달러, %) >"), caption_to_unit("< 상위 5개(누적) >")
    ('억 달러, %', None)
    """
    found = IN_BRACKETS.findall(text)
    if not found:
        return None
    known = members("bare_unit")
    items = [item.strip() for item in BETWEEN.split(found[-1])]
    units = sum(MULTIPLIER.sub("", item) in known or item in known for item in items)
    return (
        found[-1].strip()
        if units * 2 > len(items) - 1 and units and max(map(len, items)) <= 10
        else None
    )


def is_caption(text: str) -> bool:
    """Whether a line over a table is its caption: a unit, a date of reference, words in caption
    brackets, 표 1.

    >>> [is_caption(t) for t in ("< 지역별 동향 >", "(단위 : 명)", "[표 2] 예산", "□ 예산현황", "(2024. 12월말 기준)")]
    [True, True, True, False, True]
    """
    bare = text.strip()
    brackets = words("marks")["caption"]["brackets"]
    bracketed = any(bare.startswith(b[0]) and b[1] in bare for b in brackets)
    in_round = bare[:1] in "(（※*" and bare[-1:] in ")）"
    dated = in_round and holds(bare, "caption_date")
    return (
        bracketed
        or NUMBERED.match(bare) is not None
        or dated
        or ((in_round or len(bare) < 24) and text_to_unit(bare) is not None)
    )


def lines_to_captions(lines: Sequence[DraftLine], box: Box) -> tuple[list[DraftLine], str | None]:
    """The caption lines right above a box, top down, and the unit declared there.

    A heading that shares its line with the unit (“□ 예산규모 … (단위 : 천원)”) declares it and
    stays a heading.
    """
    above = sorted(
        (line for line in lines if _is_over(line, box)), key=lambda line: -line.box.bottom
    )
    near: list[DraftLine] = []
    edge = box.top
    for line in above[:MOST]:
        if edge - line.box.bottom > ABOVE * max(line.size, 6.0):
            break
        near.append(line)
        edge = line.box.top
    count, unit = texts_to_captions([line.text for line in near])
    return near[:count][::-1], unit


def texts_to_captions(texts: Sequence[str]) -> tuple[int, str | None]:
    """How many of the texts above a table, the nearest first, are its captions, and the unit that
    they declare, or the first text that is none.

    >>> texts_to_captions(["(단위: 명)", "< 표 1 >", "운영 현황", "(단위: 원)"])
    (2, '명')
    >>> texts_to_captions(["□ 예산규모와 집행현황, 2024년 12월 말 (단위 : 천원)"])
    (0, '천원')
    """
    unit: str | None = None
    for count, text in enumerate(texts[:MOST]):
        unit = unit or text_to_unit(text)
        if not is_caption(text):
            return count, unit
        unit = unit or caption_to_unit(text)
    return min(len(texts), MOST), unit


def _is_over(line: DraftLine, box: Box) -> bool:
    """Ends above the box (a line may dip into the frame by a descender) and shares its width."""
    return (
        line.box.bottom <= box.top + 0.4 * line.size
        and line.box.x1 > box.x0
        and line.box.x0 < box.x1
    )


def cells_to_unit(texts: Sequence[str]) -> str | None:
    """A unit declared inside the table, in its first row: “(단위: 조원)” in the corner cell.

    >>> cells_to_unit(["(단위: 조원)", "1월", "2월"])
    '조원'
    """
    return next(
        (
            unit
            for text in texts
            if (unit := text_to_unit(text)) and len(text) < 40 and text.strip()[:1] in "(（["
        ),
        None,
    )
