"""What of a report was not read, or not surely: untrusted pages, lines left over, problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.review.findings import Published, Row

MOST_PAGES = 12  # thumbnails
MOST_LINES = 60
MOST_ALIKE = 5  # problems of one code that are told; the others are counted
SEVERITIES = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Alike:
    """The problems of one code, the first of them told."""

    code: str
    severity: str
    told: tuple[Row, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Untrusted pages (from 1), lines that nothing was made of, and problems by code."""

    pages: tuple[int, ...]
    lines: tuple[Row, ...]
    more_lines: int
    problems: tuple[Alike, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.pages or self.lines or self.problems)


def published_to_unread(published: Published) -> Unread:
    """What a person should know was not read."""
    lines = published.tables["lines"]
    untrusted = {row["page"] for row in lines if row["role"] == "untrusted"}
    left = [row for row in lines if row["role"] == "unread"]
    pages = sorted(page for page in untrusted if page is not None)[:MOST_PAGES]
    told = tuple(left[:MOST_LINES])
    return Unread(
        tuple(pages),
        told,
        len(left) - len(told),
        tuple(problems_to_alike(published.tables["problems"])),
    )


def problems_to_alike(problems: Sequence[Row]) -> list[Alike]:
    """Errors and warnings by code, errors first, of each code the first few."""
    by_code: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in problems:
        if row["severity"] in SEVERITIES:
            by_code[SEVERITIES.index(row["severity"]), row["code"]].append(row)
    return [
        Alike(code, SEVERITIES[grave], tuple(rows[:MOST_ALIKE]), len(rows))
        for (grave, code), rows in sorted(by_code.items(), key=lambda own: own[0])
    ]
