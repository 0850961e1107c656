"""datapackage.json (Data Package v2) over all published tables, made from the column descriptions
and the manifests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.publish.columns import (
    CROSS_YEAR,
    SCHEMA_VERSION,
    Column,
    TableSpec,
    table_named,
    tables,
)

Manifests = Mapping[str, Mapping[str, Any]]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# The rest are whole numbers. Lists are "any": frictionless reads Parquet through pandas, whose
# lists are arrays of numpy, and takes those for no "array"; `arrow_type` says what they are.
_TYPES = {"string": "string", "float64": "number", "bool": "boolean", "strings": "any"}
NO_NUMBER = "nan"  # what a null among numbers is for whoever reads Parquet through pandas
# Only references that are never null: the others (a problem outside programmes) would be refused
# row by row.
_PARENTS = {
    "areas": "reports",
    "groups": "areas",
    "programmes": "groups",
    "achievements": "programmes",
    "cells": "tables",
}


def column_to_field(column: Column) -> dict[str, Any]:
    """The field descriptor of a column.

    >>> column_to_field(tables()["lines"].columns[6])["categories"][:2]
    ['title', 'heading']
    """
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.type, "integer"),
        "description": column.en,
        "description_ko": column.ko,
        "example": [column.example] if column.type == "strings" else column.example,
        "arrow_type": column.type,
    }
    if column.type not in ("string", "strings", "bool") and not column.required:
        field["missingValues"] = [NO_NUMBER]
    if column.unit:
        field["unit"] = column.unit
    if column.words:
        field["categories"] = list(column.words)
    if column.required:
        field["constraints"] = {"required": True}
    return field


def table_to_schema(spec: TableSpec) -> dict[str, Any]:
    """The table schema: fields, keys. fieldsMatch is a string, since readers refuse the list form
    that the standard shows too.
    """
    schema: dict[str, Any] = {
        "fieldsMatch": "equal",
        "fields": [column_to_field(c) for c in spec.columns],
        "missingValues": [],
    }
    if spec.key:
        schema["primaryKey"] = list(spec.key)
    parent = _PARENTS.get(spec.name)
    if parent:
        key = list(tables()[parent].key)
        schema["foreignKeys"] = [{"fields": key, "reference": {"resource": parent, "fields": key}}]
    return schema


def table_to_resource(spec: TableSpec, manifests: Manifests) -> dict[str, Any]:
    """The resource of a table: one path a report, with each file's hash and rows."""
    files = [
        {
            "path": f"{spec.name}/{report_id}.parquet",
            "hash": f"sha256:{said['sha256']}",
            "bytes": said["bytes"],
            "rows": said["rows"],
        }
        for report_id, manifest in sorted(manifests.items())
        if (said := manifest["files"].get(spec.name))
    ]
    return _resource(spec, files)


def cross_year_to_resource(made: Mapping[str, Any]) -> dict[str, Any]:
    """The resource of the one table over all reports."""
    file = {
        "path": f"{CROSS_YEAR}/{CROSS_YEAR}.parquet",
        "hash": f"sha256:{made['sha256']}",
        "bytes": made["bytes"],
        "rows": made["rows"],
    }
    return _resource(table_named(CROSS_YEAR), [file])


def _resource(spec: TableSpec, files: list[dict[str, Any]]) -> dict[str, Any]:
    paths = [f["path"] for f in files]
    return {
        "name": spec.name,
        "title": spec.ko,
        "description": spec.en,
        "description_ko": spec.ko,
        "type": "table",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "path": paths[0] if len(paths) == 1 else paths,
        "files": files,
        "schema": table_to_schema(spec),
    }


def manifests_to_package(manifests: Manifests, years: Mapping[str, Any] | None = None) -> bytes:
    """datapackage.json for these published reports and what stands over all of them, the same bytes
    for the same reports.
    """
    sources = [
        {"title": m["source"], "report_id": i, "hash": f"sha256:{m['sha256']}"}
        for i, m in sorted(manifests.items())
    ]
    package = {
        "$schema": PROFILE,
        "name": "siljeok",
        "title": "보고서에서 읽은 단위사업, 수치, 검산",
        "description": "Programme rows, quantities and checks read from Korean government reports.",
        "description_ko": "정부 보고서에서 읽은 단위사업 행과 수치, 검산.",
        "version": f"{SCHEMA_VERSION}.0.0",
        "sources": sources,
        "resources": [table_to_resource(spec, manifests) for spec in tables().values()]
        + ([cross_year_to_resource(years)] if years else []),
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
