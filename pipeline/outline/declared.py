"""Units that a caption or a section's heading declares for tables that declare none beside them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.lexicon import values_of
from pipeline.model import Paragraph, Table
from pipeline.pattern import lazy_pattern, named
from pipeline.text import bullet_at, close_up, numbering_at

DECLARED = named("outline.declared_unit")
BRACKETED = lazy_pattern(r"[(（\[](?P<unit>[^()（）\[\]]{1,40})[)）\]]\s*[>〉》】\]]?\s*$")
COMPARED = named("outline.compared_unit")
SCALES = named("outline.unit_scales")
BETWEEN = lazy_pattern(r"[,，]")
CHAPTERS = ("roman", "latin_roman", "ordinal")


@functools.cache
def unit_words() -> frozenset[str]:
    """Every spelling of a unit that a declaration may hold."""
    return frozenset(values_of("unit"))


def caption_to_unit(text: str) -> str | None:
    """The unit that a caption lists in brackets without the word 단위: every part must be a unit or
    a comparison.

    >>> caption_to_unit("< 업종별 동향(억 달러, %) >"), caption_to_unit("재정 현황(백만원)"), caption_to_unit("현황(2024년)")
    ('억 달러, %', '백만원', None)
    """
    m = BRACKETED.search(text)
    if m is None:
        return None
    parts = [p.strip() for p in BETWEEN.split(m["unit"])]
    known = [p for p in parts if SCALES.sub("", p) in unit_words() or p in ("%", "％")]
    return (
        m["unit"].strip()
        if known and all(p in known or COMPARED.fullmatch(p) for p in parts)
        else None
    )


def heading_to_unit(text: str) -> str | None:
    """The unit that a heading declares beside its own words.

    >>> heading_to_unit("해외투자 세부 통계(단위: 억 달러, %)"), heading_to_unit("세부 통계")
    ('억 달러, %', None)
    """
    m = DECLARED.search(text)
    return m["unit"] if m else None


def declare_units(items: Sequence[Paragraph | Table]) -> tuple[Paragraph | Table, ...]:
    """The items, tables without a unit given the one that their caption lists or the heading of
    their section declares.

    Source: statistical annexes declare the unit once, over all their tables; it holds until the
    next heading of that rank.
    """
    section: str | None = None
    declared_by = ""
    found: list[Paragraph | Table] = []
    for item in items:
        if isinstance(item, Paragraph):
            rank, unit = heading_rank(item), heading_to_unit(item.printed.text)
            if unit or (rank and rank in ("boxed", "chapter", declared_by)):
                section, declared_by = unit, rank
        elif item.unit is None:
            listed = (
                caption_to_unit(c.text)
                for c in item.captions or ((item.caption,) if item.caption else ())
            )
            unit = next((u for u in listed if u), section)
            item = replace(item, unit=unit) if unit else item
        found.append(item)
    return tuple(found)


def heading_rank(paragraph: Paragraph) -> str:
    """What kind of heading a paragraph is, "" for none: a unit holds until the next heading of the
    rank that declared it, or a greater one.

    >>> from pipeline.model import Place, Printed
    >>> heading_rank(Paragraph(Printed("□ 세입 (단위: 억원)"), Place())), heading_rank(Paragraph(Printed("Ⅱ. 예산"), Place()))
    ('square', 'chapter')
    """
    text = paragraph.printed.text
    if len(close_up(text)) > 60:
        return ""
    if paragraph.boxed:
        return "boxed"
    bullet = bullet_at(text)
    if bullet:
        return bullet.family
    numbering = numbering_at(text)
    return "" if numbering is None else "chapter" if numbering.kind in CHAPTERS else numbering.kind
