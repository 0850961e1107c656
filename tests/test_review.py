"""Review pages: what stands on them, that a report's text stays text, and that they go with what they
show.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import Pipeline

from pipeline.lexicon import words
from pipeline.model import Box
from pipeline.review.findings import (
    Figure,
    Published,
    numbers_to_forms,
    operands_to_expression,
    published_to_findings,
)
from pipeline.review.page import hash_of, in_both, read_file, report_to_html
from pipeline.review.unread import published_to_unread
from pipeline.review.views import around, finding_to_views
from pipeline.review.writing import TABLES

SAMPLE = Path(__file__).parents[1] / "raw" / "2024.pdf"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x1b[31m"
TODAY = "2031-01-01"
QUANTITY = dict.fromkeys(
    ("row_header", "column_header", "measure", "measure_code", "table_no", "row", "col", "page")
) | {"programme_id": None, "first_line": 3, "ref_year": None, "container": "line", "unit": "명"}
CHECK = {
    "check_id": "c_1",
    "type": "sum_of_rows",
    "programme_id": None,
    "statement": "9명",
    "quantity_id": "q9",
    "stated": 9.0,
    "unit": "명",
    "computed": 7.0,
    "difference": 2.0,
    "verdict": "disagrees",
    "operands": ["q3", "q4"],
    "attribution": "report",
    "explanation_ko": "3명 + 4명 = 7명",
    "explanation_en": "3명 + 4명 = 7명",
    "accepted": False,
    "declared": True,
    "proof": 2,
    "rival": None,
    "cause": "k_1",
    "first_line": 3,
    "page": None,
}
AREA = {"area_no": 1, "area_title": None, "printed_no": None}
GROUP = {"area_no": 1, "group_no": 1, "group_title": None}
MANIFEST = {
    "source": "가.txt",
    "title": "보고",
    "status": "read",
    "year": 2030,
    "sha256": "0" * 64,
    "media_type": "text/plain",
    "programmes": 0,
    "achievements": 0,
    "quantities": 3,
    "checks": 1,
}


def quantity(value: int, **other: Any) -> dict[str, Any]:
    own = {"quantity_id": f"q{value}", "quote": f"{value}명", "value": float(value)}
    return QUANTITY | dict.fromkeys(("x0", "top", "x1", "bottom")) | own | other


def published(manifest: Mapping[str, Any] = MANIFEST, **tables: Sequence[Any]) -> Published:
    figures = [quantity(3), quantity(4), quantity(9)]
    check = CHECK | dict.fromkeys(("x0", "top", "x1", "bottom"))
    lines = [{"source_line": 3, "page": None, "text": "계 9명 (3명, 4명)", "role": "front"}]
    known = {"quantities": figures, "checks": [check], "lines": lines}
    return Published("가.txt", manifest, dict.fromkeys(TABLES, ()) | known | tables)


def html_of(own: Published) -> str:
    findings = published_to_findings(own, TODAY)
    return report_to_html(own, findings, published_to_unread(own), {}, "no_picture_text", "0" * 64)


class Seen(HTMLParser):
    """Tags with their attributes, and what stands in scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_finding_tells_its_sum_and_how_sure_it_is() -> None:
    html = html_of(published())
    assert "① + ②" in html
    assert in_both("has_proof", number=2) in html
    assert html.count('class="card"') == 1
    assert '<mark class="s">9명</mark>' in html


@pytest.mark.parametrize(
    "place", ["title", "quote", "label", "line", "problem", "programme", "rival"]
)
def test_a_text_of_a_report_stays_text(place: str) -> None:
    problem = {"severity": "error", "code": "x", "page": None, "message_ko": HOSTILE}
    programme = dict.fromkeys(("page", "doubt", "state", "printed_no", "group_title")) | {
        "programme_id": "1.1.1",
        "area_no": 1,
        "group_no": 1,
        "area_title": HOSTILE,
        "title": HOSTILE,
    }
    check = CHECK | dict.fromkeys(("x0", "top", "x1", "bottom"))
    own = {
        "title": published(MANIFEST | {"title": HOSTILE, "source": HOSTILE}),
        "quote": published(checks=[check | {"statement": HOSTILE, "explanation_ko": HOSTILE}]),
        "label": published(quantities=[quantity(3, row_header=HOSTILE), quantity(4), quantity(9)]),
        "line": published(
            lines=[{"source_line": 3, "page": None, "text": HOSTILE, "role": "unread"}]
        ),
        "problem": published(problems=[problem | {"message_en": HOSTILE}]),
        "programme": published(
            areas=[AREA | {"area_title": HOSTILE}], groups=[GROUP], programmes=[programme]
        ),
        "rival": published(checks=[check | {"rival": HOSTILE}]),
    }[place]
    html = html_of(own)
    seen = Seen(html).tags
    assert [a.get("type") for tag, a in seen if tag == "script"] == ["application/json", None]
    assert not [tag for tag, _ in seen if tag == "img"]
    assert not [name for _, own in seen for name in own if name.startswith("on")]
    assert not re.search("[\u202a-\u202e\x1b]", html.partition('id="data"')[0])
    assert "alert(1)" in html  # it is there, as text


def test_nothing_but_the_page_s_own_style_and_script_runs() -> None:
    html = html_of(published())
    (policy,) = (a["content"] for tag, a in Seen(html).tags if "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    for name in ("style.css", "script.js"):
        assert hash_of(read_file(name)) in policy
        assert read_file(name) in html
    assert "unsafe" not in policy
    assert not [a for _, a in Seen(html).tags if "style" in a]
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in html


def test_every_text_is_there_in_both_languages_and_used() -> None:
    used = "".join(read_file(n) for n in ("report.html", "index.html", "frame.html", "script.js"))
    code = "".join(
        p.read_text() for p in (Path(__file__).parents[1] / "pipeline/review").glob("*.py")
    )
    computed = {"disagrees", "unsupported", "not_comparable", "agrees_within_rounding", "agrees"}
    for name, entry in words("review").items():
        assert set(entry) == {"ko", "en"}
        assert set(re.findall(r"\{(\w+)", entry["ko"])) == set(re.findall(r"\{(\w+)", entry["en"]))
        told = name in computed or name.startswith("status_") or name == "find"
        assert told or f'"{name}"' in used + code, name


@pytest.mark.parametrize(
    ("kind", "values", "computed", "told"),
    [
        ("sum_of_rows", [3, 4], 7, "① + ②"),
        ("difference", [3, 4], 1, "② − ①"),
        ("ratio", [3, 4], 75, "① ÷ ② × 100"),
        ("percent_change", [50, 60], 20, "(② − ①) ÷ ① × 100"),
        ("product", [3, 4], 12, "① × ②"),
        ("restated_figure", [3], 3, None),
        ("sum_of_rows", [3, 4], 8, None),
        ("ratio", [3, 0], 75, None),
    ],
)
def test_a_sum_is_written_only_where_it_gives_what_was_computed(
    kind: str, values: list[int], computed: float, told: str | None
) -> None:
    operands = [Figure("①②"[k], "", (), float(v), None) for k, v in enumerate(values)]
    row = {"type": kind, "computed": float(computed)}
    assert operands_to_expression(row, operands) == told
    assert all(isinstance(made, float) for made, _ in numbers_to_forms(kind, [1.0, 2.0], "①②"))


def test_a_cut_out_lies_within_its_page_and_holds_the_label_of_its_row() -> None:
    assert around(Box(0, 0, 5, 5), (300.0, 200.0)) == Box(0, 0, 300, 64)
    place = {"page": 2, "table_no": 1, "row": 4, "col": 3}
    boxes = [
        {"x0": 300.0, "top": 400.0, "x1": 330.0, "bottom": 410.0},
        {"x0": 300.0, "top": 420.0, "x1": 330.0, "bottom": 430.0},
        {"x0": 300.0, "top": 440.0, "x1": 330.0, "bottom": 450.0},
    ]
    figures = [
        quantity(n) | place | {"row": row} | box
        for n, row, box in zip((3, 4, 9), (2, 3, 4), boxes, strict=True)
    ]
    cell = {"table_no": 1, "page": 2, "row": 4, "col": 0, "x0": 60.0, "x1": 120.0, "text": ""}
    cells = [
        cell | {"top": 438.0, "bottom": 452.0},
        cell | {"row": 0, "page": 1, "top": 80.0, "bottom": 100.0},
    ]
    own = published(
        quantities=figures,
        checks=[CHECK | boxes[2] | {"page": 2}],
        cells=cells,
        tables=[{"table_no": 1, "header_rows": 1}],
    )
    (finding,) = published_to_findings(own, TODAY)
    (view,) = finding_to_views(finding, own, {1: (595.0, 842.0), 2: (595.0, 842.0)})
    assert view.page == 2
    assert view.part.x0 <= 60
    assert view.part.top <= 400 < 450 <= view.part.bottom
    assert view.header is not None
    assert (view.header.page, view.header.part.x0) == (1, view.part.x0)
    assert finding_to_views(finding, own, {}) == []


@pytest.fixture
def sample(pipeline: Pipeline, tmp_path: Path) -> Pipeline:
    (tmp_path / "raw").mkdir()
    shutil.copy(SAMPLE, tmp_path / "raw")
    (tmp_path / "raw" / "a.txt").write_text(
        "2024년 보고\n\n○ 계 9명: 남 3명, 여 4명\n", encoding="utf-8"
    )
    assert pipeline("run").returncode in (0, 4)
    return pipeline


def test_pages_are_written_whole_and_alike_and_go_with_their_report(
    sample: Pipeline, tmp_path: Path
) -> None:
    review = tmp_path / "extracted" / "review"
    assert sample("review", "--lang", "en").returncode == 0
    before = {path.name: path.read_bytes() for path in review.iterdir()}
    assert sorted(before) == ["2024.pdf.html", "a.txt.html", "index.html"]
    assert b"data:image/webp" in before["2024.pdf.html"]
    assert sample("review").returncode == 0
    assert {path.name: path.read_bytes() for path in review.iterdir()} == before
    (tmp_path / "raw" / "a.txt").write_text("2025년 보고\n\n○ 교육 3회\n", encoding="utf-8")
    sample("run")
    assert not (review / "a.txt.html").exists(), "it showed what is no longer published"
    assert (review / "2024.pdf.html").exists()
    done = sample("run", "--review")
    assert "a.txt.html" in done.stdout
    assert "2024.pdf.html" not in done.stdout, "it shows what is published already"


def test_without_the_raw_file_a_finding_is_shown_as_text(sample: Pipeline, tmp_path: Path) -> None:
    shutil.move(tmp_path / "raw", tmp_path / "elsewhere")
    assert sample("review", "2024").returncode == 0
    html = (tmp_path / "extracted/review/2024.pdf.html").read_text(encoding="utf-8")
    assert "data:image/webp" not in html
    assert in_both("no_picture_raw", file="2024.pdf") in html
    assert sample("review", "2024", "--raw", tmp_path / "elsewhere").returncode == 0
    html = (tmp_path / "extracted/review/2024.pdf.html").read_text(encoding="utf-8")
    assert "data:image/webp" in html


def test_a_report_that_is_not_published_has_no_page(sample: Pipeline) -> None:
    assert sample("review", "none").returncode == 2


def test_a_report_of_a_thousand_programmes_stays_small() -> None:
    """50 drawn pages of 60 KB each come to 4 MB more: under 10 MB together."""
    programmes, lines, figures = [], [], []
    for k in range(1000):
        own = f"1.1.{k + 1}"
        programmes.append(
            dict.fromkeys(("page", "doubt", "state", "printed_no", "group_title", "area_title"))
            | {"programme_id": own, "area_no": 1, "group_no": 1, "title": f"마을 돌봄터 {k}"}
        )
        for no in range(1, 7):
            text = f"돌봄터 {k}개소 운영, 아이 {no}명 참여, 교육 {k + no}회"
            place = {"programme_id": own, "achievement_no": no, "level": 1, "mark": "○"}
            lines.append(place | {"text": text})
            start = text.index("개소") - len(str(k))
            spot = {"container": "achievement", "start_offset": start, "unit": "개소"}
            ends = {"end_offset": start + len(f"{k}개소")}
            figures.append(quantity(k) | place | spot | ends)
    own = published(
        areas=[AREA],
        groups=[GROUP],
        programmes=programmes,
        achievements=lines,
        quantities=figures,
        checks=[],
    )
    html = html_of(own)
    assert html.count('<article class="prog"') == 1000
    assert html.count('<span class="q') == 6000
    assert len(html.encode()) < 5_000_000


def test_every_figure_of_a_line_is_marked_where_it_stands() -> None:
    lines = [
        {"source_line": 2, "page": None, "text": "  ", "role": "blank"},
        {"source_line": 3, "page": None, "text": "13명과 3명, 4명을 더하면 9명", "role": "front"},
    ]
    html = html_of(published(lines=lines))
    assert '13명과 <mark class="o">①3명</mark>' in html
    assert '<mark class="o">②4명</mark>' in html
    assert '<mark class="s">9명</mark>' in html
    assert '<th scope="row">2</th>' not in html
