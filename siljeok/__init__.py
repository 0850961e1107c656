"""The command and the Python interface under the distribution's own name: `python -m siljeok`,
`import siljeok`. Finds the package `pipeline` beside itself, whoever else's folder of that name
stands first on the path.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

PACKAGE = "pipeline"


def our_package() -> ModuleType:
    """The package `pipeline` that was installed with this one.

    >>> our_package().__name__
    'pipeline'

    Raises ImportError where somebody else's package of that name is imported already: it is not
    put out of its place.
    """
    import os.path
    import sys

    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), PACKAGE)
    init = os.path.join(folder, "__init__.py")
    there = sys.modules.get(PACKAGE)
    if there is None:
        return _import_from(init, folder)
    if not os.path.samefile(getattr(there, "__file__", None) or os.sep, init):
        raise ImportError(f"another package {PACKAGE} is imported already: {there}", name=PACKAGE)
    return there


def _import_from(init: str, folder: str) -> ModuleType:
    import importlib.util
    import sys

    spec = importlib.util.spec_from_file_location(
        PACKAGE, init, submodule_search_locations=[folder]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{init} is not there", name=PACKAGE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """The command `siljeok`, which is the command `pipeline`."""
    our_package()
    from pipeline.cli import main as command

    command()


def __getattr__(name: str) -> Any:
    """What `import pipeline` offers."""
    if name.startswith("__") and name not in ("__version__", "__all__"):
        raise AttributeError(name)
    return getattr(our_package(), name)
