"""Prints by libraries of JavaScript, run by Node (NODE_PATH says where they are): pdfmake, and
jsPDF with its plugin autotable.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from print_styles.browsers import SECONDS
from print_styles.fonts import font_to_files
from print_styles.markup import MARGIN, hangs, pads
from print_styles.papers import paper
from print_styles.report import Style
from print_styles.sheets import Block, Cell, Table, unmerge


def pdfmake(blocks: Sequence[Block], style: Style, path: Path) -> None:
    _by_node("pdfmake.js", blocks, style, path, unmerged=False)


def autotable(blocks: Sequence[Block], style: Style, path: Path) -> None:
    _by_node("autotable.js", blocks, style, path, unmerged=True)


def _by_node(
    script: str, blocks: Sequence[Block], style: Style, path: Path, unmerged: bool
) -> None:
    regular, bold = font_to_files(style.font)
    above, beside = pads(style)
    told = {
        "style": asdict(style),
        "blocks": [_block(b, unmerged) for b in blocks],
        "fonts": {"regular": str(regular), "bold": str(bold)},
        "margin": MARGIN,
        "paper": paper(style),
        "pads": {"above": above, "beside": beside},
        "hang": hangs(style),
    }
    source = path.with_suffix(".json")
    source.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    command = ["node", str(Path(__file__).with_name(script)), str(source), str(path)]
    run = subprocess.run(command, capture_output=True, timeout=SECONDS, env=os.environ)
    said = run.stderr.decode("utf-8", "replace")
    if "MODULE_NOT_FOUND" in said:
        raise FileNotFoundError(f"no JavaScript library for {script} under NODE_PATH")
    if run.returncode:
        raise RuntimeError(said[-600:])


def _block(block: Block, unmerged: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": block.kind, "text": block.text}
    if block.table:
        table = unmerge(block.table) if unmerged else block.table
        made["table"] = {
            "widths": table.widths,
            "header": _rows(table, "header"),
            "body": _rows(table, "body"),
        }
    return made


def _rows(table: Table, name: str) -> list[list[dict[str, Any] | None]]:
    rows: list[list[Cell | None]] = getattr(table, name)
    return [[asdict(c) if c else None for c in row] for row in rows]
