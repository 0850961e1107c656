"""Text that keeps its tables by pipes or tabs, as converters and viewers give it: the case that
taught each rule.
"""

from __future__ import annotations

from pipeline.model import Paragraph
from tests.test_flattened import doubts, read, rows

HEADER = "| 과제 | 단위사업 | 추진실적 |\n|---|---|---|"


def test_a_table_of_pipes_is_read_by_its_cells_with_breaks_as_lines_and_empty_places_below_labels() -> (
    None
):
    text = f"""# 2025년 물길 관리 추진실적
{HEADER}
| Ⅰ. 맑은 하천 | | |
| 1. 수질 개선 | 1.오염원 점검 | ○ 점검 31회<br> - 위반 4건 |
| | 2.2급수 하천 가꾸기 | ○ 정화 7회 |
| 2. 하천 이용 | 1.수변 산책로 | ○ 2.5km 조성 |"""
    _blocks, report = read(text)
    assert rows(text) == [
        ("1.1.1", "오염원 점검", ["점검 31회", "위반 4건"]),
        ("1.1.2", "2급수 하천 가꾸기", ["정화 7회"]),
        ("1.2.1", "수변 산책로", ["2.5km 조성"]),
    ]
    assert [a.title.text for a in report.areas if a.title] == ["맑은 하천"]
    assert [g.title.text for a in report.areas for g in a.groups if g.title] == [
        "수질 개선",
        "하천 이용",
    ]
    assert report.title == "2025년 물길 관리 추진실적"


def test_a_merged_cell_printed_in_each_of_its_places_is_one_and_joined_lines_are_cut_at_their_marks() -> (
    None
):
    text = f"""{HEADER}
| 가. 하천 | 가. 하천 | 가. 하천 |
| 1. 수질 | 1.점검 | ○ 점검 31회 - 위반 4건 ○ 교육 2회 |
| 1. 수질 | 2.정화 | ○ 정화 7회 |"""
    _blocks, report = read(text)
    assert rows(text) == [
        ("1.1.1", "점검", ["점검 31회", "위반 4건", "교육 2회"]),
        ("1.1.2", "정화", ["정화 7회"]),
    ]
    assert [a.printed.join_doubt for a in report.programmes[0].achievements] == [
        True,
        True,
        False,
    ]  # a dash also stands in sentences
    assert not [p for p in report.problems if p.code == "unread_line"]


def test_labels_in_the_middle_of_their_rows_head_the_runs_of_numbers_and_without_numbers_the_rows_are_in_doubt() -> (
    None
):
    body = [
        "|**Ⅰ. 맑은 하**|**천 만들기**||",
        "||1.점검|○ 31회|",
        "|1.수질 개|2.정화|○ 7회|",
        "|선<br>|3.교육|○ 2회|",
        "||1.산책로|○ 3곳|",
        "|2.이용|2.쉼터|○ 9곳|",
    ]
    _blocks, report = read("\n".join([HEADER, *body]))
    assert [p.programme_id for p in report.programmes] == [
        "1.1.1",
        "1.1.2",
        "1.1.3",
        "1.2.1",
        "1.2.2",
    ]
    assert [g.title.text for a in report.areas for g in a.groups if g.title] in (
        ["수질 개선", "이용"],
        ["수질 개 선", "이용"],
    )
    assert doubts(report) == set()
    bare = [line.replace("1.", "").replace("2.", "").replace("3.", "") for line in body]
    assert len(doubts(read("\n".join([HEADER, *bare]))[1])) == 5


def test_parts_of_a_table_over_pages_are_one_and_a_header_cut_over_two_rows_is_whole() -> None:
    text = """|**과제**|**사업명**|**추진내용**|**예산액(백**<br>|
|---|---|---|---|
||||**만원)**|
|1. 수질|1.점검|○ 31회|1,200|

- 3 -

|**과제**|**사업명**|**추진내용**|**예산액(백만원)**|
|---|---|---|---|
||2.정화|○ 7회|300|"""
    blocks, report = read(text)
    assert [(p.programme_id, p.title.text) for p in report.programmes] == [
        ("1.1.1", "점검"),
        ("1.1.2", "정화"),
    ]
    assert len(blocks.tables) == 1
    assert [c.text for c in blocks.tables[0].cells if c.col == 3] == [
        "예산액(백만원)",
        "1,200",
        "300",
    ] or [c.text for c in blocks.tables[0].cells if c.col == 3] == [
        "예산액(백 만원)",
        "1,200",
        "300",
    ]


def test_cells_parted_by_tabs_hold_several_lines_and_headings_stand_between_rows() -> None:
    text = """과제명\t세부과제\t추진실적\t담당부서
Ⅰ. 맑은 하천
1-1. 수질\t1-1-1. 점검\t"○ 점검 31회
 - 위반 4건"\t하천과
\t1-1-2. 정화\t○ 정화 7회\t하천과
Ⅱ. 하천 이용
2-1. 쉼터\t2-1-1. 산책로\t○ 3곳\t공원과"""
    _blocks, report = read(text)
    assert rows(text) == [
        ("1.1.1", "점검", ["점검 31회", "위반 4건"]),
        ("1.1.2", "정화", ["정화 7회"]),
        ("2.1.1", "산책로", ["3곳"]),
    ]
    assert [p.department for p in report.programmes] == ["하천과", "하천과", "공원과"]
    assert [a.title.text for a in report.areas if a.title] == ["맑은 하천", "하천 이용"]


def test_pipes_need_not_stand_around_a_row_and_one_dash_with_a_colon_is_a_rule() -> None:
    text = """과제 | 단위사업 | 추진실적
:-: | --- | ---:
1. 수질 | 1.점검 | ○ 점검 31회
 | 2.정화 | ○ 정화 7회
끝"""
    blocks, _report = read(text)
    assert rows(text) == [("1.1.1", "점검", ["점검 31회"]), ("1.1.2", "정화", ["정화 7회"])]
    assert [i.printed.text for i in blocks.items[1:] if isinstance(i, Paragraph)] == ["끝"]
    loose = "과제 | 단위사업\n---\n수질 | 점검"  # a heading underlined, and a line
    assert read(loose)[0].tables == ()
    around = "| 구분 | 예산 |\n|---|---|\n| 쉼터 | 3 |\n나눔 | 4"  # the last line is none of its
    assert [t.rows for t in read(around)[0].tables] == [2]
