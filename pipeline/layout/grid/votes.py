"""A vote: what speaks for an edge of a grid, or against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Axis = Literal["column", "row", "label"]


@dataclass(frozen=True, slots=True)
class Vote:
    """`at`: points from the page's left (columns) or top (rows); `weight`: infinite for a rule.

    >>> Vote("column", 120.5, 14.0, "starts").weight
    14.0
    """

    axis: Axis
    at: float
    weight: float
    reason: str
