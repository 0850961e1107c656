"""A wheel brings the compiled lexicon: made at build, since nothing is ever written beside an
installed package.
"""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = "pipeline/lexicon/compiled.bin"


class CompileLexicon(BuildHookInterface):  # type: ignore[type-arg]
    """Runs pipeline.lexicon.make and adds what it wrote."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files are gathered."""
        sys.path.insert(0, self.root)
        try:
            from pipeline.lexicon import make
        finally:
            sys.path.remove(self.root)
        make.make(f"{self.root}/{COMPILED}")
        build_data["artifacts"].append(COMPILED)
