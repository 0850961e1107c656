"""[report] of a corrections file: year, title and organisation as a person gives them."""

from __future__ import annotations

import hashlib
import json
import time
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

from pipeline import corrections as applied
from pipeline.publish.columns import tables
from pipeline.run import corrections as read

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads(
    (ROOT / "docs" / "schemas" / "corrections.schema.json").read_text(encoding="utf-8")
)
TEXT = "추진실적\n\nⅠ. 배움 나눔 (2개 사업)\n\n1. 교실\n\n 1) 열린 교실\n  ○ 교육 12회\n 2) 마을 책방\n  ○ 보급 3개소\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    path = tmp_path / "raw" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def write(raw: Path, text: str) -> None:
    raw.with_name(raw.name + ".corrections.toml").write_text(text, encoding="utf-8")


def rows(root: Path, table: str) -> list[dict[str, Any]]:
    return [dict(r) for r in pq.read_table(root / "extracted" / table).to_pylist()]


def test_what_a_person_gives_is_in_every_table_and_told(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    (before,) = rows(tmp_path, "reports")
    assert (before["year"], before["year_source"]) == (None, None)
    assert "no_year" in [p["code"] for p in rows(tmp_path, "problems")]
    text = '[report]\nyear = 2025\ntitle = "2025년  배움 실적"\norganisation = "다솜시"\nwho = "홍길동"\n'
    jsonschema.validate(tomllib.loads(text), SCHEMA)
    write(raw, text)
    assert "read      a.txt: 2025;" in pipeline("run").stdout
    (now,) = rows(tmp_path, "reports")
    given = (now["year"], now["year_source"], now["title"], now["organisation"])
    assert given == (2025, "person", "2025년 배움 실적", "다솜시")
    for table in tables():
        assert {r["year"] for r in rows(tmp_path, table)} <= {2025}
    codes = [p["code"] for p in rows(tmp_path, "problems")]
    assert (codes.count("given_by_person"), "no_year" in codes) == (3, False)
    told = [p["message_ko"] for p in rows(tmp_path, "problems") if p["code"] == "given_by_person"]
    assert "report.year는 사람이 적은 “2025”입니다" in told[0]
    raw.with_name("a.txt.corrections.toml").unlink()
    pipeline("run")
    assert rows(tmp_path, "reports") == [before]


def test_a_year_goes_over_the_one_that_was_read(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    raw.write_text("2024년 " + TEXT, encoding="utf-8")
    pipeline("run")
    assert [(r["year"], r["year_source"]) for r in rows(tmp_path, "reports")] == [(2024, "title")]
    write(raw, "report.year = 2023\n")
    pipeline("run")
    assert [(r["year"], r["year_source"]) for r in rows(tmp_path, "reports")] == [(2023, "person")]


@pytest.mark.parametrize("fits", [True, False])
def test_a_hash_that_is_given_must_be_the_files(
    pipeline: Pipeline, raw: Path, tmp_path: Path, fits: bool
) -> None:
    sha256 = hashlib.sha256(raw.read_bytes()).hexdigest() if fits else "0" * 64
    write(raw, f'sha256 = "{sha256}"\n[report]\nyear = 2025\n')
    pipeline("run")
    (now,) = rows(tmp_path, "reports")
    codes = [p["code"] for p in rows(tmp_path, "problems")]
    assert (now["year"], "correction_refused" in codes) == ((2025, False) if fits else (None, True))


@pytest.mark.parametrize(
    "text",
    [
        "[report]\n",
        "[[report]]\nyear = 2025\n",
        "report = 2025\n",
        "[report]\nyear = '2025'\n",
        "[report]\nyear = true\n",
        "[report]\nyear = 25\n",
        "[report]\nyear = 2025.0\n",
        "[report]\ntitle = ' '\n",
        "[report]\ntitle = 3\n",
        "[report]\nyear = 2025\ndepartment = '과'\n",
        "[report]\nyear = 2025\nwho = 3\n",
        "[report]\nyear = 2025\nsha256 = 'abc'\n",
    ],
)
def test_what_is_not_so_is_2_with_a_sentence(
    pipeline: Pipeline, raw: Path, tmp_path: Path, text: str
) -> None:
    if text != "[report]\nyear = 2025.0\n":  # a whole number by the schema, a float in TOML
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(tomllib.loads(text), SCHEMA)
    write(raw, text)
    done = pipeline("run")
    assert done.returncode == 2
    assert "a.txt.corrections.toml is not as it should be" in done.stderr
    assert " / " not in done.stderr, "one language a line"
    assert not (tmp_path / "extracted").exists()


def test_schema_reader_and_applier_name_the_same_fields() -> None:
    listed = SCHEMA["properties"]["report"]["properties"]
    assert read.COVER_FIELDS == applied.COVER_FIELDS
    assert set(listed) == {*read.COVER_FIELDS, *read.COVER_SAID}


def test_many_entries_take_time_in_proportion(tmp_path: Path) -> None:
    entry = '[[correction]]\ntable = "programmes"\nprogramme_id = "1.1.{}"\nfield = "title"\n'
    entry += 'old = "가"\nnew = "나"\nreason = "까닭"\nwho = "홍길동"\n'
    raw = tmp_path / "a.txt"
    spent = []
    for many in (500, 8000):
        write(raw, f'sha256 = "{"0" * 64}"\n' + "".join(entry.format(n) for n in range(many)))
        start = time.process_time()
        assert len(read.read_corrections(raw)) == many
        spent.append(time.process_time() - start)
    assert spent[1] < 16 * 4 * spent[0] + 1  # the square would be 256 times


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "year = " + "9" * 5000])
def test_what_toml_chokes_on_is_2(pipeline: Pipeline, raw: Path, text: str) -> None:
    (raw.parent / "expected.toml").write_text(text, encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 2
    assert "expected.toml is not as it should be" in done.stderr
