"""The office documents of fixtures/office and the programs that make them, for the tests."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from pipeline.layout import lay_out
from pipeline.model import Blocks, Document
from pipeline.read import read_document

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "office"


def maker(name: str) -> ModuleType:
    """A module of fixtures/office: hwpx, hwp or documents."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


def read(path: Path) -> Document:
    """A file as the reader gives it."""
    return read_document(path, path.name)


def read_bytes(folder: Path, data: bytes, name: str = "a.hwpx") -> Document:
    """Bytes as the reader gives them, under a name that may lie."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def blocks_of(path: Path) -> Blocks:
    """A file as layout gives it."""
    return lay_out(read(path))
