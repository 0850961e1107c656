"""Office files that mean harm: bombs, declarations, rings, and ten thousand small hurts. Each is
read or refused, in bounded time and memory.
"""

from __future__ import annotations

import contextlib
import io
import random
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from office import FOLDER, maker, read_bytes

from pipeline.errors import UnreadableError
from pipeline.layout import lay_out
from pipeline.read import hwp_records, kept_grid, zipped
from pipeline.read.cfb import Compound
from pipeline.read.hwp_records import inflated

x, h = maker("make_hwpx"), maker("make_hwp")
MUTANTS = 200  # of each of the files
SLOWEST = 2.0  # CPU seconds; the files themselves take hundredths
MOST_MEMORY = 700 << 10  # KiB that the process may grow by; a worker may have two gigabytes
FILES = ("programmes.hwpx", "numbers.hwpx", "unseen.hwpx", "tables.hwpx", "programmes.hwp")


def memory() -> int:
    """The most memory this process ever had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def hurt(data: bytes, chance: random.Random) -> bytes:
    """Bytes with one hurt: flipped, cut out, doubled, cut off, or overwritten with extremes."""
    at = chance.randrange(len(data))
    size = chance.choice((1, 1, 2, 4, 16, 200))
    match chance.randrange(6):
        case 0:
            return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[: at + size] + data[at:]
        case 3:
            return data[:at]
        case 4:
            return data[:at] + chance.choice((b"\xff", b"\x00")) * size + data[at + size :]
    other = chance.randrange(len(data))
    return data[:at] + data[other : other + size] + data[at + size :]


def container_hurt(data: bytes, chance: random.Random) -> bytes:
    return hurt(data, chance)


def part_hurt(data: bytes, chance: random.Random) -> bytes:
    """A whole container, one of its parts hurt: what the packing would not let through."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            parts = {name: container.read(name) for name in container.namelist()}
        name = chance.choice(["Contents/section0.xml", "Contents/header.xml"])
        return bytes(x.zipped({**parts, name: hurt(parts[name], chance)}))
    compound = Compound(data, "a.hwp")
    parts = {
        path: inflated(compound.stream(path), "a.hwp", path)
        for path in ("DocInfo", "BodyText/Section0")
    }
    name = chance.choice(list(parts))
    parts[name] = hurt(parts[name], chance)
    return bytes(h.hwp(parts["BodyText/Section0"], info=parts["DocInfo"]))


@pytest.mark.parametrize("how", [container_hurt, part_hurt])
@pytest.mark.parametrize("name", FILES)
def test_mutants_are_read_or_refused(
    tmp_path: Path, name: str, how: Callable[[bytes, random.Random], bytes]
) -> None:
    data, before = (FOLDER / name).read_bytes(), memory()
    for seed in range(MUTANTS):
        mutant = how(data, random.Random(seed))
        start = time.process_time()
        with contextlib.suppress(UnreadableError):
            blocks = lay_out(read_bytes(tmp_path, mutant or b" ", name))
            assert all(p.code != "pipeline_fault" for p in blocks.problems), (seed, blocks.problems)
        assert time.process_time() - start < SLOWEST, seed
    assert memory() - before < MOST_MEMORY


def refusal(folder: Path, data: bytes) -> str:
    start, before = time.process_time(), memory()
    with pytest.raises(UnreadableError) as found:
        lay_out(read_bytes(folder, data))
    assert time.process_time() - start < 10 * SLOWEST
    assert memory() - before < MOST_MEMORY
    return found.value.code


def with_section(body: bytes) -> bytes:
    return bytes(x.zipped(x.parts(x.section()) | {"Contents/section0.xml": body}))


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "LARGEST_PART", 1 << 20)
    bomb = b"<a>" + b"<b/>" * (1 << 20) + b"</a>"
    assert refusal(tmp_path, with_section(bomb)) == "over_limit_office"


def test_a_bomb_whose_directory_lies_about_its_size(tmp_path: Path) -> None:
    data = with_section(b"<a>" + b" " * (zipped.LARGEST_PART + 10) + b"</a>")
    small = struct.pack("<I", 99)
    large = struct.pack("<I", zipped.LARGEST_PART + 17)
    assert large in data
    assert refusal(tmp_path, data.replace(large, small)) in ("broken", "over_limit_office")
    assert refusal(tmp_path, data) == "over_limit_office"


def test_a_stream_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    """Nothing beyond the bound is unpacked, and zeros make a record of four bytes each."""
    assert refusal(tmp_path, h.hwp(bytes(hwp_records.LARGEST_STREAM + 1))) == "over_limit_office"
    many = bytes(4 * hwp_records.MOST_RECORDS + 4)
    assert refusal(tmp_path, h.hwp(many)) == "over_limit_office"


LAUGHS = "".join(
    f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' if k else '<!ENTITY l0 "ha">' for k in range(9)
)


@pytest.mark.parametrize(
    "head",
    [
        f"<!DOCTYPE a [{LAUGHS}]>",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        f"<!--{'x' * 300_000}--><!DOCTYPE a>",
    ],
)
def test_no_document_type_is_read(tmp_path: Path, head: str) -> None:
    for name in ("Contents/section0.xml", "Contents/header.xml", "Contents/content.hpf"):
        whole = x.parts(x.section()) | {name: f"{head}<a>&x;</a>".encode()}
        assert refusal(tmp_path, x.zipped(whole)) == "dangerous_xml"


def test_elements_without_end(tmp_path: Path) -> None:
    assert refusal(tmp_path, with_section(b"<a>" * 200_000)) == "over_limit_office"


def test_elements_inside_one_another_within_one_piece(tmp_path: Path) -> None:
    """Deeper than anything that calls itself may go, and closed before the depth is asked."""
    deep = 9_000
    assert 20 * deep < zipped.CHUNK
    nested = "<hp:switch><hp:case>" * deep + "</hp:case></hp:switch>" * deep
    body = x.section(x.paragraph(x.raw(nested)))
    assert refusal(tmp_path, x.hwpx(body)) == "over_limit_office"
    memos = "<hp:memo>" * deep + x.paragraph("가") + "</hp:memo>" * deep
    group = f"<hp:memogroup>{memos}</hp:memogroup>"
    lay_out(read_bytes(tmp_path, x.hwpx(x.section(group, x.paragraph("나")))))


def test_tables_in_tables_in_tables(tmp_path: Path) -> None:
    inner = x.paragraph("가")
    for _ in range(45):
        inner = x.paragraph(x.table([x.cell(0, 0, inner)]))
    assert refusal(tmp_path, x.hwpx(x.section(inner))) == "over_limit_office"
    body = h.record(67, 500, b"")
    for level in range(480, 0, -5):
        body = h.paragraph(level, controls=[h.table(level + 1, [], 1, 1) + body])
    lay_out(read_bytes(tmp_path, h.hwp(h.paragraph(0) + body), "a.hwp"))


def test_spans_that_claim_a_whole_sheet(tmp_path: Path) -> None:
    side = 300
    cells = [x.cell(k, side - k, "가", rows=60_000, cols=60_000) for k in range(side)]
    start = time.process_time()
    lay_out(read_bytes(tmp_path, x.hwpx(x.section(x.paragraph(x.table(cells))))))
    assert time.process_time() - start < 5 * SLOWEST
    far = [x.cell(k * 40, k * 40, "가") for k in range(2, 1500)]
    assert refusal(tmp_path, x.hwpx(x.section(x.paragraph(x.table(far))))) == "over_limit_office"
    assert kept_grid.MOST_PLACES < 1498 * 1498


def test_rings_of_sectors_end(tmp_path: Path) -> None:
    data = bytearray(h.hwp(h.paragraph(0, "가" * 4000), traits=0))
    fat = struct.unpack_from("<I", data, 76)[0]
    table = (fat + 1) * 512
    for k in range(128):
        struct.pack_into("<I", data, table + 4 * k, 0)  # every sector leads to the first
    struct.pack_into("<I", data, 68, 0)  # and so does the chain of tables
    assert refusal(tmp_path, bytes(data)) == "broken"


def test_a_directory_that_names_itself(tmp_path: Path) -> None:
    data = bytearray(h.hwp(h.paragraph(0, "가")))
    start = struct.unpack_from("<I", data, 48)[0]
    for k in range(5):
        struct.pack_into("<III", data, (start + 1) * 512 + 128 * k + 68, k, k, 0)
    assert refusal(tmp_path, bytes(data)) == "broken"


def test_texts_of_sixty_thousand_looks(tmp_path: Path) -> None:
    runs = "".join(x.text("가", k % 5) for k in range(60_000))
    start = time.process_time()
    lay_out(read_bytes(tmp_path, x.hwpx(x.section(x.paragraph(runs)))))
    assert time.process_time() - start < 5 * SLOWEST
