"""How many programmes the report says it has, in all and by area, beside how many rows were read."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from pipeline.lexicon import having
from pipeline.model import Area, Paragraph, Place, Printed, Problem, Table
from pipeline.outline.grids import join_printed
from pipeline.pattern import Match, lazy_pattern, named
from pipeline.text import bullet_at, close_up, numbering_at

LIKE_TITLE = 0.8
FEWEST_TOLD = 5  # tasks that a report tells of
DIGIT = lazy_pattern(r"\d")
COUNTED = lazy_pattern(r"[(（\[][^()（）\[\]]{0,20}[)）\]]")
MOST_AREAS = 40  # areas of one report; more are no areas
LINES_BEHIND = 2  # an area's count may stand one or two lines below its name
PROGRAMMES = named("outline.stated_programmes")
BRACKETED = named("outline.bracketed_programmes")
LEVEL = named("outline.counted_level")
FINEST = named("outline.finest_level")
PART_OF = named("outline.part_of")
LABELLED = named("outline.labelled_programmes")
TOLD = named("outline.told_tasks")
COLUMN = named("outline.column_of_counts")
AREAS_AND_COUNTS = named("outline.areas_and_counts")
ALONE = named("outline.count_alone")
IN_HEAD = named("outline.count_in_head")
NAME_OF_LEVEL = named("outline.name_of_level")
AREA = lazy_pattern(r"\L<area_word>")
TASK = lazy_pattern(r"\L<task_word>")


def items_to_statements(
    items: Sequence[Paragraph | Table], own: frozenset[int], named: Set[str] = frozenset()
) -> list[Printed]:
    """Paragraphs, and rows of tables beside a programme table, as one line each. named: what
    headers call the programmes.
    """
    lines: list[Printed] = []
    for item in items:
        if isinstance(item, Paragraph):
            lines.append(item.printed)
        elif own and item.table_no not in own:
            lines.extend(table_to_statements(item, named))
    return [line for line in lines if line.text]


def table_to_statements(table: Table, named: Set[str] = frozenset()) -> list[Printed]:
    """The rows of a table as lines; a bare number under a header that counts programmes gets its
    counter back.

    Source: overview tables “분야 | 사업 수”.
    """
    rows: dict[int, list[Printed]] = {}
    counting = counting_headers({c.header_path or "" for c in table.cells}, named)
    for cell in table.cells:
        if cell.text:
            counted = cell.text.strip().isdigit() and cell.header_path in counting
            printed = (
                Printed(
                    cell.text.strip() + having("programmes_counted")[0], cell.paragraphs[0].runs
                )
                if counted
                else join_printed(cell.paragraphs)
            )
            rows.setdefault(cell.row, []).append(printed)
    return [join_printed(parts) for _, parts in sorted(rows.items())]


def counting_headers(paths: Set[str], named: Set[str]) -> set[str]:
    """The headers under which a table counts programmes; of “과제 수 | 사업 수” the one that counts
    what the programmes' header names.

    >>> counting_headers({"과제 수", "사업 수", "예산액"}, {"세부사업"}), counting_headers({"과제 수"}, {"세부사업"})
    ({'사업 수'}, set())
    >>> counting_headers({"과제수"}, set())
    {'과제수'}
    """
    found = {p: close_up(m["word"]) for p in paths if (m := COLUMN.search(close_up(p)))}
    own = {p for p, word in found.items() if any(level.endswith(word) for level in named)}
    finest = {p for p, word in found.items() if FINEST.search(word)}
    return own or finest or (set() if named else set(found))


def bare_title(text: str) -> str:
    """A heading closed up, without its mark and number: how areas are compared."""
    bullet, numbering = bullet_at(text), numbering_at(text)
    return close_up(text[bullet.end if bullet else numbering.end if numbering else 0 :])


def speaks_of(line: str, title: str) -> bool:
    """Whether a line begins with (something very like) an area's title.

    >>> speaks_of("평생학습 지원 및 협력체계 강화 - 명예시민", "평생학습지원 및 협력체계 강화")
    True
    """
    bare, wanted = bare_title(line), close_up(title)
    if not wanted or len(bare) < len(wanted) * LIKE_TITLE:
        return False
    if len(set(bare[: len(wanted) + 2]) & set(wanted)) < len(set(wanted)) * LIKE_TITLE - 1:
        return False
    from difflib import SequenceMatcher  # seldom needed

    return (
        max(
            SequenceMatcher(None, bare[: len(wanted) + d], wanted, autojunk=False).ratio()
            for d in (-2, 0, 2)
        )
        >= LIKE_TITLE
    )


def stated_by_area(areas: Sequence[Area], lines: Sequence[Printed]) -> dict[int, int]:
    """area_no → the number of programmes stated for it, in its own heading or behind its name in
    the front matter.

    Only lines with a count on them or just below are compared with the areas' names, and only so
    many areas as a report can have.
    """
    found = {a.number: a.stated_programmes for a in areas if a.stated_programmes is not None}
    titles = [(a.number, a.title.text) for a in areas if a.title and a.title.text]
    if len(titles) > MOST_AREAS:
        return found
    for k in counting_lines(lines):
        number = next((n for n, t in titles if speaks_of(lines[k].text, t)), None)
        if number is None or number in found:
            continue
        title = dict(titles)[number]
        bare = ALONE.search(lines[k].text, len(title) - 2)
        if (
            bare
            and not PROGRAMMES.search(lines[k].text)
            and any(
                AREAS_AND_COUNTS.search(close_up(before.text))
                for before in lines[max(0, k - 12) : k]
            )
        ):
            found[number] = _number(bare)
            continue
        for follow in lines[k : k + 1 + LINES_BEHIND]:
            if follow is not lines[k] and (
                counts_areas(follow.text)
                or any(n != number and speaks_of(follow.text, t) for n, t in titles)
            ):
                break
            counts = list(PROGRAMMES.finditer(follow.text))
            if counts:
                found[number] = _number(counts[-1])
                break
    return found


def counts_areas(text: str) -> bool:
    """Whether a line counts areas too, so that it speaks of the whole report.

    >>> counts_areas("4대 분야 50개 세부사업"), counts_areas("3개 과제 24개 사업")
    (True, False)
    """
    return any(AREA.search(m["word"]) for m in LEVEL.finditer(text))


def counting_lines(lines: Sequence[Printed]) -> list[int]:
    """Lines that hold a figure or stand just above one that counts programmes; in order.

    >>> counting_lines([Printed("가"), Printed("나"), Printed("다 3개 사업"), Printed("라")])
    [0, 1, 2]
    """
    figured = [(k, line.text) for k, line in enumerate(lines) if DIGIT.search(line.text)]
    counts = [k for k, text in figured if PROGRAMMES.search(text) or ALONE.search(text)]
    return sorted({k - d for k in counts for d in range(LINES_BEHIND + 1) if k >= d})


def heading_to_count(title: Printed | None) -> int | None:
    """The count that an area's own heading states.

    >>> heading_to_count(Printed("일자리로 서는 청년 (7개 사업)"))
    7
    """
    m = PROGRAMMES.search(title.text) if title else None
    return _number(m) if m else None


def headers_to_levels(headers: Sequence[Printed]) -> frozenset[str]:
    """What the headers over the programme columns call the programmes."""
    return frozenset(header_to_level(h.text) for h in headers)


def stated_totals(
    lines: Sequence[Printed], headers: Sequence[Printed], read: bool = True
) -> list[tuple[int, Place]]:
    """Every stated count of the whole report's programmes: the finest of a chain of levels, behind
    its label, or in the column's header.

    `headers`: those over the programme columns, whose word names the level; read: whether any row
    was, else the last level of tasks is it.

    >>> [n for n, _ in stated_totals([Printed("○ 2대 전략, 4개 추진과제, 14개 세부사업"), Printed("3개 사업은 종료")], [])]
    [14]
    """
    named = headers_to_levels(headers)
    found = [
        (n, line.place(*span))
        for line in lines
        if (hit := text_to_total(line.text, named, read))
        for n, span in [hit]
    ]
    for header in headers:
        m = IN_HEAD.search(header.text)
        if m:
            found.append((_number(m), header.place(*m.span())))
    return found


def header_to_level(header: str) -> str:
    """The level that a column's header names.

    >>> header_to_level("핵심 과제명"), header_to_level("단위사업(24개)")
    ('핵심과제', '단위사업')
    """
    return NAME_OF_LEVEL.sub("", COUNTED.sub("", close_up(header)))


def text_to_total(
    text: str, named: Set[str] = frozenset(), read: bool = True
) -> tuple[int, tuple[int, int]] | None:
    """The number of programmes that a line states of the whole report, and where it stands.

    A line that counts one level twice compares two years and states nothing; what stands behind 중
    is a part. `named`: what the headers call the programmes.

    >>> text_to_total("추진과제 : 4개 분야 112개 사업")[0], text_to_total("12개 사업(3대 전략)")[0], text_to_total("12개 사업 지원")
    (112, 12, None)
    >>> text_to_total("5대영역 102개사업 4대영역 112개 사업")
    >>> text_to_total("3개 목표 9개 핵심과제 중 8개 과제 추진", {"핵심과제"})[0], text_to_total("3개 목표 9개 핵심과제 중 8개 과제 추진")
    (9, None)
    """
    chain = [
        m
        for m in LEVEL.finditer(text)
        if not PART_OF.search(text, max(0, m.start() - 3), m.start())
    ]
    levels = [close_up(m["word"]) for m in chain]
    if len(set(levels)) > 1 and len(set(levels)) == len(levels) and "→" not in text:
        finest = [m for m, level in zip(chain, levels, strict=True) if level in named]
        finest = finest or [m for m in chain if FINEST.search(m["word"])]
        finest = finest or [m for m in chain if not read and TASK.search(m["word"])]
        return (_number(finest[-1]), finest[-1].span()) if finest else None
    m = LABELLED.search(text)
    return (_number(m), m.span()) if m and len(chain) < 2 else None


def told_totals(lines: Sequence[Printed], marked: int) -> list[tuple[int, Place]]:
    """The counts of tasks that a report states of which no row was read; marked: how many lines
    open with a mark.

    Source: “□ 12개 과제 추진” without a word of another level. Few tasks, or fewer marked lines
    than tasks, are a note's, no report's.

    >>> [n for n, _ in told_totals([Printed("□ 12개 과제 추진, 관람객 3명"), Printed("3개 사업 추진"), Printed("9개 사업체")], 20)]
    [12]
    """
    found = [(_number(m), line.place(*m.span())) for line in lines if (m := TOLD.search(line.text))]
    return [(n, place) for n, place in found if FEWEST_TOLD <= n <= marked]


def headings_to_totals(lines: Sequence[Printed]) -> list[tuple[int, Place]]:
    """The counts that numbered headings state in a bracket at their end, of a report of which no
    row was read.

    >>> found = headings_to_totals([Printed("Ⅰ. 환경 보전 (2개 사업)"), Printed("○ 지원(2개 사업)")])
    >>> [n for n, _ in found]
    [2]
    """
    return [
        (_number(m), line.place(*m.span()))
        for line in lines
        if numbering_at(line.text) and (m := BRACKETED.search(line.text))
    ]


def counts_to_problems(
    areas: Sequence[Area],
    totals: Sequence[tuple[int, Place]],
    count_unread: Callable[[], int],
    doubtful: bool = False,
) -> list[Problem]:
    """A problem for every stated count that differs from the rows; it says whether unread or
    doubtful lines could explain it.

    count_unread is asked only when a count differs. Without any row every stated count is a problem
    of ours, and so it is with less than half of them.
    """
    rows = sum(len(g.programmes) for a in areas for g in a.groups)
    if not rows:
        return [
            Problem("rows_missing", place, words=(("stated", str(stated)),))
            for stated, place in dict.fromkeys(totals)
        ]
    wrong = [
        ("", stated, rows, place, "") for stated, place in dict.fromkeys(totals) if stated != rows
    ]
    for area in areas:
        count, title = sum(len(g.programmes) for g in area.groups), area.title
        if area.stated_programmes not in (None, count):
            name = title.text if title else str(area.number)
            wrong.append(
                (
                    "area_",
                    area.stated_programmes or 0,
                    count,
                    title.place() if title else Place(),
                    name,
                )
            )
    unread = count_unread() if wrong else 0
    found = []
    for prefix, stated, count, place, name in wrong:
        code = (
            "row_count_unread"
            if unread
            else "row_count_doubtful"
            if count < stated and (doubtful or 2 * count < stated)
            else "row_count_differs"
        )
        words_ = [
            ("stated", str(stated)),
            ("rows", str(count)),
            ("unread", str(unread)),
            *([("area", name)] if name else []),
        ]
        found.append(Problem(prefix + code, place, words=tuple(words_)))
    return found


def _number(m: Match[str]) -> int:
    return int(m["n"].replace(",", ""))
