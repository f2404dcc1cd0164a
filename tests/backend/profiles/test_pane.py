"""What the pane is given: the promised fields, connected services only, nothing more."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from backend.profiles import Profile, load, pane_view, support_view

REAL: dict[str, int | None] = {"pexip": None, "teams_protected": None}
DEMO: dict[str, int | None] = {"builtin": 4}
LINKED: dict[str, int | None] = {"link": None}
TODAY = date(2026, 6, 10)


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load("vastmanland")


def texts(value: object) -> Iterator[dict[str, object]]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and "sv" in value:
        yield value
    for part in parts:
        yield from texts(part)


def test_it_has_the_promised_fields_and_survives_json(profile: Profile) -> None:
    view = pane_view(profile, REAL, TODAY)
    assert set(view) == {
        "profile", "region", "languages", "default_type", "ribbon", "types", "cards", "help_links", "support",
        "send_check",
    }  # fmt: skip
    assert set(view["types"][0]) == {
        "code", "label", "when", "icon", "audience", "picker", "services", "link", "participant_limit", "templates",
    }  # fmt: skip
    assert set(view["types"][0]["templates"][0]) == {"case_type", "internal_name", "when"}
    assert set(view["cards"]["before"][0]) == {"code", "icon", "title", "text"}
    assert view["languages"] == ["sv", "en"]
    assert view["ribbon"] == {"create_directly": False}
    assert json.loads(json.dumps(view)) == view


def test_every_text_is_in_both_languages(profile: Profile) -> None:
    found = list(texts(pane_view(profile, REAL | DEMO, TODAY)))
    assert len(found) > 60
    assert all(set(text) == {"sv", "en"} and all(text.values()) for text in found)


def test_a_type_offers_what_is_connected(profile: Profile) -> None:
    first = pane_view(profile, REAL, TODAY)["types"][0]
    assert [(row["code"], row["default"]) for row in first["services"]] == [("pexip", True)]
    assert first["participant_limit"] == 15


def test_in_the_demo_the_practice_service_stands_in_for_every_type(profile: Profile) -> None:
    for row in pane_view(profile, DEMO, TODAY)["types"]:
        assert [(part["code"], part["default"]) for part in row["services"]] == [("builtin", True)]
        assert row["services"][0]["note"]["sv"]
        assert row["participant_limit"] == 4


def test_the_region_s_choice_comes_before_practice(profile: Profile) -> None:
    assert profile.offered_services("patient_care", REAL | DEMO) == ("pexip", "builtin")
    assert profile.offered_services("patient_care", {}) == ()


@pytest.mark.parametrize(("service_limit", "limit"), [(None, 15), (4, 4), (200, 15)])
def test_the_smaller_limit_counts(profile: Profile, service_limit: int | None, limit: int) -> None:
    assert profile.participant_limit("patient_care", service_limit) == limit


def test_without_any_limit_there_is_none(profile: Profile) -> None:
    assert profile.participant_limit("internal", None) is None
    assert profile.participant_limit("internal", 4) == 4


def test_a_patient_is_never_shown_the_contacts_of_staff(profile: Profile) -> None:
    staff = {row["label"]["sv"] for row in pane_view(profile, REAL, TODAY)["support"]}
    guests = {row["label"]["sv"] for row in support_view(profile, "guest")}
    assert guests
    assert staff
    assert not guests & staff
