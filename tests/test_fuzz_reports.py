"""Any report whatsoever keeps the promises of the contract, in memory and as files
(tests/fuzz/promises.py has them).

SILJEOK_FUZZ sets how many reports are made (80 here; 20000 for the figures in docs/reliability.md).
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extract import document_to_extraction
from pipeline.model import Container, Printed, Table
from pipeline.publish import publish
from pipeline.quantify import quantify

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

import promises
import strategies

EXAMPLES = int(os.environ.get("SILJEOK_FUZZ", "80"))
KINDS = ["achievement", "title", "line", "cell"]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def publish_all(made: object, folder: Path) -> None:
    """An extraction's files laid out as a run leaves them, without its manifest."""
    publish(made, folder / "work")  # type: ignore[arg-type]
    for path in (folder / "work").glob("*.parquet"):
        (folder / path.stem).mkdir()
        path.rename(folder / path.stem / "f.txt.parquet")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW)
@given(strategies.reports)
def test_any_report_keeps_every_promise(text: str) -> None:
    document = promises.text_to_document(text)
    made = document_to_extraction(document)
    assert list(promises.broken_promises(document, made)) == []


@settings(max_examples=EXAMPLES // 5 + 1, deadline=None, suppress_health_check=SLOW)
@given(strategies.reports)
def test_what_is_published_of_any_report_keeps_the_contract(text: str) -> None:
    made = document_to_extraction(promises.text_to_document(text))
    with tempfile.TemporaryDirectory() as folder:
        publish_all(made, Path(folder))
        assert list(promises.broken_files(Path(folder))) == []


@settings(max_examples=EXAMPLES * 2, deadline=None, suppress_health_check=SLOW)
@given(
    st.lists(
        st.tuples(st.one_of(strategies.sentences, strategies.anything), st.sampled_from(KINDS)),
        max_size=6,
    )
)
def test_figures_of_any_texts_keep_their_promises(texts: list[tuple[str, str]]) -> None:
    containers = [
        Container(
            kind,
            "detail",
            Printed(" ".join(text.split())),
            "1.1.1",
            n,
            header=("예산(백만원)",) * (kind == "cell"),
        )
        for n, (text, kind) in enumerate(texts, 1)
    ]
    figures = quantify(containers)
    assert [*promises.broken_figures(figures), *promises.broken_digits(containers, figures)] == []


@settings(max_examples=EXAMPLES // 3 + 1, deadline=None, suppress_health_check=SLOW)
@given(strategies.reports)
def test_the_same_report_gives_the_same_twice(text: str) -> None:
    one, two = (document_to_extraction(promises.text_to_document(text)) for _ in range(2))
    assert [dataclasses.astuple(c) for c in one.checks] == [
        dataclasses.astuple(c) for c in two.checks
    ]
    assert [q.quantity_id for q in one.quantities] == [q.quantity_id for q in two.quantities]
    assert one.problems == two.problems


TEXT = """2024년 나래시 실적
제1분야 배움 (3개 사업)
과제  단위사업  추진현황
1. 과제
1. 사업 하나
○ 교육 3회, 996명 중 929명 수료(93.3%)
2. 사업 둘
○ 상담 12건
"""


def test_the_promises_can_be_broken() -> None:
    """Each of them notices the fault that it is there for."""
    document = promises.text_to_document(TEXT)
    made = document_to_extraction(document)
    assert list(promises.broken_promises(document, made)) == []
    first, *rest = made.quantities
    assert made.report is not None
    faults = {
        "its pieces": dataclasses.replace(made, pieces=made.pieces[1:]),
        "is not": dataclasses.replace(
            made, quantities=(dataclasses.replace(first, quote="없음"), *rest)
        ),
        "times": dataclasses.replace(made, quantities=(first, first)),
        "overlap": dataclasses.replace(
            made, quantities=(first, dataclasses.replace(first, quantity_id="x"))
        ),
        "does not hold": dataclasses.replace(
            made, quantities=(dataclasses.replace(first, low=Decimal(10**9)), *rest)
        ),
        "has no value": dataclasses.replace(
            made, quantities=(dataclasses.replace(first, value=None), *rest)
        ),
        "no other figure": dataclasses.replace(
            made, quantities=(dataclasses.replace(first, part_of="x"), *rest)
        ),
        "are not there": dataclasses.replace(
            made, checks=tuple(dataclasses.replace(c, operands=("x",)) for c in made.checks)
        ),
        "covered wrongly": dataclasses.replace(
            made, report=dataclasses.replace(made.report, tables=(Table(1, 1, 1, ()),))
        ),
    }
    for words, faulty in faults.items():
        assert any(words in broken for broken in promises.broken_promises(document, faulty)), words


@pytest.mark.parametrize("name", ["text", "quantities"])
def test_the_seeds_of_the_coverage_guided_targets_pass(name: str) -> None:
    import fuzz_quantities
    import fuzz_text

    target = {"text": fuzz_text.one_input, "quantities": fuzz_quantities.one_input}[name]
    seeds = sorted((Path(__file__).parent / "fuzz" / f"corpus_{name}").iterdir())
    assert seeds
    for seed in seeds:
        target(seed.read_bytes())


@pytest.mark.parametrize("name", ["text", "quantities"])
def test_a_bounded_coverage_guided_run_finds_nothing(name: str, tmp_path: Path) -> None:
    pytest.importorskip(
        "atheris", reason="atheris is not installed, which the coverage-guided run needs"
    )
    import subprocess

    seconds = os.environ.get("SILJEOK_FUZZ_SECONDS", "20")
    script = Path(__file__).parent / "fuzz" / f"fuzz_{name}.py"
    limits = [
        f"-max_total_time={seconds}",
        "-rss_limit_mb=2048",
        "-timeout=20",
        f"-artifact_prefix={tmp_path}/",
    ]
    command = [
        sys.executable,
        str(script),
        *limits,
        str(tmp_path),
        str(script.parent / f"corpus_{name}"),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=float(seconds) + 120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
