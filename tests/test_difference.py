"""`pipeline diff`: two published reports side by side."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Pipeline
from office import FOLDER, maker

from pipeline.cli.diff import table_to_text
from pipeline.run import difference as d

x = maker("make_hwpx")


def programme(title: str, *lines: str) -> dict[str, Any]:
    return {"title": title, "lines": list(lines), "programme_id": "1.1.1"}


def side(**tables: Any) -> dict[str, Any]:
    return {name: [] for name in d.TABLES} | tables


def test_programmes_gained_lost_and_renamed() -> None:
    left = side(programmes=[programme("청년 일자리"), programme("산업 단지 정비", "○ 3개소 정비")])
    right = side(programmes=[programme("마을 도서관"), programme("산단정비사업", "○ 3개소 정비")])
    right["programmes"] += [programme("청년일자리")]
    parted = d.programmes_to_parted(left, right)
    assert parted.same == 1
    assert [(a["title"], b["title"]) for a, b in parted.pairs] == [
        ("산업 단지 정비", "산단정비사업")
    ]
    assert (parted.left, [p["title"] for p in parted.right]) == ((), ["마을 도서관"])


@pytest.mark.parametrize(
    ("one", "other", "renamed"),
    [
        ("여성 취업 지원 사업", "여성 취업 지원", True),
        ("여성 취업 지원 사업", "노인 돌봄 지원 사업", False),
        ("교육", "교 육", True),
    ],
)
def test_titles_that_are_mostly_the_same_are_one(one: str, other: str, renamed: bool) -> None:
    scores = d.programmes_to_scores([programme(one)], [programme(other)])
    assert (scores.get((0, 0), 0.0) >= d.ALIKE) is renamed


def figure(quote: str, value: float, row: str | None = None, **more: Any) -> dict[str, Any]:
    place = {"column_header": "실적", "programme": None, "measure": "참여"}
    return place | {"quote": quote, "value": value, "unit": "명", "row": row} | more


def test_figures_of_one_row_and_column_stand_side_by_side() -> None:
    one = [figure("12명", 12.0, "가", container="cell"), figure("5명", 5.0, container="line")]
    other = [figure("12 명", 12.0, "나", container="cell"), figure("6명", 6.0, container="line")]
    parted = d.figures_to_parted(side(quantities=one), side(quantities=other))
    assert (parted.same, len(parted.pairs), parted.left, parted.right) == (1, 1, (), ())
    assert [q["quote"] for q in parted.pairs[0]] == ["5명", "6명"]


def table(*texts: str) -> dict[str, Any]:
    return {"grid": tuple(enumerate(texts)), "words": d.Counter(texts), "texts": list(texts)}


@pytest.mark.parametrize(("shared", "pairs"), [("가나", 1), ("가", 0)])
def test_tables_that_share_half_of_their_cells_belong_together(shared: str, pairs: int) -> None:
    one, other = table(*shared, "1", "2"), table(*shared, "3", "4")
    parted = d.tables_to_parted(side(tables=[one]), side(tables=[other]))
    assert len(parted.pairs) == pairs


def test_hundreds_of_titles_without_a_twin_take_no_time() -> None:
    """Only rows that share letters are compared: pairs of all would be a million."""
    left = [programme(f"{k * 7919 % 10007:05d} 사업", f"실적 {k}") for k in range(1000)]
    right = [programme(f"{k * 6007 % 10007:05d} 강좌", f"성과 {k}") for k in range(1000)]
    start = time.process_time()
    parted = d.programmes_to_parted(side(programmes=left), side(programmes=right))
    assert parted.same == 0
    assert time.process_time() - start < 5.0


def test_a_check_with_another_verdict_is_one_that_differs() -> None:
    checks = [{"type": "ratio", "statement": "5 %", "verdict": v} for v in ("agrees", "disagrees")]
    parted = d.checks_to_parted(side(checks=checks[:1]), side(checks=checks[1:]))
    assert [(a["verdict"], b["verdict"]) for a, b in parted.pairs] == [("agrees", "disagrees")]


def test_tables_of_one_text_differ_in_their_cells() -> None:
    rows = [{"table_no": 1, "caption": None, "rows": 2, "cols": 2, "page_first": None}]
    cells = [{"table_no": 1, "row": 0, "col": 0, "row_span": 2, "col_span": 1, "text": "가"}]
    left = side(tables=rows, cells=cells)
    right = side(tables=rows, cells=[cells[0] | {"row_span": 1}])
    manifest = {"status": "read", "sha256": "", "media_type": "a", "year": 1}
    manifest |= {"likeness": {"letters": None, "titles": []}, "report_id": "a", "source": "a"}
    manifest |= {"title": None}
    found = d.reports_to_difference((manifest, manifest), (left, right))
    (pair,) = found["tables"]["differ"]
    assert [row["cells"] for row in pair] == [[(0, 0, 2, 1, "가")], [(0, 0, 1, 1, "가")]]
    assert table_to_text(pair[0]) == "2 x 2: (0, 0) 2 x 1 가"


ROWS = [["사업명", "참여"], ["청년 일자리", "1,234명"], ["마을 도서관", "56명"]]
OTHER = [["사업명", "참여"], ["청년 일자리", "1,234명"], ["마을 도서관", "65명"]]


@pytest.fixture
def two(tmp_path: Path, pipeline: Pipeline) -> Pipeline:
    """Two reports that differ in one figure, and a copy in the other format, published."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, rows in (("a.hwpx", ROWS), ("b.hwpx", OTHER)):
        grid = x.table(x.grid(rows, titles=1))
        (raw / name).write_bytes(x.hwpx(x.section(x.paragraph(grid))))
    for name in ("programmes.hwpx", "programmes.hwp"):
        shutil.copy(FOLDER / name, raw / name)
    assert pipeline("run").returncode == 0
    return pipeline


def test_the_figure_that_differs_is_shown_in_one_language(two: Pipeline) -> None:
    english = two("diff", "a.hwpx", "b.hwpx", "--lang", "en")
    assert english.returncode == 0, english.stderr
    assert "| 56명 = 56명 | 65명 = 65명 |" in english.stdout
    assert "| Figures | 1 | 1 | 0 | 0 |" in english.stdout
    korean = two("diff", "a.hwpx", "b.hwpx", "--lang", "ko")
    assert "| 수치 | 1 | 1 | 0 | 0 |" in korean.stdout
    assert "Figures" not in korean.stdout


def test_two_formats_of_one_report_and_which_to_keep(two: Pipeline) -> None:
    told = two("diff", "programmes.hwp", "programmes.hwpx", "--lang", "en").stdout
    assert "Keep programmes.hwpx" in told
    found = json.loads(two("diff", "programmes.hwp", "programmes.hwpx", "--json").stdout)
    assert found["same_report"]
    assert found["programmes"]["same"] > 0
    assert found["figures"]["differ"] == found["figures"]["left"] == []
    with_itself = two("diff", "a.hwpx", "a.hwpx", "--lang", "en").stdout
    assert "Nothing differs." in with_itself
    assert "Keep" not in with_itself


def test_a_report_that_is_not_there_is_wrong_usage(two: Pipeline) -> None:
    assert two("diff", "a.hwpx", "c.hwpx").returncode == 2
    assert two("diff", "a.hwpx").returncode == 2
