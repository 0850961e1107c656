"""The CPU time of a small run as ratios, of all processes, best of the rounds.

    python tests/bench/small_run.py [FILE] [--rounds 5]

FILE: a text (else the first report under SILJEOK_REPORTS that is one, else a fixture). A run of it
and a run over an unchanged folder against `python -c "import pyarrow.parquet"`; and how much longer
the first file of a process takes than the second of its kind. Times of one machine say nothing.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WARM = """
import sys, time
from pathlib import Path
from pipeline.run.worker import WithoutPandas
without = WithoutPandas("pandas", "numpy")
sys.meta_path.insert(0, without)
import pipeline.publish.files
without.refused.remove("numpy")
from pipeline.extract import extract
for _ in range(2):
    start = time.process_time()
    extract(Path(sys.argv[1]), "x")
    print(time.process_time() - start)
"""


def environment() -> dict[str, str]:
    """The caller's, with Python's own compiled files allowed: they are part of what is measured."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def cpu(command: list[str]) -> float:
    """CPU seconds of a command and all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(rounds: int, work: Callable[[], float]) -> float:
    """The least of the rounds; one before them makes what is kept between runs."""
    work()
    return min(work() for _ in range(rounds))


def text_at_hand() -> Path:
    """A text of some 24 kB."""
    folder = Path(os.environ.get("SILJEOK_REPORTS", "/nowhere"))
    return next(
        iter(sorted(folder.glob("*.txt"))), sorted((ROOT / "fixtures" / "text").glob("*.txt"))[0]
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", nargs="?", type=Path, default=text_at_hand())
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        raw, out = Path(scratch, "raw"), Path(scratch, "out")
        raw.mkdir()
        shutil.copy(given.file, raw / given.file.name)
        run = [sys.executable, "-m", "pipeline", "run", str(raw), "--out", str(out)]

        def afresh() -> float:
            shutil.rmtree(out, ignore_errors=True)
            return cpu(run)

        imports = best(given.rounds, lambda: cpu([sys.executable, "-c", "import pyarrow.parquet"]))
        whole = best(given.rounds, afresh)
        unchanged = best(given.rounds, lambda: cpu(run))
        warm = subprocess.run(
            [sys.executable, "-c", WARM, str(given.file)],
            cwd=ROOT, env=environment(), capture_output=True, text=True, check=True,
        ).stdout.split()  # fmt: skip
    print(f"{given.file.name}: {given.file.stat().st_size:,} bytes")
    print(f"run of it:            {whole / imports:.2f} × import pyarrow.parquet (wanted 2)")
    print(f"run, unchanged:       {unchanged / imports:.2f} × (wanted 1)")
    print(f"first over second:    {float(warm[0]) - float(warm[1]):.3f} s of CPU (wanted 0.15)")


if __name__ == "__main__":
    main()
