from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.pexip.policy_answer import Invalid, service
from tests.simulators.pexip.answers import KNOWN, MEETING, changed


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ...}, "name"),
        ({"service_tag": ...}, "service_tag"),
        ({"service_type": ...}, "service_type"),
        ({"service_type": "gateway"}, "service_type"),
        ({"name": ""}, "name"),
        ({"name": "x" * 251}, "name"),
        ({"description": "x" * 251}, "description"),
        ({"service_tag": None}, "service_tag"),
        ({"locked": "true"}, "locked"),
        ({"locked": 1}, "locked"),
        ({"participant_limit": "15"}, "participant_limit"),
        ({"participant_limit": 15.0}, "participant_limit"),
        ({"participant_limit": None}, "participant_limit"),
        ({"view": "a_view_of_ours"}, "view"),
        ({"ivr_theme_name": "Unknown"}, "ivr_theme_name"),
        ({"host_identity_provider_group": "Unknown"}, "host_identity_provider_group"),
        ({"enable_chat": True}, "enable_chat"),
        ({"crypto_mode": "required"}, "crypto_mode"),
        ({"max_callrate_in": 512}, "max_callrate_in"),
        ({"pin": 12345678}, "pin"),
        ({"pin": "123"}, "pin"),
        ({"pin": "1" * 21}, "pin"),
        ({"pin": "1234a"}, "pin"),
        ({"pin": ...}, "allow_guests"),
        ({"guest_pin": "12345678"}, "guest_pin"),
        ({"guest_pin": "123456"}, "guest_pin"),
        ({"guest_pin": "123456#"}, "guest_pin"),
        ({"guest_pin": "87654321", "allow_guests": False}, "guest_pin"),
        ({"automatic_participants": {}}, "automatic_participants"),
        (
            {"automatic_participants": [{"remote_alias": "a", "protocol": "sip", "role": "chair"}]},
            "automatic_participants",
        ),
    ],
)
def test_one_wrong_field_makes_all_of_it_invalid(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid, match=f"^{field}:"):
        service(changed(**fields), KNOWN, [])


@pytest.mark.parametrize(
    ("fields", "least", "field"),
    [
        ({"pin": "12345"}, 6, "pin"),
        ({"pin": "12345#"}, 6, "pin"),
        ({"pin": "123456", "guest_pin": "654321"}, 8, "pin"),
        ({"pin": "12345678#", "guest_pin": "1234567#"}, 8, "guest_pin"),
        ({"pin": "123456#"}, 6, ""),
        ({"pin": "1234567890"}, 10, ""),
        ({"pin": ..., "allow_guests": False}, 20, ""),
    ],
)
def test_a_pin_has_as_many_digits_as_is_set(fields: dict[str, Any], least: int, field: str) -> None:
    known = replace(KNOWN, least_pin=lambda: least)
    if field:
        with pytest.raises(Invalid, match=f"^{field}: PIN must be at least {least} digits"):
            service(changed(**fields), known, [])
    else:
        assert service(changed(**fields), known, []).name


@pytest.mark.parametrize(
    "fields",
    [
        {"guest_pin": "87654321"},
        {"pin": "123456#", "guest_pin": "98765432#"},
        {"ivr_theme_name": "Region", "host_identity_provider_group": "Staff"},
        {"crypto_mode": None},
        {"pin": ..., "allow_guests": False},
        {"max_callrate_in": 128_000},
        {"description": "å" * 250},
        {
            "automatic_participants": [
                {"local_alias": "a", "remote_alias": "b", "protocol": "sip", "role": "guest", "dtmf_sequence": ",12#"}
            ]
        },
    ],
)
def test_what_follows_the_rules_is_taken_without_complaint(fields: dict[str, Any]) -> None:
    complaints: list[str] = []
    assert service(changed(**fields), KNOWN, complaints).name == "vm-1"
    assert complaints == []


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"colour": "red"}, "colour is no field"),
        ({"guest_pin": ""}, "guest_pin is better left out than empty"),
        ({"host_view": "five_mains_seven_pips"}, "host_view counts for another type of service"),
    ],
)
def test_what_pexip_lets_pass_is_complained_of(fields: dict[str, Any], complaint: str) -> None:
    complaints: list[str] = []
    service(changed(**fields), KNOWN, complaints)
    assert complaints == [complaint]


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from([*MEETING, "guest_pin", "other"]), st.none() | st.booleans() | st.text() | st.integers()
    )
)
def test_whatever_is_answered_is_taken_or_invalid(fields: dict[str, Any]) -> None:
    try:
        found = service(MEETING | fields, KNOWN, [])
    except Invalid:
        return
    assert not found.guest_pin or (found.allow_guests and found.pin and found.pin != found.guest_pin)
    assert not found.allow_guests or found.pin
