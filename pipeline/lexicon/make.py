"""`python -m pipeline.lexicon.make` writes compiled.bin: at the build of a wheel, and by a run in a
checkout whose sources changed.

Nothing but the regex library is needed: the patterns that stand in the code are found in its
syntax, not by importing it.
"""

from __future__ import annotations

import ast
import os
import pickle
import sys
from collections.abc import Iterator

import regex

from pipeline.lexicon import compiled, sources
from pipeline.lexicon.compiled import FILE, FORM, PACKAGE

MAKERS = ("lazy_pattern", "compile_pattern")


def sources_in_code() -> Iterator[tuple[str, int]]:
    """Source and flags of every pattern that the code spells out.

    >>> any(source == r"\\d{1,3}\\.?$" for source, _ in sources_in_code())
    True
    """
    for name, _, _ in compiled.code_files():
        if name.endswith(".py"):
            with open(os.path.join(PACKAGE, name), encoding="utf-8") as handle:
                text = handle.read()
            if any(maker in text for maker in MAKERS):
                yield from _calls(ast.parse(text))


def _calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS and node.args:
            source = node.args[0]
            flags = sum(_flag(argument) for argument in node.args[1:])
            if isinstance(source, ast.Constant) and isinstance(source.value, str):
                yield source.value, flags


def _flag(node: ast.expr) -> int:
    """The value of `regex.VERBOSE`, or of several joined by |."""
    if isinstance(node, ast.BinOp):
        return _flag(node.left) | _flag(node.right)
    return int(getattr(regex, node.attr)) if isinstance(node, ast.Attribute) else 0


def sources_in_data() -> Iterator[tuple[str, int]]:
    """Source and flags of every pattern that stands in the lexicon's files."""
    from pipeline.lexicon import left_out
    from pipeline.pattern import any_of, pattern_source

    for path in sorted((sources.FOLDER / "patterns").glob("*.toml")):
        for name in sources.read(f"patterns/{path.stem}"):
            yield pattern_source(f"{path.stem}.{name}")
    numberings = [n["pattern"] for n in sources.read("marks")["numbering"]]
    yield from ((source, 0) for source in (*numberings, any_of(numberings)))
    yield from left_out.sources()


def compile_all() -> dict[tuple[str, int], bytes]:
    """Every pattern, pickled. One that is wrong is left out: its first use will tell."""
    from pipeline.pattern import compile_anew

    made = {}
    for source, flags in {*sources_in_code(), *sources_in_data()}:
        try:
            made[source, flags] = pickle.dumps(compile_anew(source, flags), 5)
        except regex.error:
            continue
    return made


def make(path: str = FILE) -> None:
    """Write the compiled lexicon, whole or not at all."""
    names = [os.path.relpath(p, compiled.FOLDER)[: -len(".toml")] for p in compiled.toml_files()]
    files = compiled.code_files()
    content = {
        "form": FORM,
        "made_from": compiled.signature(),
        "regex": compiled.installed_version("regex"),
        "vocabulary": pickle.dumps(sources.entries_to_vocabulary(sources.read_vocabulary()), 5),
        "data": {name: pickle.dumps(sources.read(name), 5) for name in names},
        "patterns": compile_all(),
        "code_files": files,
        "code_hash": compiled.files_to_hash([name for name, _, _ in files]),
    }
    beside = f"{path}.{os.getpid()}"
    body = pickle.dumps(content, 5)
    with open(beside, "wb") as handle:
        handle.write(compiled.body_hash(body) + body)
    os.replace(beside, path)


if __name__ == "__main__":
    make(*sys.argv[1:])
