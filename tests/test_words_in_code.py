"""Words are data: no Hangul literal stands in code but in messages, and texts of documents are seen by
regex alone.
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = tomllib.loads((ROOT / "tests" / "words_in_code.toml").read_text(encoding="utf-8"))
MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "pipeline").rglob("*.py"))
}
HANGUL = regex.compile(r"[가-힣ㄱ-ㅎ]")
CLASS = regex.compile(r"가-힣|가-하|ㄱ-ㅎ|ㄱ-힣")  # any letter of a kind is no word


def literals(tree: ast.Module) -> Iterator[str]:
    """Strings with Hangul that are no docstring.

    >>> list(literals(ast.parse('\"\"\"글\"\"\"\\nA = "실적"\\nB = r"[가-힣]+"\\n')))
    ['실적']
    """
    docstrings = {id(told) for node in ast.walk(tree) if (told := _docstring(node))}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in docstrings and HANGUL.search(CLASS.sub("", node.value)):
            yield node.value


def _docstring(node: ast.AST) -> ast.expr | None:
    if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) or not node.body:
        return None
    first = node.body[0]
    return first.value if isinstance(first, ast.Expr) else None


def imports_re(tree: ast.Module) -> bool:
    return any(
        (isinstance(node, ast.Import) and any(name.name == "re" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "re")
        for node in ast.walk(tree)
    )


def test_no_word_stands_in_code_but_in_messages() -> None:
    found = Counter({name: len(list(literals(tree))) for name, tree in MODULES.items()})
    more = {name: n for name, n in found.items() if n > ALLOWED["literals"].get(name, 0)}
    assert not more, "words go to pipeline/lexicon/vocabulary.toml (docs/vocabulary.md)"
    fewer = {name: found[name] for name, n in ALLOWED["literals"].items() if found[name] < n}
    assert not fewer, "tests/words_in_code.toml allows more than is needed"


def test_documents_are_seen_by_regex_alone() -> None:
    found = {name for name, tree in MODULES.items() if imports_re(tree)}
    assert found == set(ALLOWED["re"]), "lazy_pattern or named of pipeline.pattern, with its clock"
