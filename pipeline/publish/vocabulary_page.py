"""docs/vocabulary.md: how to add a word, a unit, a head, a measure, a pattern; what an entry of
vocabulary.toml may say; all features.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.lexicon import having, sources
from pipeline.lexicon.sort import entry_to_source, field_to_meaning, flat_fields
from pipeline.pattern import lazy_pattern
from pipeline.publish.coded import text_to_cell

GROUP = lazy_pattern(r"(?m)^# -- (.+?) -+\n((?:#.*\n)*)")
NAME = lazy_pattern(r"(?m)^\[(\w+)\]$")
SHOWN_PATTERN = ("figures", "over_of_duration")

START = """\
# Vocabulary

Made by `python docs/refresh.py` from `vocabulary.toml`, `fields.toml` and `features.toml` in
`pipeline/lexicon/`; do not edit.

Every word that the program knows stands once in `pipeline/lexicon/vocabulary.toml`, with all its
spellings and what it means. The code asks for features, never for lists of words, so a new word,
unit, head or measure is one entry; a word that is there already gets one more feature. Words are
looked up composed (NFC), without blanks, in small letters and with one form of look-alikes
(`normal.py`): one spelling is enough.

## What it changes

    python -m pipeline.lexicon.sort     # puts the entry in its place and in form
    python tests/bench/compare.py HEAD  # what it changes on the reports at hand
    python -m pytest tests/test_vocabulary.py tests/test_features.py
    python docs/refresh.py              # this page and the data dictionary

`compare.py` reads the reports under `SILJEOK_REPORTS` and the fixtures, tells for each that differs
what came, went and changed, and with `--show REPORT` every such row. Without that variable it has
the fixtures alone; and where nothing differs nothing is proven, so that a word that matters wants a
test. `refresh.py` needs the `.venv` that `check.py` makes. There is nothing else to make: a run in
a checkout compiles the lexicon anew where a file of it changed.
"""


class Recipe(NamedTuple):
    """How to add something, with an entry that is there."""

    title: str
    text: str
    word: str


RECIPES = (
    Recipe(
        "A word",
        "Find the theme of its meaning under [features](#features), compare it with the examples "
        "there, and give it every feature whose "
        "meaning holds for it. Another spelling of a word that is there is one more of its "
        "`forms`.",
        "표창",
    ),
    Recipe(
        "A unit",
        "Its `unit.dimension` says what kind of thing it measures, `unit.additivity` whether its "
        "figures add up. A counter that begins other "
        "words as well gets `not_before`; spellings that are published under its name are its "
        "`forms`. With `beside_year` 2024 of it is a count; without it, 2024 is a year.",
        "개사",
    ),
    Recipe(
        "A Korean head of a column",
        "The feature of its role (`head_budget`, `head_achievements`, `group_word` … under "
        "[heads](#heads-of-columns-what-a-column-of-a-programme-table-holds)). "
        "A modifier before many heads (세부, 주요) gets a `before_…` once and is composed with all "
        "of them.",
        "담당부서",
    ),
    Recipe(
        "An English head of a column",
        "One more string of `english` at the Korean word that means the same, in small letters: "
        "every rule then knows of it what it knows of "
        "that word. Heads of several words are put together from those there (“growth rate” of "
        "growth and rate); one that would be put together wrongly wants a string of its own.",
        "합계",
    ),
    Recipe(
        "A measure",
        "The word gets the `measure` code that the figures have whose wording ends in it. A new "
        "code is a `[[code]]` in `measures.toml`, with the "
        "kinds of figure and the dimensions that it is asked for.",
        "수료자",
    ),
)


def vocabulary_to_markdown() -> str:
    """docs/vocabulary.md."""
    entries = sources.read_vocabulary()
    lines = [START]
    for recipe in RECIPES:
        lines += [f"## {recipe.title}\n", f"{recipe.text}\n"]
        lines += [_indented(entry_to_source(recipe.word, entries[recipe.word]))]
    lines += _pattern_recipe()
    lines += _fields(entries)
    lines += _features(entries)
    return "\n".join(lines) + "\n"


def _indented(source: str) -> str:
    return "".join(f"    {line}\n" for line in source.splitlines())


def _pattern_recipe() -> Iterator[str]:
    stage, name = SHOWN_PATTERN
    yield "## A pattern\n"
    yield (
        "An entry of `pipeline/lexicon/patterns/<stage>.toml`, which the code asks for as "
        f'`named("{stage}.{name}")`: what it reads, why, texts that it reads and texts that it '
        "must not. `\\L<feature>` in it stands "
        "for any word of a feature, «stage.name» for another pattern.\n"
    )
    path = sources.FOLDER / "patterns" / f"{stage}.toml"
    source = path.read_text(encoding="utf-8").partition(f"[{name}]\n")[2].partition("\n\n")[0]
    yield _indented(f"[{name}]\n{source}")


def _fields(entries: dict[str, Any]) -> Iterator[str]:
    yield "## Fields of an entry\n"
    yield "| field | type | meaning | entries | example |\n| --- | --- | --- | --- | --- |"
    for name, told in sources.read("fields").items():
        count = sum(name in dict(flat_fields(entry)) for entry in entries.values())
        value = dict(flat_fields(entries[told["entry"]]))[name]
        example = entry_to_source(told["entry"], _only(name, value)).split("\n", 1)[1]
        shown = " ".join(example.split())
        yield (
            f"| `{name}` | {told['type']} | {text_to_cell(field_to_meaning(told))} | {count} "
            f"| `{text_to_cell(told['entry'])}`: `{text_to_cell(shown)}` |"
        )
    yield ""


def _only(name: str, value: Any) -> dict[str, Any]:
    outer, _, inner = name.partition(".")
    return {outer: {inner: value}} if inner else {outer: value}


def _features(entries: dict[str, Any]) -> Iterator[str]:
    told = sources.read("features")
    yield (
        f"## Features\n\n{len(told)} features of {len(entries)} entries, by theme. In a pattern "
        "`\\L<feature>`, in code "
        "`having`, `has`, `ends_in`, `begins_with` or `holds`.\n"
    )
    for title, text, names in feature_groups():
        yield f"### {title}\n"
        if text:
            yield f"{text}\n"
        yield "| feature | meaning | words | example |\n| --- | --- | --- | --- |"
        for name in names:
            meant = " ".join(told[name]["means"].split())
            example = text_to_cell(told[name]["example"])
            yield f"| `{name}` | {text_to_cell(meant)} | {len(having(name))} | {example} |"
        yield ""


def feature_groups() -> Iterator[tuple[str, str, list[str]]]:
    """The themes of features.toml: title, what is said of it, its features.

    >>> next(feature_groups())[2][:2]
    ['group_word', 'head_programme']
    """
    source = (sources.FOLDER / "features.toml").read_text(encoding="utf-8")
    hits = list(GROUP.finditer(source))
    for hit, after in zip(hits, [*hits[1:], None], strict=True):
        part = source[hit.end() : after.start() if after else len(source)]
        text = " ".join(line.lstrip("# ") for line in hit[2].splitlines())
        yield hit[1], text, NAME.findall(part)
