"""Columns that a reader of texts prints behind the last row's lines."""

from __future__ import annotations

from pipeline.model import Printed
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.programmes import count_areas
from pipeline.outline.strays import column_start


def texts(*words: str) -> list[Printed]:
    return [Printed(w) for w in words]


def test_a_column_of_states_is_no_text_of_the_last_line_and_is_named() -> None:
    row = RowDraft(
        None,
        0,
        Printed("3) 인식개선 교육"),
        texts("ㅇ 교육 186회", "－ 8.5점 상승", *["정상"] * 14),
        [],
    )
    (area,) = count_areas([AreaDraft(None, [GroupDraft(None, [row])])])
    assert [a.printed.text for a in area.groups[0].programmes[0].achievements] == [
        "교육 186회",
        "8.5점 상승",
    ]
    assert row.doubt == "column_apart"


def test_words_that_differ_and_wraps_stay_in_their_line() -> None:
    assert column_start(texts("ㅇ 지원", "상담", "돌봄", "쉼터", "급식")) == 5
    assert column_start(texts("ㅇ 지원", "정상", "정상")) == 3
    assert column_start(texts("정상", "정상", "정상", "정상")) == 4
