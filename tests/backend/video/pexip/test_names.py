import re

from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip import names
from simulators.pexip.management.resources import RESOURCES

SECRET = names.derived(b"k" * 32)
ROOM = {"guest_pin": "", "allow_guests": True}
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


@given(nonces)
def test_a_pin_is_one_that_a_node_takes_and_stays_the_same(nonce: str) -> None:
    pin = names.host_pin(SECRET, nonce)
    assert re.fullmatch("[0-9]{8}", pin)
    assert not any(rule(ROOM | {"pin": pin}) for rule in RESOURCES["conference"].rules)
    assert pin == names.host_pin(SECRET, nonce)


def test_what_was_given_before_the_product_was_renewed_is_made_anew_the_same() -> None:
    assert names.alias(bytes(32), "0" * 32) == "rlpggkbfayxijcalhlun4wy4zw"
    assert names.host_pin(bytes(32), "0" * 32) == "68283449"


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
    assert names.host_pin(SECRET, "1" * 32) != names.host_pin(SECRET, "2" * 32)
