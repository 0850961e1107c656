"""The year that a report is about, as it states it itself: in its title, on the title's page, in
the head of its pages, over its tables. A date (of issue, of print, of an amendment) is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.lexicon import holds
from pipeline.model import Blocks, Paragraph
from pipeline.outline.cover import captions_to_year, is_only_year, on_cover, text_to_year
from pipeline.pattern import named
from pipeline.text import close_up

HEADS = 3  # pages on which a running head must stand: two may be a table's own, over its page break
COVER_LINES = 15  # paragraphs of a title page, as for the names of bodies
RISING = 3  # numbers that make a list
ITEM = named("outline.item_of_list")
TERM = named("outline.term")
ENGLISH = named("outline.english_title")


def report_year(blocks: Blocks, title: str | None, cover: Sequence[Paragraph]) -> int | None:
    """The year that the report states of itself; None where its places say none, or two."""
    if (year := title_to_year(title)) is not None:
        return year
    page = title_page(cover)
    return (
        page_to_year(page)
        or heads_to_year(blocks)
        or (captions_to_year(blocks.tables) if title else None)
    )


def title_to_year(title: str | None) -> int | None:
    """The year that a title names; a list of contents that stands where a title would names none.

    >>> title_to_year("2024년 시행계획 추진실적"), title_to_year("2 개념과 의의 3 2023년도 예산 4 현안 5 나가며")
    (2024, None)
    """
    numbers = [m[1] for m in ITEM.finditer(title or "")]
    listed = len(numbers) >= RISING and numbers == sorted(set(numbers))
    return None if listed else text_to_year(title)


def title_page(cover: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of the first page that has any, up to the first mark, number or sentence; a
    line that counts years (“2018회계연도 : …”) may be longer.
    """
    found = []
    for paragraph in cover[:COVER_LINES]:
        if paragraph.place.page != cover[0].place.page:
            break
        if not (on_cover(paragraph) or TERM.search(paragraph.printed.text)):
            break
        found.append(paragraph)
    return found


def page_to_year(page: Iterable[Paragraph]) -> int | None:
    """The year that a title page states outside the title: the term that the accounts are about, a
    year alone, a year before the title in English, or beside the words of a kind of document.

    Source: “2018회계연도 : 2018년 3월 1일부터 …” over the term before; “(당기 : 2018/03/01 부터 …)”;
    “2025 EDUCATION TRAINING PLAN” under “교육훈련계획”.

    >>> from pipeline.model import Place, Printed
    >>> def page(*texts): return [Paragraph(Printed(t), Place()) for t in texts]
    >>> page_to_year(page("감사보고서", "2018회계연도 : 2018년 3월 1일부터", "2017회계연도 : 2017년"))
    2018
    >>> page_to_year(page("업무보고", "2025. 2. 12.(수)", "행정위원회")), page_to_year(page("가", "(2025년도)"))
    (None, 2025)
    >>> page_to_year(page("가나시", "2024년 추진실적", "2025년 추진계획"))
    """
    texts = [p.printed.text for p in page]
    terms = [int(m["full"]) for t in texts if (m := TERM.search(t))]
    if terms and all(later <= terms[0] for later in terms):
        return terms[0]
    years = {text_to_year(t) for t in texts if _states_year(t)}
    return years.pop() if len(years) == 1 else None


def _states_year(text: str) -> bool:
    """Whether a line of a title page says which year the report is about."""
    if is_only_year(text) or ENGLISH.fullmatch(text.strip()):
        return True
    named = holds(close_up(text), "document_kind")
    return named and text_to_year(text) is not None


def heads_to_year(blocks: Blocks) -> int | None:
    """The year of a running head that names a kind of document, on several pages; None where two
    heads name two years.
    """
    pages: dict[int, set[int | None]] = {}
    for mark in blocks.marks:
        text = mark.line.text
        if mark.role == "furniture" and _states_year(text):
            year = text_to_year(text)
            if year is not None:
                pages.setdefault(year, set()).add(mark.line.page)
    (year, on), *others = sorted(pages.items(), key=lambda i: -len(i[1])) or [(0, set())]
    return year if len(on) >= HEADS and not others else None
