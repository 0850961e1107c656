"""From published Arrow tables to DataFrames: Arrow types, categories for coded columns."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.publish.coded import OPEN, coded
from pipeline.publish.columns import table_named
from pipeline.run.arrow_tables import JOINED, with_titles


@functools.cache
def column_to_words(table: str) -> dict[str, tuple[str, ...]]:
    """The coded columns of a table, each with all its values: in the order in which they are
    described, else sorted. Columns that hold printed words besides are none.

    >>> column_to_words("checks")["verdict"][:2]
    ('agrees', 'agrees_within_rounding')
    >>> "unit" in column_to_words("quantities")
    False
    """
    words = coded()
    found = {}
    for column in table_named(table).columns:
        if column.words:
            found[column.name] = column.words
        elif column.type == "string" and column.name in words and column.name not in OPEN:
            found[column.name] = tuple(sorted(words[column.name]))
    return found


def table_to_frame(name: str, table: Any, programmes: Any = None) -> pd.DataFrame:
    """A published table as a DataFrame; with `programmes`, also a published table, the titles of
    the programme, its group and its area stand behind the programme_id.
    """
    if programmes is not None and name in JOINED:
        table = with_titles(table, programmes)
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    for column, words in column_to_words(name).items():
        if column in frame.columns:
            frame[column] = to_categories(frame[column], words)
    return frame


def to_categories(values: pd.Series[Any], words: Sequence[str]) -> pd.Series[Any]:
    """A coded column as categories; a value that is not listed (an older version's) is one more.

    >>> to_categories(pd.Series(["read", "lost"]), ("read", "failed")).cat.categories.to_list()
    ['read', 'failed', 'lost']
    """
    more = sorted(set(values.dropna()) - set(words))
    plain = values.astype(object)
    return plain.astype(pd.CategoricalDtype([*words, *more]))
