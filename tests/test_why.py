"""`pipeline why`: every page says by which reader its tables were read and why their edges stand,
every line is accounted for, the image is the page, and nothing is kept where nobody asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.cli.why import why_to_lines
from pipeline.errors import UsageError
from pipeline.extract import path_to_why
from pipeline.layout import lay_out
from pipeline.layout.grid.rows import body_to_cuts, cuts_to_reasons
from pipeline.layout.nested import tree_to_tables
from pipeline.layout.trace import Trace, traced
from pipeline.layout.why import WhyTable, page_to_why
from pipeline.lexicon import words
from pipeline.model import Box
from pipeline.read import read_document
from pipeline.run.drawing import SIDES
from pipeline.run.tables import table_to_json
from pipeline.run.telling import Telling
from pipeline.run.why import file_to_why, why_to_json, why_to_picture
from pipeline.why import Why, where_to_numbers
from tests.conftest import Pipeline
from tests.test_layout_scored import laid_out
from tests.test_layout_scored import table as table_words
from tests.test_layout_turned import turned

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
SAMPLE = ROOT / "raw" / "2024.pdf"
SCORED = FIXTURES / "pdf" / "2024-typst-no-rules.pdf"
LEVEL = FIXTURES / "pdf" / "2024-reportlab-horizontal.pdf"
OFFICE = FIXTURES / "office" / "programmes.hwpx"
HWP = FIXTURES / "office" / "programmes.hwp"
PDFS = sorted((FIXTURES / "pdf").glob("*.pdf"))


def why(path: Path, where: str | None = None) -> Why:
    return path_to_why(path, where, "pdfium", None, None)


def told(path: Path, where: str | None = None, language: str = "en") -> str:
    return "\n".join(why_to_lines(why_to_json(why(path, where)), path.name, Telling(language)))


def tables_of(told_why: Why) -> dict[int | None, WhyTable]:
    return {table.table_no: table for table in told_why.tables}


@pytest.fixture(scope="module")
def traces() -> dict[Path, tuple[Trace, Any]]:
    made = {}
    for path in PDFS:
        with traced() as trace:
            made[path] = trace, lay_out(read_document(path, path.name))
    return made


def test_a_ruled_table_stands_on_its_rules() -> None:
    table = tables_of(why(SAMPLE, "5"))[4]
    assert (table.reader, table.part, table.parts, table.header_rows) == ("ruled", 1, 6, 1)
    assert {edge.kind for edge in table.columns} == {"rule"}
    assert all(vote.weight == float("inf") for edge in table.columns for vote in edge.votes)
    low, high, share = table.columns[0].drawn or (0, 0, 0)
    assert share == 1.0
    assert (low, high) == pytest.approx((table.box or Box(0, 0, 0, 0))[1::2], abs=1)
    assert table.margin is None


def test_a_scored_table_stands_on_votes_that_add_up() -> None:
    table = tables_of(why(SCORED, "5"))[4]
    assert (table.reader, table.part, table.header_rows) == ("scored", 2, 1)
    inner = table.columns[1:-1]
    assert {edge.kind for edge in inner} == {"votes"}
    for edge in inner:
        assert edge.total == pytest.approx(sum(vote.weight for vote in edge.votes))
        assert edge.margin is None or edge.margin > 0
    assert [edge.kind for edge in (table.columns[0], table.columns[-1])] == ["outline"] * 2
    margins = [row.margin for row in table.body if not row.header]
    assert None not in margins
    assert table.margin is not None
    assert min(m for m in margins if m is not None) >= table.margin


def test_level_rules_and_aligned_text_are_told_apart() -> None:
    readers = {table.reader for page in range(1, 9) for table in why(LEVEL, str(page)).tables}
    assert readers <= {"level", "scored", "ruled"}
    assert why(SCORED, "3").tables[0].reader == "aligned"
    edges = why(SCORED, "3").tables[0].columns[1:-1]
    assert all(edge.total is None and edge.votes for edge in edges)  # measured, not weighed


def test_what_rows_cost_by_reason_is_what_they_cost(traces: dict[Path, tuple[Trace, Any]]) -> None:
    seen = 0
    for trace, _ in traces.values():
        for read in reads_of(trace):
            cuts = body_to_cuts(read.body)
            whole = sum(sum(reasons.values()) for reasons in cuts_to_reasons(read.body, cuts))
            assert whole == pytest.approx(cuts.cost)
            seen += 1
    assert seen > 5


def reads_of(trace: Trace) -> Iterator[Any]:
    drafts = (d for sheet in trace.sheets.values() for d in tree_to_tables(sheet.tables))
    return (draft.basis[0] for draft in drafts if isinstance(draft.basis, tuple))


def test_every_table_of_every_page_is_told_with_its_cells(
    traces: dict[Path, tuple[Trace, Any]],
) -> None:
    for path, (trace, blocks) in traces.items():
        for number in trace.sheets:
            page = page_to_why(trace, blocks.tables, number)
            wanted = {t.table_no for t in blocks.tables if number in {p.page for p in t.parts}}
            assert {t.table_no for t in page.tables} == wanted, (path.name, number)
            for table in page.tables:
                assert len(table.columns) == table.cols + 1
                assert len(table.body) == table.rows
                again = {row.at for row in table.body if row.header} if table.part > 1 else set()
                assert all(c.row is not None or c.at[0] in again for c in table.cells)
                for side in table.sides:
                    assert -1 <= side.box.x0 <= side.box.x1 <= page.width + 1
                    assert -1 <= side.box.top <= side.box.bottom <= page.height + 1


@pytest.mark.parametrize("path", [SAMPLE, SCORED, FIXTURES / "text" / "2024-hand.txt"])
def test_every_line_is_in_a_cell_or_told(path: Path) -> None:
    document = read_document(path, path.name)
    blocks = lay_out(document)
    inside = {
        run.line.number
        for table in blocks.tables
        for cell in table.cells
        for printed in cell.paragraphs
        for run in printed.runs
    }
    page = 4 if document.pages else None
    lines = {x.number for x in blocks.lines if x.page == page and x.text.strip()}
    asked = why(path, "4" if page else None)
    assert {line.line for line in asked.outside} | (inside & lines) == lines
    assert asked.left == ()


def test_ink_of_a_table_in_none_of_its_cells_is_told() -> None:
    far = [(x, y + 420, text) for x, y, text in table_words(0, 7, 4)[4:]]
    with traced() as trace:
        blocks = laid_out([*table_words(100), *far])
    named = [p.place.box for p in blocks.problems if p.code == "table_part_unread"]
    assert list(page_to_why(trace, blocks.tables, 1).unread) == named


def test_nothing_is_kept_where_nobody_asks_and_nothing_changes_where_somebody_does() -> None:
    document = read_document(SCORED, SCORED.name)
    plain = [table_to_json(table) for table in lay_out(document).tables]
    with traced() as trace:
        asked = [table_to_json(table) for table in lay_out(document).tables]
    assert asked == plain
    assert any(True for _ in reads_of(trace))
    quiet = Trace()
    lay_out(document)
    assert (quiet.pages, quiet.sheets, quiet.joined) == ({}, {}, [])


def test_without_a_trace_no_draft_holds_what_it_was_made_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pipeline.layout.geometry as module

    seen: list[Any] = []
    monkeypatch.setattr(module, "keep_pages", lambda *given: seen.extend(given[1]))
    lay_out(read_document(SCORED, SCORED.name))
    drafts = [d for sheet in seen for d in tree_to_tables(sheet.tables)]
    assert any(d.reader == "scored" for d in drafts)
    assert all(d.basis is None for d in drafts)


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("| 과제 | 단위사업 | 추진실적 |\n|---|---|---|\n| 가 | 1. 나 | ○ 다 3회 |\n", "pipes"),
        ("과제\t단위사업\t추진실적\n가\t1. 나\t○ 다 3회\n가\t2. 라\t○ 마 4회\n", "tabs"),
    ],
)
def test_signs_part_the_cells_of_a_text(tmp_path: Path, text: str, reader: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    (table,) = why(path).tables
    assert table.reader == reader
    assert {edge.kind for edge in table.columns} == {"sign"}


def test_a_text_is_asked_by_lines_or_by_page() -> None:
    laid = FIXTURES / "text" / "2024-typst-no-rules.layout.txt"
    page = why(laid, "4")
    assert [table.reader for table in page.tables] == ["blanks"]
    first, last = page.place
    assert why(laid, f"{first}-{last}").tables == page.tables
    hand = FIXTURES / "text" / "2024-hand.txt"
    assert why(hand, "140").tables[0].reader == "order"
    assert "line" in told(hand, "140")
    assert "rows outside these lines" in told(hand, "140")
    assert why(hand, "860-99999").place == (860, 875)


@pytest.mark.parametrize("path", [OFFICE, HWP])
def test_an_office_file_is_asked_by_table_and_says_what_it_does_not_know(path: Path) -> None:
    (table,) = why(path, "1").tables
    assert (table.reader, table.unknown) == ("kept", ("page", "place", "edges"))
    assert table.header == ("title" if path == OFFICE else "worded")
    assert why(path).kind == "tables"
    assert "the cells that the file keeps" in told(path, "1")
    assert {line.role for line in why(path).outside} >= {"title", "heading", "caption"}


@pytest.mark.parametrize(
    ("path", "where", "sentence"),
    [
        (SAMPLE, None, "It has 10."),
        (SAMPLE, "11", "There is no page 11"),
        (SAMPLE, "2-3", "There is no page 2-3"),
        (SAMPLE, "x", "x is no place"),
        (SAMPLE, "0", "0 is no place"),
        (OFFICE, "9", "There is no table 9"),
        (FIXTURES / "text" / "2024-hand.txt", "9999", "There are no lines 9999"),
        (FIXTURES / "text" / "2024-typst-no-rules.layout.txt", "99", "There is no page 99"),
    ],
)
def test_a_place_that_is_not_there_is_wrong_usage(
    path: Path, where: str | None, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        why(path, where)


@pytest.mark.parametrize("where", ["3-", "-", "-3", "1e3", "²", "9" * 40])
def test_an_odd_place_is_wrong_usage(where: str) -> None:
    with pytest.raises(UsageError):
        where_to_numbers(where)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_image_is_the_page_and_edges_lie_on_its_rules(tmp_path: Path, degrees: int) -> None:
    source = FIXTURES / "pdf" / "2025-haneul-reportlab-no-sides.pdf"
    path = turned(source, tmp_path / "turned.pdf", degrees) if degrees else source
    asked = why(path, "3")
    assert asked.page is not None
    assert asked.page.turn == degrees
    drawn = why_to_picture(asked, path, None, tmp_path / "page.png")
    picture = Image.open(tmp_path / "page.png")
    size = asked.page.width * 150 / 72, asked.page.height * 150 / 72
    assert (drawn["width"], drawn["height"]) == picture.size == pytest.approx(size, abs=1.5)
    side = next(s for t in asked.tables for s in t.sides if s.kind == "rule")
    x, y = ((side.box.x0 + side.box.x1) / 2, (side.box.top + side.box.bottom) / 2)
    scale = 150 / 72
    about = [(round(x * scale) + a, round(y * scale) + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    assert SIDES["rule"] in {picture.getpixel(at) for at in about}
    before = Image.open(tmp_path / "page.png").tobytes()
    why_to_picture(asked, path, None, tmp_path / "again.png")
    assert Image.open(tmp_path / "again.png").tobytes() == before


def test_every_word_is_told_in_both_languages() -> None:
    for table, entries in words("why").items():
        for name, entry in entries.items():
            assert set(entry) == {"en", "ko"}, (table, name)
            assert entry["en"].count("{") == entry["ko"].count("{"), (table, name)
    assert "읽은 근거" in told(SAMPLE, "5", "ko")
    assert "read by" not in told(SAMPLE, "5", "ko")


def test_a_page_of_which_nothing_is_made_says_why(tmp_path: Path) -> None:
    path = FIXTURES / "cases" / "wild" / "text_as_tiny_strokes.pdf"
    asked = why(path, "1")
    assert asked.page is not None
    assert asked.page.lost == "page_outlines"
    assert "Nothing is made of this page" in told(path, "1")
    why_to_picture(asked, path, None, tmp_path / "lost.png")
    assert (tmp_path / "lost.png").stat().st_size > 0


def test_as_json_the_same_is_told(pipeline: Pipeline) -> None:
    done = pipeline("why", SCORED, "5", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found == json.loads(json.dumps(why_to_json(why(SCORED, "5")))) | {"image": None}
    assert found["tables"][0]["reader"] == "scored"


def test_the_command_prints_and_draws_whole_files(pipeline: Pipeline, tmp_path: Path) -> None:
    done = pipeline("why", SAMPLE, "5", "--image", "out.png", env={"LANG": "ko_KR.UTF-8"})
    assert done.returncode == 0
    assert "표 4, 읽은 근거" in done.stdout
    assert "out.png" in done.stdout
    assert pipeline("why", SAMPLE, "5", "--lang", "en").stdout.startswith(str(SAMPLE))
    assert [path.name for path in tmp_path.iterdir()] == ["out.png"]
    assert (tmp_path / "out.png").stat().st_mode & 0o044 == 0o044


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nix.pdf", "1"], 2, "There is no file or folder"),
        ([SAMPLE, "11"], 2, "There is no page 11"),
        ([SAMPLE], 2, "Which page?"),
        ([SAMPLE, "1", "--image", "a.jpg"], 2, "is no name of a PNG"),
        ([SAMPLE, "1", "--image", "no/a.png"], 2, "no folder to write"),
        ([SAMPLE, "1", "--image", "a" * 300 + ".png"], 1, "Cannot write to aaa"),
        ([OFFICE, "1", "--image", "a.png"], 2, "Only a page of a PDF can be drawn"),
        (["cut.pdf", "1", "--image", "a.png"], 5, "truncated or damaged"),
        (["locked.pdf", "1"], 5, "--password-file"),
        (["empty.pdf", "1"], 5, "empty"),
        (["one.pdf", "1", "--max-pages", "1"], 5, "raise --max-pages"),
    ],
)
def test_bad_input_has_its_code_and_leaves_nothing(
    pipeline: Pipeline, tmp_path: Path, arguments: list[object], code: int, sentence: str
) -> None:
    from tests.hostile import encrypted

    (tmp_path / "cut.pdf").write_bytes(SAMPLE.read_bytes()[:3000])
    (tmp_path / "locked.pdf").write_bytes(encrypted("sesame"))
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "one.pdf").write_bytes((FIXTURES / "pdf" / "2024-typst-ruled.pdf").read_bytes())
    done = pipeline("why", *arguments)
    assert (done.returncode, sentence in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.png"))
    assert not list(tmp_path.glob(".why-*"))


def test_an_encrypted_page_is_drawn_with_its_password(pipeline: Pipeline, tmp_path: Path) -> None:
    from tests.hostile import encrypted

    (tmp_path / "locked.pdf").write_bytes(encrypted("sesame"))
    (tmp_path / "word").write_text("sesame\n")
    done = pipeline("why", "locked.pdf", "1", "--image", "a.png", "--password-file", "word")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.png").is_file()


def test_without_pillow_the_package_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.delitem(sys.modules, "pipeline.run.drawing", raising=False)
    with pytest.raises(UsageError, match="pip install pillow"):
        why_to_picture(why(SAMPLE, "1"), SAMPLE, None, tmp_path / "a.png")


def test_an_image_that_fails_leaves_the_one_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import pipeline.run.why as module

    def fail(*_given: object) -> Any:
        raise UsageError("no")

    monkeypatch.setattr(module, "ask_about", fail)
    (tmp_path / "a.png").write_bytes(b"before")
    with pytest.raises(UsageError, match="no"):
        file_to_why(SAMPLE, "1", tmp_path / "a.png", None)
    assert (tmp_path / "a.png").read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three kinds of reports, read."""
    import shutil
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("why")
    (folder / "raw").mkdir()
    for path in (SCORED, OFFICE, FIXTURES / "text" / "2025-nuri-hand.txt"):
        shutil.copy(path, folder / "raw")
    command = [sys.executable, "-m", "pipeline", "run"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.process
@pytest.mark.parametrize(
    ("report", "container", "sentences"),
    [
        (
            "2024-typst-no-rules.pdf",
            "achievement",
            ("read in table 4", "header over it", "label beside it", "chosen by votes"),
        ),
        ("programmes.hwpx", "cell", ("read in table 1", "the file itself keeps the cells")),
        ("2025-nuri-hand.txt", "achievement", ("told from a text", "label beside it")),
    ],
)
def test_explain_says_where_a_figure_was_read_and_how_sure_that_is(
    published: Path, report: str, container: str, sentences: tuple[str, ...]
) -> None:
    import subprocess
    import sys

    import pyarrow.parquet as pq

    rows = pq.read_table(published / "extracted" / "quantities" / f"{report}.parquet").to_pylist()
    own = next(row for row in rows if row["container"] == container)
    command = [sys.executable, "-m", "pipeline", "explain", own["quantity_id"], "--lang", "en"]
    done = subprocess.run(command, cwd=published, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    for sentence in (*sentences, f"pipeline why raw/{report} "):
        assert sentence in done.stdout
    more = done.stdout.split("pipeline why ")[1].split()
    again = [sys.executable, "-m", "pipeline", "why", *more]
    assert subprocess.run(again, cwd=published, capture_output=True).returncode == 0
