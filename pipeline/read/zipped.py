"""The parts of a ZIP container, unpacked within bounds: what the container claims of their sizes is
never believed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from pipeline.errors import UnreadableError

# bytes of one part and of all parts that are read: the largest section at hand has 2.8 million, one
# of 52,000 cells (129 tables) would have 60; a bomb of 10 MB unpacks to 10 GB
LARGEST_PART = 160 << 20
LARGEST_WHOLE = 320 << 20
MOST_PARTS = 10_000  # entries of the container; pictures are entries too
CHUNK = 1 << 18
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Zipped:
    """An opened container that counts what it has unpacked."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.room = LARGEST_WHOLE
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.parts = self._zip.namelist()
        except (*FAULTS, RuntimeError, OverflowError, UnicodeDecodeError) as fault:
            raise torn(name, f"its ZIP directory cannot be read ({fault})") from fault
        if len(self.parts) > MOST_PARTS:
            raise UnreadableError(
                "over_limit_office",
                f"{name} holds {len(self.parts)} parts, more than {MOST_PARTS}; "
                "it is no document as an office program writes it.",
            )

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece. Raises UnreadableError where they are torn, locked
        or too many.
        """
        room = min(LARGEST_PART, self.room)
        with self._opened(part) as handle:
            while piece := self._piece(handle, part):
                room -= len(piece)
                self.room -= len(piece)
                if room < 0:
                    raise UnreadableError(
                        "over_limit_office",
                        f"{self.name} unpacks to more than {LARGEST_WHOLE >> 20} MiB "
                        f"(at {part}), so it was stopped; save the document as PDF.",
                    )
                yield piece

    def whole(self, part: str) -> bytes:
        """All bytes of a part."""
        return b"".join(self.chunks(part))

    def _piece(self, handle: IO[bytes], part: str) -> bytes:
        try:
            return handle.read(CHUNK)
        except FAULTS as fault:
            raise torn(self.name, f"its part {part} cannot be unpacked ({fault})") from fault

    @contextmanager
    def _opened(self, part: str) -> Iterator[IO[bytes]]:
        try:
            handle = self._zip.open(part)
        except RuntimeError as fault:  # zipfile says so of a locked entry
            raise UnreadableError("office_locked", locked_sentence(self.name)) from fault
        except (*FAULTS, KeyError, UnicodeDecodeError) as fault:
            raise torn(self.name, f"its part {part} cannot be opened ({fault})") from fault
        with handle:
            yield handle


def torn(name: str, why: str) -> UnreadableError:
    """A file that is broken, and where."""
    return UnreadableError("broken", f"{name} is broken: {why}; get it again from its sender.")


def locked_sentence(name: str) -> str:
    """What to do about a document under a password."""
    return (
        f"{name} is locked by a password; open it in Hancom Office with the password and save it "
        "without one, or as PDF (파일 > PDF로 저장하기)."
    )
