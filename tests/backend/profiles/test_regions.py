"""The profiles of VGR, Regionhälsan and Stockholm say what seeds 000, 001, 003 and 004 say, and no more."""

from datetime import date
from functools import cache

import pytest

from backend.errors import Invalid
from backend.profiles import Profile, load, nobody_came
from backend.profiles.contrast import contrast
from backend.profiles.service import shipped

TYPES = ["patient_care", "patient_information", "internal", "care_room", "mdt"]


@cache
def region(name: str) -> Profile:
    return load(name)


@pytest.mark.parametrize("name", shipped())
def test_every_region_has_all_types_and_the_demo_can_book_each(name: str) -> None:
    profile = region(name)
    assert [row.code for row in profile.types] == TYPES
    for row in profile.types:
        assert profile.offered_services(row.code, {"builtin": 4}) == ("builtin",)
    assert contrast(profile.region.accent) >= 4.5


@pytest.mark.parametrize("name", shipped())
def test_no_two_regions_are_taken_for_each_other(name: str) -> None:
    own, others = region(name), [region(other) for other in shipped() if other != name]
    assert own.region.mark not in {other.region.mark for other in others}
    for service in own.services:
        assert own.region.name.sv in service.location.sv
        assert own.region.name.sv in service.invite.description.sv or not service.practice


@pytest.mark.parametrize("name", shipped())
def test_nobody_is_sent_to_what_is_retired(name: str) -> None:
    profile = region(name)
    for row in profile.retired_services:
        with pytest.raises(Invalid):
            profile.service_text(row.code)


@pytest.mark.parametrize(
    ("name", "code", "service", "source"),
    [
        ("vgr", "patient_care", "visiba", "000"),
        ("vgr", "mdt", "cms", "000"),
        ("vgr", "internal", "teams_protected", "product"),
        ("regionhalsan", "patient_care", "visiba", "001"),
        ("stockholm", "patient_care", "pexip", "003"),
    ],
)
def test_each_type_has_its_region_s_service(name: str, code: str, service: str, source: str) -> None:
    row = region(name).type(code)
    assert [choice.code for choice in row.services if choice.default] == [service]
    assert row.source == source


def test_what_the_sources_do_not_state_has_no_figure() -> None:
    for name in ("vgr", "regionhalsan"):
        assert {row.participant_limit for row in region(name).types} == {None}
        assert all(not row.templates for row in region(name).types)


def test_regionhalsan_asks_for_training_and_approval_while_its_routine_holds() -> None:
    profile = region("regionhalsan")
    for rule in (profile.training, profile.approval):
        assert rule.required
        assert rule.source == "001"
        assert (rule.valid_from, rule.valid_to) == (date(2026, 6, 24), date(2028, 6, 11))
    assert "3 timmar" in profile.training.text.sv
    assert [(row.from_age, row.to_age) for row in profile.ages] == [(0, 17), (18, None)]
    assert "VGR Publikt" in profile.door.networks.text.sv
    cards = {card.code: card.text.sv for part in vars(profile.cards).values() for card in part}
    assert "5 minuter" in cards["no_show"]
    assert "14 dagar" in cards["anonymised"]
    assert {"chrome", "headset", "two_screens", "door_sign", "teach_back"} <= cards.keys()
    assert "no_patient_data_in_chat" not in cards


@pytest.mark.parametrize(("name", "day", "minutes"), [
    ("regionhalsan", date(2026, 6, 23), None), ("regionhalsan", date(2026, 6, 24), 5),
    ("regionhalsan", date(2028, 6, 11), 5), ("regionhalsan", date(2028, 6, 12), None),
    ("vastmanland", date(2026, 6, 24), None),
])  # fmt: skip
def test_hosts_are_told_what_to_do_when_nobody_comes_where_and_while_a_routine_says_it(
    name: str, day: date, minutes: int | None
) -> None:
    told = nobody_came(region(name), day)
    assert (told and told["minutes"]) == minutes
    assert told is None or "numret i bokningen" in told["text"]["sv"]


def test_others_do_not_ask_for_training() -> None:
    assert {name for name in shipped() if region(name).training.required} == {"regionhalsan"}


def test_services_in_stockholm_are_off_until_the_agreement_is_recorded() -> None:
    agreed = {row.code: row.agreement for row in region("stockholm").services}
    assert agreed == {"pexip": True, "teams_protected": True, "link": True, "builtin": False}
    for name in ("vastmanland", "vgr", "regionhalsan"):
        assert not any(row.agreement for row in region(name).services)


def test_external_staff_have_a_responsible_person_by_the_rule_of_vgr() -> None:
    assert region("vgr").external_staff.responsible_required
    assert region("vgr").external_staff.source == "000"


def test_screen_sharing_is_forbidden_but_for_a_managed_exception() -> None:
    for name in shipped():
        rule = region(name).exception_rules[0]
        assert (rule.code, rule.source) == ("share_patient_data", "000")
        assert rule.longest_months <= 12
    assert [row.source for row in region("stockholm").exception_rules] == ["000", "003"]


def test_the_reasons_for_sending_all_the_same_have_one_that_asks_for_words() -> None:
    for name in shipped():
        reasons = region(name).send_check.reasons
        assert [row.code for row in reasons if row.note] == ["other"]


@pytest.mark.parametrize("code", ["vgr", "stockholm", "regionhalsan"])
def test_a_link_of_another_system_is_safe_and_every_system_of_the_seeds_is_known(code: str) -> None:
    for row in region(code).guide.systems:
        assert row.link is None or row.link.startswith("https://")
    named = " ".join(row.label.sv + row.text.sv for name in shipped() for row in region(name).guide.systems)
    named += " ".join(row.text.sv for name in shipped() for row in region(name).guide.adjusters)
    named += " ".join(text.sv for row in region("vgr").guide.rows for text in row.advice)
    for system in (
        "Visiba Care", "Jabber", "Närhälsan online", "Skype", "Cisco Spark", "SAMSA", "Cisco Videokonferens", "Webex",
        "Centrex", "Vård och hälsa", "Mitt vårdmöte", "Cosmic", "Min hälsa", "Webbtidbok", "1177", "MDT-rum",
    ):  # fmt: skip
        assert system in named, system
