"""Files that mean harm, or look like it, made byte by byte: small on the disk, large or endless for
whoever believes them.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence

MEGABYTE = 1 << 20
PAD = bytes.fromhex(
    "28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A"
)  # of the PDF standard's key derivation


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf(
    objects: Mapping[int, bytes] | Sequence[bytes], trailer: bytes = b"", start: int | None = None
) -> bytes:
    """Objects, numbered from 1, as a PDF whose cross-reference table is right unless `start` says
    where else it is.
    """
    numbered = dict(objects) if isinstance(objects, Mapping) else dict(enumerate(objects, 1))
    made, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in numbered.items():
        offsets[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(numbered) + 1
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    made += b"".join(
        b"%010d 00000 %c \n" % (offsets.get(n, 0), b"n" if n in offsets else b"f")
        for n in range(1, size)
    )
    made += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer)
    return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % (table if start is None else start)


CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
LETTERS = b"BT /F1 12 Tf 72 700 Td (2024 Report 123) Tj ET"


def page(entries: bytes = b"", contents: bytes = b"4 0 R") -> bytes:
    resources = b"<< /Font << /F1 5 0 R >> %s >>" % entries
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Resources %s >>" % (
        contents,
        resources,
    )


def one_page(
    content: bytes = LETTERS, entries: bytes = b"", trailer: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """A sound PDF of one page; `more` are objects 6, 7 …"""
    return pdf([CATALOG, PAGES, page(), stream(content, entries), FONT, *more], trailer)


def zeros_deflated(megabytes: int) -> bytes:
    """A zlib stream that gives that many MiB of blanks, made without making them."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes - 1) + packer.flush()


def bomb() -> bytes:
    """Some 20 kB that unpack to 8 GiB of page content: deflated, and deflated again."""
    return one_page(zlib.compress(zeros_deflated(8192), 9), b"/Filter [/FlateDecode /FlateDecode]")


def wide_bomb() -> bytes:
    """A single deflated stream of one gigabyte."""
    return one_page(zeros_deflated(1024), b"/Filter /FlateDecode")


def kids_ring() -> bytes:
    """A page tree whose branches hold one another."""
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 9 >>",
        ]
    )


def deep_tree(depth: int = 20_000) -> bytes:
    """A page under that many branches."""
    branches = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(2, depth)}
    return pdf({1: CATALOG, **branches, depth: b"<< /Type /Page /MediaBox [0 0 9 9] >>"})


def page_claim(claimed: int = 100_000) -> bytes:
    """One page that says it is many."""
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % claimed,
            page(),
            stream(LETTERS),
            FONT,
        ]
    )


def page_repeated(times: int = 3000) -> bytes:
    """One page named very often in the tree."""
    return pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * times, times),
            page(),
            stream(LETTERS),
            FONT,
        ]
    )


def deep_nesting(depth: int = 200_000) -> bytes:
    """Brackets within brackets, in the structure and in the page."""
    return one_page(b"[" * depth + LETTERS, trailer=b"/A " + b"[" * depth + b"]" * depth)


def deep_dictionaries(depth: int = 100_000) -> bytes:
    """Dictionaries within dictionaries in the page's resources."""
    nested = b"<< /A " * depth + b"0" + b" >>" * depth
    return pdf([CATALOG, PAGES, page(b"/X " + nested), stream(LETTERS), FONT])


def form_ring() -> bytes:
    """A form that paints itself, twice each time."""
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
    )
    return pdf(
        [CATALOG, PAGES, page(b"/XObject << /X 6 0 R >>"), stream(LETTERS + b" /X Do"), FONT, form]
    )


def form_tree(levels: int = 24) -> bytes:
    """Forms that each paint the next one ten times: ten to the power of `levels` letters."""
    first = 6
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
            % (n + 1),
        )
        for n in range(first, first + levels)
    ]
    last = stream(
        LETTERS,
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>",
    )
    return pdf(
        [CATALOG, PAGES, page(b"/XObject << /X 6 0 R >>"), stream(b"/X Do"), FONT, *forms, last]
    )


def saved_states(depth: int = 1_000_000) -> bytes:
    """A page that saves its state a million times and never comes back."""
    packed = zlib.compress(b"q " * depth + LETTERS)
    return one_page(packed, b"/Filter /FlateDecode")


def large_grid(rows: int = 300, cols: int = 100) -> bytes:
    """A ruled table of 30,000 cells on one page."""
    across = b"".join(
        b"10 %.2f m 585 %.2f l S " % (y, y) for y in (10 + 820 * n / rows for n in range(rows + 1))
    )
    down = b"".join(
        b"%.2f 10 m %.2f 830 l S " % (x, x) for x in (10 + 575 * n / cols for n in range(cols + 1))
    )
    digits = b"".join(
        b"BT /F1 1 Tf %.2f %.2f Td (%d) Tj ET "
        % (11 + 575 * c / cols, 10.5 + 820 * r / rows, r + c)
        for r in range(rows)
        for c in range(cols)
    )
    return one_page(zlib.compress(b"0.1 w " + across + down + digits), b"/Filter /FlateDecode")


def many_strokes(number: int = 200_000) -> bytes:
    """A page of short strokes that cross one another."""
    strokes = b"".join(
        b"%d %d m %d %d l S " % (n % 590, n % 830, n % 590 + 5 * (n % 2), n % 830 + 5 * (1 - n % 2))
        for n in range(number)
    )
    return one_page(zlib.compress(b"0.1 w " + strokes + LETTERS), b"/Filter /FlateDecode")


def letters_in_one_place(number: int = 200_000) -> bytes:
    """A page of letters that all stand on one another."""
    return one_page(
        zlib.compress(b"BT /F1 9 Tf " + b"1 0 0 1 72 700 Tm (1) Tj " * number + b"ET"),
        b"/Filter /FlateDecode",
    )


def far_away() -> bytes:
    """Letters and a page of sizes beyond any number."""
    huge = (
        b"BT /F1 1e30 Tf 1e38 0 0 1e38 1e38 -1e38 Tm (123) Tj ET 1e38 1e38 m -1e38 1e38 l S 0 0 nan inf re f "
        + LETTERS
    )
    return pdf([CATALOG, PAGES, page().replace(b"595 842", b"1e20 -1e20"), stream(huge), FONT])


def broken_xref() -> bytes:
    """A sound file whose table of objects is not where it says."""
    return pdf([CATALOG, PAGES, page(), stream(LETTERS), FONT], start=17)


def xref_ring() -> bytes:
    """A file whose older version is itself."""
    sound = one_page()
    table = sound.rindex(b"xref\n0 ")
    return one_page(trailer=b"/Prev %010d" % table)


def object_streams_ring() -> bytes:
    """An object stream that extends itself."""
    body = b"6 0 7 5 << >> << >>"
    return one_page(more=[stream(body, b"/Type /ObjStm /N 2 /First 8 /Extends 6 0 R")])


def acting(target: str) -> bytes:
    """A PDF that asks to run a program, a script, a page on the net and a file of its reader's."""
    name = target.encode()
    actions = [
        b"<< /S /Launch /F (%s) /Win << /F (touch) /P (%s) >> /Next 7 0 R >>" % (name, name),
        b"<< /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\); exportDataObject\\({cName: '%s'}\\);) /Next 8 0 R >>"
        % name,
        b"<< /S /URI /URI (http://127.0.0.1:9/) /Next 9 0 R >>",
        b"<< /S /SubmitForm /F << /FS /URL /F (http://127.0.0.1:9/) >> >>",
    ]
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA << /WC 6 0 R >> >>"
    return pdf([catalog, PAGES, page(), stream(LETTERS), FONT, *actions])


def borrowing(target: str) -> bytes:
    """A PDF whose page content is said to lie in another file."""
    return pdf(
        [CATALOG, PAGES, page(), stream(LETTERS, b"/F (%s) /FFilter /None" % target.encode()), FONT]
    )


def signed_by(author: str) -> bytes:
    """A PDF that names who wrote it, in its information dictionary and in XMP."""
    name = b"\xfe\xff" + author.encode("utf-16-be")
    info = b"<< /Author <%s> /Creator <%s> /Title <%s> >>" % ((name.hex().encode(),) * 3)
    xmp = stream(
        f"<x:xmpmeta><dc:creator>{author}</dc:creator></x:xmpmeta>".encode(),
        b"/Type /Metadata /Subtype /XML",
    )
    catalog = b"<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R >>"
    return pdf([catalog, PAGES, page(), stream(LETTERS), FONT, info, xmp], b"/Info 6 0 R")


def rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    made, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        made.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(made)


def encrypted(password: str, content: bytes = LETTERS) -> bytes:
    """A PDF that opens with a password (the standard's first handler, 40 bits)."""
    file_id, rights = b"0123456789abcdef", -44
    padded = (password.encode() + PAD)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", rights) + file_id).digest()[:5]
    locked = rc4(hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10], content)
    lock = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P %d /O <%s> /U <%s> >>" % (
        rights,
        owner.hex().encode(),
        rc4(key, PAD).hex().encode(),
    )
    trailer = b"/Encrypt 6 0 R /ID [<%s> <%s>]" % ((file_id.hex().encode(),) * 2)
    return pdf([CATALOG, PAGES, page(), stream(locked), FONT, lock], trailer)
