"""HWP 5, the OLE container of Hancom's record streams: its sections to what the file keeps.

This reader was written with reference to the open specification of Hancom's HWP document format.
"""

from __future__ import annotations

from pipeline.errors import UnreadableError
from pipeline.model import Kept, KeptItem, Problem, Spot
from pipeline.pattern import lazy_pattern
from pipeline.read.cfb import Compound
from pipeline.read.hwp_body import BodyReader
from pipeline.read.hwp_head import records_to_looks
from pipeline.read.hwp_records import PARA_HEADER, Fields, Record, bytes_to_records, inflated
from pipeline.read.hwpx import odd_to_notices
from pipeline.read.kept_items import Around
from pipeline.read.kept_looks import Looks
from pipeline.read.kept_numbers import Counting
from pipeline.read.zipped import LARGEST_WHOLE, locked_sentence, torn

HEADER, INFO = "FileHeader", "DocInfo"
TRAITS_AT = 36  # in FileHeader, behind signature and version
COMPRESSED, DISTRIBUTION, TRACKED = 1 << 0, 1 << 2, 1 << 14
LOCKED = 1 << 1 | 1 << 4 | 1 << 8 | 1 << 10  # a password, rights management, a certificate
SECTION = lazy_pattern(r"BodyText/Section(\d{1,5})")


def hwp_to_kept(data: bytes, name: str) -> tuple[Kept, tuple[Problem, ...]]:
    """What a file of HWP 5 keeps, and what it holds that is not read.

    Raises:
        UnreadableError: broken, locked, saved for distribution, without sections, beyond the
        bounds.
    """
    compound = Compound(data, name)
    if HEADER not in compound.streams:
        raise torn(name, "it has no FileHeader")
    traits = Fields(compound.stream(HEADER), TRAITS_AT).number(4)
    _check_open(traits, name)
    numbers = {path: int(m[1]) for path in compound.streams if (m := SECTION.fullmatch(path))}
    if not numbers:
        raise torn(name, "it has no section (BodyText/Section0)")
    unpacked = Unpacked(compound, bool(traits & COMPRESSED))
    missing = [] if INFO in compound.streams else [INFO]
    tracked = bool(traits & TRACKED)
    looks = Looks() if missing else records_to_looks(unpacked.records(INFO), tracked)
    reader = BodyReader(name, looks, Counting(looks))
    content: list[KeptItem] = []
    for section, path in enumerate(sorted(numbers, key=lambda p: numbers[p]), start=1):
        paragraph = 0
        for record in unpacked.records(path):
            if record.tag == PARA_HEADER:
                paragraph += 1
                content += reader.paragraph(record, Around(Spot(section, paragraph)))
    notices = odd_to_notices(reader.odd, False, missing)
    return Kept("hwp", tuple(content)), tuple(notices)


def _check_open(traits: int, name: str) -> None:
    if traits & LOCKED:
        raise UnreadableError("office_locked", locked_sentence(name))
    if traits & DISTRIBUTION:
        raise UnreadableError(
            "office_distribution",
            f"{name} was saved for distribution, which locks its content; get the original from "
            "its sender, or open it in Hancom Office and save it as PDF "
            "(파일 > PDF로 저장하기; if that is barred, print it to PDF).",
        )


class Unpacked:
    """The streams of a container as records; counts what was unpacked."""

    def __init__(self, compound: Compound, compressed: bool) -> None:
        self.compound, self.compressed, self.room = compound, compressed, LARGEST_WHOLE

    def records(self, path: str) -> list[Record]:
        """The records of a stream's first level."""
        name = self.compound.name
        raw = self.compound.stream(path)
        if self.compressed:
            raw = inflated(raw, name, path)
        self.room -= len(raw)
        if self.room < 0:
            raise UnreadableError(
                "over_limit_office",
                f"{name} unpacks to more than {LARGEST_WHOLE >> 20} MiB (at {path}), so it was "
                "stopped; save the document as PDF.",
            )
        return bytes_to_records(raw, name, path)
