"""Which locked packages have a known vulnerability? Offline: against advisories in the OSV form
that lie on the disk.

    python docs/audit.py ADVISORIES [LOCK ...]

ADVISORIES is a folder or a ZIP file of OSV records as JSON (the PyPI part of the OSV or of the PyPA
advisory database, fetched once by whoever may). Without LOCK both locks are looked at. Prints each
finding and exits 1 if there is one. Needs `packaging`, which the development lock holds. Where the
net may be asked, `uv audit` and `pip-audit -r requirements.lock --require-hashes` do the same.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)

Advisory = dict[str, Any]


def path_to_advisories(path: Path) -> Iterator[Advisory]:
    """Every record of a folder or a ZIP file."""
    if path.is_dir():
        yield from (json.loads(p.read_bytes()) for p in sorted(path.rglob("*.json")))
        return
    with zipfile.ZipFile(path) as archive:
        yield from (
            json.loads(archive.read(name))
            for name in sorted(archive.namelist())
            if name.endswith(".json")
        )


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def is_within(version: Version, events: Iterable[dict[str, str]]) -> bool:
    """Whether a version lies between where a fault came in and where it was mended.

    >>> [is_within(Version(v), [{"introduced": "0"}, {"fixed": "2.2"}]) for v in ("2.1", "2.2")]
    [True, False]
    """
    inside = False
    for event in events:
        if "introduced" in event and version >= Version(event["introduced"]):
            inside = True
        if "fixed" in event and version >= Version(event["fixed"]):
            inside = False
        if "last_affected" in event and version > Version(event["last_affected"]):
            inside = False
    return inside


def concerns(affected: dict[str, Any], name: str, version: str) -> bool:
    """Whether one entry of an advisory's `affected` is about this package and version."""
    package = affected.get("package", {})
    if package.get("ecosystem") != "PyPI" or plain(package.get("name", "")) != plain(name):
        return False
    if version in affected.get("versions", ()):
        return True
    try:
        ranges = [
            r.get("events", ()) for r in affected.get("ranges", ()) if r.get("type") == "ECOSYSTEM"
        ]
        return any(is_within(Version(version), events) for events in ranges)
    except InvalidVersion:
        return True  # a version that cannot be compared is shown rather than passed over


def findings(advisories: Iterable[Advisory], packages: Iterable[tuple[str, str]]) -> Iterator[str]:
    """One line for each package and advisory that fit; withdrawn advisories count no more."""
    locked = sorted(set(packages))
    for advisory in advisories:
        if advisory.get("withdrawn"):
            continue
        for name, version in locked:
            if any(concerns(affected, name, version) for affected in advisory.get("affected", ())):
                yield f"{name} {version}: {advisory.get('id')} {advisory.get('summary', '')}".rstrip()


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    locks = [Path(a) for a in arguments[1:]] or [
        ROOT / "requirements.lock",
        ROOT / "requirements-dev.lock",
    ]
    packages = [pair for lock in locks for pair in PINNED.findall(lock.read_text(encoding="utf-8"))]
    advisories = list(path_to_advisories(Path(arguments[0])))
    found = list(findings(advisories, packages))
    print(
        "\n".join(
            [
                *found,
                f"{len(set(packages))} packages, {len(advisories)} advisories: {len(found)} findings",
            ]
        )
    )
    return int(bool(found) or not advisories)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
