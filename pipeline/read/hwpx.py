"""HWPX, the ZIP of XML that Hancom Office and others write: its sections to what the file keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.errors import UnreadableError
from pipeline.model import Kept, KeptItem, Problem, Spot
from pipeline.pattern import lazy_pattern
from pipeline.read.hwpx_body import SectionReader
from pipeline.read.hwpx_head import head_to_looks
from pipeline.read.kept_items import Around
from pipeline.read.kept_looks import Looks
from pipeline.read.kept_numbers import Counting
from pipeline.read.xml_parts import chunks_to_children, tag
from pipeline.read.zipped import Zipped, locked_sentence, torn

HEAD = "Contents/header.xml"
LIST = "Contents/content.hpf"
MANIFEST = "META-INF/manifest.xml"
SECTION = lazy_pattern(r"Contents/section(\d{1,5})\.xml")


def hwpx_to_kept(data: bytes, name: str) -> tuple[Kept, tuple[Problem, ...]]:
    """What an HWPX file keeps, and what it holds that is not read.

    Raises:
        UnreadableError: broken, locked, without sections, declaring entities, beyond the bounds.
    """
    zipped = Zipped(data, name)
    if MANIFEST in zipped and b"encryption-data" in zipped.whole(MANIFEST):
        raise UnreadableError("office_locked", locked_sentence(name))
    listed, missing = _sections(zipped)
    if not listed:
        raise torn(name, "it has no section (Contents/section0.xml)")
    looks = Looks()
    if HEAD in zipped:
        looks = head_to_looks(chunks_to_children(zipped.chunks(HEAD), name, HEAD))
    else:
        missing = [HEAD, *missing]
    reader = SectionReader(name, looks, Counting(looks))
    content: list[KeptItem] = []
    for section, part in enumerate(listed, start=1):
        content += _section_to_items(zipped, part, section, reader)
    return Kept("hwpx", tuple(content)), tuple(odd_to_notices(reader.odd, looks.tracked, missing))


def _sections(zipped: Zipped) -> tuple[list[str], list[str]]:
    """The sections in order, and those that the document lists and the container does not have."""
    found = {part: int(m[1]) for part in zipped.parts if (m := SECTION.fullmatch(part))}
    ordered = sorted(found, key=lambda part: found[part])
    listed = set(_listed(zipped)) if LIST in zipped else set()
    missing = sorted(part for part in listed if SECTION.fullmatch(part) and part not in found)
    return ordered, missing


def _listed(zipped: Zipped) -> Iterator[str]:
    """The parts that the list of contents names; nothing where it is torn: it is only asked what is
    missing.
    """
    try:
        for element in chunks_to_children(zipped.chunks(LIST), zipped.name, LIST):
            yield from (e.get("href", "") for e in element.iter() if tag(e) == "item")
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


def odd_to_notices(odd: Any, tracked: bool, missing: list[str]) -> Iterator[Problem]:
    """What is named of a document: parts that are not there, tracked changes, what is no text."""
    for part in missing:
        yield Problem("part_missing", words=(("part", part),))
    if tracked or odd["tracked_changes"]:
        yield Problem("tracked_changes")
    for code in ("equations", "objects"):
        if odd[code]:
            yield Problem(f"{code}_not_read", words=(("count", str(odd[code])),))
