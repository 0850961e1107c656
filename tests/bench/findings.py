"""The accusations of a run against those that somebody looked at on their pages.

    python tests/bench/findings.py FOLDER

FOLDER: what a run over the reports at hand published. `tests/bench/findings.toml` lists every
accusation that was looked at, with what the eye says (docs/findings.md tells why). Printed are the
true ones that the run keeps, those it lost, those it makes that nobody has looked at, and those that
are known to be false. Exit code 1 where one was lost, is new or is false: look at it, and add a line
to the list or mend the rule. Entries of reports that the run did not read are passed over.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

LIST = Path(__file__).with_name("findings.toml")
DIGITS = 6  # decimals of a computed value that tell two findings apart
COLUMNS = ["report_id", "page", "type", "statement", "computed", "verdict"]


class Finding(NamedTuple):
    """One accusation: where it stands, what is printed, and what its operands make."""

    report: str
    page: int | None
    type: str
    statement: str
    computed: float | None

    def __str__(self) -> str:
        where = self.report if self.page is None else f"{self.report} p. {self.page}"
        return f"{where}: {self.type} {self.statement}, computed {self.computed}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings of the list and of a run, each as often as it stands there."""

    kept: tuple[Finding, ...]
    lost: tuple[Finding, ...]
    new: tuple[Finding, ...]
    false: tuple[Finding, ...]

    @property
    def in_order(self) -> bool:
        return not (self.lost or self.new or self.false)


def row_to_finding(row: dict[str, Any]) -> Finding:
    """A row of checks, or an entry of the list.

    >>> row_to_finding({"report": "a", "type": "ratio", "statement": "30%", "computed": 31.52173913})
    Finding(report='a', page=None, type='ratio', statement='30%', computed=31.521739)
    """
    computed = row.get("computed")
    value = None if computed is None else round(float(computed), DIGITS)
    report = row.get("report") or row.get("report_id")
    return Finding(str(report), row.get("page"), row["type"], row["statement"], value)


def folder_to_findings(folder: Path) -> tuple[list[Finding], set[str]]:
    """The accusations of a published folder, and the reports it holds."""
    found: list[Finding] = []
    reports = set()
    for path in sorted((folder / "checks").glob("*.parquet")):
        reports.add(path.stem)
        rows = pq.read_table(path, columns=COLUMNS, partitioning=None).to_pylist()
        found += [row_to_finding(row) for row in rows if row["verdict"] == "disagrees"]
    return found, reports


def compare(
    entries: Iterable[dict[str, Any]], found: Sequence[Finding], reports: set[str]
) -> Comparison:
    """What a run keeps, loses and adds.

    >>> true = {"report": "a", "type": "ratio", "statement": "30%", "computed": 31, "true": True}
    >>> compare([true], [], {"a"}).lost == (row_to_finding(true),), compare([true], [], set()).lost
    (True, ())
    """
    known: dict[bool, Counter[Finding]] = {True: Counter(), False: Counter()}
    for entry in entries:
        known[entry["true"]][row_to_finding(entry)] += entry["report"] in reports
    run = Counter(found)
    return Comparison(
        tuple(sorted_of(run & known[True])),
        tuple(sorted_of(known[True] - run)),
        tuple(sorted_of(run - known[True] - known[False])),
        tuple(sorted_of(run & known[False])),
    )


def sorted_of(findings: Counter[Finding]) -> list[Finding]:
    return sorted(findings.elements(), key=str)


def comparison_to_text(made: Comparison) -> str:
    """One line a finding, those to be looked at last, and the totals."""
    told = (
        ("kept", made.kept),
        ("LOST", made.lost),
        ("NEW", made.new),
        ("FALSE", made.false),
    )
    lines = [f"{word:5} {finding}" for word, findings in told for finding in findings]
    total = ", ".join(f"{len(findings)} {word.lower()}" for word, findings in told)
    return "\n".join([*lines, total])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    found, reports = folder_to_findings(folder)
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["finding"]
    made = compare(entries, found, reports)
    print(comparison_to_text(made))
    return 0 if made.in_order else 1


if __name__ == "__main__":
    sys.exit(main())
