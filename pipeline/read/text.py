"""Text files: the exact lines, their pages by form feeds, and the encoding that was found."""

from __future__ import annotations

from pipeline.model import TextLine
from pipeline.read.language import reads_as_language
from pipeline.read.sniff import unknown_kind

BOMS = ((b"\xef\xbb\xbf", "utf-8", 3), (b"\xff\xfe", "utf-16-le", 2), (b"\xfe\xff", "utf-16-be", 2))
CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x01}
# Stray control characters are typing accidents, and pdftotext gives one for each letter of a symbol
# font (0.004 of the characters of a real report). Of 477 slices of PDF, HWPX and HWP files that
# decode, none that reads as language has between 0.001 and 0.02.
MOST_CONTROLS = 0.01


def bytes_to_text(data: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding: "utf-8", "utf-16" or "cp949" (which holds EUC-KR).

    Raises:
        UnreadableError: bytes that are no text in any of them.

    >>> bytes_to_text("실적".encode("cp949"), "a.txt"), bytes_to_text("실적".encode("utf-16"), "a.txt")
    (('실적', 'cp949'), ('실적', 'utf-16'))
    """
    for text, encoding in _readings(data):
        controls = sum(map(text.count, map(chr, CONTROLS)))
        if controls <= MOST_CONTROLS * len(text) and reads_as_language(text):
            return text, encoding
    raise unknown_kind("unknown", name)


def _readings(data: bytes) -> list[tuple[str, str]]:
    """Every way these bytes decode, the surest first."""
    ways = [(bom_encoding, size) for bom, bom_encoding, size in BOMS if data.startswith(bom)]
    ways = ways[:1] or [("utf-8", 0), *_utf16_without_bom(data), ("cp949", 0)]
    readings = []
    for encoding, size in ways:
        try:
            readings.append(
                (
                    data[size:].decode(encoding),
                    encoding[:6] if encoding.startswith("utf-16") else encoding,
                )
            )
        except UnicodeDecodeError:
            continue
    return readings


def _utf16_without_bom(data: bytes) -> list[tuple[str, int]]:
    """Half of the bytes of line ends and blanks are zero in UTF-16, and none is in UTF-8 or CP949."""
    head = data[:4096]
    if len(data) % 2 or b"\x00" not in head:
        return []
    return [("utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le", 0)]


def text_to_lines(text: str) -> tuple[TextLine, ...]:
    """The lines, exactly, without their line ends (CR LF, LF or CR). A form feed begins a page and
    stays in its line.

    >>> [(line.page, line.text) for line in text_to_lines("가\\r\\n\\f나\\n")]
    [(1, '가'), (2, '\\x0c나')]
    >>> text_to_lines("가")[0].page is None
    True
    """
    paged = "\f" in text
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if rows[-1] == "":
        rows.pop()
    page, lines = 1, []
    for row in rows:
        leading = len(row) - len(row.lstrip("\f"))
        lines.append(TextLine(page + leading if paged else None, row))
        page += row.count("\f")
    return tuple(lines)
