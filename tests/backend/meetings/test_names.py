import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid, Malformed
from backend.meetings import names


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Vera   Lindqvist \n", "Vera Lindqvist"),
        ("Vera\u202eevil", "Veraevil"),
        ("A\u030asa", "Åsa"),
        ("\u200d", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_names_are_made_safe_to_show(written: str, kept: str) -> None:
    assert names.clean(written) == kept


def test_sixty_characters_fit_and_one_more_does_not() -> None:
    assert names.clean("å" * 60) == "å" * 60
    with pytest.raises(Invalid) as refusal:
        names.clean("å" * 61)
    assert (refusal.value.code, refusal.value.faults[0].pointer) == ("too-long", "/name")


@pytest.mark.parametrize("written", ["", "   ", "\u202e\u0007"])
def test_a_name_that_is_needed_must_be_seen(written: str) -> None:
    with pytest.raises(Malformed):
        names.required(written)


def test_how_somebody_came_is_said_in_the_meetings_language_and_fits_where_names_are_kept() -> None:
    assert [names.typed("Vera", language) for language in ("sv", "en")] == ["Vera (mötets länk)", "Vera (meeting link)"]
    assert len(names.typed("å" * names.NAME_LENGTH, "sv")) < 120


@given(st.text(max_size=80))
def test_a_tidied_text_holds_nothing_unseen_and_stays_as_it_is(written: str) -> None:
    tidied = names.tidy(written)
    unseen = [letter for letter in tidied if unicodedata.category(letter).startswith("C")]
    assert set(unseen) <= {"\u200c", "\u200d"}
    assert names.tidy(tidied) == tidied
