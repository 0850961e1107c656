"""Text in, exact lines out; what is neither PDF nor text is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnreadableError
from pipeline.read import read_document
from pipeline.read.office import OLE_MAGIC
from pipeline.read.text import bytes_to_text, text_to_lines

SAMPLE = "2024년 추진실적 \n○ 교육 112개 사업\n\f\n- 수료 1,321명"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp949", "cp949"),
        ("euc-kr", "cp949"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_encodings_are_read_and_named(tmp_path: Path, written: str, named: str) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(SAMPLE.encode(written))
    document = read_document(path, "r")
    assert document.source.encoding == named
    assert document.source.media_type == "text/plain"
    assert [line.text for line in document.text_lines] == [
        "2024년 추진실적 ",
        "○ 교육 112개 사업",
        "\f",
        "- 수료 1,321명",
    ]
    assert [line.page for line in document.text_lines] == [1, 1, 2, 2]


def test_pages_are_null_without_form_feeds() -> None:
    assert {line.page for line in text_to_lines("가\n나\n")} == {None}


@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"]
        )
    )
)
def test_lines_joined_are_the_text(text: str) -> None:
    body = text.removesuffix("\n")
    assert "\n".join(line.text for line in text_to_lines(body + "\n")) == body


@given(st.text(alphabet="가나다라 12\n○-", min_size=1))
def test_any_encoding_gives_the_same_text(text: str) -> None:
    assert {
        bytes_to_text(text.encode(name), "x")[0]
        for name in ("utf-8", "utf-8-sig", "cp949", "utf-16")
    } == {text}


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", "is empty"),
        (b" \r\n\x00", "empty", "is empty"),
        (b"PK\x03\x04rest", "unknown_type", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "unknown_type", "HWP"),
        (b"\x89PNG\r\n\x1a\n", "unknown_type", "PNG"),
        (b"PK\x03\x04 word/document.xml", "unknown_type", "DOCX"),
        (OLE_MAGIC + "Workbook".encode("utf-16-le"), "unknown_type", "XLS"),
        (bytes(range(256)) * 8, "unknown_type", "neither a PDF nor text"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "unknown_type", "neither a PDF nor text"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(
    tmp_path: Path, data: bytes, code: str, word: str
) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as refused:
        read_document(path, "odd", shown_path="2024/odd.txt")
    assert refused.value.code == code
    assert word in str(refused.value)
    assert str(refused.value).startswith("2024/odd.txt ")


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "report.dat"
    path.write_text("그냥 글", encoding="utf-8")
    assert read_document(path, "r").text_lines[0].text == "그냥 글"
    path = tmp_path / "report.txt"
    path.write_bytes(
        b"junk before\n"
        + next((Path(__file__).parent.parent / "fixtures" / "pdf").glob("*.pdf")).read_bytes()
    )
    assert read_document(path, "r").pages


def test_a_folder_named_like_a_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        read_document(tmp_path, "r")
