"""What is published, in the form that another program opens: a workbook, CSV, a DuckDB database,
JSON lines. Reads the published files alone and computes nothing but the sums of the wide table.
"""

FORMATS = ("xlsx", "csv", "duckdb", "jsonl")
