"""Coverage-guided fuzzing of the text door: bytes as a text file, through reading, layout, outline,
quantify and reconcile.

    python tests/fuzz/fuzz_text.py [-max_total_time=3600] [a folder for what it finds]
    tests/fuzz/corpus_text

Needs atheris, which no lock holds (it has no wheels for every system). A finding is written as
crash-…; put it into corpus_text once it is mended.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import promises  # noqa: E402

from pipeline.errors import UnreadableError  # noqa: E402
from pipeline.extract import document_to_extraction  # noqa: E402
from pipeline.read.sniff import bytes_to_media_type  # noqa: E402
from pipeline.read.text import bytes_to_text  # noqa: E402

LONGEST = 20_000


def one_input(data: bytes) -> None:
    """Whatever the bytes: refused with a sentence, or read with every promise kept."""
    try:
        if bytes_to_media_type(data, "f") != "text/plain":
            return
        text, _ = bytes_to_text(data[:LONGEST], "f")
    except UnreadableError:
        return
    document = promises.text_to_document(text)
    broken = list(promises.broken_promises(document, document_to_extraction(document)))
    assert not broken, broken


if __name__ == "__main__":
    import atheris

    atheris.instrument_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
