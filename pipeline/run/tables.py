"""The tables of one file as layout sees them, as the contract's JSON; read in a child like any
other file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError, UnreadableError, UsageError
from pipeline.faults import Lost, lost_to_problem
from pipeline.publish.sentences import code_to_sentence
from pipeline.run.said import one_of, said
from pipeline.run.supervisor import Child, Death

Json = dict[str, Any]


def table_to_json(table: Any) -> Json:
    """One table of layout: positions of cells are inclusive, boxes rounded to 0.01 point."""
    parts = [{"page": p.page, "bbox": box_to_list(p.box)} for p in table.parts]
    parent = (
        None
        if table.parent is None
        else dict(zip(("table_no", "row", "col"), table.parent, strict=True))
    )
    return {
        "table_no": table.table_no,
        "page": parts[0]["page"] if parts else None,
        "bbox": parts[0]["bbox"] if parts else None,
        "parts": parts,
        "parent": parent,
        "caption": table.caption.text if table.caption else None,
        "unit": table.unit,
        "rows": table.rows,
        "cols": table.cols,
        "header_rows": table.header_rows,
        "origin": table.origin,
        "margin": table.margin,
        "cells": [
            {
                "r0": c.row,
                "r1": c.row + c.row_span - 1,
                "c0": c.col,
                "c1": c.col + c.col_span - 1,
                "text": c.text,
            }
            for c in table.cells
        ],
    }


def box_to_list(box: Any) -> list[float] | None:
    """x0, top, x1, bottom rounded to 0.01 point.

    >>> box_to_list((1.004, 2, 3, 4))
    [1.0, 2.0, 3.0, 4.0]
    """
    return None if box is None else [round(float(v), 2) + 0.0 for v in box]


def file_to_tables(path: Path, reading: Any) -> list[Json]:
    """The tables of a file. Raises UsageError if it is not there, PipelineError (exit 5) if it
    cannot be read.
    """
    tables: list[Json] = ask_about(path, reading, {"do": "tables"})
    return tables


def ask_about(path: Path, reading: Any, wanted: Json) -> Any:
    """What a child gives of one file. Raises UsageError if it is not there or has no such place,
    PipelineError (exit 5) if it cannot be read.
    """
    if path.is_dir():
        raise UsageError(said("folder_not_file", path=path))
    if not path.is_file():
        raise UsageError(said("no_such_path", path=path))
    child = Child(reading.limits, debug=reading.debug)
    request = wanted | {
        "path": str(path),
        "reader": reading.reader,
        "password": reading.password,
        "max_pages": reading.limits.pages,
    }
    try:
        answer = child.ask(request)
    finally:
        child.close()
    if isinstance(answer, Death):
        raise UnreadableError(answer.code, _sentence(path, answer.code, dict(answer.words)))
    if "made" not in answer:
        raise _refusal(path, reading, answer)
    return answer["made"]


def _refusal(path: Path, reading: Any, answer: Json) -> PipelineError:
    """Why nothing was made, as the command line says it."""
    if "memory" in answer:
        words = {"mebibytes": str(reading.limits.mebibytes)}
        return UnreadableError("out_of_memory", _sentence(path, "out_of_memory", words))
    if "unreadable" in answer:
        code, message, words = answer["unreadable"]
        return UnreadableError(code, one_of(message, code_to_sentence(code, words).ko))
    if "usage" in answer:
        return UsageError(f"{path}: {one_of(*answer['usage'])}")
    if "disk" in answer:
        return PipelineError(said("cannot_write", path=path, cause=answer["disk"]))
    return PipelineError(_sentence(path, "pipeline_fault", _fault_words(answer["fault"])))


def _fault_words(cause: str) -> dict[str, str]:
    return dict(lost_to_problem(Lost("report"), cause).words)


def _sentence(path: Path, code: str, given: dict[str, str]) -> str:
    sentence = code_to_sentence(code, given)
    return f"{path}: {one_of(sentence.en, sentence.ko)}"
