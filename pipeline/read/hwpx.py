"""HWPX, the ZIP of XML that Hancom Office and others write: its sections to what the file keeps."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.errors import UnreadableError
from pipeline.model import Kept, KeptItem, KeptLine, Problem, Spot
from pipeline.model.kept import items_to_lines
from pipeline.pattern import lazy_pattern
from pipeline.read.hwpx_body import SectionReader
from pipeline.read.hwpx_head import head_to_looks
from pipeline.read.kept_items import Around, without_blank
from pipeline.read.kept_looks import Looks
from pipeline.read.kept_numbers import Counting
from pipeline.read.xml_parts import chunks_to_children, tag
from pipeline.read.zipped import Zipped, locked_sentence, torn

HEAD = "Contents/header.xml"
LIST = "Contents/content.hpf"
MANIFEST = "META-INF/manifest.xml"
MEMOS = "memogroup"  # of a section; in whichever letters
SECTION = lazy_pattern(r"Contents/section(\d{1,5})\.xml")
MASTER = lazy_pattern(r"Contents/masterpage\d{1,5}\.xml")


def hwpx_to_kept(data: bytes, name: str) -> tuple[Kept, tuple[Problem, ...]]:
    """What an HWPX file keeps, and what it holds that is not read.

    Raises:
        UnreadableError: broken, locked, without sections, declaring entities, beyond the bounds.
    """
    zipped = Zipped(data, name)
    if MANIFEST in zipped and b"encryption-data" in zipped.whole(MANIFEST):
        raise UnreadableError("office_locked", locked_sentence(name))
    parts = dict(_listed(zipped)) if LIST in zipped else {}
    sections, missing = _sections(zipped, parts)
    if not sections:
        raise torn(name, "it has no section (Contents/section0.xml)")
    looks = Looks()
    if HEAD in zipped:
        looks = head_to_looks(chunks_to_children(zipped.chunks(HEAD), name, HEAD))
    else:
        missing = [HEAD, *missing]
    reader = SectionReader(name, looks, Counting(looks))
    content: list[KeptItem] = []
    for section, part in enumerate(sections, start=1):
        content += _section_to_items(zipped, part, section, reader)
        masters = (parts.get(name, f"Contents/{name}.xml") for name in reader.taken_masters())
        for master in masters:
            content += _master_to_lines(zipped, master, section, reader)
    return Kept("hwpx", tuple(content)), tuple(odd_to_notices(reader.odd, looks.tracked, missing))


def _sections(zipped: Zipped, parts: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The sections in order, and those (and master pages) that the document lists and the container
    does not have.
    """
    found = {part: int(m[1]) for part in zipped.parts if (m := SECTION.fullmatch(part))}
    ordered = sorted(found, key=lambda part: found[part])
    written = (p for p in parts.values() if SECTION.fullmatch(p) or MASTER.fullmatch(p))
    return ordered, sorted({part for part in written if part not in zipped})


def _listed(zipped: Zipped) -> Iterator[tuple[str, str]]:
    """The parts that the list of contents names, by their ids there (by themselves where they have
    none); nothing where it is torn: it is only asked what is missing.
    """
    try:
        for element in chunks_to_children(zipped.chunks(LIST), zipped.name, LIST):
            items = (e for e in element.iter() if tag(e) == "item")
            yield from ((e.get("id", e.get("href", "")), e.get("href", "")) for e in items)
    except UnreadableError as fault:
        if fault.code != "broken":
            raise


def _section_to_items(
    zipped: Zipped, part: str, section: int, reader: SectionReader
) -> Iterator[KeptItem]:
    chunks = zipped.chunks(part)
    paragraph = 0
    for element in chunks_to_children(chunks, zipped.name, part):
        if tag(element) == "p":
            paragraph += 1
            yield from reader.paragraph(element, Around(Spot(section, paragraph)))
        elif tag(element).lower() == MEMOS:
            around = Around(Spot(section, max(paragraph, 1)), unseen="comment")
            yield from _written_lines(element, reader, around)


def _master_to_lines(
    zipped: Zipped, part: str, section: int, reader: SectionReader
) -> Iterator[KeptLine]:
    """What a master page prints on every page of a section; nothing where it is not there."""
    if part in zipped:
        around = Around(Spot(section, 1), "furniture")
        for element in chunks_to_children(zipped.chunks(part), zipped.name, part):
            yield from _written_lines(element, reader, around)


def _written_lines(
    element: ET.Element, reader: SectionReader, around: Around
) -> Iterator[KeptLine]:
    """The lines of all paragraphs in an element, without blank ones."""
    items = reader.paragraphs(_paragraphs(element), around)
    yield from items_to_lines(without_blank(items))


def _paragraphs(element: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs in an element that stand in no other paragraph."""
    waiting = list(reversed(element))
    while waiting:
        inner = waiting.pop()
        if tag(inner) == "p":
            yield inner
        else:
            waiting += reversed(inner)


def odd_to_notices(odd: Any, tracked: bool, missing: list[str]) -> Iterator[Problem]:
    """What is named of a document: parts that are not there, tracked changes, what is no text."""
    for part in missing:
        yield Problem("part_missing", words=(("part", part),))
    if tracked or odd["tracked_changes"]:
        yield Problem("tracked_changes")
    for code in ("equations", "objects"):
        if odd[code]:
            yield Problem(f"{code}_not_read", words=(("count", str(odd[code])),))
