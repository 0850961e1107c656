"""The TOML files of the lexicon as they are written, and what is asked of them: imported only where
they are compiled or checked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
VOCABULARY = "vocabulary"


def files() -> list[Path]:
    """The TOML files, in order."""
    return sorted(FOLDER.rglob("*.toml"))


def read(name: str) -> dict[str, Any]:
    """A file as it is written: `read("vocabulary")`, `read("patterns/layout")`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_vocabulary() -> dict[str, dict[str, Any]]:
    """The entries of vocabulary.toml, by headword."""
    entries: dict[str, dict[str, Any]] = read(VOCABULARY)
    return entries


def entry_to_forms(head: str, entry: dict[str, Any]) -> tuple[str, ...]:
    """The headword and its other forms.

    >>> entry_to_forms("달러", {"forms": ["불", "USD"]})
    ('달러', '불', 'USD')
    """
    return (head, *entry.get("forms", ()))


def entries_to_vocabulary(entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """{"is": feature → words, longest first; "values": attribute → form → value} of the entries.

    What is said of a headword is said of all its forms.

    >>> made = entries_to_vocabulary({"달러": {"forms": ["불"], "is": ["bare_unit"], "scale": 1}})
    >>> made["is"], made["values"]["scale"]
    ({'bare_unit': ('달러', '불')}, {'달러': 1, '불': 1})
    """
    features: dict[str, list[str]] = {}
    values: dict[str, dict[str, Any]] = {}
    for head, entry in entries.items():
        for form in entry_to_forms(head, entry):
            for feature in entry.get("is", ()):
                features.setdefault(feature, []).append(form)
            for attribute, value in _attributes(head, entry):
                if attribute == "english" and form != head:
                    continue  # an English head is read as the headword
                values.setdefault(attribute, {})[form] = value
    return {
        "is": {name: tuple(sorted(found, key=_rank)) for name, found in features.items()},
        "values": values,
    }


def _rank(form: str) -> tuple[int, str]:
    return -len(form), form


def _attributes(head: str, entry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "head", head
    for name, value in entry.items():
        if name not in ("forms", "is"):
            yield name, value
