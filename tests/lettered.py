"""PDFs whose letters say what we want: a font's own table (ToUnicode) names the text, whatever its
glyphs look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SIZE, ADVANCE = 10, 1000  # points; every glyph is an em wide, as Hangul is
FIRST = 0x21  # the first code of a font that stands for a character


class Face:
    """A font: its name, and what its text layer says of a character where that is another one."""

    def __init__(self, name: str, said: Mapping[str, str] | None = None) -> None:
        self.name, self.said = name, said or {}
        self.codes: dict[str, int] = {" ": 0x20}

    def typed(self, text: str) -> str:
        """The codes of a text in hexadecimal; a new code for each new character."""
        for c in text:
            self.codes.setdefault(c, FIRST + len(self.codes) - 1)
        return "".join(f"{self.codes[c]:02X}" for c in text)

    def objects(self, own: int) -> list[str]:
        """The font and its table, the numbers of the objects beginning with `own`."""
        rows = "\n".join(
            f"<{code:02X}> <{self.said.get(c, c).encode('utf-16-be').hex()}>"
            for c, code in self.codes.items()
        )
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def "
            "/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange\n"
            f"{len(self.codes)} beginbfchar\n{rows}\nendbfchar endcmap end end"
        )
        widths = " ".join([str(ADVANCE)] * 256)
        return [
            f"{own} 0 obj <</Type /Font /Subtype /TrueType /BaseFont /{self.name} /FirstChar 0 "
            f"/LastChar 255 /Widths [{widths}] /ToUnicode {own + 1} 0 R "
            f"/FontDescriptor {own + 2} 0 R>> endobj",
            f"{own + 1} 0 obj <</Length {len(table)}>> stream\n{table}\nendstream endobj",
            f"{own + 2} 0 obj <</Type /FontDescriptor /FontName /{self.name} /Flags 4 "
            "/FontBBox [0 -140 1000 860] /Ascent 860 /Descent -140 /CapHeight 700 /ItalicAngle 0 "
            "/StemV 80>> endobj",
        ]


def lines_to_pdf(lines: Sequence[str | Sequence[tuple[Face, str]]]) -> bytes:
    """One page of lines; a line is a text (in an honest face) or runs of a face and a text."""
    plain = Face("HCRBatang")
    runs = [[(plain, line)] if isinstance(line, str) else line for line in lines]
    faces = list(dict.fromkeys(face for line in runs for face, _ in line))
    shown = [
        f"BT /F{faces.index(face)} {SIZE} Tf {60 + SIZE * sum(len(t) for _, t in line[:k])} "
        f"{780 - 16 * row} Td <{face.typed(text)}> Tj ET"
        for row, line in enumerate(runs)
        for k, (face, text) in enumerate(line)
    ]
    content = "\n".join(shown)
    fonts = " ".join(f"/F{k} {5 + 3 * k} 0 R" for k in range(len(faces)))
    objects = [
        "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj",
        "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj",
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources <</Font <<{fonts}>>>>>> endobj",
        f"4 0 obj <</Length {len(content)}>> stream\n{content}\nendstream endobj",
        *(o for k, face in enumerate(faces) for o in face.objects(5 + 3 * k)),
    ]
    return _objects_to_file(objects)


def _objects_to_file(objects: Sequence[str]) -> bytes:
    body, places = "%PDF-1.4\n", []
    for item in objects:
        places.append(len(body))
        body += item + "\n"
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    size = len(objects) + 1
    tail = f"trailer <</Size {size} /Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode("latin-1")
