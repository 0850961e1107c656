"""A person's corrections: applied where they fit, marked where they stand, refused and named where
they no longer fit.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

from pipeline import corrections as applied
from pipeline.run import corrections as read

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "raw" / "2024.pdf"
TEXT = ROOT / "fixtures" / "text" / "2024-hand.txt"
SCHEMA = json.loads(
    (ROOT / "docs" / "schemas" / "corrections.schema.json").read_text(encoding="utf-8")
)
WHO = 'reason = "담당 부서 확인"\nwho = "홍길동"\n'


def rows(root: Path, table: str) -> list[dict[str, Any]]:
    return [dict(r) for r in pq.read_table(root / "extracted" / table).to_pylist()]


def entry(table: str, field: str, old: str, new: str, **key: Any) -> str:
    said = {"table": table, **key, "field": field, "old": old, "new": new}
    return (
        "[[correction]]\n"
        + "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in said.items())
        + WHO
    )


def write(raw: Path, *entries: str, sha256: str | None = None) -> None:
    """The corrections of a raw file, valid by the published schema."""
    text = f'sha256 = "{sha256 or hashlib.sha256(raw.read_bytes()).hexdigest()}"\n' + "".join(
        entries
    )
    jsonschema.validate(tomllib.loads(text), SCHEMA)
    raw.with_name(raw.name + ".corrections.toml").write_text(text, encoding="utf-8")


@pytest.fixture(params=[SAMPLE, TEXT], ids=["pdf", "text"])
def raw(request: pytest.FixtureRequest, pipeline: Pipeline, tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    path = tmp_path / "raw" / request.param.name
    shutil.copy(request.param, path)
    pipeline("run")
    return path


def line_with_figure(root: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """An achievement line, and a count of persons in it."""
    lines = {(a["programme_id"], a["achievement_no"]): a for a in rows(root, "achievements")}
    figure = next(
        q
        for q in rows(root, "quantities")
        if q["container"] == "achievement" and q["quote"] == "402명"
    )
    return lines[figure["programme_id"], figure["achievement_no"]], figure


def test_a_line_is_corrected_before_its_figures_are_read(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    line, _ = line_with_figure(tmp_path)
    before = {t: rows(tmp_path, t) for t in ("lines", "cells", "quantities")}
    new = line["text"].replace("402명", "420명")
    write(
        raw,
        entry(
            "achievements",
            "text",
            line["text"],
            new,
            programme_id=line["programme_id"],
            achievement_no=line["achievement_no"],
        ),
    )
    assert "read      " in pipeline("run").stdout
    (now,) = [a for a in rows(tmp_path, "achievements") if a["corrected_from"]]
    assert (now["text"], now["corrected_from"]) == (new, line["text"])
    (programme,) = [p for p in rows(tmp_path, "programmes") if p["corrected_from"]]
    assert new in programme["achievements"]
    assert programme["corrected_from"] == line["text"]
    (figure,) = [q for q in rows(tmp_path, "quantities") if q["corrected_from"]]
    assert (figure["quote"], figure["value"], figure["corrected_from"]) == (
        "420명",
        420.0,
        line["text"],
    )
    assert new[figure["start_offset"] : figure["end_offset"]] == "420명"
    assert len(rows(tmp_path, "quantities")) == len(before["quantities"])
    assert [rows(tmp_path, t) for t in ("lines", "cells")] == [
        before["lines"],
        before["cells"],
    ]  # the source stays as printed
    (told,) = [p for p in rows(tmp_path, "problems") if p["code"] == "correction_applied"]
    assert (told["severity"], told["programme_id"]) == ("info", line["programme_id"])
    assert "홍길동" in told["message_ko"]
    before_raw = sorted((tmp_path / "extracted").rglob("*.parquet"))
    assert "read      " not in pipeline("run").stdout
    raw.with_name(raw.name + ".corrections.toml").unlink()
    assert (
        "read      " in pipeline("run").stdout
    )  # the corrections are part of what decides the output
    assert rows(tmp_path, "quantities") == before["quantities"]
    assert sorted((tmp_path / "extracted").rglob("*.parquet")) == before_raw


def test_a_title_is_corrected(pipeline: Pipeline, raw: Path, tmp_path: Path) -> None:
    programme = rows(tmp_path, "programmes")[0]
    write(
        raw,
        entry(
            "programmes",
            "title",
            programme["title"],
            "바른 이름",
            programme_id=programme["programme_id"],
        ),
    )
    pipeline("run")
    now = rows(tmp_path, "programmes")[0]
    assert (now["title"], now["corrected_from"]) == ("바른 이름", programme["title"])
    assert rows(tmp_path, "programmes")[1]["corrected_from"] is None
    assert "바른 이름" in pipeline("show").stdout


def test_a_value_is_corrected_before_it_is_judged(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (wrong,) = [
        c
        for c in rows(tmp_path, "checks")
        if c["verdict"] == "disagrees" and c["statement"] == "8개소"
    ]
    write(raw, entry("quantities", "value", "8", "20", quantity_id=wrong["quantity_id"]))
    pipeline("run")
    now = {q["quantity_id"]: q for q in rows(tmp_path, "quantities")}[wrong["quantity_id"]]
    assert (now["quote"], now["value"], now["low"], now["high"], now["corrected_from"]) == (
        "8개소",
        20.0,
        20.0,
        20.0,
        "8",
    )
    told = pipeline("explain", wrong["quantity_id"], "--lang", "en").stdout
    assert "corrected from: 8\n" in told
    assert "A correction by 홍길동 was applied" in told
    assert "담당 부서 확인" in told
    assert {
        c["verdict"] for c in rows(tmp_path, "checks") if c["check_id"] == wrong["check_id"]
    } == {"agrees"}


def test_what_no_longer_fits_is_refused_and_named(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    before = {t: rows(tmp_path, t) for t in ("programmes", "achievements", "quantities", "checks")}
    title, quantity = before["programmes"][0], before["quantities"][0]
    write(
        raw,
        entry("programmes", "title", "다른 이름", "바른 이름", programme_id=title["programme_id"]),
        entry(
            "programmes",
            "title",
            title["title"],
            "바른 이름",
            programme_id=before["programmes"][1]["programme_id"],
        ),
        entry("achievements", "text", "없다", "있다", programme_id="99.1.1", achievement_no=1),
        entry("quantities", "value", "-1", "2", quantity_id=quantity["quantity_id"]),
        entry("quantities", "value", "1", "2", quantity_id="0000"),
    )
    pipeline("run")
    assert {t: rows(tmp_path, t) for t in before} == before
    told = [
        p["message_en"] for p in rows(tmp_path, "problems") if p["code"] == "correction_refused"
    ]
    assert [sum(word in t for t in told) for word in ("no such row", "(found: “")] == [2, 3]
    write(
        raw,
        entry(
            "programmes", "title", title["title"], "바른 이름", programme_id=title["programme_id"]
        ),
        sha256="0" * 64,
    )
    assert "correction_refused" in (pipeline("run"), pipeline("check"))[1].stdout
    assert {t: rows(tmp_path, t) for t in before} == before
    told = [
        p["message_en"] for p in rows(tmp_path, "problems") if p["code"].startswith("correction_")
    ]
    assert len(told) == 1
    assert "found: sha256 " in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "correction = 3",
        '[[correction]]\ntable = "lines"\n',
        entry("programmes", "title", "a", "b", programme_id="1.1.1"),  # no sha256
        'sha256 = "1"\n' + entry("programmes", "title", "a", "", programme_id="1.1.1"),
        'sha256 = "1"\n' + entry("quantities", "value", "a", "2", quantity_id="1"),
        'sha256 = "1"\n' + entry("quantities", "unit", "명", "개", quantity_id="1"),
        'sha256 = "1"\n' + 2 * entry("programmes", "title", "a", "b", programme_id="1.1.1"),
    ],
)
def test_a_file_that_is_not_so_is_2_with_a_sentence(
    pipeline: Pipeline, tmp_path: Path, text: str
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("2024년 실적\n", encoding="utf-8")
    (tmp_path / "raw" / "a.txt.corrections.toml").write_text(text, encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 2
    assert "a.txt.corrections.toml" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "extracted").exists()


def test_schema_reader_and_applier_name_the_same_fields() -> None:
    variants = SCHEMA["properties"]["correction"]["items"]["oneOf"]
    assert (
        read.FIELDS
        == applied.FIELDS
        == {v["properties"]["table"]["const"]: v["properties"]["field"]["const"] for v in variants}
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "[[correction]]",
            "[[corrections]]",
            "unknown key corrections; entries begin with [[correction]]",
        ),
        ("[[correction]]", "foo = 1\n[[correction]]", "unknown key foo"),
        ('who = "', 'page = 5\nwho = "', "unknown: page"),
        ('sha256 = "', 'sha256 = "7e1a036e…"\n#', "sha256 needs all 64 hexadecimal digits"),
    ],
)
def test_what_nobody_would_read_is_2_with_a_sentence(
    pipeline: Pipeline, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    (tmp_path / "raw").mkdir()
    path = Path(shutil.copy(TEXT, tmp_path / "raw"))
    write(path, entry("programmes", "title", "가", "나", programme_id="1.1.1"))
    beside = path.with_name(path.name + ".corrections.toml")
    beside.write_text(beside.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 2
    assert sentence in done.stderr
