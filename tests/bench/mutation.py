"""Proof that the checks can fail: one printed digit changed at a time, everywhere a check covers a
figure.

    python tests/bench/mutation.py FILE... [--most 300] [--seed 1] [--missed] [--text]

With --text the digit is changed in the file itself (text files only) and every stage runs again;
without it in the text that was read.

For every file: the share of its figures that at least one check covers (confirms, or is made of),
the share of changed digits that are flagged at the right place, those that stay within what print
leaves open (no check can see them), and flags that appear elsewhere. Not a timed test: it is run by
hand, and its numbers stand in docs/methodology.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.layout import lay_out
from pipeline.model import Check, Container, Printed, Quantity, Report
from pipeline.outline import account, containers, outline
from pipeline.quantify import quantify
from pipeline.quantify.claims import quantities_to_claims
from pipeline.read import read_document
from pipeline.reconcile import reconcile

FITS = ("agrees", "agrees_within_rounding")


@dataclasses.dataclass(slots=True)
class Tally:
    """What became of the changed digits of one file."""

    figures: int = 0
    covered: int = 0
    caught: int = 0
    # every check that covers the figure still holds: the change is smaller than the print's grain
    within_print: int = 0
    missed: int = 0
    lost: int = 0  # the changed digits read as something else (a date, another unit)
    elsewhere: int = 0  # flags on statements that the changed figure has no part in
    clean_flags: int = 0

    def line(self) -> str:
        tried = self.caught + self.missed
        return (
            f"{self.figures} figures, {self.covered} covered ({share(self.covered, self.figures)}); {tried} changes beyond print:"
            f" {self.caught} caught ({share(self.caught, tried)}), {self.missed} missed; {self.within_print} within print,"
            f" {self.lost} read otherwise; {self.elsewhere} flags elsewhere; {self.clean_flags} flags before any change"
        )


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


@dataclasses.dataclass(slots=True)
class Reading:
    """One report as far as the checks need it."""

    report: Report
    containers: list[Container]
    quantities: list[Quantity]
    unread: int = 0

    def checks(self) -> tuple[Check, ...]:
        return reconcile(
            self.report,
            self.quantities,
            quantities_to_claims(self.containers, self.quantities),
            unread_lines=self.unread,
        )[0]


def path_to_reading(path: Path) -> Reading:
    document = read_document(path, path.name)
    blocks = lay_out(document)
    report = outline(blocks, document.source)
    found = containers(report)
    return Reading(
        report,
        list(found),
        list(quantify(found).quantities),
        len(account(blocks.lines, report.marks)[1]),
    )


def digit_changes(quantity: Quantity, chance: random.Random) -> Iterator[str]:
    """The container's text with one digit of the figure changed, a first digit never to nought; one
    change a digit.
    """
    text = quantity.container.printed.text
    for at in range(quantity.start, quantity.end):
        if text[at].isdigit():
            first = at == quantity.start or not text[at - 1].isdigit()
            other = [d for d in "0123456789" if d != text[at] and not (first and d == "0")]
            yield text[:at] + chance.choice(other) + text[at + 1 :]


def changed(reading: Reading, quantity: Quantity, text: str) -> tuple[Reading, Quantity | None]:
    """The reading with one container's text changed and read again; and the figure that stands
    where the old one stood.
    """
    old = quantity.container
    new = dataclasses.replace(old, printed=Printed(text, old.printed.runs, old.printed.join_doubt))
    own = [q for q in reading.quantities if q.container is old]
    again = renamed(own, list(quantify([new]).quantities))
    at = next(n for n, q in enumerate(reading.quantities) if q.container is old)
    rest = [q for q in reading.quantities if q.container is not old]
    at = sum(1 for q in reading.quantities[:at] if q.container is not old)
    made = Reading(
        reading.report,
        [new if c is old else c for c in reading.containers],
        [*rest[:at], *again, *rest[at:]],
        reading.unread,
    )
    return made, next(
        (q for q in again if q.start == quantity.start and q.end == quantity.end), None
    )


def changed_file(
    path: Path, reading: Reading, quantity: Quantity, text: str
) -> tuple[Reading, Quantity | None]:
    """The whole file read again with that digit changed in its line; nothing where the figure is
    not found once in the line.
    """
    place = quantity.container.printed.place(quantity.start, quantity.end)
    lines = path.read_text(encoding="utf-8").split("\n")
    new = text[quantity.start : quantity.end]
    at = (place.first_line or 0) - 1
    if at < 0 or lines[at].count(quantity.quote) != 1:
        return reading, None
    lines[at] = lines[at].replace(quantity.quote, new)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text("\n".join(lines), encoding="utf-8")
        made = path_to_reading(copy)
    return made, next(
        (
            q
            for q in made.quantities
            if q.quote == new and q.start == quantity.start and same_line(q, place.first_line)
        ),
        None,
    )


def same_line(quantity: Quantity, line: int | None) -> bool:
    return quantity.container.printed.place(quantity.start, quantity.end).first_line == line


def renamed(old: list[Quantity], new: list[Quantity]) -> list[Quantity]:
    """The figures read again, under the ids they had where they stand in the same place."""
    names = {(q.start, q.end): q.quantity_id for q in old}
    return [
        dataclasses.replace(q, quantity_id=names.get((q.start, q.end), "new-" + q.quantity_id))
        for q in new
    ]


def covering(checks: tuple[Check, ...]) -> dict[str, list[Check]]:
    """For every figure the checks that confirm it or are made of it."""
    made: dict[str, list[Check]] = {}
    for check in checks:
        if check.verdict in FITS:
            for name in {check.quantity_id or "", *check.operands}:
                made.setdefault(name, []).append(check)
    return made


def mutate(path: Path, most: int, chance: random.Random, show: bool, whole: bool) -> Tally:
    reading = path_to_reading(path)
    before = reading.checks()
    covers = covering(before)
    flagged = {(c.quantity_id, c.type) for c in before if c.verdict == "disagrees"}
    known = [q for q in reading.quantities if q.quantity_id in covers]
    tally = Tally(len(reading.quantities), len(known), clean_flags=len(flagged))
    changes = [(q, text) for q in known for text in digit_changes(q, chance)]
    for quantity, text in sorted(
        chance.sample(changes, min(most, len(changes))), key=lambda c: (c[0].quantity_id, c[1])
    ):
        made, figure = (
            changed_file(path, reading, quantity, text)
            if whole
            else changed(reading, quantity, text)
        )
        count(tally, made, figure, quantity, covers[quantity.quantity_id], flagged, show)
    return tally


def count(
    tally: Tally,
    made: Reading,
    figure: Quantity | None,
    quantity: Quantity,
    covers: list[Check],
    flagged: set[tuple[str | None, str]],
    show: bool,
) -> None:
    """One change tried: caught where a statement that the figure makes or is part of is flagged."""
    if figure is None or figure.unit != quantity.unit:
        tally.lost += 1
        return
    checks = made.checks()
    flags = [
        c for c in checks if c.verdict == "disagrees" and (c.quantity_id, c.type) not in flagged
    ]
    right = [c for c in flags if figure.quantity_id in (c.quantity_id, *c.operands)]
    # a count of rows that a change makes wrong is flagged at itself; rows themselves cannot be
    # changed here
    tally.elsewhere += len(flags) - len(right)
    if show:
        for flag in flags:
            if flag not in right:
                print(
                    f"  elsewhere: {quantity.quote} → {figure.quote}: {flag.type} {flag.statement} {flag.explanation_ko}"
                )
    if right:
        tally.caught += 1
    elif still_fits(covers, checks):
        tally.within_print += 1
    else:
        tally.missed += 1
        if show:
            at = f"{quantity.container.printed.text[max(0, quantity.start - 30) : quantity.end + 10]!r}"
            print(
                f"  missed: {quantity.quote} → {figure.quote} at {at}: {', '.join(sorted({c.type for c in covers}))}"
            )


def still_fits(covers: list[Check], checks: tuple[Check, ...]) -> bool:
    """Whether every check that covered the figure still stands, by statement, kind and operands, or
    (read anew) by kind and line.
    """
    now = {(c.quantity_id, c.type, frozenset(c.operands)) for c in checks if c.verdict in FITS}
    lines = {
        (c.type, c.place.first_line)
        for c in checks
        if c.verdict in FITS and c.place.first_line is not None
    }
    known = {c.check_id for c in checks}
    if any(c.check_id in known for c in covers):
        return all((c.quantity_id, c.type, frozenset(c.operands)) in now for c in covers)
    return all((c.type, c.place.first_line) in lines for c in covers)


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--most", type=int, default=300, help="changes tried a file")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument(
        "--text", action="store_true", help="change the file itself and run every stage again"
    )
    arguments.add_argument(
        "--missed", action="store_true", help="print every change that was missed"
    )
    given = arguments.parse_args()
    for path in given.files:
        print(
            f"{path.name}: {mutate(path, given.most, random.Random(given.seed), given.missed, given.text).line()}"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
