"""Findings grouped by their cause: what is looked at once is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
# the gravest first; what agrees is no finding
VERDICTS = ("disagrees", "unsupported", "not_comparable", "agrees_within_rounding", "agrees")
FINDINGS = VERDICTS[:3]


@dataclass(frozen=True, slots=True)
class Cause:
    """The findings of one report that share a cause, and whether a person accepted them all."""

    source: str
    rows: tuple[Row, ...]
    accepted: bool = False

    @property
    def verdict(self) -> str:
        return str(self.rows[0]["verdict"])

    @property
    def weight(self) -> tuple[int, ...]:
        """What comes first: an accusation that nobody accepted, then what another reading or a
        doubt keeps from one, then the rest; of equals the one with more findings.
        """
        first = self.rows[0]
        withheld = first["rival"] is not None or first["attribution"] == "reading"
        return self.accepted, VERDICTS.index(self.verdict), not withheld, -len(self.rows)


def rows_to_causes(
    source: str,
    rows: Iterable[Row],
    accepted: Iterable[str] = (),
    verdicts: Sequence[str] = FINDINGS,
) -> list[Cause]:
    """The causes of one report's checks, the heaviest first.

    >>> row = {"verdict": "disagrees", "rival": None, "attribution": "report", "cause": "k_1"}
    >>> rows = [row | {"check_id": "c_1"}, row | {"check_id": "c_2"}]
    >>> [len(cause.rows) for cause in rows_to_causes("2024.pdf", rows)]
    [2]
    """
    known = set(accepted)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["verdict"] in verdicts:
            groups[row["cause"]].append(row)
    causes = [
        Cause(source, tuple(own), all(row["check_id"] in known for row in own))
        for own in groups.values()
    ]
    return sorted(causes, key=lambda cause: cause.weight)
