"""Running text in two columns is read column by column; what merely stands side by side is read
across.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

from pipeline.layout import lay_out
from pipeline.model import Blocks, Paragraph
from pipeline.read import read_document

WORDS = [
    f"{word}{number}"
    for number in range(30)
    for word in ("citizens", "learn", "in", "every", "village", "house")
]


def wrapped(words: list[str], width: float) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and stringWidth(f"{lines[-1]} {word}", "Helvetica", 10) > width:
            lines[-1] += " "
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines


def printed(tmp_path: Path, left: list[str], right: list[str]) -> Blocks:
    paper = canvas.Canvas(str(tmp_path / "columns.pdf"), pagesize=(595, 842))
    paper.setFont("Helvetica", 16)
    paper.drawString(60, 780, "News of the learning houses")
    paper.setFont("Helvetica", 10)
    for x, lines in ((60, left), (310, right)):
        for at, line in enumerate(lines):
            paper.drawString(x, 740 - 15 * at, line)
    paper.drawString(
        60,
        400,
        "A line over the whole width of the page follows the two columns and is read after both of them.",
    )
    paper.save()
    return lay_out(read_document(tmp_path / "columns.pdf", "x"))


def test_the_left_column_is_read_before_the_right_one(tmp_path: Path) -> None:
    lines = wrapped(WORDS, 225)
    half = len(lines) // 2 + 1
    blocks = printed(tmp_path, lines[:half], lines[half:])
    heading, text, after = (i.printed.text for i in blocks.items if isinstance(i, Paragraph))
    assert text == " ".join(WORDS)
    assert heading.startswith("News")
    assert after.startswith("A line over")
    assert all(a.number + 1 == b.number for a, b in pairwise(blocks.lines))


def test_names_with_short_values_beside_them_are_no_columns(tmp_path: Path) -> None:
    names = [f"Learning house number {n} of the village" for n in range(12)]
    blocks = printed(tmp_path, names, [f"open {n} days" for n in range(12)])
    texts = " ".join(line.text for line in blocks.lines)
    assert texts.index("open 0 days") < texts.index("number 1 of")
