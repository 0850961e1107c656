"""Korean particles by the last sound of the word before them: 공원과, 나무와."""

from __future__ import annotations

from pipeline.lexicon import has

FINAL_SOUND_DIGITS = frozenset("013678")  # 영 일 삼 육 칠 팔 end in a consonant
FINAL_SOUND_SIGNS = frozenset("%㎡㎞ℓ")  # 퍼센트, 제곱미터: all end in a vowel
RIEUL = 8  # index of the final ㄹ: 로, not 으로
FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
FINAL_SOUND_LETTERS = {
    "l": RIEUL,
    "n": 1,
}  # 엘, 엔; the names of most letters end in a vowel (m alone is mostly 미터)


class Worded(str):
    """A text that knows its particle: f"{Worded('6,057명'):과/와}" is 6,057명과; with “-” before it
    the particle alone, for a quoted word.

    >>> f"{Worded('6,057명'):과/와} {Worded('93.3%'):과/와} {Worded('17개'):으로/로} {Worded('3일'):으로/로}"
    '6,057명과 93.3%와 17개로 3일로'
    >>> "“{area}”{area:-은/는}".format(area=Worded("복지 분야"))
    '“복지 분야”는'
    """

    def __format__(self, spec: str) -> str:
        if "/" not in spec:
            return str.__format__(self, spec)
        closed, opened = spec.removeprefix("-").split("/")
        final = final_sound(self)
        return ("" if spec.startswith("-") else str(self)) + (
            opened if final == 0 or (final == RIEUL and has(opened, "behind_rieul")) else closed
        )


def final_sound(text: str) -> int:
    """0 where the text ends in a vowel, else the index of its last consonant (1 where only that
    there is one is known).

    >>> final_sound("원"), final_sound("개"), final_sound("(단위: 5)"), final_sound("3.5"), final_sound("accepted.toml")
    (4, 0, 0, 0, 8)
    """
    for char in reversed(text):
        if FIRST_SYLLABLE <= ord(char) <= LAST_SYLLABLE:
            return (ord(char) - FIRST_SYLLABLE) % 28
        if char.isdigit():
            return (RIEUL if char in "178" else 1) if char in FINAL_SOUND_DIGITS else 0
        if char.isascii() and char.isalpha():
            return FINAL_SOUND_LETTERS.get(char.lower(), 0)
        if char in FINAL_SOUND_SIGNS:
            return 0
    return 0
