"""Publishing: an Extraction becomes files. The one place that knows the columns; it computes no
value.

Imported without pyarrow: the parent of a run asks for columns and sentences only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Extraction
    from pipeline.publish.files import Written

__all__ = ["publish"]


def publish(extraction: Extraction, folder: Path) -> dict[str, Written]:
    """Write every table of one report as `folder`/<table>.parquet and say what was written: see
    `files.publish`.
    """
    from pipeline.publish.files import publish as write

    return write(extraction, folder)
