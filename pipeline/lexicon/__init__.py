"""Words are data: every list of words the stages know lies beside this file as TOML and is read once, when first asked for."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from typing import Any


@functools.cache
def words(name: str) -> dict[str, Any]:
    """The lexicon `name`.toml as a dict.

    >>> "bullet" in words("marks")
    True
    """
    return tomllib.loads(importlib.resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
