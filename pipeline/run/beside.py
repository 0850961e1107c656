"""Reading what a person wrote beside the reports: TOML whose names are all known, since a misspelt
one would be passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.run.said import NotSoError

PLACE = re.compile(r"\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def path_to_document(
    path: Path, entries: str, top: Iterable[str] = (), parse_float: Callable[[str], Any] = float
) -> dict[str, Any]:
    """The document of a file of [[`entries`]]. Raises NotSoError where it is no TOML, names what
    nobody reads or is no list of entries.

    A file without an entry is one with a misspelt heading or an empty one; the empty one is let
    pass.
    """
    try:
        import tomllib  # only where a person wrote something

        document = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=parse_float)
    except UnicodeDecodeError as fault:
        raise NotSoError("not_utf8") from fault
    except tomllib.TOMLDecodeError as fault:
        raise _no_toml(str(fault)) from fault
    except (RecursionError, ValueError) as fault:  # brackets 5,000 deep, a number of 5,000 digits
        raise NotSoError("not_toml", fault=fault) from fault
    unknown = set(document) - {entries, *top}
    if unknown:
        raise NotSoError("unknown_heading", names=", ".join(sorted(unknown)), entries=entries)
    listed = document.get(entries, [])
    if not (isinstance(listed, list) and all(isinstance(found, dict) for found in listed)):
        raise NotSoError("no_list_of_entries", entries=entries)
    return document


def _no_toml(fault: str) -> NotSoError:
    found = PLACE.search(fault)
    if found is None or found["line"] is None:
        return NotSoError("not_toml_at_end" if found else "not_toml", fault=fault)
    return NotSoError(
        "not_toml_at",
        line=found["line"],
        column=found["column"],
        fault=fault[: found.start()].rstrip(),
    )


def refuse_unknown(found: Mapping[str, Any], known: Iterable[str]) -> None:
    """Raise NotSoError for a name in an entry that nobody reads.

    >>> refuse_unknown({"year": 2024}, ("year", "programmes"))
    """
    unknown = sorted(set(found) - set(known))
    if unknown:
        raise NotSoError("unknown_names", names=", ".join(unknown))


def refuse_other_than(name: str, value: str, digits: int) -> None:
    """Raise NotSoError unless the value is that many hexadecimal digits: a hash that was cut short
    fits nothing.

    >>> refuse_other_than("evidence", "5ac72207743a320e", 16)
    """
    if not re.fullmatch(rf"[0-9a-f]{{{digits}}}", value):
        raise NotSoError("no_whole_hash", key=name, digits=digits, value=value)
