import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip import names
from backend.video.pexip.management import pins
from simulators.pexip.management.resources import RESOURCES

PINS = st.one_of(st.just(""), st.from_regex(r"[0-9]{3,6}#?", fullmatch=True))


@given(PINS, PINS, st.booleans())
def test_what_we_let_pass_is_what_a_node_takes(pin: str, guest_pin: str, guests: bool) -> None:  # noqa: FBT001 - drawn
    row = {"pin": pin, "guest_pin": guest_pin, "allow_guests": guests}
    if pins.fault(pin, guest_pin, guests=guests) is None:
        assert not any(rule(row) for rule in RESOURCES["conference"].rules)


@pytest.mark.parametrize(
    ("pin", "guest_pin", "guests", "broken"),
    [
        ("12345678", "", True, None),
        ("", "", False, None),
        ("1234", "5678", True, None),
        ("123#", "456789#", True, None),
        ("123", "", True, "form"),
        ("12a4", "", True, "form"),
        ("", "", True, "guests-need-host-pin"),
        ("1234", "5678", False, "guest-pin-without-guests"),
        ("1234", "1234", True, "same"),
        ("1234", "56789", True, "length"),
        ("1234#", "56789", True, "length"),
    ],
)
def test_each_rule_is_named(pin: str, guest_pin: str, guests: bool, broken: str | None) -> None:  # noqa: FBT001 - drawn
    assert pins.fault(pin, guest_pin, guests=guests) == broken


@given(st.binary(min_size=32, max_size=32))
def test_ours_break_no_rule(secret: bytes) -> None:
    assert pins.fault(names.pin(secret, names.new_nonce(), "host", pins.DIGITS), "", guests=True) is None
