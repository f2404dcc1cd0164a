"""The rules file itself: its patterns mean the same in both languages, and every rule is complete."""

import re
from collections.abc import Iterator

import pytest

from backend.privacy.rules import RULES, before, compiled, fold

NUMBERS, WORDS, HTML = RULES["numbers"], RULES["words"], RULES["html"]
# Classes and edges by name, flags, looking back and possessive counts differ between the two, or exist in one only.
APART = re.compile(r"\\[dDwWsSbBAZzpPkU]|\(\?(?![:=!])|[*+?}][+]")


def patterns() -> Iterator[tuple[str, str]]:
    for name in ("tail", "split", "pairs", "stockholm", "label", "time", "id"):
        yield name, NUMBERS[name]
    for row in NUMBERS["formats"]:
        yield row["check"], row["pattern"]
    for rule in ("name", "record"):
        yield rule, WORDS[rule]["trigger"]
        yield rule, WORDS[rule]["pattern"]
    yield "phone", WORDS["phone"]["pattern"]
    yield "near", WORDS["phone"]["near"]
    for row in RULES["links"]:
        yield row["service"], row["pattern"]
    for name in ("hiding", "pale", "backed"):
        yield name, HTML[name]


@pytest.mark.parametrize(("name", "pattern"), list(patterns()))
def test_a_pattern_keeps_to_what_both_languages_mean(name: str, pattern: str) -> None:
    assert not APART.search(pattern), name
    assert compiled(pattern).groups < 10
    assert before(pattern)


def test_every_rule_has_words_a_severity_and_a_source() -> None:
    assert set(RULES["severity"]) == set(RULES["texts"]) == set(RULES["sources"])
    assert set(RULES["severity"].values()) == {"block", "warn"}
    for texts in (*RULES["texts"].values(), *RULES["where"].values()):
        assert texts["sv"] != texts["en"]
    for texts in RULES["texts"].values():
        assert set(re.findall(r"\{\w+\}", texts["sv"])) == set(re.findall(r"\{\w+\}", texts["en"]))


def test_folding_never_changes_the_length() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000))))
    assert len(fold(every)) == len(every)
    assert fold("İÅÄÖ Patient") == "İåäö patient"
