"""The fonts of the prints by name: family for those who ask fontconfig, files for the others."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path("/usr/share/fonts")


class Font(NamedTuple):
    """`regular` and `bold` are file names; one file serves as both where no bold was cut."""

    family: str
    regular: str
    bold: str


FONTS = {
    "nanumgothic": Font("NanumGothic", "NanumGothic.ttf", "NanumGothicBold.ttf"),
    "nanummyeongjo": Font("NanumMyeongjo", "NanumMyeongjo.ttf", "NanumMyeongjoBold.ttf"),
    "nanumbarun": Font("NanumBarunGothic", "NanumBarunGothic.ttf", "NanumBarunGothicBold.ttf"),
    "unbatang": Font("UnBatang", "UnBatang.ttf", "UnBatangBold.ttf"),
    "undotum": Font("UnDotum", "UnDotum.ttf", "UnDotumBold.ttf"),
    "batang": Font("Baekmuk Batang", "batang.ttf", "batang.ttf"),
    "dotum": Font("Baekmuk Dotum", "dotum.ttf", "dotum.ttf"),
}


@cache
def font_to_files(name: str) -> tuple[Path, Path]:
    """Regular and bold. Raises FileNotFoundError where the font is not installed."""
    found = []
    for file in FONTS[name][1:]:
        at = sorted(FOLDER.rglob(file))
        if not at:
            raise FileNotFoundError(f"font {file}")
        found.append(at[0])
    return found[0], found[1]
