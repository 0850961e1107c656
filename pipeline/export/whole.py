"""An export, whole or not at all: everything is written beside the folder and moved in when it is
there; a file of somebody else is never overwritten.
"""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError, UsageError
from pipeline.run.ours import PROGRAM
from pipeline.run.said import said
from pipeline.run.shelf import sync_file
from pipeline.run.verify import published

MARK = "export.json"  # names what an export wrote, so that the next one may write it again
NEEDS = {"xlsx": "xlsxwriter", "duckdb": "duckdb"}  # extras of those names bring them


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, in `folder`, with their rows; and what did not fit: (message,
    words).
    """

    folder: Path
    files: tuple[tuple[str, int], ...]
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()


def export(out: Path, folder: Path, to: str) -> Exported:
    """Write what is published under `out` into `folder`, as `to` says.

    Raises:
        UsageError: nothing is published, `folder` holds a file of somebody else under a name that
            is needed, or what writes the format is not installed.
        PipelineError: a published file is damaged, or the place refuses.
    """
    write = _writer(to)
    shelf, manifests = published(out)
    if folder.resolve() == shelf.out or shelf.out in folder.resolve().parents:
        raise UsageError(said("export_into_out", path=folder))
    from pipeline.export.contents import shelf_to_sheets

    try:
        with _workplace(folder) as workplace:
            files, notes = write(shelf_to_sheets(shelf, list(manifests)), Path(workplace))
            _move_in(Path(workplace), folder, [name for name, _ in files])
    except OSError as fault:
        cause = fault.strerror or fault
        raise PipelineError(said("cannot_write_file", path=folder, cause=cause)) from fault
    return Exported(folder, tuple(files), tuple(notes))


Written = tuple[list[tuple[str, int]], list[tuple[str, dict[str, Any]]]]


def _writer(to: str) -> Callable[[Sequence[Any], Path], Written]:
    """What writes a format. Raises UsageError where a package that it needs is not there."""
    needed = NEEDS.get(to)
    try:
        if needed is not None:
            importlib.import_module(needed)
    except ImportError as fault:
        raise UsageError(said("export_needs", package=needed, extra=to)) from fault
    write: Callable[[Sequence[Any], Path], Written] = importlib.import_module(
        f"pipeline.export.as_{to}"
    ).write
    return write


def _workplace(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk of `folder`, for what is not whole yet."""
    parent = folder.resolve().parent
    if folder.exists() and not folder.is_dir():
        raise UsageError(said("out_is_no_folder", path=folder))
    parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=f".{folder.resolve().name}.", dir=parent)


def _move_in(workplace: Path, folder: Path, names: Sequence[str]) -> None:
    """Move the files into the folder, after the mark that says whose they are."""
    ours = _marked(folder)
    for name in (MARK, *names):
        if os.path.lexists(folder / name) and name not in ours:
            raise UsageError(said("file_not_ours", path=folder / name))
    folder.mkdir(exist_ok=True)
    mark = {"made_by": PROGRAM, "files": sorted({*ours, *names} - {MARK})}
    (workplace / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
    for name in (MARK, *names):
        sync_file(workplace / name)
        os.replace(workplace / name, folder / name)


def _marked(folder: Path) -> set[str]:
    """The files of a folder that an export wrote."""
    try:
        found = json.loads((folder / MARK).read_bytes())
        return {MARK, *found["files"]} if found["made_by"] == PROGRAM else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()
