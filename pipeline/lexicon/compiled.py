"""The lexicon in one file that loads in milliseconds instead of a tenth of a second: the TOML files
parsed, the vocabulary turned over (feature → words), the patterns compiled.

`compiled.bin` lies beside the sources and is read only where it was made from these very sources;
its patterns only where this regex library made them. A wheel brings it; in a checkout a run makes
it anew where a source changed (`pipeline.lexicon.make`). Beside an installed package nothing is
ever written: where the file does not fit, the sources are read, as right and a little later.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import sys
from typing import Any

FOLDER = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(FOLDER)
FILE = os.path.join(FOLDER, "compiled.bin")
FORM = 2  # of the file; one of another form is not read
DIGEST = 16  # bytes at the head of the file, a hash over the rest


def toml_files() -> list[str]:
    """Paths of the lexicon's sources, in order."""
    found = [os.path.join(FOLDER, name) for name in os.listdir(FOLDER) if name.endswith(".toml")]
    patterns = os.path.join(FOLDER, "patterns")
    found += [os.path.join(patterns, n) for n in os.listdir(patterns) if n.endswith(".toml")]
    return sorted(found)


@functools.cache
def signature() -> str:
    """A hash over the sources; times would tell an installed package from the one built."""
    digest = hashlib.blake2b(digest_size=16)
    for path in toml_files():
        with open(path, "rb") as handle:
            content = handle.read()
        digest.update(f"{os.path.basename(path)} {len(content)}\0".encode() + content)
    return digest.hexdigest()


def body_hash(content: bytes) -> bytes:
    """What stands at the head of the file before its content."""
    return hashlib.blake2b(content, digest_size=DIGEST).digest()


@functools.cache
def _loaded() -> dict[str, Any] | None:
    """The compiled file; None where there is none, or it was made from other sources."""
    try:
        with open(FILE, "rb") as handle:
            content = handle.read()
        if content[:DIGEST] != body_hash(
            content[DIGEST:]
        ):  # a pattern of other bytes may never end
            return None
        found = pickle.loads(content[DIGEST:])
    except Exception:  # whatever is wrong with it, the sources are there
        return None
    fits = isinstance(found, dict) and found.get("form") == FORM
    return found if fits and found.get("made_from") == signature() else None


@functools.cache
def vocabulary() -> dict[str, Any]:
    """{"is": feature → words, "values": attribute → word → value}."""
    if (found := _loaded()) is not None:
        made: dict[str, Any] = pickle.loads(found["vocabulary"])
        return made
    from pipeline.lexicon import sources

    return sources.entries_to_vocabulary(sources.read_vocabulary())


@functools.cache
def data(name: str) -> Any:
    """A TOML file of this folder, parsed: "marks", "patterns/text"."""
    if (found := _loaded()) is not None:
        return pickle.loads(found["data"][name])
    from pipeline.lexicon import sources

    return sources.read(name)


@functools.cache
def patterns() -> dict[tuple[str, int], bytes]:
    """Compiled patterns by source and flags, each as regex pickles it; none where the regex library
    is another than the one that compiled them.
    """
    found = _loaded()
    if found is None or found["regex"] != installed_version("regex"):
        return {}
    made: dict[tuple[str, int], bytes] = found["patterns"]
    return made


@functools.cache
def installed_version(name: str) -> str:
    """The version of an installed library, by the name of its folder of metadata.

    importlib.metadata knows it too and takes a tenth of a second run to be imported: it is asked
    where the folder lies elsewhere.
    """
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for entry in os.listdir(folder or "."):
                if entry.startswith(f"{name}-") and entry.endswith(".dist-info"):
                    return entry[len(name) + 1 : -len(".dist-info")]
    import importlib.metadata

    return importlib.metadata.version(name)


@functools.cache
def code_files() -> list[tuple[str, int, int]]:
    """Name below the package, size and time (ns) of every file of the program, in order."""
    found = []
    for folder, folders, names in os.walk(PACKAGE):
        folders[:] = [f for f in folders if f != "__pycache__"]
        for name in names:
            if name.endswith((".py", ".toml")):
                path = os.path.join(folder, name)
                stat = os.stat(path)
                short = path[len(PACKAGE) + 1 :].replace(os.sep, "/")
                found.append((short, stat.st_size, stat.st_mtime_ns))
    return sorted(found)


def code_hash() -> str:
    """A hash over the program's own files, lexicon and all: as it was compiled, where no file has
    another size or time since, else made now.
    """
    found, files = _loaded(), code_files()
    if found is not None and found["code_files"] == files:
        return str(found["code_hash"])
    return files_to_hash([name for name, _, _ in files])


def files_to_hash(names: list[str]) -> str:
    """A hash over the names and bytes of files of the program."""
    digest = hashlib.sha256()
    for name in names:
        with open(os.path.join(PACKAGE, name), "rb") as handle:
            digest.update(name.encode() + b"\0" + handle.read() + b"\0")
    return digest.hexdigest()


def is_checkout() -> bool:
    """Whether the package lies in a checkout of the project, where the file may be written."""
    return os.path.isfile(os.path.join(os.path.dirname(PACKAGE), "pyproject.toml"))


def may_be_written() -> bool:
    """Whether this is a checkout that can be written, run by a Python that can be called."""
    return is_checkout() and os.access(FOLDER, os.W_OK) and bool(sys.executable)


def is_current() -> bool:
    """Whether the compiled file was made from the program's files as they are now, and its
    patterns by this regex library.
    """
    found = _loaded()
    made = None if found is None else (found["regex"], found["code_files"])
    return made == (installed_version("regex"), code_files())


def refresh() -> None:
    """Make the compiled file anew where this is a checkout whose files changed since; told by
    nothing but the time it takes once. PYTHONDONTWRITEBYTECODE is respected, as by Python itself.
    """
    if sys.dont_write_bytecode or not may_be_written() or is_current():
        return
    import subprocess  # a run that reads nothing does without

    subprocess.run(
        [sys.executable, "-m", "pipeline.lexicon.make"],
        cwd=os.path.dirname(PACKAGE),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
