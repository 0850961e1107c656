"""The manifest of a report: what was published of which bytes, made with what. It is the commit, so
it is all the parent needs.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.lexicon import compiled
from pipeline.publish.columns import SCHEMA_VERSION
from pipeline.run.ours import PROGRAM

Manifest = dict[str, Any]
SEAL = "seal"  # no secret: it tells damage, not a forger
READERS = (
    "pypdfium2",
    "pdfplumber",
    "pyarrow",
    "numpy",
    "regex",
)  # their versions decide bytes, so a new one reads again


@functools.cache
def code_hash() -> str:
    """A hash over the program's own files, lexicon and all, and the versions of the libraries that
    decide what is written.
    """
    digest = hashlib.sha256(compiled.code_hash().encode())
    for name in READERS:
        digest.update(f"{name} {compiled.installed_version(name)}\0".encode())
    return digest.hexdigest()[:16]


def made_with(reader: str, beside: str | None, second_opinion: bool = False) -> dict[str, Any]:
    """What, besides the raw bytes, decides the published bytes; `beside` is the hash of a person's
    words about the file.
    """
    return {
        "program": PROGRAM,
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": __version__,
        "code": code_hash(),
        "reader": reader,
        "second_opinion": second_opinion,
        "words_beside": beside,
    }


def manifest_to_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written: sorted, so that equal ones are equal bytes, with a seal over
    all the rest, so that a key lost or a value changed is damage.

    >>> manifest_to_bytes({"b": 1, "a": "가"}).decode()[:28]
    '{\\n "a": "가",\\n "b": 1,\\n "seal'
    """
    return _plain_bytes(manifest | {SEAL: _seal(manifest)})


def _plain_bytes(manifest: Manifest) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _seal(manifest: Manifest) -> str:
    return hashlib.sha256(_plain_bytes(manifest)).hexdigest()


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at `path` without its seal; None where there is none or it is damaged (then the
    report is not published).
    """
    try:
        found = json.loads(path.read_bytes())
        seal = found.pop(SEAL, None) if isinstance(found, dict) else None
        return found if seal is not None and seal == _seal(found) else None
    except (FileNotFoundError, IsADirectoryError, ValueError, RecursionError):
        return None


def folder_to_manifests(folder: Path) -> dict[str, Manifest]:
    """Every published report's manifest by report_id, sorted."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        manifest = read_manifest(path)
        if manifest is not None:
            found[path.name.removesuffix(".json")] = manifest
    return dict(sorted(found.items()))
