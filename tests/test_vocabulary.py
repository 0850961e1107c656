"""The vocabulary and the patterns keep what they promise: an entry says only what fields.toml knows,
what it names is there, and every example reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex

from pipeline.lexicon import sources, words
from pipeline.lexicon.sort import CommentLostError, flat_fields, sorted_source
from pipeline.pattern import compile_pattern, named, pattern_source

PATTERNS = [
    (f"{path.stem}.{name}", entry)
    for path in sorted((sources.FOLDER / "patterns").glob("*.toml"))
    for name, entry in sources.read(f"patterns/{path.stem}").items()
]
FIELDS = sources.read("fields")
FEATURES = sources.read("features")
ENTRIES = sources.read_vocabulary()
FORMS = {form for head, entry in ENTRIES.items() for form in sources.entry_to_forms(head, entry)}
FLAT = {head: dict(flat_fields(entry)) for head, entry in ENTRIES.items()}
UNITS = {
    form
    for head, entry in ENTRIES.items()
    if "unit" in entry
    for form in sources.entry_to_forms(head, entry)
}
PACKAGE = sources.FOLDER.parent


@pytest.mark.parametrize(("name", "entry"), PATTERNS, ids=[n for n, _ in PATTERNS])
def test_a_pattern_reads_its_examples_and_nothing_else(name: str, entry: dict[str, object]) -> None:
    assert entry["why"]
    assert entry["reads"], f"{name}: no text that it reads"
    for text in entry["reads"]:  # type: ignore[attr-defined]
        assert named(name).search(text), f"{name} does not read “{text}”"
    for text in entry.get("not", ()):  # type: ignore[attr-defined]
        assert not named(name).search(text), f"{name} reads “{text}”"
    assert compile_pattern(*pattern_source(name))
    assert set(entry) <= {"pattern", "verbose", "why", "reads", "not"}


# ---- what an entry may say

TYPES = {
    "strings": lambda value: isinstance(value, list) and all(isinstance(v, str) for v in value),
    "integers": lambda value: isinstance(value, list) and all(type(v) is int for v in value),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "flag": lambda value: value is True,
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_told_in_full(name: str) -> None:
    told = FIELDS[name]
    assert set(told) <= {"type", "means", "entry", "words", "of", "with"}
    assert told["type"] in TYPES
    assert told["means"]
    assert name in FLAT[told["entry"]], "the example has no such field"
    used = [fields[name] for fields in FLAT.values() if name in fields]
    assert all(word in used for word in told.get("words", ())), "words that no entry has"


def test_every_entry_says_only_what_the_fields_allow() -> None:
    for head, fields in FLAT.items():
        assert fields.keys() - {"forms"}, f"{head} says nothing"
        for name, value in fields.items():
            assert name in FIELDS, f"{head}: no field {name}"
            told = FIELDS[name]
            assert TYPES[told["type"]](value), f"{head}: {name} = {value}"
            assert value != [], f"{head}: {name} is empty"
            assert value in told.get("words", [value]), f"{head}: {name} = {value}"
            assert told.get("with", name) in fields, f"{head}: {name} without {told['with']}"
            if isinstance(value, list) and name != "numeral":
                assert len(value) == len(set(value)), f"{head}: {name} says one thing twice"


def test_no_form_stands_in_two_entries() -> None:
    seen: dict[str, str] = {}
    for head, entry in ENTRIES.items():
        for form in sources.entry_to_forms(head, entry):
            assert seen.setdefault(form, head) == head, f"{form}: in {seen[form]} and {head}"
        assert len(entry.get("forms", ())) == len({*entry.get("forms", ()), head} - {head})


def test_no_english_head_is_read_as_two_words() -> None:
    seen: dict[str, str] = {}
    for head, entry in ENTRIES.items():
        for word in entry.get("english", ()):
            assert word == word.lower()
            assert seen.setdefault(word, head) == head, f"{word}: {seen[word]} and {head}"


def _values(fields: dict[str, Any], of: str) -> Iterator[str]:
    """The values of an entry that are to be words of that kind."""
    for name, value in fields.items():
        if FIELDS[name].get("of") == of:
            yield from value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("of", "known"),
    [("word", FORMS), ("unit", UNITS), ("dimension", set(FIELDS["unit.dimension"]["words"]))],
)
def test_what_an_entry_names_is_there(of: str, known: set[str]) -> None:
    lost = {head: set(_values(fields, of)) - known for head, fields in FLAT.items()}
    assert not {head: more for head, more in lost.items() if more}


def test_halves_are_halves_of_each_other() -> None:
    halves = {head: fields["other_half"] for head, fields in FLAT.items() if "other_half" in fields}
    assert all(halves.get(other, head) == head for head, other in halves.items())


def test_a_counter_stands_for_itself_where_it_stands_for_others() -> None:
    for head, fields in FLAT.items():
        first = fields.get("counted_like", head)
        assert FLAT[first].get("counted_like", first) == first, head


def test_every_measure_code_of_a_word_is_one() -> None:
    codes = {entry["code"] for entry in words("measures")["code"]}
    for head, fields in FLAT.items():
        for name in ("measure", "measure_any_unit", "measure_inside"):
            assert set(fields.get(name, ())) <= codes, head


def test_units_of_one_name_are_one() -> None:
    for head, fields in FLAT.items():
        if name := fields.get("unit.name"):
            for part in ("dimension", "additivity", "kind", "currency"):
                twin = next(f for h, f in FLAT.items() if name in (h, *f.get("forms", ())))
                assert fields.get(f"unit.{part}") == twin.get(f"unit.{part}"), head


def test_totals_have_a_rank_and_ranks_are_totals() -> None:
    for head, fields in FLAT.items():
        ranked = "total_rank" in fields
        assert ranked == ("total_of_any_rank" in fields.get("is", ())), head


def test_what_a_unit_is_not_before_begins_with_it() -> None:
    for head, fields in FLAT.items():
        forms = sources.entry_to_forms(head, ENTRIES[head])
        for more in fields.get("not_before", ()):
            assert more.startswith(forms), f"{head} does not begin {more}"


# ---- the file


def test_the_vocabulary_is_sorted_and_formatted() -> None:
    source = (sources.FOLDER / "vocabulary.toml").read_text(encoding="utf-8")
    assert sorted_source(source) == source, "run: python -m pipeline.lexicon.sort"


@pytest.mark.parametrize(
    "source",
    [
        '["나"]\n# inside\nscale = 1\n',
        '["나"]\nscale = 1  # behind\n',
        '["나"]\nscale = 1\n# below\n',
    ],
)
def test_sorting_loses_no_comment(source: str) -> None:
    with pytest.raises(CommentLostError):
        sorted_source(source)


# ---- features that are asked for and features that are there


def asked_in_code() -> set[str]:
    """Names that the code hands over: every string that could be one."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def asked_in_patterns() -> set[str]:
    r"""Names behind \L in patterns of the code and of the lexicon."""
    found = set()
    for path in (*PACKAGE.rglob("*.py"), *sources.files()):
        found |= set(regex.findall(r"\\L<(\w+)>", path.read_text(encoding="utf-8")))
    return found - {"feature"}  # what the documentation calls it


def asked_in_data() -> set[str]:
    """Names that the files of the lexicon hand over: before and stems of composed heads, near of
    senses.
    """
    heads = {pair[key] for pair in words("headings")["compose"] for key in ("before", "stems")}
    senses = words("senses")["sense"]
    return heads | {s[key] for s in senses for key in ("near", "not_near") if key in s}


ASKERS = {"having", "members", "keys", "has", "ends_in", "begins_with", "holds", "unit_implied"}
TEXT_FIRST = {"has", "ends_in", "begins_with", "holds"}


def handed_over() -> Iterator[str]:
    """Every literal that is a feature for sure: an argument of those who ask."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ASKERS:
                skipped = node.func.id in TEXT_FIRST  # type: ignore[attr-defined]
                for argument in node.args[skipped:]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def test_every_feature_that_is_asked_for_is_there() -> None:
    asked = {*handed_over(), *asked_in_patterns(), *asked_in_data()}
    assert len(asked) > 200
    assert not asked - FEATURES.keys()


def test_every_feature_is_asked_for() -> None:
    asked = asked_in_code() | asked_in_patterns() | asked_in_data()
    assert not FEATURES.keys() - asked, "nothing asks for it: take it out"


def test_features_are_told_by_names_that_are_there() -> None:
    source = (sources.FOLDER / "features.toml").read_text(encoding="utf-8")
    named_so = set(regex.findall(r"\b[a-z]+(?:_[a-z]+)+\b(?!\.toml)", source))
    assert not named_so - FEATURES.keys() - FIELDS.keys() - {"figure_role", "budget_phase"}


def test_the_vocabulary_lies_beside_the_code() -> None:
    assert (Path(sources.FOLDER) / "vocabulary.toml").is_file()
