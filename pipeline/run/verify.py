"""What is published, looked at again: are the files what their manifests say, and what do they
hold?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.publish.columns import tables
from pipeline.publish.package import manifests_to_package
from pipeline.run.accepted import entry_has_expired
from pipeline.run.causes import FINDINGS, Cause, rows_to_causes
from pipeline.run.manifest import Manifest, folder_to_manifests, read_manifest
from pipeline.run.ours import PACKAGE, is_our_parquet
from pipeline.run.said import said
from pipeline.run.shelf import Shelf, file_sha256
from pipeline.run.sources import one_line

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Damage:
    """A published file that is not what it should be."""

    path: Path
    cause: str


def published(out: Path, damaged_too: bool = False) -> tuple[Shelf, dict[str, Manifest]]:
    """The shelf and its manifests. Raises UsageError where nothing is published; `damaged_too`:
    what no manifest tells any more is published all the same.
    """
    shelf = Shelf(out.resolve())
    manifests = folder_to_manifests(shelf.manifests)
    stands = damaged_too and any(shelf.manifests.glob("*.json"))
    if not manifests and not stands:
        raise UsageError(said("nothing_published", path=out))
    return shelf, manifests


def damages(shelf: Shelf, manifests: dict[str, Manifest]) -> Iterator[Damage]:
    """Every published file that is missing, has other bytes than its manifest says, does not read
    with page checksums, or is named by no manifest.
    """
    for path in sorted(shelf.manifests.glob("*.json")):
        if read_manifest(path) is None:
            yield Damage(path, said("damage_no_manifest"))
    for report_id, manifest in manifests.items():
        for table, expected in manifest["files"].items():
            path = shelf.table_file(table, report_id)
            cause = file_to_damage(path, expected["sha256"])
            if cause:
                yield Damage(path, cause)
    yield from _unnamed(shelf, manifests)
    yield from _over_all(shelf, manifests)


def _over_all(shelf: Shelf, manifests: Mapping[str, Manifest]) -> Iterator[Damage]:
    """What is wrong with the files that stand over all reports."""
    years = read_manifest(shelf.cross_year_manifest)
    if years is None and shelf.cross_year_manifest.exists():
        yield Damage(shelf.cross_year_manifest, said("damage_no_manifest"))
    cause = file_to_damage(shelf.cross_year_file, years["sha256"]) if years else None
    if cause:
        yield Damage(shelf.cross_year_file, cause)


def package_is_stale(shelf: Shelf, manifests: Mapping[str, Manifest]) -> bool:
    """Whether the package is not there or describes something else than is published: a run did not
    end, or somebody changed it.
    """
    package = shelf.out / PACKAGE
    years = read_manifest(shelf.cross_year_manifest)
    return not package.is_file() or package.read_bytes() != manifests_to_package(manifests, years)


def _unnamed(shelf: Shelf, manifests: Mapping[str, Manifest]) -> Iterator[Damage]:
    """Tables of ours that no manifest names: whoever reads their folder reads them along."""
    for table in tables():
        for path in sorted((shelf.out / table).glob("*.parquet")):
            if path.name.removesuffix(".parquet") not in manifests and is_our_parquet(path):
                yield Damage(path, said("damage_unnamed"))


def file_to_damage(path: Path, sha256: str) -> str | None:
    """What is wrong with a published file, None if nothing is."""
    found = file_sha256(path)
    if found is None:
        return said("damage_missing")
    cause = None if found == sha256 else said("damage_other_bytes")
    try:
        from pipeline.publish.arrow import parquet_to_rows

        parquet_to_rows(path)
    except Exception as fault:  # pyarrow raises whatever the damaged bytes make it stumble over
        why = cause or said("damage_unreadable")
        return f"{why}: {' '.join(str(fault).split())}"
    return cause


def table_rows(shelf: Shelf, table: str, report_id: str) -> list[Row]:
    """The published rows of a table of one report; none where its file is damaged (`damages` names
    it).
    """
    return _rows(shelf.table_file(table, report_id))


def cross_year_rows(shelf: Shelf) -> list[Row]:
    """The rows of what each report says of the year before; none where that was never compared."""
    return _rows(shelf.cross_year_file)


def _rows(path: Path) -> list[Row]:
    from pipeline.publish.arrow import parquet_to_rows

    try:
        return parquet_to_rows(path)
    except Exception:  # see file_to_damage
        return []


def find_report(manifests: dict[str, Manifest], report: str | None, out: Path) -> str:
    """The report_id meant: the only one if none is named, else the one of that report_id, of that
    file as `run` printed it, of its stem, or the only one that begins so.

    Raises:
        UsageError: none is meant, or several.
    """
    known = ", ".join(manifests)
    if not report:
        if report is None and len(manifests) == 1:
            return next(iter(manifests))
        raise UsageError(said("which_report", known=known))
    ways: tuple[Callable[[str], bool], ...] = (
        lambda i: i == report,
        lambda i: report in (manifests[i]["source"], one_line(manifests[i]["source"])),
        lambda i: Path(i).stem == report,
        lambda i: i.startswith(report) or manifests[i]["source"].startswith(report),
    )
    for is_meant in ways:
        hits = [i for i in manifests if is_meant(i)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise UsageError(said("several_reports", report=report, known=", ".join(hits)))
    raise UsageError(said("no_such_report", report=report, known=known))


def manifest_to_causes(
    manifest: Mapping[str, Any],
    checks: Iterable[Mapping[str, Any]],
    today: str,
    verdicts: Sequence[str] = FINDINGS,
) -> list[Cause]:
    """The causes of one published report's checks, the heaviest first. `today`: YYYY-MM-DD; what a
    person accepted may have run out.
    """
    entries = manifest.get("accepted", ())
    held = [entry["check_id"] for entry in entries if not entry_has_expired(entry, today)]
    return rows_to_causes(one_line(manifest["source"]), checks, held, verdicts)
