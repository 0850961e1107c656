"""A second opinion: the characters of two readers, page by page. What only one of them sees is
named, not chosen between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import UnreadableError
from pipeline.model import Document, Page, Place, Problem
from pipeline.read.sniff import with_head

OTHER = {"pdfium": "pdfplumber", "pdfplumber": "pdfium"}
SHOWN = 30  # characters named of each side; a page that was lost whole would fill the sentence


def compare_readers(
    path: Path,
    document: Document,
    *,
    reader: str = "pdfium",
    password: str | None = None,
    most_pages: int | None = None,
) -> tuple[Problem, ...]:
    """What the other reader sees on each page that `reader`, who made `document`, does not, and the
    other way round.

    White space and control characters are no characters here: readers make them up. `most_pages`:
    pages beyond are not compared, and that is said too. A reader that fails on a damaged file has
    no opinion, which is a problem of its own.

    >>> from pipeline.model import Source
    >>> compare_readers(Path("2024.txt"), Document(Source("a", "2024.txt", "", 0, "text/plain")))
    ()
    """
    if not document.pages:
        return ()
    found: list[Problem] = []
    compared = 0
    try:
        for page, other in zip(
            document.pages[:most_pages], _other_pages(path, OTHER[reader], password), strict=False
        ):
            compared += 1
            found += _pages_to_differences(page, other)
    except MemoryError:
        raise
    except Exception as fault:
        # whatever a second reader trips over in a damaged file must not cost what the first one
        # read
        cause = str(fault) if isinstance(fault, UnreadableError) else type(fault).__name__
        words = (("reader", OTHER[reader]), ("cause", cause), ("page", str(compared + 1)))
        return (*found, Problem("second_reader_failed", Place(compared + 1), words=words))
    if compared < len(document.pages):
        words = (
            ("reader", OTHER[reader]),
            ("pages", str(len(document.pages))),
            ("compared", str(compared)),
        )
        found.append(Problem("second_opinion_short", words=words))
    return tuple(found)


def _other_pages(path: Path, reader: str, password: str | None) -> Iterator[Page]:
    """The other reader's pages, one after the other where it can give them so."""
    data, _ = with_head(path.read_bytes())
    if reader == "pdfplumber":
        from pipeline.read.pdfplumber_reader import pdf_to_pages_in_turn

        return pdf_to_pages_in_turn(data, password)
    from pipeline.read.pdfium import pdf_to_pages

    return iter(pdf_to_pages(data, path.name, password)[0])


def page_to_characters(page: Page) -> Counter[str]:
    """The characters of a page with their numbers, without white space and control characters."""
    pairs = Counter(page.glyphs.code.tolist()).items()
    return Counter(
        {
            c: n
            for c, n in ((chr(code), n) for code, n in pairs)
            if not (c.isspace() or ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0)
        }
    )


def _pages_to_differences(page: Page, other: Page) -> Iterator[Problem]:
    one, two = page_to_characters(page), page_to_characters(other)
    if one != two:
        lost, more = two - one, one - two
        words = (
            ("page", str(page.number)),
            ("lost", str(lost.total())),
            ("lost_characters", _characters_to_words(lost)),
            ("more", str(more.total())),
            ("more_characters", _characters_to_words(more)),
        )
        yield Problem("reader_difference", Place(page.number), words=words)


def _characters_to_words(characters: Counter[str]) -> str:
    """The characters in order of their code, each as often as it differs; the rest as dots.

    >>> _characters_to_words(Counter("나가가")), _characters_to_words(Counter())
    ('가가나', '–')
    """
    shown = "".join(c * n for c, n in sorted(characters.items())) or "–"
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"
