"""From an Extraction to the body of its manifest: counts, what was met, and what tells whether two
reports are the same.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.extract import is_left_unread
from pipeline.model import Extraction
from pipeline.pattern import lazy_pattern
from pipeline.publish.files import Written
from pipeline.publish.rows import problem_row, report_row
from pipeline.publish.sentences import is_told
from pipeline.text import close_up

MOST_TOLD = 5
# figures by which two formats of one report are known: the smallest checksums of each stand for all
# of them (bottom-k sketch), and 256 tell shares of .43 and .66 apart, as they were met
SKETCH = 256
# with what follows it, blanks apart; a table of bare numbers is one number of 200,000 digits then
FIGURE = lazy_pattern(r"(?<!\d)\d++\D{1,6}")
PRINTED_APART = frozenset({"furniture", "hidden", "contents", "untrusted"})


def extraction_to_met(extraction: Extraction) -> list[str]:
    """What decides the exit code: fault (ours), failed, unread (lines or pages left, or a count
    that those explain), disagreement.
    """
    met = []
    if any(p.code == "pipeline_fault" for p in extraction.problems):
        met.append("fault")
    if extraction.status == "failed":
        met.append("failed")
    elif is_left_unread(extraction.pieces, extraction.problems):
        met.append("unread")
    if any(c.verdict == "disagrees" and not c.accepted for c in extraction.checks):
        met.append("disagreement")
    return met


def extraction_to_disputed(extraction: Extraction) -> list[str]:
    """The check_ids that a person may accept: entries about others concern other reports."""
    return sorted({c.check_id for c in extraction.checks if c.verdict == "disagrees"})


def extraction_to_likeness(extraction: Extraction) -> dict[str, Any]:
    """What two files of one report have in common: year, programme titles (as checksums), all
    letters in any order, and the figures with what follows them.
    """
    titles = (
        [close_up(p.title.text) for p in extraction.report.programmes] if extraction.report else []
    )
    letters = Counter(close_up("".join(p.text for p in extraction.pieces)))
    every = "".join(f"{c}{n}" for c, n in sorted(letters.items()))
    return {
        "titles": sorted(f"{zlib.crc32(t.encode()):08x}" for t in titles),
        "letters": hashlib.sha256(every.encode()).hexdigest()[:16] if letters else None,
        "figures": text_to_figures(
            "".join(p.text for p in extraction.pieces if p.role not in PRINTED_APART)
        ),
    }


def text_to_figures(text: str) -> list[int]:
    """The smallest checksums of a text's figures, each with the characters behind it.

    >>> text_to_figures("참여 1,240 명") == text_to_figures("참여 1,240명")
    True
    """
    found = {zlib.crc32(m[0].encode()) for m in FIGURE.finditer(close_up(text))}
    return sorted(found)[:SKETCH]


def extraction_to_told(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """What a run prints under a report: severity, code, and the sentence in English and Korean,
    each once and the first few; `problems` has them all.
    """
    told = [
        (r["severity"], r["code"], r["message_en"], r["message_ko"])
        for r in rows
        if is_told(r["code"])
    ]
    return [list(one) for one in dict.fromkeys(told)][:MOST_TOLD]


def extraction_to_summary(extraction: Extraction, written: Mapping[str, Written]) -> dict[str, Any]:
    """What the manifest says of a report, apart from what the parent knows (options, notes)."""
    row = report_row(extraction)
    rows = [problem_row(p) for p in extraction.problems]
    return {
        "report_id": extraction.source.report_id,
        "year": extraction.report.year if extraction.report else None,
        **{k: v for k, v in row.items() if k not in ("schema_version", "pipeline_version")},
        "met": extraction_to_met(extraction),
        "disputed": extraction_to_disputed(extraction),
        "problems": dict(sorted(Counter(r["code"] for r in rows).items())),
        "told": extraction_to_told(rows),
        "cause": [rows[0]["code"], rows[0]["message_ko"], rows[0]["message_en"]]
        if extraction.status == "failed" and rows
        else None,
        "likeness": extraction_to_likeness(extraction),
        "files": {
            name: {"sha256": w.sha256, "bytes": w.size, "rows": w.rows}
            for name, w in written.items()
        },
    }
