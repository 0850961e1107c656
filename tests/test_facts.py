"""The fixtures are what they say: counts, arithmetic, every character in its PDF, every planted
error printed once.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pypdfium2
import pytest
from facts import FIXTURES, Case, apart_from_blanks, cases

PDFS = cases("pdf")
TEXTS = cases("text")


def characters(case: Case) -> Counter[str]:
    """Every character that the rows of a case print, blanks aside."""
    out: Counter[str] = Counter()
    for row in case.rows:
        out.update(apart_from_blanks((row.printed_no or "") + row.title))
        for _, mark, text in row.achievements:
            out.update(apart_from_blanks((mark or "") + text))
        for _, text in row.extra:
            out.update(apart_from_blanks(text))
    return out


def figure(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("△", "-"))


def test_the_2024_facts_have_the_published_counts() -> None:
    case = cases("pdf", "2024-typst-ruled")[0]
    lines = [line for row in case.rows for line in row.achievements]
    assert [a[-1] for a in case.areas] == [32, 42, 24, 14]
    assert case.counts == (4, 8, 13, 7, 7, 10, 19, 6, 10, 14, 6, 8)
    assert Counter(level for level, _, _ in lines) == {1: 135, 2: 32}


@pytest.mark.parametrize("case", PDFS, ids=lambda c: c.name)
def test_a_pdf_holds_every_character_of_its_facts(case: Case) -> None:
    document = pypdfium2.PdfDocument(case.path)
    printed = Counter(
        apart_from_blanks("".join(page.get_textpage().get_text_range() for page in document))
    )
    assert not characters(case) - printed


@pytest.mark.parametrize("case", TEXTS, ids=lambda c: c.name)
def test_a_text_holds_every_character_of_its_facts(case: Case) -> None:
    text = case.path.read_bytes().decode(case.variant.get("encoding", "utf-8"))
    assert not characters(case) - Counter(apart_from_blanks(text))


@pytest.mark.parametrize(
    "case", [c for c in PDFS if c.totals and not c.errors], ids=lambda c: c.name
)
def test_totals_are_the_sums_of_their_rows(case: Case) -> None:
    for area, label, values in case.totals:
        rows = [dict(row.extra) for row in case.rows if area in (None, row.area_no)]
        for column, text in values:
            if "률" not in column:
                assert figure(text) == sum(figure(r[column]) for r in rows), (label, area, column)


@pytest.mark.parametrize("case", [c for c in PDFS if c.errors], ids=lambda c: c.name)
def test_planted_errors_are_printed_in_place_of_the_truth(case: Case) -> None:
    document = pypdfium2.PdfDocument(case.path)
    text = apart_from_blanks("".join(page.get_textpage().get_text_range() for page in document))
    for error in case.errors:
        assert apart_from_blanks(error["printed"]) in text, error


def test_every_fixture_is_named_in_its_index_and_in_the_readme() -> None:
    readme = (FIXTURES / "README.md").read_text("utf-8")
    for folder, known in (("pdf", PDFS), ("text", TEXTS)):
        files = {p.name for p in (FIXTURES / folder).iterdir() if p.suffix != ".toml"}
        assert files == {c.name for c in known}
        assert not [name for name in files if f"| {folder}/{name} |" not in readme]
