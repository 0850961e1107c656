"""The last pass over all that is published: notes, this year's words about last year, the package.
A function of what is published.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.errors import PipelineError
from pipeline.publish.columns import CROSS_YEAR
from pipeline.publish.package import manifests_to_package
from pipeline.run.manifest import Manifest, code_hash, manifest_to_bytes, read_manifest
from pipeline.run.notes import DUPLICATE, FIRST, wanted_notes
from pipeline.run.pool import answer_to_made
from pipeline.run.said import said
from pipeline.run.shelf import Shelf, commit, file_sha256, sync_folder, write_whole
from pipeline.run.supervisor import Child, Death, Message


def last_pass(
    shelf: Shelf, manifests: dict[str, Manifest], gone: Iterable[str], child: Child
) -> Manifest | None:
    """Bring everything that no report alone decides up to date; gives what stands about years, None
    where nothing is published.
    """
    write_notes(shelf, manifests, gone, child)
    years = write_cross_year(shelf, manifests, child)
    path, content = shelf.out / "datapackage.json", manifests_to_package(manifests, years)
    if not manifests:
        path.unlink(missing_ok=True)
    elif not path.is_file() or path.read_bytes() != content:
        write_whole(path, content, shelf.partial)
    return years


def ask_to_make(child: Child, request: Message, shelf: Shelf, what: str) -> dict[str, Any]:
    """What the child made. Raises PipelineError where it died of it or the place refuses: this is
    our own work, no file's.
    """
    answer = child.ask(request)
    if isinstance(answer, Death):
        raise PipelineError(said("worker_lost", what=what, cause=answer))
    return answer_to_made(answer, shelf)


def write_notes(
    shelf: Shelf, manifests: dict[str, Manifest], gone: Iterable[str], child: Child
) -> None:
    """Bring the notes in every report's problems up to date; most runs find nothing to do here."""
    for report_id, notes in wanted_notes(manifests, gone).items():
        manifest = manifests[report_id]
        if notes == manifest["notes"]:
            continue
        request = {
            "do": "note",
            "published": str(shelf.table_file("problems", report_id)),
            "folder": str(shelf.workplace(report_id)),
            "year": manifest["year"],
            "notes": notes,
        }
        made = ask_to_make(child, request, shelf, report_id)
        manifests[report_id] = manifest | {
            "notes": notes,
            "files": manifest["files"] | {"problems": made},
        }
        commit(shelf, report_id, manifests[report_id])


def neighbours(manifests: Mapping[str, Manifest]) -> list[str]:
    """The reports that have one of the year before or after of the same organisation; of two copies
    of a report the first.

    >>> one = {"status": "read", "organisation": "시", "notes": []}
    >>> neighbours({"a": one | {"year": 2023}, "b": one | {"year": 2024}, "c": one | {"year": 2026}})
    ['a', 'b']
    """
    years: dict[int, set[str]] = defaultdict(set)
    able = {
        i: m
        for i, m in manifests.items()
        if m["status"] != "failed" and m["year"] is not None and not _is_copy(m)
    }
    for manifest in able.values():
        years[manifest["year"]].add(manifest["organisation"])
    return [
        i
        for i, m in able.items()
        if any(m["organisation"] in years.get(m["year"] + step, ()) for step in (-1, 1))
    ]


def _is_copy(manifest: Manifest) -> bool:
    return any(code == DUPLICATE and FIRST in dict(words) for code, words in manifest["notes"])


def copies(manifests: Mapping[str, Manifest]) -> list[tuple[str, str]]:
    """Of each two files of one report the second, with the others it is the same as."""
    return [
        (i, dict(words)["others"])
        for i, m in manifests.items()
        for code, words in m["notes"]
        if code == DUPLICATE and _is_copy(m)
    ]


def write_cross_year(
    shelf: Shelf, manifests: Mapping[str, Manifest], child: Child
) -> Manifest | None:
    """Write the table of one year's words about the year before anew, where the reports that it is
    made from changed.
    """
    table, published = shelf.cross_year_file, shelf.cross_year_manifest
    if not manifests:
        published.unlink(missing_ok=True)
        table.unlink(missing_ok=True)
        return None
    made_from = _made_from(manifests)
    known = read_manifest(published)
    if known and known["made_from"] == made_from and file_sha256(table) == known["sha256"]:
        return known
    reports = [_report_request(shelf, i, manifests[i]) for i in neighbours(manifests)]
    folder = shelf.workplace(CROSS_YEAR)
    made = ask_to_make(
        child, {"do": "cross_year", "reports": reports, "folder": str(folder)}, shelf, CROSS_YEAR
    )
    manifest = {"made_from": made_from, **made}
    if published.exists():
        published.unlink()
        sync_folder(shelf.out)
    table.parent.mkdir(parents=True, exist_ok=True)
    (folder / table.name).replace(table)
    sync_folder(table.parent)
    write_whole(published, manifest_to_bytes(manifest), shelf.partial)
    return manifest


def _made_from(manifests: Mapping[str, Manifest]) -> str:
    """A hash over all that decides the table: the program, and the reports that are compared."""
    files = [
        [i, *(manifests[i]["files"][t]["sha256"] for t in ("quantities", "programmes"))]
        for i in neighbours(manifests)
    ]
    return hashlib.sha256(json.dumps([code_hash(), files]).encode()).hexdigest()[:16]


def _report_request(shelf: Shelf, report_id: str, manifest: Manifest) -> Message:
    paths = {
        table: str(shelf.table_file(table, report_id)) for table in ("programmes", "quantities")
    }
    return {
        "report_id": report_id,
        **{k: manifest[k] for k in ("year", "organisation", "title")},
        **paths,
    }
