"""One print in a process of its own: python -m print_styles.typeset STYLE.json OUT.pdf; ends with 3
where its typesetter is not installed. Run by prints.py with the Python that has the typesetters.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from print_styles.report import Style, style_to_report
from print_styles.sheets import report_to_blocks

MISSING = 3
FAMILIES = {  # name: module with a function of that name
    "chromium": "browsers",
    "firefox": "browsers",
    "weasyprint": "browsers",
    "xhtml2pdf": "browsers",
    "qt": "browsers",
    "mupdf": "browsers",
    "typst": "papers",
    "fop": "papers",
    "reportlab": "canvases",
    "fpdf2": "canvases",
    "writer_odt": "office",
    "writer_docx": "documents",
    "calc": "spreadsheets",
    "abiword": "documents",
    "pdfmake": "node",
    "autotable": "node",
}


def told_to_style(told: dict[str, Any]) -> Style:
    """An entry of prints.toml, or its JSON, as a style."""
    lists = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    return Style(**lists)


def main(source: str, target: str) -> None:
    style = told_to_style(json.loads(Path(source).read_text(encoding="utf-8")))
    blocks = report_to_blocks(style_to_report(style), style)
    module = importlib.import_module(f"print_styles.{FAMILIES[style.family]}")
    try:
        getattr(module, style.family)(blocks, style, Path(target))
    except (ImportError, FileNotFoundError) as fault:
        print(fault, file=sys.stderr)
        sys.exit(MISSING)


if __name__ == "__main__":
    main(*sys.argv[1:])
