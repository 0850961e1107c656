"""Cells of flattened rows that stand on one line, over several lines or without a number: the case
that taught each rule.
"""

from __future__ import annotations

from tests.test_flattened import doubts, read, rows


def test_a_budget_and_a_bureau_behind_a_line_are_cells_of_their_own_columns() -> None:
    text = """과제 단위사업 추진실적 예산액(백만원) 담당부서
1.
안전
1.옹벽 점검 ○ 점검 58개소 1,793 안전예방과

2.승강기 교체 지원

○ 교체 203대
 - 긴급 7대

312 안전예방과

3.쉼터 운영 ○ 운영 914개소 2,307 재난대응팀

4.한파 보호 ○ 대피소 19개소 826 재난대응팀"""
    blocks, report = read(text)
    assert rows(text) == [
        ("1.1.1", "옹벽 점검", ["점검 58개소"]),
        ("1.1.2", "승강기 교체 지원", ["교체 203대", "긴급 7대"]),
        ("1.1.3", "쉼터 운영", ["운영 914개소"]),
        ("1.1.4", "한파 보호", ["대피소 19개소"]),
    ]
    assert [p.department for p in report.programmes] == [
        "안전예방과",
        "안전예방과",
        "재난대응팀",
        "재난대응팀",
    ]
    assert [c.text for c in blocks.tables[-1].cells if c.col == 3][1:] == [
        "1,793",
        "312",
        "2,307",
        "826",
    ]


def test_a_bureau_that_a_narrow_column_broke_is_one_and_a_header_too() -> None:
    text = """과제 단위사업 추진내용
예산액(백
만원)
담당부
서
1. 안전
1.옹벽 점검
- 점검 58개소
1,793
청년정
책담당
관
2.승강기 교체
- 교체 203대
- 긴급 7대
312
청년정
책담당
관"""
    _, report = read(text)
    assert [
        (p.title.text, [a.printed.text for a in p.achievements]) for p in report.programmes
    ] == [
        ("옹벽 점검", ["점검 58개소"]),
        ("승강기 교체", ["교체 203대", "긴급 7대"]),
    ]
    assert ["".join((p.department or "").split()) for p in report.programmes] == [
        "청년정책담당관"
    ] * 2


def test_a_number_that_goes_on_in_the_next_line_is_no_budget() -> None:
    text = """과제 단위사업 추진실적 예산
1. 안전
1.그늘막 ○ 그늘막 98개소, 쿨링포그 28
개소
312
2.승강기 ○ 교체 203대 500"""
    assert [n for _, _, n in rows(text)] == [["그늘막 98개소, 쿨링포그 28개소"], ["교체 203대"]]


def test_a_title_that_begins_with_digits_has_the_number_that_counts_on() -> None:
    text = """과제 단위사업 추진실적
1.
돌봄
1.어린이집 확충
○ 신규 14개소
2.0세 전담 어린이집
○ 운영 62개소
3.24시간 돌봄 교실
○ 만족도가 지난해보다 높아져 평균
2.5점 상승
4.급여 지급
○ 지급 9명"""
    assert [(i, t) for i, t, _ in rows(text)] == [
        ("1.1.1", "어린이집 확충"),
        ("1.1.2", "0세 전담 어린이집"),
        ("1.1.3", "24시간 돌봄 교실"),
        ("1.1.4", "급여 지급"),
    ]


def test_headers_couple_their_words_and_a_word_for_nothing_stands_over_groups() -> None:
    text = """구분 세부사업명 추진내용 및 실적
Ⅰ. 하천
1.수질
1.점검 ○ 31회
2.정화 ○ 7회
2.이용
1.산책로 ○ 3곳
2.쉼터 ○ 2곳"""
    _, report = read(text)
    assert [(p.programme_id, p.title.text) for p in report.programmes] == [
        ("1.1.1", "점검"),
        ("1.1.2", "정화"),
        ("1.2.1", "산책로"),
        ("1.2.2", "쉼터"),
    ]
    assert [g.title.text for a in report.areas for g in a.groups if g.title] == ["수질", "이용"]


def test_lines_that_a_reader_joined_are_cut_at_their_marks_and_a_dash_leaves_a_doubt() -> None:
    text = """과제 단위사업 추진실적
1.수질
1.점검 ○ 점검 31회 ○ 교육 2회
2.정화 • 정화 7회
3.상담 ○ 신청 45명 - 선정 9명
2.이용
1.산책로 ○ 3곳"""
    _, report = read(text)
    assert [n for _, _, n in rows(text)] == [
        ["점검 31회", "교육 2회"],
        ["정화 7회"],
        ["신청 45명", "선정 9명"],
        ["3곳"],
    ]
    assert "1.1.3" in doubts(report)


def test_dashes_alone_open_lines_behind_titles_and_a_label_goes_on_behind_a_blank_line() -> None:
    text = """과제명 세부과제 추진실적
전략1. 하천
1-1.
수질과

생태\x20
1-1-1. 점검 - 점검 31회

1-1-2. 정화

- 정화 7회
 · 야간 2회

1-2. 이용

1-2-1. 산책로 - 3곳"""
    _, report = read(text)
    assert rows(text) == [
        ("1.1.1", "점검", ["점검 31회"]),
        ("1.1.2", "정화", ["정화 7회", "야간 2회"]),
        ("1.2.1", "산책로", ["3곳"]),
    ]
    assert ["".join(g.title.text.split()) for a in report.areas for g in a.groups if g.title] == [
        "수질과생태",
        "이용",
    ]


def test_titles_without_numbers_stand_between_the_runs_of_marked_lines() -> None:
    text = """사업명 추진실적
1. 안심하고 맡기는 돌봄\x20

0세 전담 어린이집\x20
지정·운영

○ 전담 어린이집 운영 : 62개소, 보육교사 248명을 배치하고 야간에도 돌봄\x20

교실을 운영

24시간 돌봄 어린이집 ○ 이용 아동 : 3,417명

장난감도서관
○ 대여 52,318건
 - 신규 7개소

부모급여 지급 ○ 지급 11,205명

아이돌봄 연계 ○ 연계 4,882가구

2. 위기 아동 보호
학대피해아동쉼터\x20
설치

○ 쉼터 8개소"""
    assert rows(text) == [
        (
            "1.1.1",
            "0세 전담 어린이집 지정·운영",
            ["전담 어린이집 운영 : 62개소, 보육교사 248명을 배치하고 야간에도 돌봄 교실을 운영"],
        ),
        ("1.1.2", "24시간 돌봄 어린이집", ["이용 아동 : 3,417명"]),
        ("1.1.3", "장난감도서관", ["대여 52,318건", "신규 7개소"]),
        ("1.1.4", "부모급여 지급", ["지급 11,205명"]),
        ("1.1.5", "아이돌봄 연계", ["연계 4,882가구"]),
        ("2.1.1", "학대피해아동쉼터 설치", ["쉼터 8개소"]),
    ]


def test_labels_without_numbers_stand_before_titles_without_numbers() -> None:
    text = """과제 단위사업 추진현황
Ⅰ. 농촌
농촌\x20
공간

정비

빈집 정비 및\x20
활용

○ 철거 342동

마을만들기 ○ 마을 44개소

생활
서비스\x20

이동진료
○ 진료 96회
 - 만족도 94.2%

왕진버스 ○ 운영 38회"""
    _, report = read(text)
    assert rows(text) == [
        ("1.1.1", "빈집 정비 및 활용", ["철거 342동"]),
        ("1.1.2", "마을만들기", ["마을 44개소"]),
        ("1.2.1", "이동진료", ["진료 96회", "만족도 94.2%"]),
        ("1.2.2", "왕진버스", ["운영 38회"]),
    ]
    labels = [g.title.text for a in report.areas for g in a.groups if g.title]
    assert ["".join(label.split()) for label in labels] == ["농촌공간정비", "생활서비스"]


def test_programmes_numbered_on_through_the_report_and_parts_that_are_areas() -> None:
    text = """정책과제 세부사업 추진실적
제1부 누리는 도서관
1.확충
1.거점도서관 ○ 3개관
2.작은도서관 ○ 127개관
2.장서
3.도서구입 ○ 215권
4.바로대출 ○ 26권
제2부 키우는 도서관
1.사서
5.직무연수 ○ 24회
6.순회사서 ○ 38명"""
    _, report = read(text)
    assert [(p.programme_id, p.printed_no, p.title.text) for p in report.programmes] == [
        ("1.1.1", "1", "거점도서관"),
        ("1.1.2", "2", "작은도서관"),
        ("1.2.1", "3", "도서구입"),
        ("1.2.2", "4", "바로대출"),
        ("2.1.1", "5", "직무연수"),
        ("2.1.2", "6", "순회사서"),
    ]
    assert [a.title.text for a in report.areas if a.title] == ["누리는 도서관", "키우는 도서관"]


def test_marks_without_a_blank_behind_them_open_lines_where_the_text_has_no_others() -> None:
    text = """과제 단위사업 추진실적
1.수질
1.점검 ○점검 31회
2.정화
○정화 7회
○교육 2회
3.○○천 가꾸기
○참여 45명"""
    assert [(t, n) for _, t, n in rows(text)] == [
        ("점검", ["점검 31회"]),
        ("정화", ["정화 7회", "교육 2회"]),
        ("○○천 가꾸기", ["참여 45명"]),
    ]
