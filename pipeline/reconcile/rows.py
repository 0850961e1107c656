"""“4개 분야 112개 사업” against the rows of the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from pipeline.model import Area, Claim, Programme, Quantity, Report
from pipeline.reconcile.interval import point
from pipeline.reconcile.judge import Outcome
from pipeline.reconcile.names import name_in, plain
from pipeline.reconcile.numbering import numbering_broken
from pipeline.reconcile.row_headers import named_level

LEVELS = {
    "programme": ("단위사업", "programmes"),
    "group": ("과제", "groups"),
    "area": ("분야", "areas"),
}
FAR = 2  # times off, a level is surely not the one meant
CLEAR = 0.75  # how much of an area's title a label must hold to mean that area


def claim_to_row_outcome(
    claim: Claim, stated: Quantity, report: Report, doubts: int
) -> Outcome | None:
    """The verdict over one stated count of rows; None where the report has no rows to count."""
    if not report.programmes or stated.value is None:
        return None
    named = named_level(report, dict(claim.words).get("noun", ""))
    levels = list(
        dict.fromkeys(([named] if named else []) + [v for k, v in claim.words if k == "level"])
    )
    area = stated_area(claim, report)
    counts = counts_in([area] if area else report.areas, levels, report, area)
    if "parts" in dict(claim.words):
        return claim_to_part_outcome(claim, stated, report, area, levels, doubts)
    scopes, within = [area] if area else report.areas, area if len(report.areas) > 1 else None
    state = next((v for k, v in claim.words if k == "state"), None)
    fitting = [c for c in counts if c[1] == stated.value]
    if fitting and (area or is_whole(claim)):
        return _outcome(claim, "agrees", fitting[0], scopes, within)
    in_state = [p for p in report.programmes if state and p.state == state]
    if in_state and len(in_state) == stated.value:
        made = _counted(claim, "agrees", "programme", in_state)
        return dataclasses.replace(made, extra=(*made.extra, *scope_words(None, state)))
    if not counts:
        return Outcome(claim, "unsupported", why="no_level")
    meant = surely_meant(counts, stated.value, named)
    if (
        meant
        and (area or is_whole(claim) or starts_with_title(claim, named, meant, stated.value))
        and not state
    ):
        if ("compared", "yes") in claim.words:
            return Outcome(claim, "unsupported", why="which_level")
        doubts += partly_read(report, meant[0], area) + (("sums", "yes") in claim.words)
        return _outcome(
            claim, "unsupported" if doubts else "differs", meant, scopes, within, doubts
        )
    return _uncounted(claim, area, "subset" if meant else "which_level")


def _uncounted(claim: Claim, area: Area | None, why: str) -> Outcome | None:
    """Nothing of some of the rows, or of a plan's own: no word says that they are this report's."""
    return Outcome(claim, "unsupported", why=why) if area or is_whole(claim) else None


def counts_in(
    scopes: Sequence[Area], levels: Sequence[str], report: Report, area: Area | None
) -> list[tuple[str, int]]:
    """How many rows of each level there are in the areas given."""
    return [
        (level, count_rows(scopes, level))
        for level in levels
        if has_level(report, level) and not (area and level == "area")
    ]


def claim_to_part_outcome(
    claim: Claim,
    stated: Quantity,
    report: Report,
    area: Area | None,
    levels: Sequence[str],
    doubts: int,
) -> Outcome:
    """One row of a summary table with its neighbours: the area of its label, or the one at its
    place; never the whole report.
    """
    place, parts = (
        int(dict(claim.words)["place"]),
        [Decimal(v) for v in dict(claim.words)["parts"].split(",")],
    )
    meant = (
        area
        or labelled_area(claim, report)
        or (report.areas[place] if len(parts) == len(report.areas) else None)
    )
    counts = counts_in([meant], levels, report, meant) if meant else []
    fitting = [c for c in counts if c[1] == stated.value]
    if meant and fitting:
        return _outcome(claim, "agrees", fitting[0], [meant], meant)
    sure = [c for c in counts if others_fit(parts, place, report, c[0])]
    named = surely_meant(counts, stated.value or Decimal(0)) if area and counts else None
    told = named or (sure[0] if len(sure) == 1 else None)
    if meant and told:
        doubts += partly_read(report, told[0], meant) + (
            ("sums", "yes") in claim.words
        )  # two misprints that meet are rare
        return _outcome(claim, "unsupported" if doubts else "differs", told, [meant], meant, doubts)
    return Outcome(claim, "unsupported", why="subset")


def others_fit(parts: Sequence[Decimal], place: int, report: Report, level: str) -> bool:
    """Whether every other row of the column is what the area at its place holds: then this column
    counts just these rows.
    """
    fits = [
        count_rows([a], level) == n
        for k, (a, n) in enumerate(zip(report.areas, parts, strict=False))
        if k != place
    ]
    return len(parts) == len(report.areas) and len(fits) > 1 and all(fits)


def labelled_area(claim: Claim, report: Report) -> Area | None:
    """The only area whose title holds the row's label: 배움 of “배움이 있는 도시”."""
    labels = [plain(v) for k, v in claim.words if k == "within"]
    found = [
        a
        for a in report.areas
        if a.title and any(len(x) > 1 and x in plain(a.title.text) for x in labels)
    ]
    return found[0] if len(found) == 1 else None


def has_level(report: Report, level: str) -> bool:
    """Whether the outline has this level at all: a table without a column of groups tells nothing
    about “4개 과제”.
    """
    if level == "programme":
        return True
    titles = (
        [a.title for a in report.areas]
        if level == "area"
        else [g.title for a in report.areas for g in a.groups]
    )
    return any(title is not None for title in titles)


def partly_read(report: Report, level: str, area: Area | None) -> bool:
    """Whether a group without a title stands between others, or a number is left out: a label was
    not read, so rows cannot be counted.
    """
    untitled = level == "group" and any(g.title is None for a in report.areas for g in a.groups)
    return untitled or numbering_broken(report, level, area)


def surely_meant(
    counts: Sequence[tuple[str, int]], stated: Decimal, named: str | None = None
) -> tuple[str, int] | None:
    """The level that a count must speak of: the only one its word can mean, or the one it all but
    meets.

    “100개 과제” over 12 groups and 99 programmes means programmes; over 60 groups and 80 programmes
    nobody can tell. A word that the header of a column says is that column's level (`named`), where
    the count is near it.
    """
    if len(counts) == 1:
        return counts[0]
    own = [
        c for c in counts if c[0] == named and abs(c[1] - stated) <= max(Decimal(1), stated / 10)
    ]
    if own:
        return own[0]
    near = [c for c in counts if abs(c[1] - stated) <= max(Decimal(1), stated / 10)]
    far = all(c in near or not stated / FAR <= c[1] <= stated * FAR for c in counts)
    return near[0] if len(near) == 1 and far else None


def stated_area(claim: Claim, report: Report) -> Area | None:
    """The area whose title stands beside the count; None unless exactly one does."""
    labels = [v for k, v in claim.words if k == "within"]
    scored = sorted(
        (
            (max((name_in(a.title.text, label) for label in labels), default=0.0), a)
            for a in report.areas
            if a.title
        ),
        key=lambda pair: -pair[0],
    )
    clear = (
        bool(scored)
        and scored[0][0] >= CLEAR
        and (len(scored) < 2 or scored[0][0] - scored[1][0] > 0.1)
    )
    return scored[0][1] if clear else None


def starts_with_title(
    claim: Claim, named: str | None, meant: tuple[str, int], stated: Decimal
) -> bool:
    """“□ 12개 과제 추진” in a report whose titles stand under 과제명: nothing before the count
    makes it some of them, and it is near.
    """
    close = abs(meant[1] - stated) <= max(Decimal(1), stated / 10)
    return named == meant[0] == "programme" and ("alone", "yes") in claim.words and close


def is_whole(claim: Claim) -> bool:
    """Whether the words mean all rows of the report."""
    return ("whole", "yes") in claim.words


def count_rows(areas: Sequence[Area], level: str) -> int:
    if level == "area":
        return len(areas)
    groups = [g for a in areas for g in a.groups]
    return len(groups) if level == "group" else sum(len(g.programmes) for g in groups)


def _outcome(
    claim: Claim,
    verdict: str,
    count: tuple[str, int],
    areas: Sequence[Area],
    area: Area | None,
    doubts: int = 0,
) -> Outcome:
    programmes = [p for a in areas for g in a.groups for p in g.programmes]
    made = _counted(claim, verdict, count[0], programmes, Decimal(count[1]), doubts)
    return dataclasses.replace(made, extra=(*made.extra, *scope_words(area)))


def scope_words(area: Area | None, state: str | None = None) -> tuple[tuple[str, str], ...]:
    """What the rows belong to, for the sentence."""
    if area and area.title:
        return ("scope_ko", f"분야 「{area.title.text}」의"), (
            "scope_en",
            f"the area “{area.title.text}”",
        )
    if state:
        return ("scope_ko", "종료·통합·이관으로 적힌"), (
            "scope_en",
            f"the report (of those marked {state})",
        )
    return ("scope_ko", "이 보고서의"), ("scope_en", "the report")


def _counted(
    claim: Claim,
    verdict: str,
    level: str,
    programmes: Sequence[Programme],
    computed: Decimal | None = None,
    doubts: int = 0,
) -> Outcome:
    value = Decimal(len(programmes)) if computed is None else computed
    said = (
        ("level_ko", LEVELS[level][0]),
        ("level_en", LEVELS[level][1]),
        *(("row", p.programme_id) for p in programmes),
    )
    attribution = "undecided" if verdict == "unsupported" else None
    why = "rows_in_doubt" if verdict == "unsupported" and doubts else None
    return Outcome(
        claim,
        verdict,
        (),
        value,
        point(value),
        attribution=attribution,
        why=why,
        form="rows",
        extra=said,
    )
