import re

from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip import names
from simulators.pexip.management.resources import RESOURCES

SECRET = names.derived(b"k" * 32)
ROOM = {"guest_pin": "", "allow_guests": True}
nonces = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(nonces)
def test_an_alias_has_letters_and_digits_alone(nonce: str) -> None:
    assert re.fullmatch("[a-z2-7]{26}", names.alias(SECRET, nonce))


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


def test_nonces_differ() -> None:
    assert len({names.new_nonce() for _ in range(100)}) == 100
    assert names.host_pin(SECRET, "1" * 32) != names.host_pin(SECRET, "2" * 32)
