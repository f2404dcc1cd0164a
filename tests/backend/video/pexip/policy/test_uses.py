from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip.policy import uses

ids = st.lists(st.uuids().map(str), min_size=1, max_size=2, unique=True)


@given(first=ids, second=ids, api_leg=st.booleans(), in_time=st.booleans())
def test_a_second_call_never_uses_what_another_has(
    *, first: list[str], second: list[str], api_leg: bool, in_time: bool
) -> None:
    used = uses.used(None, first, api_leg=api_leg)
    assert used is not None
    again = uses.used(used, second, api_leg=False, in_time=in_time)
    if set(first) & set(second):
        assert again is not None
    else:
        assert (again is not None) == (api_leg and in_time)


@given(ids, ids, ids)
def test_two_legs_fit_and_a_third_does_not(api: list[str], media: list[str], third: list[str]) -> None:
    used = uses.used(uses.used(None, api, api_leg=True), media, api_leg=False)
    assert used is not None
    assert len(used) <= 64
    for known, is_api in ((api, True), (media, False)):
        assert uses.used(used, known, api_leg=is_api) is not None
    if not set(third) & {*api, *media}:
        assert uses.used(used, third, api_leg=False) is None
        assert uses.used(used, third, api_leg=True) is None


@pytest.mark.parametrize(
    ("told", "takes"),
    [
        ({}, True),
        ({"address": "192.0.2.9"}, True),
        ({"address": "2001:db8::1"}, True),
        ({"address": "nonsense"}, True),
        ({"address": "198.51.100.7"}, False),
        ({"is_web": False}, False),
    ],
)
def test_the_open_place_is_for_the_same_web_app(told: dict[str, Any], *, takes: bool) -> None:
    first = uses.used(None, ["one"], api_leg=True, address="192.0.2.7")
    second = uses.used(first, ["two"], api_leg=False, **told)
    assert (second is not None) is takes
    # A leg that is known is let in from wherever it is told of.
    assert uses.used(first, ["one"], api_leg=True, address="198.51.100.7") == first


def test_networks_of_the_longer_addresses_are_told_apart() -> None:
    first = uses.used(None, ["one"], api_leg=True, address="2001:db8:1:2::7")
    assert uses.used(first, ["two"], api_leg=False, address="2001:db8:1:3::9") is not None
    assert uses.used(first, ["two"], api_leg=False, address="2001:db8:2::7") is None


@given(ids)
def test_what_is_kept_names_no_call(calls: list[str]) -> None:
    used = uses.used(None, calls, api_leg=True)
    assert used is not None
    assert not any(call in used for call in calls)


def test_a_call_without_ids_uses_it_up() -> None:
    used = uses.used(None, (), api_leg=False)
    assert used is not None
    assert uses.used(used, (), api_leg=False) is None


@given(api=ids, media=ids, anew=ids, late=st.booleans())
def test_what_an_app_begins_anew_is_no_second_use_and_nobody_elses_leg_is_that(
    *, api: list[str], media: list[str], anew: list[str], late: bool
) -> None:
    by_app = uses.used(uses.used(None, api, api_leg=True), media, api_leg=False)
    assert by_app is not None
    restarted = uses.used(by_app, anew, api_leg=False, in_time=not late, restarts=True)
    assert restarted is not None
    assert len(restarted) <= 61
    assert uses.used(restarted, ["again"], api_leg=False, in_time=False, restarts=True) is not None
    if not set(anew) & {*api, *media}:
        # A first leg is another app.
        assert uses.used(by_app, anew, api_leg=True, restarts=True) is None
    by_device = uses.used(None, api, api_leg=False)
    if not set(anew) & set(api):
        assert uses.used(by_device, anew, api_leg=False, restarts=True) is None


def test_an_app_whose_sound_and_picture_come_late_is_the_same_app() -> None:
    first = uses.used(None, ["one"], api_leg=True)
    assert uses.used(first, ["two"], api_leg=False, in_time=False) is None
    assert uses.used(first, ["two"], api_leg=False, in_time=False, restarts=True) is not None
