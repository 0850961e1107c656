"""Words are data: every list of words the stages know lies beside this file as TOML and is read
once, when first asked for.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any


@functools.cache
def words(name: str) -> dict[str, Any]:
    """The lexicon `name`.toml as a dict.

    >>> "bullet" in words("marks")
    True
    """
    # importlib.resources would import tempfile, shutil and random: a tenth of what `pipeline check`
    # needs to start.
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
