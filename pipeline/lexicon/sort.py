"""`python -m pipeline.lexicon.sort` sorts and formats vocabulary.toml: entries by their headword,
fields in the order of fields.toml, features by name; the comment at its head is made anew. What the
entries say stays as it is.
"""

from __future__ import annotations

import json
import textwrap
import tomllib
from typing import Any

import regex

from pipeline.lexicon import sources

WIDTH = 100
WIDEST_HEAD = 120
INDENT = 18  # of what a field means, in the head comment
SORTED = "is"  # the one field whose order says nothing
_HEAD = regex.compile(r"\A(?:#.*\n)*\n")
_STRING = regex.compile(r'"(?:[^"\\\n]|\\.)*"')
_ENTRY = regex.compile(r'((?:^#.*\n)*)^\["(.*)"\][ \t]*\n', regex.MULTILINE)


class CommentLostError(ValueError):
    """A comment that stands at no entry's head would be lost."""


def sorted_source(source: str) -> str:
    """The source of vocabulary.toml in order; a comment right above an entry stays there.

    >>> made = sorted_source('["나"]\\nis = ["b", "a"]\\n# why\\n["가"]\\nscale = 1\\n')
    >>> print(made.partition("\\n\\n")[2])
    # why
    ["가"]
    scale = 1
    <BLANKLINE>
    ["나"]
    is = ["a", "b"]
    <BLANKLINE>
    """
    entries = tomllib.loads(source)
    body = _HEAD.sub("", source, 1)
    comments = {json.loads(f'"{hit[2]}"'): hit[1] for hit in _ENTRY.finditer(body) if hit[1]}
    kept = sum(comment.count("\n") for comment in comments.values())
    if kept != sum("#" in _STRING.sub("", line) for line in body.splitlines()):
        raise CommentLostError("a comment stands inside an entry or at none: put it above one")
    told = [
        comments.get(word, "") + entry_to_source(word, entries[word])
        for word in sorted(entries, key=lambda word: (word.strip(), word))
    ]
    return "\n".join([head_comment(), *told])


def entry_to_source(word: str, entry: dict[str, Any]) -> str:
    """An entry as it stands in the file.

    >>> print(entry_to_source("회", {"per": ["회"], "unit": {"dimension": "times"}}))
    ["회"]
    unit.dimension = "times"
    per = ["회"]
    <BLANKLINE>
    """
    order = list(sources.read("fields"))
    flat = dict(flat_fields(entry))
    lines = [f"[{_quoted(word)}]"]
    for name in sorted(flat, key=lambda n: (order.index(n) if n in order else len(order), n)):
        value = sorted(set(flat[name])) if name == SORTED else flat[name]
        lines.append(_field_to_source(name, value))
    return "\n".join(lines) + "\n"


def flat_fields(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    """The fields of an entry by their dotted names.

    >>> flat_fields({"unit": {"dimension": "times"}, "scale": 10})
    [('unit.dimension', 'times'), ('scale', 10)]
    """
    found: list[tuple[str, Any]] = []
    for name, value in entry.items():
        if isinstance(value, dict):
            found += [(f"{name}.{part}", inner) for part, inner in value.items()]
        else:
            found.append((name, value))
    return found


def _field_to_source(name: str, value: Any) -> str:
    """A field on one line, or a list over as many as it needs."""
    one = f"{name} = {_quoted(value)}"
    if not isinstance(value, list) or len(one) <= WIDTH:
        return one
    inner = ", ".join(_quoted(v).replace(" ", "\0") for v in value) + ","
    filled = textwrap.fill(
        inner, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )
    return f"{name} = [\n{filled}\n]".replace("\0", " ")


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def field_to_meaning(told: dict[str, Any]) -> str:
    """What a field means, with its words where the sentence does not name them all.

    >>> field_to_meaning({"means": "how", "words": ["ge", "le"]})
    'how (ge, le)'
    """
    words = [str(word) for word in told.get("words", ())]
    named = all(regex.search(rf"\b{word}\b", told["means"]) for word in words)
    return told["means"] if named else f"{told['means']} ({', '.join(words)})"


def head_comment() -> str:
    """What the file says of itself: the fields, and the order."""
    lines = [
        "# Every word that the program knows, once, with its spellings and what it means. How to",
        "# add one: docs/vocabulary.md. What the features of `is` mean: features.toml.",
        "#",
    ]
    for name, told in sources.read("fields").items():
        meant = textwrap.wrap(field_to_meaning(told), WIDEST_HEAD - INDENT, break_on_hyphens=False)
        label = f"# {name}".ljust(INDENT)
        if len(label) > INDENT:
            lines.append(label)
            label = "#".ljust(INDENT)
        lines += [label + meant[0], *("#".ljust(INDENT) + more for more in meant[1:])]
    lines += [
        "#",
        "# A counter that no entry holds is published as printed, in doubt (quantify/unlisted.py).",
        "#",
        "# Order: entries by their headword, digits and Latin letters before Hangul; fields as",
        "# above; features by name. A comment right above an entry is its own.",
        "# `python -m pipeline.lexicon.sort` sorts and formats the file, and makes this head from",
        "# fields.toml.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Write the file where it is not in order."""
    path = sources.FOLDER / f"{sources.VOCABULARY}.toml"
    source = path.read_text(encoding="utf-8")
    made = sorted_source(source)
    if made != source:
        path.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
