"""Prints from HTML: Chromium, Firefox, WeasyPrint, xhtml2pdf, Qt, MuPDF."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from print_styles.fonts import FONTS, font_to_files
from print_styles.markup import MARGIN, Dialect, blocks_to_html
from print_styles.report import Style
from print_styles.sheets import Block

FOOT = '@page { @bottom-center { content: "- " counter(page) " -"; font-size: 8pt; } }'
SECONDS = 150  # that one print may take
MOST_PAGES = 40


def run(command: Sequence[str | Path], **more: Any) -> None:
    """A typesetter's command, silent. Raises FileNotFoundError where it is not installed."""
    subprocess.run(
        [str(c) for c in command], check=True, capture_output=True, timeout=SECONDS, **more
    )


def chromium(blocks: Sequence[Block], style: Style, path: Path) -> None:
    page = path.with_suffix(".html")
    page.write_text(blocks_to_html(blocks, style, Dialect(css=FOOT)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        flags = "--headless --no-sandbox --disable-gpu --no-pdf-header-footer --no-first-run"
        flags += " --disable-quic --disable-background-networking --disable-component-update"
        to = [f"--user-data-dir={profile}", f"--print-to-pdf={path}"]
        run(["chromium", *flags.split(), *to, page.as_uri()])


def weasyprint(blocks: Sequence[Block], style: Style, path: Path) -> None:
    import weasyprint as engine

    engine.HTML(string=blocks_to_html(blocks, style, Dialect(css=FOOT))).write_pdf(path)


def xhtml2pdf(blocks: Sequence[Block], style: Style, path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from xhtml2pdf import pisa
    from xhtml2pdf.default import DEFAULT_FONT

    regular, bold = font_to_files(style.font)
    family = FONTS[style.font].family
    for name, file in ((family, regular), (f"{family}-Bold", bold)):
        pdfmetrics.registerFont(TTFont(name, str(file)))
    pdfmetrics.registerFontFamily(family, normal=family, bold=f"{family}-Bold")
    DEFAULT_FONT[family.lower()] = family
    foot = (
        f"@page {{ size: A4 {style.paper}; margin: {MARGIN}mm; @frame foot {{"
        f" -pdf-frame-content: foot; bottom: 5mm; height: 8mm;"
        f" left: {MARGIN}mm; right: {MARGIN}mm; }} }}"
    )
    if not style.words_whole:
        foot += " p, h1, h2, h3, td { -pdf-word-wrap: CJK; }"
    told = Dialect(spans=False, attributes=True, css=foot)
    html = blocks_to_html(blocks, style, told)
    number = '<div id="foot" align="center">- <pdf:pagenumber> -</div></body>'
    with path.open("wb") as out:
        if pisa.CreatePDF(html.replace("</body>", number), dest=out, encoding="utf-8").err:
            raise RuntimeError("xhtml2pdf found faults")


def qt(blocks: Sequence[Block], style: Style, path: Path) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import (
        QFont,
        QFontDatabase,
        QGuiApplication,
        QPageLayout,
        QPageSize,
        QPdfWriter,
        QTextDocument,
    )

    app = QGuiApplication([])
    for file in font_to_files(style.font):
        QFontDatabase.addApplicationFont(str(file))
    writer = QPdfWriter(str(path))
    turned = style.paper == "landscape"
    way = QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    paper = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(paper, way, margins, QPageLayout.Unit.Millimeter))
    writer.setResolution(96)
    document = QTextDocument()
    document.setDefaultFont(QFont(FONTS[style.font].family))
    document.setDocumentMargin(0)
    document.setHtml(
        blocks_to_html(blocks, style, Dialect(attributes=True, pixels=True, spans=False))
    )
    area = writer.pageLayout().paintRectPixels(96)
    document.setPageSize(QSizeF(area.width(), area.height()))
    document.print_(writer)
    del document, writer, app


def mupdf(blocks: Sequence[Block], style: Style, path: Path) -> None:
    import pymupdf

    style = replace(style, whole_rows=False)  # it never places a row kept whole at a page's foot
    regular, bold = font_to_files(style.font)
    told = Dialect(
        spans=False,
        attributes=True,
        fills=False,
        css=f"""
@font-face {{ font-family: "{FONTS[style.font].family}"; src: url("{regular.name}"); }}
@font-face {{ font-family: "{FONTS[style.font].family}"; src: url("{bold.name}"); font-weight: bold; }}
""",
    )
    files = pymupdf.Archive(str(regular.parent))
    story = pymupdf.Story(html=blocks_to_html(blocks, style, told), archive=files)
    box = pymupdf.paper_rect("a4-l" if style.paper == "landscape" else "a4")
    gap = MARGIN * 2.8
    inner = pymupdf.Rect(box.x0 + gap, box.y0 + gap, box.x1 - gap, box.y1 - gap)
    writer = pymupdf.DocumentWriter(str(path))
    more, pages = 1, 0
    while more:
        pages += 1
        if pages > MOST_PAGES:  # a row that it never places
            raise RuntimeError(f"over {MOST_PAGES} pages")
        device = writer.begin_page(box)
        more, _ = story.place(inner)
        story.draw(device)
        writer.end_page()
    writer.close()


# -- Firefox, by its own remote protocol ----------------------------------------------------------


def firefox(blocks: Sequence[Block], style: Style, path: Path) -> None:
    page = path.with_suffix(".html")
    page.write_text(blocks_to_html(blocks, style, Dialect()), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        prefs = f'user_pref("marionette.port", {port});\nuser_pref("app.update.enabled", false);\n'
        Path(profile, "user.js").write_text(prefs, encoding="utf-8")
        command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", profile]
        env = os.environ | {"HOME": profile}
        browser = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env
        )
        try:
            path.write_bytes(_printed(port, page.as_uri(), style.paper))
        finally:
            browser.terminate()
            browser.wait(30)


def _printed(port: int, address: str, paper: str) -> bytes:
    with _connected(port) as line:
        line.settimeout(SECONDS)
        _answer(line)  # its greeting
        _ask(line, "WebDriver:NewSession", {})
        _ask(line, "WebDriver:Navigate", {"url": address})
        cm = MARGIN / 10
        told = {
            "orientation": paper,
            "background": True,
            "shrinkToFit": False,
            "page": {"width": 21.0, "height": 29.7},
            "margin": {"top": cm, "bottom": cm, "left": cm, "right": cm},
        }
        return base64.b64decode(_ask(line, "WebDriver:Print", told)["value"])


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def _ask(line: socket.socket, name: str, told: dict[str, Any]) -> Any:
    packed = json.dumps([0, 1, name, told]).encode()
    line.sendall(str(len(packed)).encode() + b":" + packed)
    _, _, fault, value = _answer(line)
    if fault:
        raise RuntimeError(f"firefox: {fault}")
    return value


def _answer(line: socket.socket) -> Any:
    length = b""
    while (sign := line.recv(1)) != b":":
        if not sign:
            raise ConnectionError("firefox went away")
        length += sign
    got = b""
    while len(got) < int(length):
        got += line.recv(int(length) - len(got))
    return json.loads(got)
