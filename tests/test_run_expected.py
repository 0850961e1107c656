"""expected.toml: a report that vanished, failed or gives other rows turns CI red."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import jsonschema
import pytest
from conftest import Pipeline

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "raw" / "2024.pdf"
EXPECTED = "[[report]]\nyear = 2024\nprogrammes = 112\nareas = 4\n"


def schema(name: str) -> object:
    return json.loads(
        (ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    )


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    shutil.copy(SAMPLE, folder)
    (folder / "expected.toml").write_text(EXPECTED, encoding="utf-8")
    return folder


def test_what_is_as_expected_passes(pipeline: Pipeline, raw: Path, tmp_path: Path) -> None:
    jsonschema.validate(tomllib.loads(EXPECTED), schema("expected"))
    assert pipeline("run").returncode == 0
    assert not (tmp_path / "extracted" / "expected.json").exists()


def test_other_rows_are_4_until_they_are_right(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "expected.toml").write_text(EXPECTED.replace("112", "113"), encoding="utf-8")
    for command in ("run", "check"):
        done = pipeline(command)
        assert done.returncode == 4
        assert "expected_differs" in done.stdout
        korean = pipeline(command, "--lang", "ko").stdout
        assert "expected.toml에는 2024년 보고서가 분야 4개, 단위사업 113개로 되어 있으나" in korean
        assert "exit 4: not wholly read, or not as expected: expected.toml" in done.stdout
        assert "2024.pdf: areas 4, programmes 112" in done.stdout
        assert pipeline(command, "--fail-on", "failed").returncode == 0
    (raw / "expected.toml").write_text(EXPECTED, encoding="utf-8")
    assert (pipeline("run").returncode, pipeline("check").returncode) == (0, 0)


def test_a_report_that_vanished_or_broke_is_4_or_more(pipeline: Pipeline, raw: Path) -> None:
    (raw / "expected.toml").write_text(
        EXPECTED + "[[report]]\nreport_id = '2023.pdf'\n", encoding="utf-8"
    )
    done = pipeline("run")
    assert done.returncode == 4
    assert "expected_missing" in done.stdout
    assert "2023.pdf" in done.stdout
    assert (
        pipeline("run", raw / "2024.pdf").returncode == 0
    )  # a run over one file expects nothing of the others
    assert pipeline("check").returncode == 4
    (raw / "2024.pdf").rename(raw.parent / "aside.pdf")
    (raw / "other.txt").write_text("2022년 실적\n", encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 4  # what was published still stands, but its raw file is gone
    assert done.stdout.count("expected_missing") == 2


BROKEN = (
    "nix",
    "",
    EXPECTED.replace("report", "reports"),
    EXPECTED + "[other]\n",
    "report = 3",
    "[[report]]\nprogrammes = 3\n",
    "[[report]]\nyear = '2024'\n",
    "[[report]]\nyear = 1\nx = 2\n",
)


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_that_is_not_so_is_2_with_a_sentence(
    pipeline: Pipeline, raw: Path, tmp_path: Path, text: str
) -> None:
    (raw / "expected.toml").write_text(text, encoding="utf-8")
    done = pipeline("run")
    assert done.returncode == 2
    assert "expected.toml" in done.stderr
    assert not (tmp_path / "extracted").exists()


def test_the_schemas_are_schemas_and_refuse_what_is_not_so() -> None:
    for name in ("accepted", "corrections", "expected"):
        jsonschema.Draft202012Validator.check_schema(schema(name))
    accepted = {
        "check_id": "c_1",
        "evidence": "0" * 16,
        "reason": "오기",
        "who": "홍길동",
        "expires": "2026-12-31",
    }
    jsonschema.validate({"accepted": [accepted]}, schema("accepted"))
    for wrong in (
        {"accepted": [accepted | {"who": ""}]},
        {"accepted": [{k: v for k, v in accepted.items() if k != "reason"}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema("accepted"))
    for wrong in ({"report": [{"programmes": 3}]}, {"report": [{"year": "2024"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema("expected"))
