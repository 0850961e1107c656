"""Coverage-guided fuzzing of the quantity grammar: each line of the input is a text that may hold
figures.

    python tests/fuzz/fuzz_quantities.py [-max_total_time=3600] [a folder for what it finds]
    tests/fuzz/corpus_quantities

Needs atheris, which no lock holds (it has no wheels for every system).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import promises  # noqa: E402

from pipeline.model import Container, Printed  # noqa: E402
from pipeline.quantify import quantify  # noqa: E402

KINDS = ("achievement", "title", "line", "cell")
LONGEST = 4000


def one_input(data: bytes) -> None:
    """Every run of digits ends in exactly one place, and every figure keeps its promises."""
    lines = data[:LONGEST].decode("utf-8", "replace").split("\n")
    containers = [
        Container(
            KINDS[n % 4],
            "detail",
            Printed(" ".join(text.split())),
            "1.1.1",
            n + 1,
            header=("예산(백만원)",) if n % 4 == 3 else (),
        )
        for n, text in enumerate(lines)
    ]
    figures = quantify(containers)
    broken = [*promises.broken_figures(figures), *promises.broken_digits(containers, figures)]
    assert not broken, broken


if __name__ == "__main__":
    import atheris

    atheris.instrument_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
