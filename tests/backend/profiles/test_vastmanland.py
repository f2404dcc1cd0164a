"""Västmanland's profile says what seed 002 says."""

from datetime import date

import pytest

from backend.profiles import Profile, load
from backend.profiles.contrast import contrast


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load("vastmanland")


def test_the_picker_shows_the_three_types_of_the_region(profile: Profile) -> None:
    shown = [row.label.sv for row in profile.types if row.picker]
    assert shown == ["Vårdmöte patient", "Informationsmöte patient", "Internt möte utan patient"]
    assert [row.code for row in profile.types if not row.picker] == ["care_room", "mdt"]


@pytest.mark.parametrize(
    ("code", "audience", "service", "limit"),
    [
        ("patient_care", "patient", "pexip", 15),
        ("patient_information", "patient", "teams_protected", None),
        ("internal", "staff", "teams_protected", None),
        ("care_room", "patient", "pexip", 15),
        ("mdt", "staff", "pexip", 15),
    ],
)
def test_each_type_has_its_audience_service_and_limit(
    profile: Profile, code: str, audience: str, service: str, limit: int | None
) -> None:
    row = profile.type(code)
    default = next(choice.code for choice in row.services if choice.default)
    assert (row.audience, default, row.participant_limit) == (audience, service, limit)


@pytest.mark.parametrize(
    ("service", "location"),
    [
        ("pexip", "Skyddat Pexip-möte med Region Västmanland"),
        ("teams_protected", "Skyddat Teams-möte med Region Västmanland"),
        ("builtin", "Skyddat videomöte med Region Västmanland"),
    ],
)
def test_the_location_names_service_and_region(profile: Profile, service: str, location: str) -> None:
    assert profile.service_text(service).location.sv == location


def test_the_central_templates_keep_their_names(profile: Profile) -> None:
    found = {part.case_type: part.internal_name for row in profile.types for part in row.templates}
    assert found == {
        "Skyddat digitalt vårdmöte": "Skyddat digitalt vårdmöte (via Pexip)",
        "Skyddat digitalt vårdmöte i grupp": "Skyddat digitalt vårdmöte i grupp (via Pexip)",
        "Skyddat digitalt informationsmöte i grupp – anonymt deltagande": (
            "Skyddat digitalt informationsmöte i grupp – anonymt deltagande (via Teams)"
        ),
    }


def test_hosts_and_door_have_the_region_s_times(profile: Profile) -> None:
    assert profile.host.end_after_host_left_seconds == 60
    assert profile.host.several_hosts
    assert (profile.door.opens_minutes_before, profile.door.closes_minutes_after) == (30, 60)
    assert "112" in profile.door.emergency.text.sv
    assert "112" in profile.door.emergency.text.en


def test_each_kind_of_participant_has_one_way(profile: Profile) -> None:
    assert {row.kind: row.channel for row in profile.deliveries} == {
        "patient": "inbox_1177",
        "relative": "inbox_1177",
        "guardian": "inbox_1177",
        "interpreter": "outlook",
        "professional": "outlook",
        "staff": "outlook",
    }


def test_a_child_s_thirteenth_birthday_changes_the_rule(profile: Profile) -> None:
    assert [(row.from_age, row.to_age) for row in profile.ages] == [(0, 12), (13, 17), (18, None)]


def test_skype_is_retired_and_followed_by_pexip(profile: Profile) -> None:
    (skype,) = profile.retired_services
    assert (skype.valid_to, skype.successor) == (date(2024, 5, 31), "pexip")


def test_the_accent_reads_on_white(profile: Profile) -> None:
    assert contrast(profile.region.accent) >= 4.5


def test_a_practice_service_says_so_in_both_languages(profile: Profile) -> None:
    builtin = profile.service_text("builtin")
    assert builtin.practice
    assert "övning" in builtin.label.sv
    assert "practice" in builtin.label.en


def test_the_advice_of_the_seeds_is_on_the_cards(profile: Profile) -> None:
    before = {card.code for card in profile.cards.before}
    during = {card.code for card in profile.cards.during}
    end = {card.code for card in profile.cards.end}
    assert before >= {"light", "camera_height", "hold_still", "undisturbed_room", "background", "clothes_badge"}
    assert before >= {"wired_network", "headset", "two_screens", "door_sign"}
    assert during >= {"introduce", "phone_instead", "no_patient_data_in_chat", "what_to_share"}
    assert end >= {"summarise", "teach_back"}
