import re

from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip import names

SECRET = names.derived(b"k" * 32)
nonces = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(nonces, st.sampled_from(("{}", "sip:{}", "SIP:{}@example.se", "sips:{}@example.se;transport=tls", "h323:{}@x",
                                " {} ", "<sip:{}@example.se>", "{}?x=1")))  # fmt: skip
def test_an_alias_is_known_in_every_form_it_is_dialled_in(nonce: str, form: str) -> None:
    alias = names.alias(SECRET, nonce)
    assert names.normalised(form.format(alias)) == alias
    assert names.normalised(form.format(alias.upper())) == alias
    assert re.fullmatch("[a-z2-7]{26}", alias)


@given(nonces, nonces)
def test_each_nonce_has_an_alias_and_pins_of_its_own(one: str, two: str) -> None:
    assert (names.alias(SECRET, one) == names.alias(SECRET, two)) == (one == two)
    assert names.alias(SECRET, one) != names.alias(names.derived(b"l" * 32), one)


@given(nonces, st.sampled_from(("host", "guest")), st.integers(4, 20))
def test_a_pin_has_its_digits_and_stays_the_same(nonce: str, purpose: str, digits: int) -> None:
    pin = names.pin(SECRET, nonce, purpose, digits)
    assert re.fullmatch(f"[0-9]{{{digits}}}", pin)
    assert pin == names.pin(SECRET, nonce, purpose, digits)


@given(st.text())
def test_whatever_is_dialled_has_a_digest(dialled: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", names.digest(names.normalised(dialled)))


@given(st.text(max_size=400))
def test_what_a_caller_is_called_is_short_and_hides_nothing(told: str) -> None:
    shown = names.shown(told)
    assert (len(shown) <= 60, shown.strip(), names.shown(shown)) == (True, shown, shown)
    assert shown.isprintable()


def test_nonces_differ() -> None:
    assert len({names.new_nonce() for _ in range(100)}) == 100
    assert names.pin(SECRET, "1" * 32, "host") != names.pin(SECRET, "1" * 32, "guest")
