"""How a printed number looks where it is all that a cell holds."""

from __future__ import annotations

from pipeline.pattern import lazy_pattern, named

FIGURE = lazy_pattern(r"[△▲▽▼+\-−–(]{0,2}\d[\d,]*(?:\.\d+)?\)?(?:%|％|[가-힣]{1,3})?|[-–−]")
AMOUNT = named("layout.amount")
