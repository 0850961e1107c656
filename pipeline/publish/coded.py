"""The values of every coded column, for the data dictionary: from the vocabulary, the files of the
lexicon that list them, and values.toml for those that stand in the code.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from pipeline.lexicon import having, values_of, words
from pipeline.publish.columns import tables

# columns that hold other values besides, as they are printed
OPEN = {
    "unit": "a noun counted, or a counter that the vocabulary does not hold, as printed",
    "per": "what stands before 당 or 별, or behind a stroke, as printed",
}


def units() -> dict[str, list[str]]:
    """Every unit name with all its spellings, the name itself first.

    >>> units()["ha"]
    ['ha', '㏊', '헥타르']
    """
    found: dict[str, list[str]] = {}
    for word, told in values_of("unit").items():
        found.setdefault(told.get("name", values_of("head")[word]), []).append(word)
    return {name: sorted(found[name], key=lambda w: (w != name, w)) for name in sorted(found)}


@functools.cache
def coded() -> dict[str, frozenset[str]]:
    """Column → its values; those in OPEN have others besides, as they are printed.

    >>> sorted(coded()["currency"])[:3], "number_unit" in coded()["rule"]
    (['CHF', 'CNY', 'EUR'], True)
    """
    told = words("values")
    found = {
        column: frozenset(told[column]) for column in ("rule", "rival", "media_type", "encoding")
    }
    found["unit"] = frozenset(units())
    found["measure_code"] = frozenset(entry["code"] for entry in words("measures")["code"])
    found["currency"] = frozenset(
        unit["currency"] for unit in values_of("unit").values() if "currency" in unit
    )
    found["approx"] = frozenset(
        (
            *having("about_before"),
            *having("about_over"),
            *having("about_behind"),
            *_unmeasured_bounds(),
        )
    )
    found["qualifiers"] = frozenset((*having("qualifier_before"), *having("qualifier_behind")))
    found["per"] = frozenset(_per_words())
    found["code"] = frozenset(words("problems"))
    found["doubt"] = frozenset(words("problems")) | frozenset(told["doubt"])
    return found


def _unmeasured_bounds() -> Iterator[str]:
    """Words of bound that say neither at least nor at most: 한도."""
    return (word for word in having("bound_word") if word not in values_of("bound"))


def _per_words() -> Iterator[str]:
    names = values_of("per_name")
    for word in having("per_word"):
        yield names.get(word, word.removesuffix("당").removesuffix("별"))
    yield from names.values()


def coded_to_section() -> Iterator[str]:
    """The values of coded columns that no column's own row lists."""
    told = words("values")
    yield (
        "## Values of coded columns\n\nWhere the table of a column says “One of”, that is all; "
        "the other codes are these. 부호로 적는 열의 값.\n"
    )
    yield "### currency, media_type, encoding, rival, approx, qualifiers, per, doubt\n"
    yield "| column | values |\n| --- | --- |"
    for column in ("currency", "approx", "qualifiers"):
        yield f"| `{column}` | {_listed(coded()[column])} |"
    yield f"| `per` | {_listed(coded()['per'])}; else {OPEN['per']} |"
    for column in ("media_type", "encoding", "rival"):
        yield f"| `{column}` | {_meant(told[column])} |"
    yield f"| `doubt` | a problem code (below), or {_meant(told['doubt'])} |"
    yield ""
    yield from _rules_to_section(told)
    yield from _left_out_to_section(told)
    yield from _units_to_section()


def _listed(values: frozenset[str]) -> str:
    return ", ".join(f"`{value}`" for value in sorted(values))


def _meant(values: dict[str, Any]) -> str:
    return ", ".join(f"`{value}` ({told['en']} / {told['ko']})" for value, told in values.items())


def text_to_cell(text: str) -> str:
    """A text as a cell of a Markdown table, on one line and without a bar of its own."""
    return text.replace("|", "\\|").replace("\n", " ")


def _rules_to_section(told: dict[str, Any]) -> Iterator[str]:
    yield "### rule of quantities\n"
    yield "| rule | the figure is | 뜻 | example |\n| --- | --- | --- | --- |"
    for name, rule in told["rule"].items():
        yield f"| `{name}` | {rule['en']} | {rule['ko']} | {text_to_cell(rule['example'])} |"
    yield ""


def _left_out_to_section(told: dict[str, Any]) -> Iterator[str]:
    yield (
        "### Rules of left_out\n\nThe `reason` of `left_out` with the rules that give it, in the "
        "order in which they are tried "
        "(`left_out.toml`), then those of the code.\n"
    )
    yield "| rule | reason | why | example |\n| --- | --- | --- | --- |"
    for rule in words("left_out")["rule"]:
        why, example = text_to_cell(rule["why"]), text_to_cell(rule["yes"][0])
        yield f"| `{rule['name']}` | `{rule['reason']}` | {why} | {example} |"
    for name, rule in told["left_out"].items():
        reason = (
            f"`{rule['reason']}`" if rule["reason"] else "as its neighbours tell, else `unread`"
        )
        meaning, example = text_to_cell(rule["en"]), text_to_cell(rule.get("example", ""))
        yield f"| `{name}` | {reason} | {meaning} | {example} |"
    yield ""


def _units_to_section() -> Iterator[str]:
    yield (
        "### unit\n\nEvery unit by the name under which it is published (`vocabulary.toml`); "
        f"else {OPEN['unit']} "
        "(doubt `unit_unlisted`). What is no kind of its own is a count.\n"
    )
    yield "| unit | dimension | additivity | kind | also printed / 다른 표기 |"
    yield "| --- | --- | --- | --- | --- |"
    for name, spellings in units().items():
        unit = values_of("unit")[name if name in values_of("unit") else spellings[0]]
        kind = unit.get("kind", "count") + (f", {unit['currency']}" if "currency" in unit else "")
        others = ", ".join(text_to_cell(word) for word in spellings if word != name)
        yield f"| `{name}` | {unit['dimension']} | {unit['additivity']} | {kind} | {others} |"
    yield ""


def uncoded() -> list[str]:
    """Columns of text that are neither coded here nor by `words` of columns.toml."""
    return sorted(
        {
            column.name
            for spec in tables().values()
            for column in spec.columns
            if column.type in ("string", "strings") and not column.words
        }
        - set(coded())
    )
