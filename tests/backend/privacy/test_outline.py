"""The outline lets a text be left unread only where the patterns find nothing: every match of one shows in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.privacy import candidates, phrases
from backend.privacy.outline import digits_near, outline
from backend.privacy.rules import RULES, compiled

WORDS = RULES["words"]


@pytest.mark.parametrize("kind", ["name", "record"])
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_words_that_begin_a_finding_show(kind: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(compiled(WORDS[kind]["trigger"]), fullmatch=True))
    assert phrases._MAY_SAY.search(outline(text.upper()))


@settings(max_examples=60, deadline=None)
@given(st.from_regex(compiled(WORDS["phone"]["pattern"].removesuffix("(?![0-9])")), fullmatch=True))
def test_phone_numbers_show(text: str) -> None:
    assert phrases._MAY_PHONE in digits_near(text, " /-")


@settings(max_examples=60, deadline=None)
@given(st.from_regex(compiled(RULES["numbers"]["pairs"].removesuffix("(?![0-9])")), fullmatch=True))
def test_numbers_in_pairs_show(text: str) -> None:
    assert candidates._MAY_BE_PAIRS(outline(text))


@settings(max_examples=60, deadline=None)
@given(st.from_regex(compiled(RULES["numbers"]["split"]), fullmatch=True))
def test_dates_in_parts_show(text: str) -> None:
    assert candidates._MAY_BEGIN(outline(text))
