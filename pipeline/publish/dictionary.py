"""The column descriptions as pages of text: the README's list of tables and
docs/data_dictionary.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.lexicon import values_of, words
from pipeline.pattern import Match, lazy_pattern
from pipeline.publish.coded import coded_to_section
from pipeline.publish.columns import CROSS_YEAR, Column, TableSpec, table_named, tables

PARTICLES = lazy_pattern(r"\{(\w+):(-?)([^/{}]+)/([^/{}]+)\}")  # see pipeline.particle

MOST_WORDS = 8  # of a measure code in the dictionary


def tables_to_markdown() -> str:
    """A row a table: what its rows are, its key, its number of columns."""
    lines = ["| table | one row is | 표 | key | columns |", "| --- | --- | --- | --- | --- |"]
    for spec in (*tables().values(), table_named(CROSS_YEAR)):
        key = ", ".join(f"`{k}`" for k in spec.key) or "none"
        lines.append(f"| `{spec.name}` | {spec.en} | {spec.ko} | {key} | {len(spec.columns)} |")
    return "\n".join(lines) + "\n"


def column_to_row(column: Column) -> str:
    """A column as a row of the dictionary.

    >>> column_to_row(Column("page", "int32", "쪽", "Page", "12", unit=None))
    '| `page` | int32 | Page | 쪽 | `12` |'
    """
    type_name = (
        column.type
        + (f", {column.unit}" if column.unit else "")
        + (", never null" if column.required else "")
    )
    only = f" One of {', '.join(f'`{w}`' for w in column.words)}." if column.words else ""
    example = column.example.replace("\n", "⏎").replace("|", "\\|")
    return f"| `{column.name}` | {type_name} | {column.en}{'.' if only else ''}{only} | {column.ko} | `{example}` |"


def table_to_section(spec: TableSpec) -> Iterator[str]:
    """A table with all its columns."""
    key = f"Key: {', '.join(f'`{k}`' for k in spec.key)}." if spec.key else "No key."
    yield f"## {spec.name}\n\n{spec.en}. {spec.ko}. {key}\n"
    yield "| column | type | meaning | 뜻 | example |\n| --- | --- | --- | --- | --- |"
    yield from map(column_to_row, spec.columns)
    yield ""


def measures_to_section() -> Iterator[str]:
    """Every measure code with the shortest of the words that give it."""
    yield (
        "## Measure codes\n\nThe `measure_code` of `quantities`, with the shortest words that give "
        "it (all: `pipeline/lexicon/vocabulary.toml`). 측정 대상의 부호와 그것을 뜻하는 낱말의 보기.\n"
    )
    yield "| code | words / 낱말 |\n| --- | --- |"
    given: dict[str, list[str]] = {entry["code"]: [] for entry in words("measures")["code"]}
    for attribute in ("measure", "measure_any_unit", "measure_inside"):
        for word, codes in values_of(attribute).items():
            for code in codes:
                given[code].append(word)
    for code, by in sorted(given.items()):
        shown = sorted(set(by), key=lambda word: (len(word), word))
        more = " …" if len(shown) > MOST_WORDS else ""
        by_unit = "any unit of its kind / 그 종류의 단위라면 무엇이든"
        yield f"| `{code}` | {', '.join(shown[:MOST_WORDS]) or by_unit}{more} |"
    yield ""


def problems_to_section() -> Iterator[str]:
    """Every problem code with its severity and sentences."""
    yield "## Problem codes\n\nThe `code` of `problems`; `{…}` are the words of the case. exit 4: alone makes the exit code 4.\n"
    yield "| code | severity | message | 알림 |\n| --- | --- | --- | --- |"
    for code, entry in sorted(words("problems").items()):
        severity = entry["severity"] + (", exit 4" if entry.get("fails") == "unread" else "")
        yield f"| `{code}` | {severity} | {entry['en']} | {without_particles(entry['ko'])} |"


def without_particles(sentence: str) -> str:
    """A sentence as a page shows it where its words are not known.

    >>> without_particles("{path:이/가} 없습니다.")
    '{path}이(가) 없습니다.'
    """
    return PARTICLES.sub(_either, sentence)


def _either(found: Match[str]) -> str:
    """{others:과/와} as a page shows it where the word before is not known: {others}과(와)."""
    word = "" if found[2] else f"{{{found[1]}}}"
    return f"{word}{found[3]}({found[4]})"


def dictionary_to_markdown() -> str:
    """docs/data_dictionary.md."""
    lines = [
        "# Data dictionary\n",
        "Made from `columns.toml`, `vocabulary.toml`, `measures.toml`, `left_out.toml`, `values.toml` and `problems.toml` in `pipeline/lexicon/` by `python docs/refresh.py`; do not edit.\n",
        "Every table begins with `report_id` and `year` and is sorted as the report reads. null means not printed; only `lines.text` and "
        "`cells.text` can be empty. Coordinates are PDF points from the page's top left, rounded to 0.01, null for text input.\n",
    ]
    for spec in tables().values():
        lines += table_to_section(spec)
    years = table_named(CROSS_YEAR)
    lines += [
        f"## {years.name}\n\n{years.en}. {years.ko}. Columns and key of `checks`; `operands` are quantities of the earlier report.\n"
    ]
    lines += measures_to_section()
    lines += coded_to_section()
    lines += problems_to_section()
    return "\n".join(lines) + "\n"
