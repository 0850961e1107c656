"""One table over hundreds of pages: every break is judged by the rows near it, not by all rows
before it.
"""

from __future__ import annotations

import time

from pipeline.layout.joined import append_part, draft_to_whole
from pipeline.layout.whole import JoinedTable
from tests.growth import assert_growth
from tests.test_layout_tables_joined import part

ROWS = 36


def pages_to_table(pages: int) -> tuple[float, JoinedTable]:
    """CPU seconds that joining takes, and the table: rows of a label, a numbered title, a line."""
    rows: list[list[list[str | None]]] = [
        [[f"과제 {n}", f"{n}. 사업", f"○ 교육 {n}회"] for n in range(p * ROWS, (p + 1) * ROWS)]
        for p in range(pages)
    ]
    parts = [draft_to_whole(part(p, own, 40)) for p, own in enumerate(rows, start=1)]
    begun = time.process_time()
    for own in parts[1:]:
        append_part(parts[0], own)
    return time.process_time() - begun, parts[0]


def test_eight_times_the_pages_take_about_eight_times_the_time_and_the_cells_stand_in_order() -> (
    None
):
    assert_growth(lambda pages: pages_to_table(pages)[0], 25, 200, 24)
    _, table = pages_to_table(200)
    assert table.rows == 200 * ROWS
    assert [(c.row, c.col) for c in table.cells] == [
        (r, c) for r in range(200 * ROWS) for c in range(3)
    ]
