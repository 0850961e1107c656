"""From the paths on the command line to the raw files of a run, each with its report_id; what is no
report is named.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.run.said import said

# A person's words about the reports, beside them: never reports themselves.
WORDS_BESIDE = ("accepted.toml", "expected.toml")
WORDS_BESIDE_ONE = ".corrections.toml"
RAW = Path("raw")  # the raw folder of a run that names none
README, README_SUFFIXES = "readme", ("md", "txt", "rst")
LONGEST_NAME = 255 - len(".parquet")  # bytes of a file name, less the suffix that publishing adds


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file that may hold a report. `shown`: its path below its raw folder; `named`: given as PATH
    itself, not found in a folder.
    """

    path: Path
    shown: str
    report_id: str
    named: bool = False


@dataclass(slots=True)
class Sources:
    """What the paths hold. `skipped` and `refused` are (path as shown, why); `whole`: a folder was
    given, so what is missing is gone.
    """

    files: list[RawFile] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = False
    folders: list[Path] = field(default_factory=list)


def printable(name: str) -> str:
    """A name as it can be published: bytes that are no UTF-8 become the replacement character.

    >>> printable("2024\\udcff.pdf")
    '2024\ufffd.pdf'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def one_line(name: str) -> str:
    """A file name as it may be printed: line feeds and control characters shown, not sent to the
    terminal.

    >>> one_line("a\\nb.pdf")
    'a\\\\nb.pdf'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def shown_to_report_id(shown: str) -> str:
    """The report_id of a path below its raw folder, as the contract words it.

    >>> shown_to_report_id("seoul/2024.txt"), shown_to_report_id("_draft.pdf")
    ('seoul__2024.txt', 'x_draft.pdf')
    """
    joined = unicodedata.normalize("NFC", shown).replace("/", "__")
    return "x" + joined if joined.startswith(("_", ".")) else joined


def is_readme(name: str) -> bool:
    """Whether a file tells people about its folder: no report, and nothing to say of it.

    >>> is_readme("README.md"), is_readme("readme.ko.txt"), is_readme("readme.pdf")
    (True, True, False)
    """
    parts = name.casefold().split(".")
    return parts[0] == README and parts[-1] in (README, *README_SUFFIXES)


def is_words_beside(name: str) -> bool:
    """Whether a file is a person's words about the reports beside it.

    >>> is_words_beside("2024.pdf.corrections.toml"), is_words_beside("2024.txt")
    (True, False)
    """
    return name in WORDS_BESIDE or name.endswith(WORDS_BESIDE_ONE)


def corrections_beside(raw: Path) -> Path | None:
    """The corrections of a raw file, where there are any: none beside a name that is too long to
    bear their suffix (239 to 255 bytes).
    """
    path = raw.with_name(raw.name + WORDS_BESIDE_ONE)
    try:
        return path if path.is_file() else None
    except OSError as fault:
        if fault.errno == errno.ENAMETOOLONG:
            return None
        raise


def paths_to_sources(
    paths: Iterable[Path], keep_out: Iterable[Path], may_be_empty: bool = False
) -> Sources:
    """Every raw file of the paths (files and folders), sorted by report_id.

    Folders in `keep_out` (the output of the run) are not searched. Raises UsageError for a path
    that is not there or is no report's, for two files with one report_id, and, unless they
    `may_be_empty`, for folders without any file.
    """
    sources = Sources()
    outputs = {p.resolve() for p in keep_out}
    given = list(paths)
    for path in given:
        if path.is_dir():
            sources.whole = True
            sources.folders.append(path)
            _add_folder(path, outputs, sources)
        else:
            sources.files.append(_named_file(path))
    sources.files = sorted(_once_each(sources.files), key=lambda f: f.report_id)
    if not (may_be_empty or sources.files or sources.skipped or sources.refused):
        raise UsageError(said("no_report", paths=", ".join(map(str, given))))
    return sources


def _named_file(path: Path) -> RawFile:
    if not path.exists():
        raise UsageError(said("no_such_path", path=path))
    if not path.is_file() or is_words_beside(path.name) or is_readme(path.name):
        raise UsageError(said("not_a_report", path=path))
    shown = printable(path.name)
    return RawFile(path, shown, _checked_id(shown, path), named=True)


def _checked_id(shown: str, path: Path) -> str:
    report_id = shown_to_report_id(shown)
    if len(report_id.encode()) > LONGEST_NAME:
        raise UsageError(said("name_too_long", path=path))
    return report_id


def _add_folder(folder: Path, outputs: set[Path], sources: Sources) -> None:
    root = folder.resolve()
    for path, shown in _below(folder, "", sources):
        if path.is_symlink() and not _stays_inside(path, root):
            sources.skipped.append((shown, said("link_leaves")))
        elif path.is_dir():
            if path.is_symlink():
                sources.skipped.append((shown, said("link_to_folder")))
        elif not stat.S_ISREG(path.stat().st_mode):
            sources.skipped.append((shown, said("no_regular_file")))
        elif is_words_beside(path.name):
            if _is_of_nothing(path):
                sources.skipped.append((shown, said("corrections_of_nothing")))
        elif not is_readme(path.name) and not any(out in path.resolve().parents for out in outputs):
            _add_file(path, shown, sources)


def _is_of_nothing(path: Path) -> bool:
    """Whether a file is of corrections to a raw file that is not there."""
    name = path.name.removesuffix(WORDS_BESIDE_ONE)
    return name != path.name and not path.with_name(name).exists()


def _add_file(path: Path, shown: str, sources: Sources) -> None:
    try:
        sources.files.append(RawFile(path, shown, _checked_id(shown, path)))
    except UsageError as fault:  # one name that is too long must not cost the others
        sources.refused.append((shown, str(fault)))


def _below(folder: Path, prefix: str, sources: Sources) -> Iterator[tuple[Path, str]]:
    """Everything below a folder that is not hidden and no README, with its path below the first
    folder; links to folders are not entered.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as fault:
        sources.refused.append((prefix or str(folder), said("folder_closed", cause=fault.strerror)))
        return
    for entry in entries:
        if entry.name.startswith(".") or (is_readme(entry.name) and entry.is_file()):
            continue
        shown = prefix + printable(entry.name)
        yield Path(entry.path), shown
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), shown + "/", sources)


def _stays_inside(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        return False


def _once_each(files: Iterable[RawFile]) -> list[RawFile]:
    """Each file once, though named twice; two files with one report_id are refused, since one would
    overwrite the other.
    """
    kept: dict[str, RawFile] = {}
    for file in files:
        other = kept.setdefault(file.report_id, file)
        if other.path.resolve() != file.path.resolve():
            raise UsageError(
                said("one_id_twice", one=other.path, other=file.path, report_id=file.report_id)
            )
    return list(kept.values())


def source_to_file(source: str, places: Iterable[Path] = ()) -> Path:
    """Where a raw file is: below one of the `places` (raw folders, or the file itself), below raw/,
    or here; below a raw folder that is not known, “…” stands for that folder.

    >>> str(source_to_file("2031/none.pdf"))
    '…/2031/none.pdf'
    """
    named = (place / source if place.is_dir() else place for place in places)
    known = (path for path in named if path.parts[-1:] == Path(source).parts[-1:])
    found = (path for path in (*known, RAW / source, Path(source)) if path.is_file())
    return next(found, "…" / Path(source))
