"""The outline lets a text be left unread only where the patterns find nothing: every match of one shows in it."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.privacy import candidates, phrases
from backend.privacy.outline import digit_outline, digits_near, outline
from backend.privacy.rules import RULES, compiled, fold

NUMBERS, WORDS = RULES["numbers"], RULES["words"]


@pytest.mark.parametrize("kind", ["name", "record"])
@settings(max_examples=60)
@given(st.data())
def test_words_that_begin_a_finding_show(kind: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(compiled(WORDS[kind]["trigger"]), fullmatch=True))
    assert phrases._MAY_SAY.search(outline(text.upper()))


@settings(max_examples=60)
@given(st.from_regex(compiled(WORDS["phone"]["pattern"].removesuffix("(?![0-9])")), fullmatch=True))
def test_phone_numbers_show(text: str) -> None:
    assert phrases._MAY_PHONE in digits_near(text, " /-")


@pytest.mark.parametrize("word", [*WORDS["phone"]["near"].split("|"), "next of \u212ain"])
def test_words_near_a_phone_number_show(word: str) -> None:
    assert compiled(WORDS["phone"]["near"]).search(fold(word.upper()))
    assert phrases._MAY_BE_NEAR.search(outline(word.upper()))


@settings(max_examples=60)
@given(st.from_regex(compiled(NUMBERS["pairs"].removesuffix("(?![0-9])")), fullmatch=True))
def test_numbers_in_pairs_show(text: str) -> None:
    assert candidates._FIRST_GAP.search(digit_outline(text))


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where up to where numbers stand, every run of digits looked at in the text itself."""
    for run in re.finditer("[0-9]+", text):
        whole = run[0]
        if len(whole) in {10, 12} and (whole[-8:-6] <= "12" or (len(whole) == 12 and whole.startswith("99"))):
            yield run.span()
        tail = candidates._TAIL.match(text, run.end()) if len(whole) in {6, 8} else None
        if tail:
            yield run.start(), tail.end()
        split = candidates._SPLIT.match(text, run.start()) if len(whole) in {2, 4} else None
        if split and split[6] and not text[split.end() : split.end() + 1].isdigit():
            yield run.start(), split.end()


PIECES = [
    "90",
    "01",
    "1990",
    "2385",
    "900101",
    "19900101",
    "9001012385",
    "9013012385",
    "991990112385",
    "T23A",
    "x",
    "Å",
]
SIGNS = (*" -–:(.\t_\u00a0\ue001", "", " " * 24, " " * 25, "-\ue001\ue001\ue001\ue001", "🙂", "\ud800")


@settings(max_examples=600)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.lists(st.sampled_from(SIGNS), max_size=3))))
def test_the_outline_shows_where_each_number_begins(parts: list[tuple[str, list[str]]]) -> None:
    text = "".join(piece + "".join(signs) for piece, signs in parts)
    assert [(one.start, one.end) for one in candidates.runs(text, digit_outline(text))] == list(_ends(text))
