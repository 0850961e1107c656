"""HWPX and HWP 5: what the files keep, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from office import FOLDER, maker, read, read_bytes

from pipeline.errors import UnreadableError
from pipeline.model import Document, KeptBox, KeptLine, KeptTable
from pipeline.model.kept import items_to_lines
from pipeline.publish.sentences import code_to_sentence
from pipeline.read import read_document
from pipeline.read.cfb import Compound
from pipeline.read.hwp_records import inflated

x, h, documents = maker("make_hwpx"), maker("make_hwp"), maker("documents")


def lines(document: Document) -> list[KeptLine]:
    assert document.kept is not None
    return list(items_to_lines(document.kept.content))


def tables(document: Document) -> list[KeptTable]:
    assert document.kept is not None
    return [item for item in document.kept.content if isinstance(item, KeptTable)]


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_the_committed_files_are_what_their_program_makes(name: str) -> None:
    """Part by part: how zlib packs them differs from machine to machine."""
    kept, made = (FOLDER / name).read_bytes(), documents.DOCUMENTS[name]()
    if name.endswith(".hwpx"):
        assert unzipped(kept) == unzipped(made)
    else:
        assert streams(kept) == streams(made)


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def streams(data: bytes) -> dict[str, bytes]:
    compound = Compound(data, "a.hwp")
    found = {path: compound.stream(path) for path in compound.streams}
    return {p: raw if p == "FileHeader" else inflated(raw, "a", p) for p, raw in found.items()}


def test_automatic_numbers_are_set_before_the_text() -> None:
    found = [line.text for line in lines(read(FOLDER / "numbers.hwpx"))]
    assert found == [
        "1. 하나",
        "가) 가나",
        "(1-①) 다라",
        "(1-②) 마바",
        "나) 사아",
        "2. 둘",
        "가) 자차",
        "○ 카타",
        "파하",
    ]


def test_looks_are_kept() -> None:
    first, second, *_ = lines(read(FOLDER / "programmes.hwpx"))
    assert (first.size, first.bold, first.centred) == (18.0, True, True)
    assert (second.size, second.bold, second.centred) == (10.0, False, True)


def test_what_nobody_sees_is_a_line_of_its_own() -> None:
    found = [(line.text.strip(), line.unseen) for line in lines(read(FOLDER / "unseen.hwpx"))]
    assert found[:10] == [
        ("보이는 글 12명", ""),
        ("흰 글 34명", "colour"),
        ("아주 작은 글 56명", "tiny"),
        ("남은 글 끝", ""),
        ("지운 글 99명", "deleted"),
        ("설명 앞", ""),
        ("숨은 설명 77명", "comment"),
        ("홍별", ""),
        ("이름 쓰기", "guide"),
        ("흰 글자 머리", ""),
    ]
    assert [p.code for p in read(FOLDER / "unseen.hwpx").notices] == ["tracked_changes"]


def test_notes_heads_breaks_and_fields() -> None:
    document = read(FOLDER / "notes.hwpx")
    assert [(line.text, line.role, line.spot.section) for line in lines(document)] == [
        ("은하시 보고서", "furniture", 1),
        ("참여자1) 120명", "text", 1),
        ("1) 중복 제외", "note", 1),
        ("첫 줄", "text", 1),
        ("둘째 줄\t뒤\u00a0끝", "text", 1),
        ("12동의함", "text", 1),
        ("둘째 구역", "text", 2),
    ]
    assert [p.code for p in document.notices] == ["equations_not_read"]


def with_more(first: str, last: str, more: dict[str, str]) -> bytes:
    """A file of one section: what its first paragraph declares, what stands behind its last one,
    and parts beside it.
    """
    body = x.section(x.paragraph(x.raw(first), x.text("본문 12명")))
    parts = x.parts(body.replace("</hs:sec>", f"{last}</hs:sec>"))
    return bytes(x.zipped(parts | {name: part.encode() for name, part in more.items()}))


def test_master_pages_are_furniture(tmp_path: Path) -> None:
    """Of either format; the part is found by its id in the list of contents, or by its name."""
    page = (
        f"<masterPage {x.SPACES}>{x.block(x.paragraph('대외비 9부'), x.paragraph())}</masterPage>"
    )
    item = '<opf:item id="m7" href="Contents/masterpage0.xml"/>'
    named = x.contents(1).replace("<opf:item", f"{item}<opf:item", 1)
    for ident, listed in (("m7", {"Contents/content.hpf": named}), ("masterpage0", {})):
        first = f'<hp:secPr><hp:masterPage idRef="{ident}"/></hp:secPr>'
        data = with_more(first, "", {"Contents/masterpage0.xml": page, **listed})
        found = [(line.text, line.role) for line in lines(read_bytes(tmp_path, data))]
        assert found == [("본문 12명", "text"), ("대외비 9부", "furniture")]
    torn = with_more("", "", {"Contents/content.hpf": named})
    assert [p.code for p in read_bytes(tmp_path, torn).notices] == ["part_missing"]
    section = h.record(71, 1, b"dces" + bytes(40))
    section += h.record(72, 2, bytes(34)) + h.paragraph(2, "대외비 9부")
    body = h.paragraph(0, "본문 12명", controls=[section])
    found = [(line.text, line.role) for line in lines(read_bytes(tmp_path, h.hwp(body), "a.hwp"))]
    assert found == [("대외비 9부", "furniture"), ("본문 12명", "text")]


def test_memos_that_hang_on_a_section_are_comments(tmp_path: Path) -> None:
    """As HWP 5 keeps them behind its last paragraph, and HWPX in a group of its own."""
    memo = h.record(93, 1, bytes(4)) + h.record(72, 1, bytes(16))
    behind = memo + h.paragraph(1, "고칠 것 7건") + memo + h.paragraph(1, "확인")
    data = h.hwp(h.paragraph(0, "본문 12명") + behind)
    group = f"<hp:memogroup><hp:memo>{x.block(x.paragraph('고칠 것 7건'))}</hp:memo>"
    group += f"<hp:memo><hp:paraList>{x.paragraph('확인')}</hp:paraList></hp:memo></hp:memogroup>"
    for whole, name in ((data, "a.hwp"), (with_more("", group, {}), "a.hwpx")):
        found = [(line.text, line.unseen) for line in lines(read_bytes(tmp_path, whole, name))]
        assert found == [("본문 12명", ""), ("고칠 것 7건", "comment"), ("확인", "comment")]


def test_tables_have_the_cells_of_the_file() -> None:
    document = read(FOLDER / "tables.hwpx")
    heading, outer, framed, phantom, box = tables(document)
    assert (heading.rows, heading.cols, heading.height) == (1, 2, 20.0)
    assert [line.text for line in items_to_lines(outer.captions)] == ["표 1 정비 내용"]
    assert any(isinstance(i, KeptTable) for i in outer.cells[3].content)
    assert [c.walls[0] for c in framed.cells[:3]] == [False, False, True]
    assert (phantom.rows, phantom.cols) == (2, 2), "a column in which no cell begins is not seen"
    assert (box.rows, box.cols) == (1, 1)
    assert document.kept is not None
    assert isinstance(document.kept.content[-1], KeptBox)


def test_an_object_that_hangs_under_a_line_comes_behind_the_text() -> None:
    document = read(FOLDER / "tables.hwpx")
    assert document.kept is not None
    texts = [i.text if isinstance(i, KeptLine) else type(i).__name__ for i in document.kept.content]
    assert texts[1:3] == ["본문이 먼저 온다.", "KeptTable"]


def test_merged_cells_cover_their_places() -> None:
    table = tables(read(FOLDER / "programmes.hwpx"))[0]
    assert (table.rows, table.cols, table.mended) == (5, 4, False)
    spans = {(c.row, c.col): (c.row_span, c.col_span) for c in table.cells}
    assert spans[1, 0] == (2, 1)
    assert spans[4, 0] == (1, 3)
    assert [c.header for c in table.cells[:4]] == [True] * 4


def test_overlapping_cells_and_gaps_are_mended(tmp_path: Path) -> None:
    cells = [x.cell(0, 0, "가", cols=2), x.cell(0, 1, "나"), x.cell(1, 0, "다")]
    table = tables(read_bytes(tmp_path, x.hwpx(x.section(x.paragraph(x.table(cells))))))[0]
    assert table.mended
    assert [(c.row, c.col, c.row_span, c.col_span) for c in table.cells] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_hwp_keeps_what_hwpx_keeps() -> None:
    one, other = lines(read(FOLDER / "programmes.hwp")), lines(read(FOLDER / "programmes.hwpx"))
    assert [(a.text, a.size, a.bold, a.centred, a.spot) for a in one[:7]] == [
        (b.text, b.size, b.bold, b.centred, b.spot) for b in other[:7]
    ]
    table = tables(read(FOLDER / "programmes.hwp"))[0]
    assert (table.rows, table.cols, table.height) == (5, 4, 90.0)
    assert [line.text for line in items_to_lines([table])][:4] == [
        "구분",
        "단위사업",
        "추진실적",
        "예산",
    ]


@pytest.mark.parametrize("name", ["a.hwp", "a.hwpx", "a.pdf", "a.txt", "a"])
def test_the_bytes_say_what_a_file_is(tmp_path: Path, name: str) -> None:
    one = read_bytes(tmp_path, (FOLDER / "programmes.hwp").read_bytes(), name)
    other = read_bytes(tmp_path, (FOLDER / "programmes.hwpx").read_bytes(), name)
    assert one.source.media_type == "application/x-hwp"
    assert other.source.media_type == "application/hwp+zip"


def refused(tmp_path: Path, data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as found:
        read_bytes(tmp_path, data)
    assert str(found.value).startswith("a.hwpx ")
    return found.value


def changed(name: str, body: bytes | None) -> bytes:
    """A whole document, one part of it another, or left out."""
    whole = x.parts(x.section(x.paragraph("글")))
    whole = (
        {**whole, name: body} if body is not None else {n: b for n, b in whole.items() if n != name}
    )
    return bytes(x.zipped(whole))


def test_wrong_or_missing_mimetype_is_no_matter(tmp_path: Path) -> None:
    for body in (None, b"application/epub+zip", b""):
        assert lines(read_bytes(tmp_path, changed("mimetype", body)))[0].text == "글"


def test_missing_header_is_named_and_the_text_read(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, changed("Contents/header.xml", None))
    assert lines(document)[0].text == "글"
    assert [(p.code, dict(p.words)) for p in document.notices] == [
        ("part_missing", {"part": "Contents/header.xml"})
    ]


def test_a_listed_section_that_is_not_there_is_named(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, changed("Contents/content.hpf", x.contents(3).encode()))
    assert [dict(p.words)["part"] for p in document.notices] == [
        "Contents/section1.xml",
        "Contents/section2.xml",
    ]


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (changed("Contents/section0.xml", None), "broken", "no section"),
        (changed("Contents/section0.xml", b"<hs:sec"), "broken", "no whole XML"),
        (changed("Contents/section0.xml", "<a/>".encode("utf-16")), "broken", "no UTF-8"),
        (changed("META-INF/manifest.xml", b"<encryption-data/>"), "office_locked", "PDF"),
        (changed("Contents/section0.xml", b"<!DOCTYPE a><a/>"), "dangerous_xml", "attacks"),
        (x.hwpx(x.section())[:-30], "broken", "ZIP directory"),
        (h.hwp(b"", h.COMPRESSED | h.PASSWORD), "office_locked", "파일 > PDF로 저장하기"),
        (h.hwp(b"", h.COMPRESSED | h.DISTRIBUTION), "office_distribution", "파일 > PDF로 저장하기"),
        (b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + bytes(99), "old_hangul", "HWPX"),
        (b'<?xml version="1.0"?><HWPML/>', "hwpml", "HWPX"),
        (h.hwp(b"\x42\x00\xf0\x0f")[:700], "broken", ""),
    ],
)
def test_what_cannot_be_read_is_named_in_both_languages(
    tmp_path: Path, data: bytes, code: str, word: str
) -> None:
    fault = refused(tmp_path, data)
    assert fault.code == code
    assert word in str(fault)
    korean = code_to_sentence(code, {"said": str(fault)}).ko
    assert any("가" <= c <= "힣" for c in korean)
    if code not in ("broken", "dangerous_xml"):
        assert "파일 > PDF로 저장하기" in korean


def test_a_real_word_file_is_no_hwpx(tmp_path: Path) -> None:
    data = x.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert refused(tmp_path, data).code == "unknown_type"


def test_a_document_has_no_pages(tmp_path: Path) -> None:
    document = read_document(FOLDER / "notes.hwpx", "notes")
    assert document.pages == ()
    assert document.text_lines == ()
