"""The streams of an OLE container (Compound File Binary): where HWP 5 keeps its parts. Chains are
followed within bounds, so that a torn or hostile one ends.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from pipeline.read.zipped import torn

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
END = 0xFFFFFFFA  # sector numbers from here on are signs, no sectors
NONE = 0xFFFFFFFF
ENTRY = 128  # bytes of a directory entry
MOST_ENTRIES = 10_000  # of the directory; every picture is one
LARGEST_SHIFT = 16  # sectors of 2 ** 16 bytes; files have 2 ** 9 or 2 ** 12
STORAGE, STREAM, ROOT = 1, 2, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A directory entry: its name and kind, its relatives by number, where its bytes begin."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """An opened container: `streams` are its paths, as “BodyText/Section0”."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        if len(data) < HEADER or not data.startswith(MAGIC):
            raise torn(name, "it is cut off inside its OLE header")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not 7 <= shift <= LARGEST_SHIFT or not 4 <= mini_shift <= shift:
            raise torn(name, "its OLE header names no size of sectors")
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        self.sectors = max(len(data) - 1, 0) >> shift
        (directory,) = struct.unpack_from("<I", data, 48)
        self.cutoff, mini_start = struct.unpack_from("<II", data, 56)
        self.fat = self._fat()
        self.mini_fat = _numbers(self._chain(mini_start))
        self.entries = self._entries(self._chain(directory))
        root = next((e for e in self.entries if e.kind == ROOT), None)
        self.mini = self._chain(root.start) if root else b""
        self.streams = self._paths()

    def stream(self, path: str) -> bytes:
        """The bytes of a stream. Raises UnreadableError where they are not all there."""
        entry = self.streams[path]
        if entry.size < self.cutoff:
            found = self._mini_chain(entry.start)[: entry.size]
        else:
            found = self._chain(entry.start)[: entry.size]
        if len(found) < entry.size:
            raise torn(self.name, f"its stream {path} is cut off")
        return found

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.size
        return self.data[at : at + self.size]

    def _fat(self) -> tuple[int, ...]:
        """The table of which sector follows which; its own sectors stand in the header and in a
        chain behind it.
        """
        listed = list(struct.unpack_from("<109I", self.data, 76))
        (following,) = struct.unpack_from("<I", self.data, 68)
        for _ in range(self.sectors):
            if following >= END:
                break
            more = _numbers(self._sector(following))
            if not more:
                break
            listed += more[:-1]
            following = more[-1]
        own = [n for n in dict.fromkeys(listed) if n < self.sectors]
        return tuple(n for at in own for n in _numbers(self._sector(at)))

    def _chain(self, start: int) -> bytes:
        """The sectors that follow one another from `start`; a ring or a torn chain ends."""
        parts, seen = [], set()
        while start < len(self.fat) and start < self.sectors and start not in seen:
            seen.add(start)
            parts.append(self._sector(start))
            start = self.fat[start]
        return b"".join(parts)

    def _mini_chain(self, start: int) -> bytes:
        parts, seen = [], set()
        while start < len(self.mini_fat) and start not in seen:
            seen.add(start)
            at = start * self.mini_size
            parts.append(self.mini[at : at + self.mini_size])
            start = self.mini_fat[start]
        return b"".join(parts)

    def _entries(self, directory: bytes) -> list[Entry]:
        found = []
        for at in range(0, min(len(directory), MOST_ENTRIES * ENTRY) - ENTRY + 1, ENTRY):
            raw = directory[at : at + ENTRY]
            length = min(struct.unpack_from("<H", raw, 64)[0], 64)
            name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<III", raw, 68)
            start, size = struct.unpack_from("<II", raw, 116)
            found.append(Entry(name, raw[66], left, right, child, start, size))
        return found

    def _paths(self) -> dict[str, Entry]:
        """The streams by their path, walked from the root; an entry met twice is passed over."""
        found: dict[str, Entry] = {}
        seen: set[int] = set()
        root = next((e for e in self.entries if e.kind == ROOT), None)
        waiting = [("", root.child)] if root else []
        while waiting:
            above, number = waiting.pop()
            if number >= len(self.entries) or number in seen:
                continue
            seen.add(number)
            entry = self.entries[number]
            waiting += [(above, entry.left), (above, entry.right)]
            if entry.kind == STREAM:
                found.setdefault(above + entry.name, entry)
            elif entry.kind == STORAGE:
                waiting.append((f"{above}{entry.name}/", entry.child))
        return found


def _numbers(raw: bytes) -> tuple[int, ...]:
    count = len(raw) // 4
    return struct.unpack_from(f"<{count}I", raw)
