"""Review pages as HTML: the templates filled in, self-contained, nothing fetched.

Source: the Content Security Policy (W3C CSP 3): scripts and styles run by their hash alone,
pictures come from the page itself, so that a report's text can do nothing but be read.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from pipeline import __version__
from pipeline.lexicon import words
from pipeline.model import Box
from pipeline.particle import Worded
from pipeline.review.findings import Figure, Finding, Published
from pipeline.review.texts import finding_to_texts
from pipeline.review.tree import Area, areas_to_choices, published_to_areas
from pipeline.review.unread import Unread
from pipeline.review.views import View, finding_to_views
from pipeline.run.causes import VERDICTS
from pipeline.run.pictures import Picture

Row = Mapping[str, Any]
TONGUES = ("ko", "en")
MOST_BARS = 12
WHOLE = 100.0  # the width of the longest bar
SEEN = {"\n": " ", "\t": " ", "\u00ad": "-"}
HIDDEN = {"Cc": "\ufffd", "Cs": "\ufffd", "Cf": ""}  # categories of Unicode
DIGITS = 6  # behind the point of a value


def report_to_html(
    published: Published,
    findings: Sequence[Finding],
    unread: Unread,
    pictures: Mapping[int, Picture],
    why: str | None,
    mark: str,
) -> str:
    """The page of a report. `why`: the sentence for findings without a picture; `mark`: by what the
    page is known to show what is published.
    """
    areas = published_to_areas(published, findings)
    sizes = {page: (drawn.width, drawn.height) for page, drawn in pictures.items()}
    cards = [
        {
            "finding": finding,
            "views": finding_to_views(finding, published, sizes),
            "texts": finding_to_texts(finding, published),
        }
        for finding in findings
    ]
    return render(
        "report.html",
        manifest=published.manifest,
        report_id=published.report_id,
        cards=cards,
        left=sum(not finding.accepted for finding in findings),
        unread=unread,
        pictures=pictures,
        areas=areas,
        choices=areas_to_choices(areas),
        area_bars=areas_to_bars(areas, published),
        verdict_bars=verdicts_to_bars(published.tables["checks"]),
        data=page_to_data(published, findings),
        why=why,
        mark=mark,
    )


def index_to_html(rows: Sequence[tuple[str, Row, int, bool]]) -> str:
    """The index: report_id, manifest, number of causes, and whether its page stands."""
    return render("index.html", rows=rows)


def render(template: str, **given: Any) -> str:
    """A template filled in, with its style and script by their hashes.

    >>> index_to_html([]).splitlines()[0]
    '<!doctype html>'
    """
    style, script = read_file("style.css"), read_file("script.js")
    made = environment().get_template(template)
    return made.render(
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        version=__version__,
        **given,
    )


def policy(style: str, script: str) -> str:
    """What a page may do: its own style and script, pictures that it holds, and nothing else."""
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src '{hash_of(style)}'; script-src '{hash_of(script)}'"
    )


def hash_of(text: str) -> str:
    """The hash of a script or style as CSP writes it.

    >>> hash_of("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@functools.cache
def read_file(name: str) -> str:
    """A file beside the templates."""
    return files("pipeline.review").joinpath("files", name).read_text(encoding="utf-8")


@functools.cache
def environment() -> jinja2.Environment:
    """The templates: whatever is put in is text, and a name that is not there is a fault."""
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(read_file),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"t": in_both, "ko": in_korean, "label": label, "boxed": view_to_boxes}
    made.filters |= {
        "number": number,
        "data_url": picture_to_url,
        "line": as_seen,
        "href": href,
    }
    return made


def in_both(name: str, **given: object) -> Markup:
    """The text `name` in both languages, of which the page shows one.

    >>> str(in_both("page", page=3))
    '<span lang="ko">3쪽</span><span lang="en">page 3</span>'
    """
    spans = (
        f'<span lang="{tongue}">{escape(text(tongue, name, given))}</span>' for tongue in TONGUES
    )
    return Markup("".join(spans))


def in_korean(name: str) -> str:
    """The text `name` in Korean, where a page can say one language only."""
    return text("ko", name, {})


def label(name: str, attribute: str = "aria-label", **given: object) -> Markup:
    """An attribute that says the text `name`, in Korean, with both languages for the script.

    >>> str(label("close"))
    'aria-label="닫기" data-says="aria-label" data-ko="닫기" data-en="Close"'
    """
    ko, en = (escape(text(tongue, name, given)) for tongue in TONGUES)
    return Markup('{}="{}" data-says="{}" data-ko="{}" data-en="{}"').format(
        attribute, ko, attribute, ko, en
    )


def text(tongue: str, name: str, given: Mapping[str, object]) -> str:
    """The text `name` of lexicon/review.toml in one language."""
    worded = {key: Worded(as_seen(str(value))) for key, value in given.items()}
    told: str = words("review")[name][tongue]
    return told.format_map(worded)


def number(value: float | None) -> str:
    """A value as people write it.

    >>> number(2045000.0), number(93.25), number(None)
    ('2,045,000', '93.25', '')
    """
    if value is None:
        return ""
    told = f"{value:,.{DIGITS}f}".rstrip("0").rstrip(".")
    return told.replace("-", "−")


def picture_to_url(picture: Picture) -> str:
    return "data:image/webp;base64," + base64.b64encode(picture.webp).decode()


def as_seen(text: str) -> str:
    """A text of a report as a page may show it: what turns the direction of print or is invisible
    is left out, control characters are shown as such, a soft hyphen is the mark that it prints.

    >>> as_seen("가\\u202e나\\x1b\\u00ad다\\n라")
    '가나�-다 라'
    """
    return "".join(map(character_as_seen, text))


def character_as_seen(character: str) -> str:
    if character.isprintable():
        return character
    if character in SEEN:
        return SEEN[character]
    return HIDDEN.get(unicodedata.category(character), character)


def href(report_id: str) -> str:
    """The address of a report's page beside the index.

    >>> href("서울 2024.pdf")
    '%EC%84%9C%EC%9A%B8%202024.pdf.html'
    """
    return quote(f"{report_id}.html")


def view_to_boxes(view: View) -> Iterator[tuple[Figure, Box]]:
    """The boxes to draw over a view, what is stated last, so that it is seen."""
    known = [(figure, figure.box) for figure in view.figures if figure.box is not None]
    yield from sorted(known, key=lambda own: own[0].is_statement)


def areas_to_bars(areas: Sequence[Area], published: Published) -> list[tuple[str, int, float]]:
    """Figures of programmes by area, and of the rest: title, number, width."""
    counted = [(area.title, area.figures) for area in areas if area.figures]
    outside = len(published.tables["quantities"]) - sum(figures for _, figures in counted)
    bars = [*counted[:MOST_BARS], ("", outside + sum(n for _, n in counted[MOST_BARS:]))]
    return widths([(title, figures) for title, figures in bars if figures])


def verdicts_to_bars(checks: Sequence[Row]) -> list[tuple[str, int, float]]:
    """Checks by verdict: verdict, number, width."""
    counted = [(verdict, sum(c["verdict"] == verdict for c in checks)) for verdict in VERDICTS]
    return widths([(verdict, found) for verdict, found in counted if found])


def widths(bars: Sequence[tuple[str, int]]) -> list[tuple[str, int, float]]:
    """Bars with their widths, the longest one whole.

    >>> widths([("a", 4), ("b", 1)])
    [('a', 4, 100.0), ('b', 1, 25.0)]
    """
    longest = max((value for _, value in bars), default=0)
    return [(name, value, round(WHOLE * value / longest, 2)) for name, value in bars]


def page_to_data(published: Published, findings: Sequence[Finding]) -> dict[str, Any]:
    """What the script needs: what each judgement writes, and its own words."""
    return {
        "corrections": f"{published.manifest['source']}.corrections.toml",
        "cards": [
            {"accepted": finding.entries, "corrections": finding_to_corrections(finding, published)}
            for finding in findings
        ],
        "words": {
            name: {tongue: words("review")[name][tongue] for tongue in TONGUES}
            for name in ("copied", "copy", "shown", "none_shown")
        },
    }


def finding_to_corrections(finding: Finding, published: Published) -> str:
    """Entries for the corrections beside the raw file: the stated figure, and its operands as
    comments, to be filled in by who knows better.
    """
    sha256 = published.manifest["sha256"]
    check = finding.check
    stated = [check["quantity_id"]] if check["quantity_id"] else []
    entries = []
    for place, id_ in enumerate([*stated, *check["operands"]]):
        row = published.figures.get(id_)
        if row is not None:
            entry = (
                f'[[correction]]\ntable = "quantities"\nquantity_id = "{id_}"\nfield = "value"\n'
                f'old = "{plain(row["value"])}"\nnew = ""\nreason = ""\nwho = ""\n'
                f'sha256 = "{sha256}"\n'
            )
            told = f"# {as_seen(row['quote'])}\n{entry}"
            lines = told.splitlines()
            entries.append("\n".join(lines if place == 0 else [f"# {x}" for x in lines]) + "\n")
    return "\n".join(entries)


def plain(value: float | None) -> str:
    """A value as corrections name it: digits and a point.

    >>> plain(8.0), plain(93.25)
    ('8', '93.25')
    """
    return "" if value is None else f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
