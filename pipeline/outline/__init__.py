"""Blocks to the report: who is in which area, what each programme achieved, and what every line of
the source is.
"""

from pipeline.outline.account import account
from pipeline.outline.containers import containers
from pipeline.outline.report import outline

__all__ = ["account", "containers", "outline"]
