"""features.toml says of every feature what it means, and its examples hold such a word."""

from __future__ import annotations

import pytest

from pipeline.lexicon import having, members, sources
from pipeline.text import close_up

FEATURES = sources.read("features")
KEYS = {"means", "why", "example", "not"}


def test_every_feature_of_the_vocabulary_is_described_and_no_other() -> None:
    entries = sources.read(sources.VOCABULARY).values()
    used = {feature for entry in entries for feature in entry.get("is", ())}
    assert not used - FEATURES.keys(), "not described in features.toml"
    assert not FEATURES.keys() - used, "no word of vocabulary.toml has it"


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_is_told_in_full(name: str) -> None:
    told = FEATURES[name]
    assert set(told) <= KEYS
    for key in KEYS - {"not"}:
        assert told.get(key, "").strip(), f"{name} lacks `{key}`"


@pytest.mark.parametrize("name", FEATURES)
def test_an_example_holds_a_word_of_its_feature(name: str) -> None:
    found = [closed for word in having(name) if (closed := close_up(word))]
    example = close_up(FEATURES[name]["example"])
    assert any(word in example for word in found), f"{example}: none of {found}"


@pytest.mark.parametrize("name", [n for n, told in FEATURES.items() if "not" in told])
def test_what_must_not_have_a_feature_has_it_not(name: str) -> None:
    looks_alike = FEATURES[name]["not"].partition(" (")[0]  # behind it stands the reason
    assert not members(name) & {looks_alike, close_up(looks_alike)}


def test_no_feature_is_empty() -> None:
    assert all(having(name) for name in FEATURES)
