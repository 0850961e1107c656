"""The real text, read by two people who did not see the program's output: their figures are facts,
not sentences.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from pipeline.extract import extract

REPORTS = os.environ.get("SILJEOK_REPORTS")
UNITS = {
    **{"명": 121, "개": 64, "회": 17, "개소": 17, "%": 16, "건": 6, "점": 5},
    **{"종": 4, "팀": 3, "원": 2, "개월": 1, "회차": 1, "단계": 1, "편": 1},
}
KINDS = {"count": 235, "ratio": 14, "score": 4, "change": 3, "money": 2, "duration": 1}


@pytest.mark.skipif(not REPORTS, reason="set SILJEOK_REPORTS to the folder of the real reports")
def test_the_achievement_lines_hold_what_two_readers_found() -> None:
    read = extract(Path(REPORTS or "") / "seoul-2024-lifelong-learning.txt", "real")
    found = [q for q in read.quantities if q.container.kind == "achievement"]
    assert Counter(q.unit for q in found) == UNITS
    assert Counter(q.kind for q in found) == KINDS
    assert sum(q.approx is not None for q in found) == 3
    assert all(q.measure for q in found)
