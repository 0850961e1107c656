"""What reasons weigh that were learnt from tables whose rules are taken away."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.layout.rulings import Reals


def reasons_to_weights(kind: str, reasons: Sequence[str]) -> Reals:
    """The weight of each reason of a kind (a table of learnt.toml), the bias last."""
    own = _learnt()[kind]
    return np.array([own[reason] for reason in (*reasons, "bias")])


@functools.cache
def _learnt() -> dict[str, dict[str, float]]:
    text = Path(__file__).with_name("learnt.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
