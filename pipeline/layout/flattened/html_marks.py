"""HTML in the lines of a text: what a reader sees of each line, and the tables that the tags draw.

A tag leaves nothing behind, one that parts texts a blank; both stay in the line's origin, so that
`lines` has the source whole. Only known tags are tags: “<표 1>” is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

from pipeline.model import Line
from pipeline.model.blocks import Origin
from pipeline.pattern import Match, lazy_pattern
from pipeline.text import source_to_seen

CELLS = ("td", "th")
ROWS = ("tr", "thead", "tbody", "tfoot")
PARTING = frozenset(
    [
        "br",
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dl",
        "dt",
        "dd",
        "pre",
        "blockquote",
    ]
)
TABLE = frozenset(
    ["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"]
)
WITHIN = frozenset(
    [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "sup",
        "sub",
        "small",
        "font",
        "span",
        "a",
        "ins",
        "del",
        "mark",
        "code",
        "label",
        "input",
        "img",
        "nobr",
    ]
)
PAGE = frozenset(
    [
        "html",
        "head",
        "body",
        "meta",
        "link",
        "title",
        "script",
        "style",
        "header",
        "footer",
        "main",
        "article",
    ]
)
UNSEEN = frozenset(["script", "style", "title"])  # what stands between their tags is not shown
KNOWN = PARTING | TABLE | WITHIN | PAGE
FRAME = "dataframe"  # the class that pandas gives its tables
DEEPEST = 8  # tables in one another
WIDEST = 1000  # columns that a cell can claim: the limit of browsers
LONGEST = 65_534  # rows, the same
LONGEST_TAG = 2_000  # characters of a tag that goes on over lines
TAG = lazy_pattern(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,9})(?P<rest>(?:\s[^<>]*+)?)/?>"
    r"|<!--[^<>]*+-->|<![A-Za-z][^<>]*+>|(?P<break>\\n)"
)
OPEN = lazy_pattern(r"<[/!]?[A-Za-z][^<>]*+\Z")  # a tag that goes on in the next line
ENTITY = lazy_pattern(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
SPAN = lazy_pattern(r"(?i)\b(?P<axis>row|col)span\s*+=\s*+[\"']?(?P<n>\d{1,12})")
HOLDS_TABLE = lazy_pattern(r"(?i)<table[\s>]")
HOLDS_CELL = lazy_pattern(r"(?i)<t[dh][\s>]")
WHOLE_PAGE = lazy_pattern(r"(?i)\s*+<(?:!doctype\s+html|html|head|body)[\s>]")

Piece = tuple[int, int, int]  # index of a line, start and end in what is seen of it


@dataclass(slots=True)
class HtmlCell:
    """A cell as its tag says it; `paragraphs`: the pieces of each."""

    header: bool
    rows: int
    cols: int
    paragraphs: list[list[Piece]] = field(default_factory=lambda: [[]])
    inner: list[HtmlTable] = field(default_factory=list)


@dataclass(slots=True)
class HtmlTable:
    """A table from its first to its last line: its rows, its caption, and text in none of its
    cells.
    """

    first: int
    last: int
    rows: list[list[HtmlCell]] = field(default_factory=list)
    caption: list[Piece] = field(default_factory=list)
    stray: list[Piece] = field(default_factory=list)
    framed: bool = False  # written of a data frame
    in_cell: bool = False
    in_caption: bool = False


@dataclass(frozen=True, slots=True)
class Html:
    """Lines as they are seen, and the outermost tables among them."""

    lines: Sequence[Line]
    tables: list[HtmlTable]


def lines_to_html(lines: Sequence[Line]) -> Html:
    """The lines of a text as they are seen, and its tables; as they are where it has none.

    >>> text = ["예산", "<table><tr><th>구분<th>2024<tr><td>교육 &amp; 돌봄<td>3</table>"]
    >>> html = lines_to_html([Line(k, None, t) for k, t in enumerate(text)])
    >>> rows = html.tables[0].rows
    >>> [[html.lines[k].text[a:b] for c in row for k, a, b in c.paragraphs[0]] for row in rows]
    [['구분', '2024'], ['교육 & 돌봄', '3']]
    """
    marked = [line.text for line in lines if "<" in line.text]
    drawn = any(HOLDS_TABLE.search(t) for t in marked)
    if not drawn or not any(HOLDS_CELL.search(t) for t in marked):
        return Html(lines, [])
    first = next((line.text for line in lines if line.text.strip()), "")
    reader = Reader(WHOLE_PAGE.match(first) is not None)
    seen = [reader.line(k, line) for k, line in enumerate(lines)]
    return Html(seen, reader.close(len(lines)))


class Seen:
    """A line without its tags, made piece by piece; every character knows where it stood."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.parts: list[str] = []
        self.starts: list[int] = []

    @property
    def size(self) -> int:
        return len(self.starts)

    def take(self, start: int, end: int, shown: bool) -> tuple[int, int]:
        """Text between two tags, its entities as the characters that they stand for; where it now
        stands.
        """
        first, at, text = self.size, start, self.line.text
        if not shown:
            return first, first
        if text.find("&", start, end) >= 0:  # not in all of a line that may be the whole file
            for entity in ENTITY.finditer(text, start, end):
                self._add(text[at : entity.start()], at)
                self._add_sign(entity)
                at = entity.end()
        self._add(text[at:end], at)
        return first, self.size

    def leave(self, start: int, parts: bool) -> None:
        """A tag that is not seen; one that parts texts stands for a blank."""
        if parts:
            self.parts.append(" ")
            self.starts.append(start)

    def _add(self, text: str, at: int) -> None:
        self.parts.append(text)
        self.starts.extend(range(at, at + len(text)))

    def _add_sign(self, entity: Match[str]) -> None:
        sign = source_to_seen(unescape(entity[0]))[0]
        self.parts.append(sign)
        self.starts.extend([entity.start(), *[entity.end()] * len(sign)][: len(sign)])

    def to_line(self) -> Line:
        """The line with what is seen as its text, and its source kept."""
        text, before = "".join(self.parts), self.line.origin
        if text == self.line.text:
            return self.line
        source = before.source if before else self.line.text
        starts = [before.starts[k] for k in self.starts] if before else self.starts
        origin = Origin(source, (*starts, len(source)))
        return Line(self.line.number, self.line.page, text, None, origin)


class Reader:
    """Reads tags line by line; `open`: the tables that are not closed yet, outermost first."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.tables: list[HtmlTable] = []
        self.open: list[HtmlTable] = []
        self.too_deep = 0
        self.unseen = ""  # the tag whose content is not shown
        self.pending = ""  # a tag that goes on in the next line
        self.around: list[Piece] = []  # of the present line, in no table

    def line(self, number: int, line: Line) -> Line:
        """The line as it is seen."""
        if not (self.open or self.whole or self.pending) and not HOLDS_TABLE.search(line.text):
            return line
        draft, held = Seen(line), len(self.tables) - bool(self.open)
        self.around = []
        at = self._rest_of_tag(number, line.text, draft)
        for tag in list(TAG.finditer(line.text, at)):  # the clock of a pattern runs on between
            if self._is_tag(tag):
                self._text(number, draft, at, tag.start())
                self._tag(number, tag)
                draft.leave(tag.start(), self._parts(tag))
                at = tag.end()
        self._text(number, draft, at, self._begun(line.text, at))
        if self.pending:
            draft.leave(len(line.text), True)
        if len(self.tables) > held:
            self.tables[-1].stray += self.around
        return draft.to_line()

    def _begun(self, text: str, at: int) -> int:
        """Where a tag begins that goes on in the next line; else the line's end."""
        more = OPEN.search(text, at)
        if more is None or not tag_name(more[0]):
            return len(text)
        self.pending = more[0]
        return more.start()

    def close(self, end: int) -> list[HtmlTable]:
        """All outermost tables, what was left open closed."""
        while self.open:
            self._end_table(end - 1)
        return self.tables

    def _rest_of_tag(self, number: int, text: str, draft: Seen) -> int:
        """Where the text behind a tag begun in a line above goes on."""
        if not self.pending:
            return 0
        end = text.find(">") + 1
        whole = TAG.fullmatch(f"{self.pending} {text[:end]}") if end else None
        given_up = len(self.pending) + len(text) > LONGEST_TAG
        if whole is None and not end and not given_up:
            self.pending += f" {text}"
            draft.leave(0, True)
            return len(text)
        self.pending = ""
        if whole is None:
            return 0
        self._tag(number, whole)
        draft.leave(0, True)
        return end

    def _is_tag(self, tag: Match[str]) -> bool:
        """Whether a match is a tag here: outside tables only in a page that is HTML as a whole."""
        if tag["break"]:
            return self._in_cell()
        name = (tag["name"] or "").lower()
        inside = bool(self.open) or self.whole or name == "table"
        return inside and (not name or name in KNOWN)

    def _in_cell(self) -> bool:
        return bool(self.open) and self.open[-1].in_cell

    def _parts(self, tag: Match[str]) -> bool:
        return bool(tag["break"]) or (tag["name"] or "").lower() not in WITHIN

    def _tag(self, number: int, tag: Match[str]) -> None:
        name, ends = (tag["name"] or "").lower(), bool(tag["end"])
        if name in UNSEEN:
            self.unseen = "" if ends else name
        elif name == "table":
            framed = FRAME in (tag["rest"] or "")
            self._end_table(number) if ends else self._begin_table(number, framed)
        elif self.open and not self.too_deep:
            self._table_tag(name, ends, tag)

    def _begin_table(self, number: int, framed: bool) -> None:
        if len(self.open) >= DEEPEST:
            self.too_deep += 1
            return
        table = HtmlTable(number, number, framed=framed)
        if self.open and self._in_cell():
            self.open[-1].rows[-1][-1].inner.append(table)
        elif self.open:  # in no cell of the one around it, which was never closed then
            self._end_table(number)
            self._begin_table(number, framed)
            return
        else:
            self.tables.append(table)
        self.open.append(table)

    def _end_table(self, number: int) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif self.open:
            self.open.pop().last = number

    def _table_tag(self, name: str, ends: bool, tag: Match[str]) -> None:
        table = self.open[-1]
        if name in CELLS:
            table.in_cell = not ends
            if not ends:
                self._begin_cell(table, name, tag["rest"] or "")
        elif name in ROWS:
            table.in_cell = table.in_caption = False
            table.rows += [[]] if name == "tr" and not ends else []
        elif name == "caption":
            table.in_caption = not ends
        elif table.in_cell and self._parts(tag):
            self._paragraph(table)

    def _begin_cell(self, table: HtmlTable, name: str, rest: str) -> None:
        if not table.rows:
            table.rows.append([])
        spans = {m["axis"].lower(): int(m["n"]) for m in SPAN.finditer(rest)}
        rows, cols = spans.get("row", 1), spans.get("col", 1)
        table.in_caption = False
        table.rows[-1].append(
            HtmlCell(name == "th", min(max(rows, 1), LONGEST), min(max(cols, 1), WIDEST))
        )

    def _paragraph(self, table: HtmlTable) -> None:
        cell = table.rows[-1][-1]
        if cell.paragraphs[-1]:
            cell.paragraphs.append([])

    def _text(self, number: int, draft: Seen, start: int, end: int) -> None:
        """What stands between two tags, to whom it belongs."""
        a, b = draft.take(start, end, not self.unseen)
        if a == b or not draft.line.text[start:end].strip():
            return
        piece = number, a, b
        if not self.open:
            self.around.append(piece)
            return
        table = self.open[-1]
        if table.in_cell:
            table.rows[-1][-1].paragraphs[-1].append(piece)
        elif table.in_caption:
            table.caption.append(piece)
        else:
            table.stray.append(piece)


def tag_name(text: str) -> str:
    """The name of a tag that has no end yet.

    >>> tag_name("<td row"), tag_name("<표")
    ('td', '')
    """
    bare = text.lstrip("<!/")
    name = bare.split(maxsplit=1)[0].lower() if bare else ""
    return name if name in KNOWN else ""
