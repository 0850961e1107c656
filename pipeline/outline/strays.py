"""Columns of a table whose words a reader of texts printed one below another, behind the lines of
the table's last row.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Printed
from pipeline.outline.drafts import RowDraft
from pipeline.outline.hanging import mark_of

FEWEST = 4  # paragraphs
SHORT = 6  # letters
SAME = 3  # paragraphs of a column for every different word in it


def set_columns_apart(rows: Sequence[RowDraft]) -> None:
    """Takes the words of another column off the lines of a row, and doubts that row.

    Source: pdfminer's text of a table “과제 | 추진실적 | 추진상태”: “정상” fourteen times behind
    the last programme's last line.

    >>> words = [Printed(t) for t in ("ㅇ 교육 186회", "정상", "정상", "부진", "정상", "정상", "정상")]
    >>> row = RowDraft(None, 0, Printed("가"), words, [])
    >>> set_columns_apart([row])
    >>> [p.text for p in row.paragraphs], row.doubt
    (['ㅇ 교육 186회'], 'column_apart')
    """
    for row in rows:
        start = column_start(row.paragraphs)
        if start < len(row.paragraphs):
            row.paragraphs = row.paragraphs[:start]
            row.doubt = row.doubt or "column_apart"


def column_start(paragraphs: Sequence[Printed]) -> int:
    """Where the short words without a mark that end a row's lines begin, if they are few words many
    times over; else the end.

    >>> column_start([Printed(t) for t in ("ㅇ 교육", "상담", "돌봄", "쉼터", "급식")])
    5
    """
    start = len(paragraphs)
    while (
        start
        and len(paragraphs[start - 1].text) <= SHORT
        and mark_of(paragraphs[start - 1].text)[0] is None
    ):
        start -= 1
    words = [p.text for p in paragraphs[start:]]
    column = start > 0 and len(words) >= FEWEST and len(set(words)) * SAME <= len(words)
    return start if column else len(paragraphs)
