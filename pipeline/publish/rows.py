"""From an Extraction to the rows of the report's tables: its source, outline, lines and problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline import __version__
from pipeline.model import (
    Area,
    Box,
    Extraction,
    Group,
    Place,
    Printed,
    Problem,
    Programme,
    Report,
    Spot,
)
from pipeline.publish.columns import SCHEMA_VERSION
from pipeline.publish.sentences import problem_to_sentence

Row = dict[str, Any]


def box_to_columns(box: Box | None) -> Row:
    """x0, top, x1, bottom rounded to 0.01 point; nulls for text.

    >>> box_to_columns(Box(1.004, 2.006, 3, 4))
    {'x0': 1.0, 'top': 2.01, 'x1': 3.0, 'bottom': 4.0}
    """
    if box is None:
        return {"x0": None, "top": None, "x1": None, "bottom": None}
    x0, top, x1, bottom = box
    return {
        "x0": _to_hundredth(x0),
        "top": _to_hundredth(top),
        "x1": _to_hundredth(x1),
        "bottom": _to_hundredth(bottom),
    }


def _to_hundredth(value: float) -> float:
    """What `round(value, 2)` gives, in a third of its time: a report has tens of thousands of
    edges.

    The nearest whole number of hundredths is the same but where the product is half-way between
    two; there `round` itself is asked.

    >>> _to_hundredth(2.675), _to_hundredth(100.126), _to_hundredth(-0.001)
    (2.67, 100.13, 0.0)
    """
    product = value * 100
    if -1e9 < product < 1e9:
        hundredths = round(product)
        if -0.4999 < product - hundredths < 0.4999:
            return hundredths / 100
    # + 0.0 turns -0.0 into 0.0: a box that starts on the page's edge must not depend on the sign of
    # a zero
    return round(float(value), 2) + 0.0


def place_to_columns(place: Place) -> Row:
    """page, box and lines of a place."""
    row = box_to_columns(place.box)
    row["page"], row["first_line"], row["last_line"] = place.page, place.first_line, place.last_line
    return row


def spot_to_columns(spot: Spot | None) -> Row:
    """Section, paragraph, table and cell of a place in an office file; nulls for PDF and text.

    >>> spot_to_columns(Spot(1, 31, 7, 3, 2))
    {'section': 1, 'paragraph': 31, 'table_no': 7, 'row': 3, 'col': 2}
    """
    if spot is None:
        return dict.fromkeys(("section", "paragraph", "table_no", "row", "col"))
    return {
        "section": spot.section,
        "paragraph": spot.paragraph,
        "table_no": spot.table_no,
        "row": spot.row,
        "col": spot.col,
    }


def text_or_null(text: str | None) -> str | None:
    """What was not printed is null, never an empty text.

    >>> text_or_null("") is None
    True
    """
    return text or None


def printed_or_null(printed: Printed | None) -> str | None:
    """The text of a Printed, null where there is none."""
    return text_or_null(printed.text) if printed else None


def report_row(extraction: Extraction) -> Row:
    """The one row of `reports`."""
    source, report = extraction.source, extraction.report
    programmes = report.programmes if report else ()
    return {
        "source": source.path,
        "sha256": text_or_null(source.sha256),
        "bytes": source.size,
        "media_type": text_or_null(source.media_type),
        "encoding": source.encoding,
        "pages": extraction.pages,
        "status": extraction.status,
        **cover_row(report),
        "areas": len(report.areas) if report else 0,
        "groups": sum(len(a.groups) for a in report.areas) if report else 0,
        "programmes": len(programmes),
        "achievements": sum(len(p.achievements) for p in programmes),
        "quantities": len(extraction.quantities),
        "checks": len(extraction.checks),
        "disagreements": sum(c.verdict == "disagrees" for c in extraction.checks),
        "left_out": len(extraction.left_out),
        "unread_lines": extraction.unread_lines,
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": __version__,
        "hidden_characters": extraction.hidden_characters,
        "outline": report.outline if report else "none",
    }


def cover_row(report: Report | None) -> Row:
    """What the cover says, in `reports`; null in all of a report that could not be read."""
    if report is None:
        return dict.fromkeys(("title", "organisation", "department", "year_source"))
    return {
        "title": text_or_null(report.title),
        "organisation": text_or_null(report.organisation),
        "department": text_or_null(report.department),
        "year_source": report.year_source,
    }


def area_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `areas`."""
    for area in extraction.report.areas if extraction.report else ():
        yield {
            "area_no": area.number,
            "printed_no": text_or_null(area.printed_no),
            "area_title": printed_or_null(area.title),
            "stated_programmes": area.stated_programmes,
            "programmes": sum(len(g.programmes) for g in area.groups),
        }


def group_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `groups`."""
    for area in extraction.report.areas if extraction.report else ():
        for group in area.groups:
            yield {
                "area_no": area.number,
                "group_no": group.number,
                "printed_no": text_or_null(group.printed_no),
                "group_title": printed_or_null(group.title),
                "programmes": len(group.programmes),
            }


def programme_row(report_id: str, area: Area, group: Group, programme: Programme) -> Row:
    """One row of `programmes`."""
    return {
        "programme_uid": f"{report_id}#{programme.programme_id}",
        "programme_id": programme.programme_id,
        "programme_seq": programme.seq,
        "area_no": area.number,
        "area_title": printed_or_null(area.title),
        "group_no": group.number,
        "group_title": printed_or_null(group.title),
        "programme_no": programme.number,
        "printed_no": text_or_null(programme.printed_no),
        "title": printed_or_null(programme.title),
        "achievements": text_or_null("\n".join(a.printed.text for a in programme.achievements)),
        "ref_year": programme.ref_year,
        "state": programme.state,
        "state_quote": text_or_null(programme.state_quote),
        "department_printed": text_or_null(programme.department),
        "remarks": text_or_null(programme.remarks),
        "doubt": programme.doubt,
        "corrected_from": programme.corrected_from,
        **place_to_columns(programme.place),
    }


def programme_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `programmes`."""
    for area in extraction.report.areas if extraction.report else ():
        for group in area.groups:
            for programme in group.programmes:
                yield programme_row(extraction.source.report_id, area, group, programme)


def achievement_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `achievements`."""
    for programme in extraction.report.programmes if extraction.report else ():
        for line in programme.achievements:
            yield {
                "programme_id": programme.programme_id,
                "achievement_no": line.number,
                "level": line.level,
                "mark": text_or_null(line.mark),
                "text": printed_or_null(line.printed),
                "join_doubt": line.printed.join_doubt,
                "corrected_from": line.corrected_from,
                **place_to_columns(line.place),
            }


def line_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `lines`: every piece of every line."""
    for piece in extraction.pieces:
        yield {
            "source_line": piece.line.number,
            "piece": piece.piece,
            "page": piece.line.page,
            "text": piece.text,
            "role": piece.role,
            "programme_id": piece.programme_id,
            **spot_to_columns(piece.line.spot),
        }


def problem_row(problem: Problem) -> Row:
    """One row of `problems`, its sentences made from the code's."""
    sentence = problem_to_sentence(problem)
    return {
        "severity": sentence.severity,
        "code": problem.code,
        "message_ko": sentence.ko,
        "message_en": sentence.en,
        "programme_id": problem.programme_id,
        "table_no": problem.table_no,
        "row": problem.row,
        "col": problem.col,
        "source_line": problem.place.first_line,
        "page": problem.place.page,
        **box_to_columns(problem.place.box),
    }


def problem_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `problems`."""
    return map(problem_row, extraction.problems)
