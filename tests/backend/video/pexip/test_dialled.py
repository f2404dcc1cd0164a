import re

from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip import dialled, names

SECRET = names.derived(b"k" * 32)


@given(st.text("0123456789abcdef", min_size=32, max_size=32),
       st.sampled_from(("{}", "sip:{}", "SIP:{}@example.se", "sips:{}@example.se;transport=tls", "h323:{}@x",
                        " {} ", "<sip:{}@example.se>", "{}?x=1")))  # fmt: skip
def test_an_alias_is_known_in_every_form_it_is_dialled_in(nonce: str, form: str) -> None:
    alias = names.alias(SECRET, nonce)
    assert dialled.normalised(form.format(alias)) == alias
    assert dialled.normalised(form.format(alias.upper())) == alias


@given(st.text())
def test_whatever_is_dialled_has_a_digest(text: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", names.digest(dialled.normalised(text)))


@given(st.text(max_size=400))
def test_what_a_caller_is_called_is_short_and_hides_nothing(told: str) -> None:
    shown = dialled.shown(told)
    assert (len(shown) <= 60, shown.strip(), dialled.shown(shown)) == (True, shown, shown)
    assert shown.isprintable()
