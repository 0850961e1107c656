"""Documents as hypothesis makes them: reports that are nearly right, tables that are nearly tables,
figures of every kind.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

WRITTEN = [
    path.read_text(encoding="utf-8").split("\n")[:140]
    for path in sorted((Path(__file__).parents[2] / "fixtures" / "text").glob("*.txt"))
    if "cp949" not in path.name and path.stat().st_size < 30_000
]

UNITS = [
    "명",
    "개소",
    "개",
    "회",
    "건",
    "팀",
    "%",
    "%p",
    "점",
    "원",
    "천원",
    "백만원",
    "억원",
    "시간",
    "개월",
    "배",
    "㎡",
    "",
]
WORDS = [
    "나래교실",
    "다래마당 운영",
    "마을 책길",
    "찾아가는 솔빛",
    "참여",
    "수료",
    "목표",
    "실적",
    "예산",
    "집행",
    "합계",
    "총",
    "누적",
    "신규",
    "약",
    "및",
    "중",
]
SIGNS = [
    "△",
    "▲",
    "↑",
    "↓",
    "→",
    "~",
    ":",
    "(",
    ")",
    "·",
    ",",
    "/",
    "=",
    "+",
    "-",
    "<",
    "「",
    "※",
    "'",
    "’24",
    "'23",
    "\t",
    "  ",
    "\f",
    "\ufeff",
    "\U0001f600",
]
MARKS = ["○ ", "ㅇ ", "- ", "  - ", "□ ", "※ ", "* ", "· ", "", "   "]
NUMBERS = [
    "1. ",
    "2. ",
    "1-1. ",
    "① ",
    "Ⅰ. ",
    "가. ",
    "4,",
    "제1분야 ",
    "1) ",
    "과제 2. ",
    "(3) ",
    "10. ",
]
HEADERS = [
    "과제  단위사업  추진현황",
    "과제 단위사업 추진실적 소관부서",
    "  구분     목표     실적     달성률",
    "(단위: 백만원)",
    "연번 사업명 예산 집행액 비고",
    "단위사업",
]
COVERS = [
    "2024년 나래시 평생학습 추진 실적",
    "’24년 결과 보고",
    "나 래 시",
    "2024. 12. 31.",
    "총 3개 분야 12개 사업",
    "- 3 -",
    "목  차",
]

numerals = st.one_of(
    st.integers(0, 10**12).map(str),
    st.integers(0, 10**9).map("{:,}".format),
    st.decimals(0, 10**6, places=2).map(str),
    st.sampled_from(
        [
            "0",
            "00",
            "1,23",
            "1,2345",
            "1.2.3",
            "3,271억 2,300만",
            "두",
            "１２",
            "½",
            "²",
            "1e9",
            "٣",
            "一",
            "9" * 21,
            "0.0",
        ]
    ),
)
BEFORE, SCALES = ["", "약 ", "△", "총 ", "’24년 "], ["", "여", " ", "천", "만", "억"]
AFTER = ["", " 이상", " 내외", "(50%)", " 증가", "→12명", "~30명"]
figures = st.tuples(*map(st.sampled_from, (BEFORE, SCALES, UNITS, AFTER)), numerals).map(
    lambda t: f"{t[0]}{t[4]}{t[1]}{t[2]}{t[3]}"
)
words_and_figures = st.lists(
    st.one_of(figures, st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=9
).map(" ".join)
loose = st.lists(st.one_of(figures, st.sampled_from([*WORDS, *SIGNS])), max_size=9).map("".join)
sentences = st.one_of(words_and_figures, loose)
anything = st.text(
    alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40
)
bullets = st.builds("{}{}".format, st.sampled_from(MARKS), sentences)
numbered = st.builds("{}{}".format, st.sampled_from(NUMBERS), sentences)
columns = st.lists(st.one_of(sentences, numerals), min_size=2, max_size=5).flatmap(
    lambda cells: st.integers(1, 8).map(lambda gap: (" " * gap).join(cells))
)
body = st.one_of(
    bullets,
    numbered,
    columns,
    st.sampled_from(HEADERS),
    st.sampled_from(COVERS),
    anything,
    st.just(""),
)


def rows_of(count: int) -> st.SearchStrategy[list[str]]:
    """A table of `count` rows whose total may be right."""
    values = st.lists(st.integers(0, 99999), min_size=count, max_size=count)
    return st.tuples(
        values, st.sampled_from([0, 0, 1, 900]), st.sampled_from(["합계", "계", "소계", "총계"])
    ).map(
        lambda t: [
            f"    {t[2]}      {sum(t[0]) + t[1]:,}",
            *(f"    사업{k}     {v:,}" for k, v in enumerate(t[0])),
        ]
    )


def programme(number: int) -> st.SearchStrategy[list[str]]:
    return st.lists(bullets, max_size=4).map(lambda lines: [f"{number}. 사업 {number}", *lines])


outlines = (
    st.integers(1, 6)
    .flatmap(lambda n: st.tuples(*(programme(k) for k in range(1, n + 1))))
    .map(
        lambda rows: [
            "제1분야 배움 (3개 사업)",
            HEADERS[0],
            "1. 과제",
            *(line for row in rows for line in row),
        ]
    )
)
tables = st.integers(1, 6).flatmap(rows_of).map(lambda rows: [HEADERS[2], *rows])


def edited(lines: list[str], edits: list[tuple[str, float, str]]) -> list[str]:
    """A report's lines after some accidents: a line lost, doubled, moved, cut, joined with the
    next, or another one put in.
    """
    made = list(lines)
    for how, share, other in edits:
        at = int(share * len(made))
        if how == "put in" or at + 1 >= len(made):
            made.insert(at, other)
        elif how == "lost":
            del made[at]
        elif how == "doubled":
            made.insert(at, made[at])
        elif how == "moved":
            made.insert(len(made) // 2, made.pop(at))
        elif how == "cut":
            made[at : at + 1] = [made[at][: len(made[at]) // 2], made[at][len(made[at]) // 2 :]]
        elif how == "joined":
            made[at : at + 2] = [made[at] + made[at + 1]]
        else:
            made[at] = made[at].translate({ord("1"): "7", ord("3"): "8"})
    return made


accidents = st.tuples(
    st.sampled_from(["put in", "lost", "doubled", "moved", "cut", "joined", "misprinted"]),
    st.floats(0, 0.999),
    body,
)
nearly = st.tuples(st.sampled_from(WRITTEN), st.lists(accidents, max_size=12)).map(
    lambda t: "\n".join(edited(*t)) + "\n"
)
covers = st.lists(st.sampled_from(COVERS), max_size=3)
parts = st.lists(st.one_of(outlines, tables, st.lists(body, max_size=8)), max_size=4)
made_up = st.tuples(covers, parts).map(
    lambda t: "\n".join([*t[0], *(line for part in t[1] for line in part)]) + "\n"
)
reports = st.one_of(nearly, made_up)
