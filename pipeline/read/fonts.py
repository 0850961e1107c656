"""Font names as both readers give them."""

from __future__ import annotations

import functools

from pipeline.pattern import lazy_pattern

_SUBSET_TAG = lazy_pattern(r"^[A-Z]{6}\+")


@functools.cache
def name_bytes_to_name(name: bytes) -> str:
    """A font's name, without its subset tag. Hancom writes Korean names in CP949, others in UTF-8.

    >>> name_bytes_to_name(b"INPILL+H2hdrM"), name_bytes_to_name("휴먼명조".encode("cp949"))
    ('H2hdrM', '휴먼명조')
    """
    for encoding in ("utf-8", "cp949"):
        try:
            return _SUBSET_TAG.sub("", name.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _SUBSET_TAG.sub("", name.decode("latin-1"))
