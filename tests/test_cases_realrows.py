"""Rows and tables of fixtures/cases/realrows/, whose structure is that of real plans and forms."""

from __future__ import annotations

from cases import Case, case

DASH = "realrows/dash_after_full_line.pdf"
NOTES = "realrows/double_asterisk_notes.pdf"
CIRCLED = "realrows/circled_programmes_soft_hyphen.pdf"
ROMAN = "realrows/divider_title_over_roman_list.pdf"
BOXED = "realrows/boxed_path_number.pdf"
LARGER = "realrows/divider_larger_than_programme.pdf"
LAW = "realrows/law_commentary.txt"
SQUEEZED = "realrows/squeezed_line_blanks.pdf"
UNRULED = "realrows/rows_without_rules.pdf"
UNDERLINED = "realrows/underlined_amendment.pdf"
RUNNING = "realrows/table_over_pages_running_box.pdf"
WINGDINGS = "realrows/wingdings_bullets.pdf"
COUNTER = "realrows/unlisted_counter.txt"

SOFT_HYPHEN = "\u00ad"


def shape(read: Case, programme_id: str) -> list[tuple[int, str | None]]:
    """(level, mark) of a programme's lines."""
    return [(level, mark) for level, mark, _ in read.marked(programme_id)]


# ---- a dash below a full line


def test_a_dash_below_a_full_line_opens_a_line() -> None:
    read = case(DASH)
    assert shape(read, "1.1.1") == [(1, "ㅇ"), (2, "-"), (2, "-"), (1, "ㅇ"), (2, "-")]
    assert read.marked("1.1.1")[1] == (2, "-", "모임 45개 지원, 강사 30명 파견")
    assert shape(read, "2.1.2") == [(1, "ㅇ"), (2, "-"), (1, "ㅇ")]
    assert read.marked("2.1.2")[1] == (2, "-", "교육 과정 8개, 어린이 640명 참여")


# ---- notes of one, two and three stars


def test_two_notes_are_two_lines() -> None:
    read = case(NOTES)
    assert shape(read, "1.1.1") == [(1, "ㅇ"), (2, "*"), (2, "**"), (2, "-")]
    texts = [text for _, _, text in read.marked("1.1.1")]
    assert texts[1:3] == ["3세대: 20대, 50대, 80대", "10지점: 가람시, 나루시, 다솜시 등"]


def test_a_note_of_two_stars_alone_is_a_line() -> None:
    read = case(NOTES)
    assert shape(read, "1.1.2") == [(1, "ㅇ"), (2, "**"), (2, "-")]
    assert read.marked("1.1.2")[1][2] == "표제어 3,000개, 용례 9,000개"


# ---- circled numbers that begin anew, lines opened by a soft hyphen


def test_circled_numbers_under_larger_headings_are_programmes() -> None:
    read = case(CIRCLED)
    assert [a["area_title"] for a in read["areas"]] == ["젊은 농촌", "안전한 먹거리"]
    assert [p["printed_no"] for p in read["programmes"]] == ["❶", "❷", "❸"] * 2
    assert [p["title"] for p in read["programmes"]] == [
        "새내기 농부 키우기",
        "농지 은행 운영",
        "농기계 빌려주기",
        "친환경 농업 확대",
        "공공 급식 연결",
        "농산물 검사 강화",
    ]


def test_lines_opened_by_a_soft_hyphen() -> None:
    found = [(a["level"], a["mark"]) for a in case(CIRCLED)["achievements"]]
    assert len(found) == 13
    assert found.count((1, "ㅇ")) == 6
    assert found.count((2, SOFT_HYPHEN)) == 7


# ---- a title over a list that comes again


def test_a_list_that_comes_again_is_contents_and_its_title_the_area() -> None:
    read = case(ROMAN)
    assert [a["area_title"] for a in read["areas"]] == [
        "새로운 투자와 성장으로 앞서가는 창업 도시",
        "금융과 기술이 만나는 든든한 금융 도시",
    ]
    groups = [(g["area_no"], g["printed_no"], g["group_title"]) for g in read["groups"]]
    assert groups == [
        (1, "1", "창업 기반 조성"),
        (1, "2", "성장 단계 지원"),
        (2, "1", "금융 기반 강화"),
        (2, "2", "기술 융합 촉진"),
    ]


def test_eight_programmes_under_the_lists() -> None:
    assert [p["programme_id"] for p in case(ROMAN)["programmes"]] == [
        f"{area}.{group}.{n}" for area in (1, 2) for group in (1, 2) for n in (1, 2)
    ]


def test_the_thanks_at_the_end_are_no_part_of_the_last_line() -> None:
    last = case(ROMAN).marked("2.2.2")[-1]
    assert last == (2, "-", "기업 9개사 참여")
    assert case(LARGER).marked("3.1.2")[-1] == (1, "ㅇ", "(교육) 교육 430회")


# ---- numbers of a path in a box


def test_numbers_of_a_path_in_boxes_are_programmes() -> None:
    read = case(BOXED)
    assert [a["area_title"] for a in read["areas"]] == ["새 도서관 건립", "읽는 도시 만들기"]
    assert [(p["printed_no"], p["title"]) for p in read["programmes"]] == [
        ("1-1", "중앙도서관 건립"),
        ("1-2", "옛 청사 고쳐 쓰기"),
        ("1-3", "책마루 조성"),
        ("2-1", "독서 모임 지원"),
        ("2-2", "사서 양성"),
    ]


def test_aspects_are_lines_of_their_programme() -> None:
    read = case(BOXED)
    first = read["programmes"][0]["programme_id"]
    assert shape(read, first) == [
        (1, "□"),
        (2, "ㅇ"),
        (2, "ㅇ"),
        (1, "□"),
        (2, "ㅇ"),
        (2, "ㅇ"),
        (1, "□"),
        (2, "ㅇ"),
    ]
    heads = [text for level, _, text in read.marked(first) if level == 1]
    assert heads == ["사업개요", "추진상황", "향후계획"]


# ---- a divider that is larger than the programme below it


def test_a_larger_heading_takes_no_programme_away() -> None:
    read = case(LARGER)
    assert [p["programme_id"] for p in read["programmes"]] == [
        "1.1.1",
        "1.1.2",
        "1.1.3",
        "2.1.1",
        "2.1.2",
        "3.1.1",
        "3.1.2",
    ]
    assert read.outline()[4][-1] == "샛강 준설 추진"
    assert read.marked("2.1.2") == [
        (1, "ㅇ", "(준설) 퇴적토 준설"),
        (2, "-", "1,595㎥ 준설"),
    ]


# ---- an explanation of a law is no report


def test_an_explanation_of_a_law_has_no_programmes() -> None:
    read = case(LAW)
    assert read["programmes"] == []
    assert "no_outline" in read.codes()


# ---- a squeezed line

SQUEEZED_LINES = [
    "지역 주도 자립 성장 기반 마련 및 단계별 지원 체계 구축",
    "선도 기업 대상 기술 개발 지원 4개 과제",
    "대학 연계 교육 과정 운영 및 현장 실습 120명",
    "연구 장비 구축 8종 및 기업 지원 24건",
    "시제품 제작 지원 및 전시회 공동관 운영 4개사",
]


def test_a_squeezed_line_has_its_blanks() -> None:
    found = [a["text"] for a in case(SQUEEZED)["achievements"] if a["level"] == 2]
    assert found == SQUEEZED_LINES


# ---- rows without rules inside a ruled group

FUND_ROWS = [
    ["총지출(a+b)", "3,534", "3,767", "233", "6.6"],
    ["예산지출(a)", "575", "666", "91", "15.8"],
    ["일반회계", "515", "590", "75", "14.6"],
    ["특별회계", "60", "76", "16", "26.7"],
    ["기금지출(b)", "2,959", "3,101", "142", "4.8"],
]


def test_lines_of_one_height_in_every_column_are_rows() -> None:
    grid = case(UNRULED).grid()
    assert (len(grid), {len(row) for row in grid}) == (10, {5})
    labels = [(row[0] or "").lstrip("· ") for row in grid[1:]]
    assert labels == [row[0] for row in FUND_ROWS] + [
        "고용기금",
        "산재기금",
        "장애기금",
        "복지기금",
    ]
    assert [row[1:] for row in grid[1:6]] == [row[1:] for row in FUND_ROWS]
    assert [row[4] for row in grid[5:]] == ["4.8", "3.8", "4.5", "7.4", "28.0"]


def test_no_two_printed_figures_are_made_one() -> None:
    printed = {
        *[
            "3,534",
            "3,767",
            "233",
            "6.6",
            "575",
            "666",
            "91",
            "15.8",
            "515",
            "590",
            "75",
            "14.6",
            "60",
            "76",
            "16",
            "26.7",
        ],
        *[
            "2,959",
            "3,101",
            "142",
            "4.8",
            "1,781",
            "1,848",
            "67",
            "3.8",
            "1,002",
            "1,047",
            "45",
            "4.5",
        ],
        *["94", "101", "7", "7.4", "82", "105", "23", "28.0"],
    }
    found = {q["quote"] for q in case(UNRULED)["quantities"]}
    assert found <= printed


def test_nothing_of_the_fund_table_disagrees() -> None:
    assert case(UNRULED).disagreements() == []


# ---- underlines


def test_an_underline_is_no_rule() -> None:
    grid = case(UNDERLINED).grid()
    assert (len(grid), {len(row) for row in grid}) == (2, {2})
    assert grid[0] == ["현행", "개정안"]
    text = (grid[1][1] or "").replace("\n", " ")
    assert "관리하는 자료를 다른 기관과 나누어 쓰기 위하여 처리한 자료를" in text.replace(
        "관리 하", "관리하"
    ).replace("처 리", "처리")
    assert text.endswith("2. ∼ 3. (현행과 같음)")


# ---- a running box at every page's head


def test_a_running_box_parts_no_table() -> None:
    read = case(RUNNING)
    assert [(t["rows"], t["cols"], t["page_first"], t["page_last"]) for t in read["tables"]] == [
        (91, 3, 1, 3)
    ]
    assert [row[0] for row in read.grid()[1:]] == [str(n) for n in range(1, 91)]


def test_a_running_box_is_furniture() -> None:
    found = [line for line in case(RUNNING)["lines"] if line["text"].replace(" ", "") == "대외주의"]
    assert [line["page"] for line in found] == [1, 2, 3]
    assert {line["role"] for line in found} == {"furniture"}


# ---- letters of a symbol font


def test_letters_of_a_symbol_font_do_not_make_a_page_lie() -> None:
    read = case(WINGDINGS)
    assert read.report["status"] == "read"
    assert not {c for c in read.codes() if c.startswith("page_")}


def test_bullets_of_a_symbol_font_are_bullets() -> None:
    texts = [line["text"].strip() for line in case(WINGDINGS)["lines"]]
    bulleted = [text for text in texts if text.startswith("•")]
    assert len(bulleted) == 9
    assert not [text for text in texts if "Ÿ" in text]
    assert {q["quote"] for q in case(WINGDINGS)["quantities"]} == {
        "12억원",
        "3건",
        "45개소",
        "320건",
        "120회",
        "18회",
        "96회",
    }


# ---- a counter that no list has


def test_an_unlisted_counter_ends_no_run() -> None:
    read = case(COUNTER)
    assert "pipeline_fault" not in read.codes()
    for printed in ("240", "126", "78", "36"):
        (found,) = read.quantities(printed)
        assert found["unit"] == "지" or found["doubt"] == "unit_unlisted"
    assert [q["quote"] for q in read.quantities("320")] == ["320개"]
