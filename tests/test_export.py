"""`pipeline export`: each form is opened by the program that it is for and says what is published."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import pipeline
from pipeline.export.as_csv import value_to_field
from pipeline.export.contents import Sheet, shelf_to_sheets
from pipeline.export.whole import MARK, export
from pipeline.publish.columns import Column, tables
from pipeline.run.arrow_tables import JOINED
from pipeline.run.shelf import Shelf

ROOT = Path(__file__).parents[1]
HAND = ROOT / "fixtures" / "text" / "2025-nuri-hand.txt"
HOSTILE = ("=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "=1\nA")
HARMLESS = ("-1,200", "+3.5%", "-", "○ 12명", "1-2", "", "'")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "extracted"
    pipeline.run_reports([ROOT / "raw" / "2024.pdf", HAND], folder)
    return folder


@pytest.fixture(scope="module")
def both(out: Path) -> dict[str, pd.DataFrame]:
    """Each table over both reports, as published."""
    opened = list(pipeline.open_reports(out))
    return {
        name: pa.concat_tables([report.arrow(name) for report in opened]).to_pandas()
        for name in tables()
    }


def by_hand(*texts: str) -> Sheet:
    """A sheet with one column of texts and one of numbers."""
    columns = (
        Column("text", "string", "글", "A text", "가"),
        Column("number", "float64", "수", "A number", "1.5"),
    )
    rows = pa.table({"text": list(texts), "number": [-1.5 - n for n in range(len(texts))]})
    return Sheet("by_hand", "손", "By hand", columns, lambda: iter([rows]))


def hold(found: pd.DataFrame, published: pd.DataFrame, name: str) -> None:
    """That what was read back is what is published: rows, texts, numbers, nulls."""
    assert len(found) == len(published), name
    for column in published.columns:
        read, meant = list(found[column]), list(published[column])
        for one, other in zip(read, meant, strict=True):
            if not isinstance(other, str | bool | float | int | None):
                assert one == " ".join(other) or (pd.isna(one) and not len(other)), (name, column)
            elif (isinstance(other, float) and other != other) or other in (None, ""):
                assert pd.isna(one) or one == "", (name, column)  # a cell tells no blank line
            else:
                assert one == other, (name, column)


def test_csv_is_read_by_pandas_with_its_numbers(
    out: Path, both: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    exported = export(out, tmp_path / "csv", "csv")
    assert exported.notes == ()
    for name, published in both.items():
        file = tmp_path / "csv" / f"{name}.csv"
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel takes it for UTF-8"
        texts = {c.name: str for c in tables()[name].columns if c.type.startswith("string")}
        found = pd.read_csv(file, dtype=texts, keep_default_na=False, na_values=[""])
        for column in texts:
            found[column] = [
                v[1:] if isinstance(v, str) and v[:1] == "'" else v for v in found[column]
            ]
        hold(found, published, name)
        assert ("programme_title" in found.columns) == (name in JOINED)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_csv_is_calculated(text: str) -> None:
    assert value_to_field(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays_as_printed(text: str) -> None:
    assert value_to_field(text) == text
    assert value_to_field(-5.0) == "-5"


def test_jsonl_is_read_by_json_with_nulls_and_lists(
    out: Path, both: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    export(out, tmp_path / "jsonl", "jsonl")
    lines = (tmp_path / "jsonl" / "quantities.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    published = pa.concat_tables(r.arrow("quantities") for r in pipeline.open_reports(out))
    joined = ("area_title", "group_title", "programme_title")
    assert [{k: v for k, v in row.items() if k not in joined} for row in rows] == (
        published.to_pylist()
    )
    assert (
        len(both["lines"])
        == len((tmp_path / "jsonl" / "lines.jsonl").read_bytes().split(b"\n")) - 1
    )


def test_a_database_is_opened_by_duckdb_with_types_and_meanings(
    out: Path, both: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb")
    export(out, tmp_path / "db", "duckdb")
    with duckdb.connect(str(tmp_path / "db" / "siljeok.duckdb"), read_only=True) as database:
        for name, published in both.items():
            (number,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            assert number == len(published)
        types = dict(
            database.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'quantities'"
            ).fetchall()
        )
        assert (types["value"], types["page"], types["qualifiers"]) == (
            "DOUBLE",
            "INTEGER",
            "VARCHAR[]",
        )
        (total,) = database.execute(
            "SELECT sum(value) FROM quantities WHERE unit = '명'"
        ).fetchone()
        people = both["quantities"][both["quantities"].unit == "명"]
        assert total == people.value.sum()
        comments = database.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'checks'"
        )
        assert all("/" in comment for (comment,) in comments.fetchall() if comment)


@pytest.fixture
def openpyxl() -> Any:
    pytest.importorskip("xlsxwriter")
    return pytest.importorskip("openpyxl")


def test_a_workbook_is_opened_by_openpyxl_with_typed_cells(
    out: Path, both: dict[str, pd.DataFrame], tmp_path: Path, openpyxl: Any
) -> None:
    export(out, tmp_path / "a", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "a" / "siljeok.xlsx")
    assert book.sheetnames[0] == "dictionary"
    for name, published in both.items():
        made = book[name]
        assert made.freeze_panes == "A2"
        head, *rows = ([cell.value for cell in row] for row in made.iter_rows())
        hold(pd.DataFrame(rows, columns=head, dtype=object), published, name)
    widths = [book["quantities"].column_dimensions[c].width for c in "ABC"]
    assert all(8 <= width <= 61 for width in widths)
    assert len(set(widths)) > 1
    export(out, tmp_path / "b", "xlsx")
    one, other = ((tmp_path / f / "siljeok.xlsx").read_bytes() for f in "ab")
    assert one == other, "the same bytes for the same data"


def test_no_text_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path, openpyxl: Any) -> None:
    from pipeline.export.as_xlsx import write

    texts = (*HOSTILE, *HARMLESS, "http://127.0.0.1/", "1.10")
    write([by_hand(*texts)], tmp_path)
    made = openpyxl.load_workbook(tmp_path / "siljeok.xlsx")["by_hand"]
    cells = [row[0] for row in made.iter_rows(min_row=2)]
    assert [cell.value or "" for cell in cells] == list(texts)
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert made["B2"].value == -1.5


def test_rows_beyond_a_sheet_go_on_in_the_next_and_are_named(tmp_path: Path, openpyxl: Any) -> None:
    from pipeline.export.as_xlsx import write

    texts = [f"가{n}" for n in range(25)]
    _, notes = write([by_hand(*texts)], tmp_path, most=11)
    assert notes == [("export_many_rows", {"table": "by_hand", "sheets": 3, "most": 10})]
    book = openpyxl.load_workbook(tmp_path / "siljeok.xlsx")
    found = [row[0].value for made in book for row in made.iter_rows(min_row=2)]
    assert found == texts
    assert [made["A1"].value for made in book] == ["text"] * 3
    (tmp_path / "even").mkdir()
    _, notes = write([by_hand(*texts[:10])], tmp_path / "even", most=11)
    assert (notes, len(openpyxl.load_workbook(tmp_path / "even" / "siljeok.xlsx").sheetnames)) == (
        [],
        1,
    )


def test_a_text_beyond_a_cell_is_shortened_and_named(tmp_path: Path, openpyxl: Any) -> None:
    from pipeline.export.as_xlsx import write

    _, notes = write([by_hand("가" * 40000, "나")], tmp_path)
    assert [name for name, _ in notes] == ["export_long_texts"]
    made = openpyxl.load_workbook(tmp_path / "siljeok.xlsx")["by_hand"]
    assert made["A2"].value == "가" * 32766 + "…"


def test_the_wide_table_holds_the_sums_that_may_be_made(out: Path) -> None:
    """Of the sample every line was added up by hand (docs/methodology.md): 1,556 courses, 5,392
    sessions, once what one programme repeats of another is taken away.
    """
    sheets = {s.name: s for s in shelf_to_sheets(Shelf(out), ["2024.pdf"])}
    wide = pd.DataFrame(
        list(sheets["programmes_wide"].rows()),
        columns=[c.name for c in sheets["programmes_wide"].columns],
    )
    assert len(wide) == 112
    names = list(wide.columns)
    assert names.index("participants_명") < names.index("places_개소") < names.index("courses_개")
    assert "원" not in "".join(n for n in names if n.startswith(("participants", "places")))
    assert wide["courses_개"].sum() == 1556
    assert wide["sessions_회"].sum() == 5392
    assert (wide["figures_counted"] <= wide["figures"]).all()
    told = {row[1]: row for row in sheets["dictionary"].rows() if row[0] == "programmes_wide"}
    assert set(names) <= set(told), "every column is in the dictionary"


def test_value_lists_hold_what_the_coded_columns_hold(
    out: Path, both: dict[str, pd.DataFrame]
) -> None:
    sheets = {s.name: s for s in shelf_to_sheets(Shelf(out), ["2024.pdf", HAND.name])}
    listed = {(table, column, value) for table, column, value, _, _ in sheets["value_lists"].rows()}
    for name, frame in both.items():
        for column in ("verdict", "kind", "rule", "role", "status", "code", "severity", "reason"):
            if column in frame:
                assert {(name, column, v) for v in frame[column].dropna()} <= listed


@pytest.fixture
def damaged(out: Path) -> Iterator[Path]:
    file = out / "lines" / f"{HAND.name}.parquet"
    content = file.read_bytes()
    file.write_bytes(content[:-20])
    yield out
    file.write_bytes(content)


def test_an_export_is_whole_or_not_there(damaged: Path, tmp_path: Path) -> None:
    with pytest.raises(pipeline.PipelineError, match="damaged"):
        export(damaged, tmp_path / "csv", "csv")
    assert list(tmp_path.iterdir()) == []


def test_what_an_export_did_not_write_is_not_overwritten(out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "reports.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(pipeline.UsageError, match=r"reports\.csv"):
        export(out, folder, "csv")
    assert [p.name for p in folder.iterdir()] == ["reports.csv"]
    (folder / "reports.csv").unlink()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    export(out, folder, "csv")
    export(out, folder, "jsonl")
    export(out, folder, "csv")
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    named = json.loads((folder / MARK).read_bytes())["files"]
    assert {"reports.csv", "reports.jsonl"} <= set(named)
    with pytest.raises(pipeline.UsageError):
        export(out, out / "csv", "csv")


@pytest.mark.parametrize(("to", "package"), [("xlsx", "xlsxwriter"), ("duckdb", "duckdb")])
def test_a_missing_package_is_named_with_its_extra(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(pipeline.UsageError, match=rf"siljeok\[{to}\]"):
        export(out, tmp_path / "x", to)
    assert list(tmp_path.iterdir()) == []


def test_the_rows_of_a_csv_are_lines_that_csv_takes_apart(out: Path, tmp_path: Path) -> None:
    export(out, tmp_path / "csv", "csv")
    with (tmp_path / "csv" / "achievements.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_command_says_what_it_wrote_in_one_language(
    pipeline: Callable[..., Any], out: Path, tmp_path: Path
) -> None:
    done = pipeline("export", "--to", "csv", "csv", "--out", out, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "csv/programmes_wide.csv: 142 rows" in done.stdout.splitlines()
    korean = pipeline("export", "--to", "csv", "csv", "--out", out, "--lang", "ko").stdout
    assert "csv/programmes_wide.csv: 142행" in korean.splitlines()
    assert pipeline("export", "csv", "--out", out).returncode == 2
