"""Published tables as Arrow tables, with the titles of a row's programme, its group and its area
beside its programme_id for people who look at one table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import PipelineError
from pipeline.publish.arrow import table_to_schema
from pipeline.run.said import said

TITLES = {"area_title": "area_title", "group_title": "group_title", "title": "programme_title"}
JOINED = ("achievements", "quantities", "left_out", "checks", "cells", "problems")


def read_table(path: Path, name: str) -> Any:
    """A published file of the table `name`, page checksums verified, with the columns that the
    table has today: one that an older version did not publish is null. Raises PipelineError where
    it is damaged.
    """
    try:
        found = pq.ParquetFile(path, page_checksum_verification=True).read()
        there = set(found.column_names)
        schema = table_to_schema(name)
        columns = [
            found.column(field.name).cast(field.type)
            if field.name in there
            else pa.nulls(len(found), field.type)
            for field in schema
        ]
        described = pa.schema([field.with_nullable(True) for field in schema])
        return pa.Table.from_arrays(columns, schema=described)
    except Exception as fault:  # pyarrow raises whatever the damaged bytes make it stumble over
        cause = " ".join(str(fault).split())
        raise PipelineError(said("damaged", path=path, cause=cause)) from fault


def with_titles(table: Any, programmes: Any) -> Any:
    """A table with the titles of each row's programme behind its programme_id; null outside."""
    ids = table.column("programme_id").combine_chunks()
    known = programmes.column("programme_id").combine_chunks()
    at = pc.index_in(ids, value_set=known, skip_nulls=True)
    place = table.schema.get_field_index("programme_id")
    for source, target in reversed(TITLES.items()):
        titles = programmes.column(source).combine_chunks().take(at)
        table = table.add_column(place + 1, pa.field(target, pa.string()), titles)
    return table
