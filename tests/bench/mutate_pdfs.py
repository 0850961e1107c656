"""Thousands of broken PDFs through `pipeline run`: what each costs, and that none is lost.

    python tests/bench/mutate_pdfs.py [PDF ...] [--most 5000] [--seed 1] [--batch 100] [--workers 2]
    [--timeout 20] [--keep FOLDER]

Without PDFs: the fixtures and raw/. Each is truncated at every 1 %, loses its objects one by one,
and has bits flipped, numbers and references changed until there are `--most` of them. Every batch
is one run; it fails here if the run dies, ends in another code than 0, 3, 4 or 5, or leaves a file
without its row in `reports`. Not a timed test: a short run is in tests/test_fuzz_pdfs.py, the long
one is started by hand, and its figures stand in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
OBJECT = re.compile(rb"(?<=[\r\n])\d{1,7} \d{1,5} obj\b.{0,2000000}?\bendobj", re.DOTALL)
NUMBER = re.compile(rb"(?<=[ /\[(<])\d{1,10}(?=[ /\]>R\r\n])")
REFERENCE = re.compile(rb"\d{1,7}(?= 0 R)")
STRANGE = (b"0", b"1", b"7", b"-1", b"65535", b"99999", b"2147483647", b"4294967296", b"9999999999")

Mutant = tuple[str, bytes]  # what was done, the bytes


def truncations(data: bytes) -> Iterator[Mutant]:
    """The file cut off at every 1 % of its length."""
    for percent in range(100):
        yield f"cut{percent:02}", data[: len(data) * percent // 100]


def removals(data: bytes, chance: random.Random) -> Iterator[Mutant]:
    """Each object gone in turn: blanked where it stood, or cut out so that every later offset is
    wrong.
    """
    for number, found in enumerate(OBJECT.finditer(data)):
        gone = b" " * len(found[0]) if chance.random() < 0.5 else b""
        yield f"object{number}", data[: found.start()] + gone + data[found.end() :]


def flips(data: bytes, chance: random.Random) -> Mutant:
    """From one to 64 bits turned over, anywhere or close together."""
    made = bytearray(data)
    often, start = 2 ** chance.randrange(7), chance.randrange(len(data))
    reach = chance.choice((len(data), 200))
    for _ in range(often):
        at = (
            min(start + chance.randrange(reach), len(data) - 1)
            if reach == 200
            else chance.randrange(len(data))
        )
        made[at] ^= 1 << chance.randrange(8)
    return f"flip{often}", bytes(made)


def changed_numbers(data: bytes, chance: random.Random) -> Mutant:
    """A number of the file's structure replaced by a strange one: lengths, counts, widths, offsets."""
    found = chance.choice(list(NUMBER.finditer(data)))
    return "number", data[: found.start()] + chance.choice(STRANGE) + data[found.end() :]


def changed_references(data: bytes, chance: random.Random) -> Mutant:
    """Some references lead to another object: trees become rings, fonts become pages."""
    places = list(REFERENCE.finditer(data))
    made = data
    for found in sorted(
        chance.sample(places, min(len(places), chance.randint(1, 3))), key=lambda m: -m.start()
    ):
        made = made[: found.start()] + chance.choice(places)[0] + made[found.end() :]
    return "reference", made


def mutants(sources: Sequence[Path], most: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`most` broken files by name; the same ones for the same seed."""
    chance = random.Random(seed)
    contents = {path.stem: path.read_bytes() for path in sources}
    cut = [(stem, m) for stem, data in contents.items() for m in truncations(data)]
    removed = [(stem, m) for stem, data in contents.items() for m in removals(data, chance)]
    room = max(0, most - len(cut)) // 2
    systematic = [*cut, *chance.sample(removed, min(room, len(removed)))]
    for number in range(most):
        if number < len(systematic):
            stem, (how, data) = systematic[number]
        else:
            stem = chance.choice(list(contents))
            how, data = chance.choice((flips, flips, changed_numbers, changed_references))(
                contents[stem], chance
            )
        yield f"{number:05}-{how}-{stem}.pdf", data


@dataclass(slots=True)
class Tally:
    """What came of them."""

    files: int = 0
    lost: list[str] = field(default_factory=list)
    bad_runs: list[str] = field(default_factory=list)
    status: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # (kind of damage, status or cause)
    silent: list[str] = field(
        default_factory=list
    )  # read without a word although its letters differ from the whole file's
    same: int = 0  # the same letters as the whole file's
    longest: float = 0.0  # seconds between two answers of a run
    seconds: float = 0.0


def whole_letters(sources: Sequence[Path], folder: Path, options: Sequence[str]) -> dict[str, str]:
    """The hash of each undamaged file's letters, as its manifest holds it."""
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        *map(str, sources),
        "--out",
        str(folder / "whole"),
        *options,
    ]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False, env=environment())
    found = {
        p.name.removesuffix(".pdf.json"): json.loads(p.read_bytes())
        for p in (folder / "whole" / "manifest").glob("*.json")
    }
    return {stem: manifest["likeness"]["letters"] for stem, manifest in found.items()}


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def run_batch(raw: Path, out: Path, options: Sequence[str], tally: Tally) -> None:
    """One run over a folder, its answers timed."""
    command = [sys.executable, "-m", "pipeline", "run", str(raw), "--out", str(out), *options]
    begun = last = time.monotonic()
    with subprocess.Popen(
        command, cwd=raw.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment()
    ) as process:
        assert process.stdout is not None
        said = b""
        for said in process.stdout:  # noqa: B007  the last line tells why it died
            now = time.monotonic()
            tally.longest, last = max(tally.longest, now - last), now
    tally.seconds += time.monotonic() - begun
    if process.returncode not in (0, 3, 4, 5):
        tally.bad_runs.append(
            f"{raw}: exit {process.returncode}: {said.decode('utf-8', 'replace').strip()}"
        )


def count_batch(names: Sequence[str], out: Path, letters: dict[str, str], tally: Tally) -> None:
    """Every file of a batch looked up in what was published."""
    import pyarrow.parquet as pq

    for name in names:
        tally.files += 1
        reports, manifest = out / "reports" / f"{name}.parquet", out / "manifest" / f"{name}.json"
        if not (
            reports.is_file() and manifest.is_file() and pq.read_metadata(reports).num_rows == 1
        ):
            tally.lost.append(name)
            continue
        made = json.loads(manifest.read_bytes())
        _, how, stem = name.removesuffix(".pdf").split("-", 2)
        failed = made["status"] == "failed"
        tally.status[how.rstrip("0123456789"), made["cause"][0] if failed else made["status"]] += 1
        if not failed and made["likeness"]["letters"] == letters[stem]:
            tally.same += 1
        elif made["status"] == "read" and not codes(out / "problems" / f"{name}.parquet"):
            tally.silent.append(name)


def codes(problems: Path) -> set[str]:
    """Problems that warn of this file itself: not those that compare it with its neighbours of the
    batch.
    """
    import pyarrow.parquet as pq

    rows = pq.read_table(problems, columns=["code", "severity"]).to_pylist()
    return {r["code"] for r in rows if r["severity"] != "info" or r["code"] == "repaired_file"} - {
        "duplicate_report"
    }


def run_all(
    made: Iterable[Mutant],
    sources: Sequence[Path],
    batch: int,
    options: Sequence[str],
    tally: Tally,
    keep: Path | None = None,
) -> None:
    """Every broken file, batch by batch; batches in which more than a file was lost are copied to
    `keep`.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        letters = whole_letters(sources, folder, options)
        for number, group in enumerate(batched(made, batch), 1):
            raw, out = folder / f"raw{number}", folder / f"out{number}"
            raw.mkdir()
            for name, data in group:
                (raw / name).write_bytes(data)
            before = len(tally.lost) + len(tally.bad_runs)
            run_batch(raw, out, options, tally)
            count_batch([name for name, _ in group], out, letters, tally)
            if keep and before < len(tally.lost) + len(tally.bad_runs):
                shutil.copytree(raw, keep / raw.name)
            shutil.rmtree(raw)
            shutil.rmtree(out, ignore_errors=True)
            if number % 5 == 0:
                tell(tally)


def batched(items: Iterable[Mutant], size: int) -> Iterator[list[Mutant]]:
    group: list[Mutant] = []
    for item in items:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def tell(tally: Tally) -> None:
    """The figures so far."""
    print(
        f"{tally.files} broken PDFs in {tally.seconds:.0f} s: {len(tally.bad_runs)} runs that died, {len(tally.lost)} files lost; "
        f"{tally.same} give the letters of the whole file, {len(tally.silent)} others were read without a word; "
        f"longest wait {tally.longest:.1f} s",
        flush=True,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--most", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--batch", type=int, default=100)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--timeout", type=float, default=20)
    arguments.add_argument("--keep", type=Path, help="where batches that failed are copied")
    given = arguments.parse_args()
    sources = given.files or [
        *sorted((ROOT / "fixtures" / "pdf").glob("*.pdf")),
        *sorted((ROOT / "raw").glob("*.pdf")),
    ]
    options = [
        "--workers",
        str(given.workers),
        "--timeout",
        str(given.timeout),
        "--memory",
        "1024",
        "--max-pages",
        "500",
    ]
    tally, sources = Tally(), [p.resolve() for p in sources]
    run_all(
        mutants(sources, given.most, given.seed), sources, given.batch, options, tally, given.keep
    )
    tell(tally)
    for (how, what), number in sorted(tally.status.items()):
        print(f"  {how:10} {what:16} {number}")
    for word in (*tally.bad_runs, *tally.lost, *(f"silent: {name}" for name in tally.silent[:50])):
        print(f"  {word}")
    sys.exit(bool(tally.bad_runs or tally.lost))


if __name__ == "__main__":
    main()
