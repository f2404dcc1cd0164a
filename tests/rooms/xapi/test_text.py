import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.xapi.text import clean, reason, reason_of_call
from tests.rooms.xapi.trees import fuzzed


@fuzzed
@given(st.text())
def test_clean_text_can_be_stored_sent_and_cleaned_again(words: str) -> None:
    result = clean(words)
    result.encode()
    assert "\x00" not in result
    assert clean(result) == result
    assert len(result) == len(words)


def test_what_is_fit_stays_as_it_is() -> None:
    assert clean("Rum 4 – åäö\tÅ\n😀") == "Rum 4 – åäö\tÅ\n😀"
    assert clean("a\x00b\ud800c\x9bd") == "a\ufffdb\ufffdc\ufffdd"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Unknown command", "Unknown command"),
        ('No such number "anna@region.example"', "No such number …"),
        ("anna@region.example is busy", "… is busy"),
        ("could not dial 0701234567 now", "could not dial … now"),
        ("many\n\n  lines", "many lines"),
        ("", None),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_reason_tells_of_nobody(said: str, kept: str | None) -> None:
    assert reason(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("21", "21"),
        ("Busy", "Busy"),
        ("Failed to call anna.svensson: busy", "Failed to call busy"),
        ("Request timeout.", "Request timeout."),
        ("Anna Svensson", None),
        ("19121212", None),
        (None, None),
    ],
)
def test_of_a_call_only_words_that_can_be_no_name_are_kept(said: str | None, kept: str | None) -> None:
    assert reason_of_call(said) == kept
