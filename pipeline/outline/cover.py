"""Title, year, organisation and department as the cover prints them; nothing is guessed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipeline.lexicon import holds
from pipeline.model import Blocks, Paragraph, Table
from pipeline.pattern import lazy_pattern, named
from pipeline.text import bullet_at, close_up, fold, numbering_at

DASHES = " -–―—"
AROUND = DASHES + "()（）[]〔〕<>"
FIRST = 3  # paragraphs among which a title without a title's words may stand
LONGEST_TITLE = 80  # characters: a longer line is a sentence
PARAGRAPHS = 40  # looked at from the start
LARGER = 1.15  # times the size of everything else
SPREAD = lazy_pattern(r"(?:[가-힣]\s){2,}[가-힣]")

SYLLABLES = lazy_pattern(r"[가-힣]{2}")
YEAR = named("outline.year")
DATED = named("outline.dated")
ORGANISATION = named("outline.organisation")
DEPARTMENT = named("outline.department")


def cover_paragraphs(blocks: Blocks) -> list[Paragraph]:
    """The first paragraphs of running text, up to the first table of real size."""
    first = blocks.items[: 2 * PARAGRAPHS]
    return [i for i in first if isinstance(i, Paragraph) and i.printed.text][:PARAGRAPHS]


def paragraphs_to_title(paragraphs: Sequence[Paragraph]) -> str | None:
    """The report's title: among the first lines the largest print (or, without sizes, the first)
    that names a kind of document.

    A title set over two lines of one size is one title.

    >>> from pipeline.model import Place, Printed
    >>> paragraphs_to_title([Paragraph(Printed(" 2024년 진흥 시행계획 추진실적"), Place())])
    '2024년 진흥 시행계획 추진실적'
    """
    scored = [(title_score(p, k), -k) for k, p in enumerate(paragraphs)]
    best = max(scored, default=(0.0, 0))
    if best[0] <= 0:
        return _standing_out(paragraphs)
    at = -best[1]
    first, last = at, at
    while first > 0 and (
        _same_print(paragraphs[first - 1], paragraphs[at])
        or _only_year(paragraphs[first - 1], paragraphs[at])
    ):
        first -= 1
    while last + 1 < len(paragraphs) and _same_print(paragraphs[last + 1], paragraphs[at]):
        last += 1
    return fold(" ".join(p.printed.text.strip(DASHES) for p in paragraphs[first : last + 1]))


def _standing_out(paragraphs: Sequence[Paragraph]) -> str | None:
    """A title that names no kind of document: centred at the head of the first page, larger than
    everything that follows.

    Source: annexes of decrees, a table under one centred line.
    """
    for paragraph in paragraphs[:FIRST]:
        text = paragraph.printed.text
        others = [p.size or 0.0 for p in paragraphs if p is not paragraph]
        plain = not bullet_at(text) and not numbering_at(text) and len(text) <= LONGEST_TITLE
        if (
            plain
            and paragraph.centred
            and others
            and (paragraph.size or 0.0) > LARGER * max(others)
        ):
            return fold(text.strip(DASHES))
    return None


def on_cover(paragraph: Paragraph) -> bool:
    """A cover ends where the first mark, number or sentence stands; it may run over two small
    pages.
    """
    text = paragraph.printed.text
    return is_only_year(text) or (
        bullet_at(text) is None and numbering_at(text) is None and len(text) <= LONGEST_TITLE
    )


def is_only_year(text: str) -> bool:
    """Whether a line holds a year alone, be it between dashes or in brackets (“- 2025년도 -”).

    >>> is_only_year("- 2025년도 -"), is_only_year("(2025년)"), is_only_year("2025. 2. 12.")
    (True, True, False)
    """
    return YEAR.fullmatch(text.strip(AROUND)) is not None


def _only_year(paragraph: Paragraph, title: Paragraph) -> bool:
    """Whether a line over the title holds nothing but its year (“2025년도” set smaller than
    “주요업무계획”).
    """
    return (
        is_only_year(paragraph.printed.text)
        and paragraph.place.page == title.place.page
        and text_to_year(title.printed.text) is None
    )


def _same_print(other: Paragraph, title: Paragraph) -> bool:
    if other.size is None or title.size is None or other.place.page != title.place.page:
        return False
    text = other.printed.text
    return (
        abs(other.size - title.size) < 0.5
        and len(text) <= 40
        and title.size > 13
        and not bullet_at(text)
        and not numbering_at(text)
    )


def title_score(paragraph: Paragraph, position: int) -> float:
    """How much a paragraph is like a title: words of a kind of document, a year, large print, an
    early place; sentences: 0.
    """
    text = paragraph.printed.text
    if (
        len(text) > LONGEST_TITLE
        or bullet_at(text)
        or numbering_at(text)
        or not SYLLABLES.search(close_up(text))
    ):
        return 0.0
    named = holds(close_up(text), "document_kind")
    year = bool(YEAR.search(text))
    size = (paragraph.size or 12.0) / 12.0
    if not (named or (year and size > 1.3) or size > 1.6):
        return 0.0
    return size + named + year - position / 20


def text_to_year(title: str | None) -> int | None:
    """The year that a title names first, None if none.

    A date's year, or the first of several, is none: “개정 2011.7.29”, “2026~2030 기본계획”.

    >>> text_to_year("2024년 시행계획 추진실적"), text_to_year("’25년 업무계획"), text_to_year("업무계획")
    (2024, 2025, None)
    >>> [text_to_year(t) for t in ("기준 <개정 2011.7.29>", "2026~2030 계획", "2025. 2. 12.")]
    [None, None, None]
    """
    m = YEAR.search(title or "")
    if m is None:
        return None
    return int(m["full"]) if m["full"] else 2000 + int(m["short"])


def captions_to_year(tables: Sequence[Table]) -> int | None:
    """The year that the captions of all tables name where the title names none: monthly sheets of
    one year, None if one is undated.

    >>> from pipeline.model import Printed
    >>> captions_to_year([Table(1, 1, 1, (), captions=(Printed("(2010.1월 누계 기준/잠정)"),))])
    2010
    >>> captions_to_year([Table(1, 1, 1, ())])
    """
    years = {_caption_year(table) for table in tables if table.parent is None}
    return next(iter(years)) if len(years) == 1 else None


def _caption_year(table: Table) -> int | None:
    text = " ".join(caption.text for caption in table.captions)
    return next((int(m["full"]) for m in DATED.finditer(text)), None)


def paragraphs_to_names(
    paragraphs: Sequence[Paragraph], most: int = 15
) -> tuple[str | None, str | None]:
    """Organisation and department: lines of the cover that hold nothing but such a name, spread
    letters closed up.

    Source: a cover names the greater body first, the smaller below it or in brackets.

    >>> from pipeline.model import Place, Printed
    >>> paragraphs_to_names([Paragraph(Printed("평 생 교 육 국"), Place()), Paragraph(Printed("(평생교육과)"), Place())])
    ('평생교육국', '평생교육과')
    >>> paragraphs_to_names([Paragraph(Printed("다솜광역시 복지국 돌봄정책과"), Place())])
    ('다솜광역시 복지국', '돌봄정책과')
    """
    organisation = department = None
    for paragraph in itertools.takewhile(on_cover, paragraphs[:most]):
        text = paragraph.printed.text.strip(" ()（）[]「」<>")
        name = close_up(text) if SPREAD.search(text) or " " not in text else text
        if bullet_at(paragraph.printed.text) or len(close_up(name)) > 20:
            continue
        if organisation is None and department is None and (both := _name_to_both(name)):
            return both
        is_body = all(ORGANISATION.fullmatch(w) for w in name.split())
        if DEPARTMENT.fullmatch(close_up(name)) and department is None:
            department = name
        elif is_body and organisation is None:
            organisation = name
        elif is_body and department is None and name != organisation:
            department = name
    return organisation, department


def _name_to_both(name: str) -> tuple[str, str] | None:
    """A body and its department on one line; the department may bear a number: “다솜시 복지국
    1인가구정책팀”.
    """
    words_ = name.split()
    for at in range(len(words_) - 1, 0, -1):
        department = "".join(words_[at:])
        bodies = all(ORGANISATION.fullmatch(w) for w in words_[:at])
        if bodies and DEPARTMENT.fullmatch(department):
            return " ".join(words_[:at]), department
    return None
