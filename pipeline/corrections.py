"""A person's corrections, applied between the stages: titles and lines before figures are read in
them, values before they are judged.

No value is ever changed otherwise. A correction names its place, the old and the new value, the raw
file's hash, a reason and a person; it is applied only where the bytes and the old value are the
ones that it was written for, and what it changed says what stood there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from pipeline.model import (
    Achievement,
    Group,
    Place,
    Printed,
    Problem,
    Programme,
    Quantity,
    Report,
    Run,
)

FIELDS = {
    "programmes": "title",
    "achievements": "text",
    "quantities": "value",
}  # what may be corrected, and nothing else
OF_TEXTS = ("programmes", "achievements")
COVER = "report"  # the table of what a person says of the whole report, its field as the key
COVER_FIELDS = ("year", "title", "organisation")


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of `<raw file>.corrections.toml`; `key` is (programme_id,), (programme_id,
    achievement_no), (quantity_id,), or of [report] the field: then `old` is empty, and so may be
    the reason, the person and the hash.
    """

    table: str
    key: tuple[str, ...]
    old: str
    new: str
    reason: str
    who: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The report after its corrections: what they changed by (programme_id, achievement_no or
    None), and what became of each.
    """

    report: Report
    old_texts: Mapping[tuple[str, int | None], str]
    problems: tuple[Problem, ...]


def mend_printed(printed: Printed, new: str) -> Printed:
    """The new text; the characters that it shares with the old one at both ends keep their places,
    those between have none.

    >>> from pipeline.model import Line
    >>> old = Printed("1,00명", (Run(0, Line(7, 1, "1,00명"), 0, 5),))
    >>> [(r.start, r.offset, r.length) for r in mend_printed(old, "1,000명").runs]
    [(0, 0, 4), (5, 4, 1)]
    """
    old = printed.text
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    runs = [cut for r in printed.runs if (cut := _cut(r, 0, head, 0))]
    runs += [
        cut
        for r in printed.runs
        if (cut := _cut(r, len(old) - tail, len(old), len(new) - len(old)))
    ]
    return Printed(new, tuple(runs), printed.join_doubt)


def _cut(run: Run, start: int, end: int, shift: int) -> Run | None:
    first, last = max(run.start, start), min(run.start + run.length, end)
    return (
        Run(first + shift, run.line, run.offset + first - run.start, last - first)
        if first < last
        else None
    )


def correct_report(report: Report, corrections: Sequence[Correction], sha256: str) -> Corrected:
    """The cover, titles and achievement lines corrected, before any figure is read in them.
    `sha256` is the raw file's.
    """
    report, told = correct_cover(report, [c for c in corrections if c.table == COVER], sha256)
    wanted = {(c.table, *c.key): c for c in corrections if c.table in OF_TEXTS}
    if not wanted:
        return Corrected(report, {}, told)
    corrected = _correct_texts(report, wanted, sha256)
    return replace(corrected, problems=(*told, *corrected.problems))


def _correct_texts(
    report: Report, wanted: dict[tuple[str, ...], Correction], sha256: str
) -> Corrected:
    old_texts: dict[tuple[str, int | None], str] = {}
    problems: list[Problem] = []

    def mend(printed: Printed, place: Place, *key: str) -> Printed:
        correction = wanted.pop(key, None)
        if correction is None:
            return printed
        found = _refusal(correction, sha256, printed.text == correction.old, printed.text)
        problems.append(_outcome(correction, found, place, correction.key[0]))
        if found:
            return printed
        old_texts[
            correction.key[0], int(correction.key[1]) if len(correction.key) > 1 else None
        ] = printed.text
        return mend_printed(printed, correction.new)

    areas = tuple(
        replace(a, groups=tuple(_mend_group(g, mend) for g in a.groups)) for a in report.areas
    )
    problems += [_outcome(c, _refusal(c, sha256, None), Place(), None) for c in wanted.values()]
    return Corrected(replace(report, areas=areas), old_texts, tuple(problems))


def correct_cover(
    report: Report, said: Sequence[Correction], sha256: str
) -> tuple[Report, tuple[Problem, ...]]:
    """Year, title and organisation as a person gives them, read or not; each is told in a problem
    beside what was read. A hash, where one is given, must be the raw file's.

    >>> report = Report(None, None, None, None, (), (), (), (), (Problem("no_title"),))
    >>> given = [Correction("report", ("year",), "", "2025", "", "", "")]
    >>> found, told = correct_cover(report, given, "0f")
    >>> found.year, found.year_source, [p.code for p in told]
    (2025, 'person', ['given_by_person'])
    """
    problems = []
    for correction in said:
        (field,) = correction.key
        refused = correction.sha256 not in ("", sha256)
        problems.append(_cover_outcome(correction, getattr(report, field), refused, sha256))
        if refused:
            continue
        if field == "year":
            report = replace(report, year=int(correction.new), year_source="person")
        elif field == "title":
            left = tuple(p for p in report.problems if p.code != "no_title")
            report = replace(report, title=correction.new, problems=left)
        else:
            report = replace(report, organisation=correction.new)
    return report, tuple(problems)


def _cover_outcome(correction: Correction, old: object, refused: bool, sha256: str) -> Problem:
    words = [
        ("what", f"{COVER}.{correction.key[0]}"),
        ("old", "null" if old is None else str(old)),
        ("new", correction.new),
        ("who", correction.who or "-"),
        ("reason", correction.reason or "-"),
    ]
    if refused:
        return Problem("correction_refused", words=(*words, ("found", f"sha256 {sha256}")))
    return Problem("given_by_person", words=tuple(words))


Mend = Callable[..., Printed]


def _mend_group(group: Group, mend: Mend) -> Group:
    return replace(group, programmes=tuple(_mend_programme(p, mend) for p in group.programmes))


def _mend_programme(programme: Programme, mend: Mend) -> Programme:
    """A programme with its corrections; its row says every older text of it, the title's first."""
    title = mend(programme.title, programme.place, "programmes", programme.programme_id)
    lines = tuple(_mend_line(programme.programme_id, line, mend) for line in programme.achievements)
    older = [programme.title.text] if title is not programme.title else []
    older += [line.corrected_from for line in lines if line.corrected_from is not None]
    return (
        replace(programme, title=title, achievements=lines, corrected_from="\n".join(older))
        if older
        else programme
    )


def _mend_line(programme_id: str, line: Achievement, mend: Mend) -> Achievement:
    printed = mend(line.printed, line.place, "achievements", programme_id, str(line.number))
    return (
        line
        if printed is line.printed
        else replace(line, printed=printed, corrected_from=line.printed.text)
    )


def correct_quantities(
    quantities: Iterable[Quantity],
    corrected: Corrected,
    corrections: Sequence[Correction],
    sha256: str,
) -> tuple[tuple[Quantity, ...], tuple[Problem, ...]]:
    """Values corrected before they are judged; figures with a character that was not printed say
    what was printed.
    """
    wanted = {c.key[0]: c for c in corrections if c.table == "quantities"}
    problems: list[Problem] = []
    made = []
    for quantity in quantities:
        correction = wanted.pop(quantity.quantity_id, None)
        if correction is not None:
            found = _refusal(
                correction,
                sha256,
                quantity.value == _decimal(correction.old),
                _plain(quantity.value),
            )
            place = quantity.container.printed.place(quantity.start, quantity.end)
            problems.append(_outcome(correction, found, place, quantity.container.programme_id))
            quantity = quantity if found else mend_quantity(quantity, Decimal(correction.new))
        made.append(_marked(quantity, corrected))
    problems += [_outcome(c, _refusal(c, sha256, None), Place(), None) for c in wanted.values()]
    return tuple(made), tuple(problems)


def mend_quantity(quantity: Quantity, value: Decimal) -> Quantity:
    """The figure with another value; what its printed precision leaves open moves along."""
    moved = value - (quantity.value or Decimal(0))
    low, high = (
        None if bound is None else bound + moved for bound in (quantity.low, quantity.high)
    )
    return replace(quantity, value=value, low=low, high=high, corrected_from=_plain(quantity.value))


def _marked(quantity: Quantity, corrected: Corrected) -> Quantity:
    """A figure of a corrected text is marked where one of its characters comes from the correction."""
    container = quantity.container
    old = (
        corrected.old_texts.get((container.programme_id or "", container.achievement_no))
        if corrected.old_texts
        else None
    )
    if (
        old is None
        or quantity.corrected_from is not None
        or container.kind not in ("title", "achievement")
    ):
        return quantity
    held = {n for r in container.printed.runs for n in range(r.start, r.start + r.length)}
    if (
        all(
            n in held or container.printed.text[n].isspace()
            for n in range(quantity.start, quantity.end)
        )
        and quantity.quote in old
    ):
        return quantity
    return replace(quantity, corrected_from=old)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _plain(value: Decimal | None) -> str:
    """A number as a person writes it.

    >>> _plain(Decimal("2045000")), _plain(Decimal("93.30"))
    ('2045000', '93.3')
    """
    if value is None:
        return "null"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refusal(correction: Correction, sha256: str, fits: bool | None, found: str = "") -> str | None:
    """What was found instead, where a correction is not applied; None where it is. `fits` is None
    where its row is not there.
    """
    if correction.sha256 != sha256:
        return f"sha256 {sha256}"
    if fits is None:
        return "no such row / 그런 행 없음"
    return None if fits else f"“{found}”"


def _outcome(
    correction: Correction, found: str | None, place: Place, programme_id: str | None
) -> Problem:
    said = [
        ("what", f"{correction.table}.{FIELDS[correction.table]} {' '.join(correction.key)}"),
        ("old", correction.old),
        ("new", correction.new),
        ("reason", correction.reason),
        ("who", correction.who),
    ]
    said += [("found", found)] if found else []
    return Problem(
        "correction_refused" if found else "correction_applied",
        place,
        programme_id,
        words=tuple(said),
    )
