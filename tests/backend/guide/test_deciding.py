"""What stands in the way of a row, and where one then ends up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.guide.answers import complete
from backend.guide.deciding import Decider, Decision
from backend.guide.gates import Gates, all_open
from backend.guide.reasons import reasons
from backend.profiles import Profile
from tests.backend.guide.regions import DEMO, REGIONS, TODAY, decider, region


def decide(name: str, kind: str = "new", day: date = TODAY, **given: Any) -> Decision:
    return decider(name, kind, day).decide(complete(given))


def told(one: Decider, **given: Any) -> dict[str, str]:
    made = one.decide(complete(given))
    return {code: text.sv for code, text in reasons(one.profile, made, one.retired(made))}


@pytest.mark.parametrize(
    ("kind", "given", "row"),
    [
        ("new", {}, "cosmic"),
        ("on nothing", {}, "patient_care"),
        ("new", {"others": ["relative"]}, "patient_care"),
        ("new", {"participants": 3}, "patient_care"),
        ("new", {"identity": "document"}, "patient_care"),
        ("new", {"patients": "none", "parties": "patients"}, "fallback"),
        ("no service", {"participants": 3}, "not_available"),
        ("no service", {"initiator": "other_organisation"}, "invited"),
        ("not approved", {"participants": 3}, "patient_care"),
        ("new", {"age": 12}, "patient_care"),
        ("new", {"age": 17}, "patient_care"),
        ("new", {"age": 18}, "cosmic"),
        ("new", {"content": "administrative"}, "cosmic"),
        ("new", {"content": "administrative", "patients": "group"}, "information"),
        ("new", {"content": "administrative", "parties": "staff", "patients": "none"}, "administrative"),
        ("new", {"content": "education", "parties": "staff", "patients": "one"}, "cosmic"),
        ("new", {"initiator": "patient"}, "patient_starts"),
        ("new", {"initiator": "patient", "identity": "document"}, "patient_without_eid"),
        ("new", {"initiator": "patient", "reserve_number": True}, "patient_without_eid"),
        ("new", {"initiator": "patient", "inbox_1177": False, "identity": "eid"}, "patient_without_eid"),
    ],
)
def test_the_first_row_that_can_be_done_is_the_answer(kind: str, given: dict[str, Any], row: str) -> None:
    assert decide("vastmanland", kind, **given).row == row


def test_a_unit_s_systems_decide_in_vgr() -> None:
    profile = region("vgr")
    offered = all_open(profile).offered
    on = {"vard_och_halsa": "scheduled_visit", "mitt_vardmote": "mitt_vardmote_book"}
    for system, row in on.items():
        one = Decider(profile, Gates(approved=True, offered=offered, systems=frozenset({system})), TODAY)
        assert one.decide(complete({})).row == row
    assert decide("vgr", "on nothing").row == "not_available"
    said = told(decider("vgr", "on nothing"))
    assert said["skipped_scheduled_visit"] == "Er enhet är inte ansluten till Vård och hälsa."
    assert len([code for code in said if code.startswith("skipped_")]) == 2


def test_a_better_row_that_could_not_be_is_told_only_where_the_region_takes_it_for_granted() -> None:
    assert "Cosmic" in told(decider("vastmanland", "on nothing"))["skipped_cosmic"]
    assert not [code for code in told(decider("vgr"), initiator="patient", age=15) if code.startswith("skipped_")]


@pytest.mark.parametrize(
    ("age", "row"),
    [(12, "narhalsan_online"), (13, "youth_clinic"), (24, "youth_clinic"), (25, "seek_care"), (None, "seek_care")],
)
def test_the_youth_clinic_is_for_the_young_who_sign_in_alone(age: int | None, row: str) -> None:
    given: dict[str, Any] = {} if age is None else {"age": age}
    assert decide("vgr", "on everything", initiator="patient", **given).row == row
    assert decide("vgr", "on everything", initiator="patient", identity="document", **given).outcome == "stop"


def test_a_child_is_not_called_through_what_asks_for_an_eid_of_its_own() -> None:
    assert decide("vgr").row == "scheduled_visit"
    assert {decide("vgr", age=age).row for age in (0, 12, 13, 17)} == {"mitt_vardmote_book"}


def test_another_system_s_bound_counts_too_and_is_said() -> None:
    assert decide("vgr", parties="staff", patients="none", content="education", participants=200).system == "webex"
    over = decide("vgr", parties="staff", patients="none", content="education", participants=201)
    assert (over.outcome, over.row, over.limit) == ("stop", "over_limit", 200)
    for number in (200, 201):
        said = told(decider("vgr"), parties="staff", patients="none", content="education", participants=number)
        assert "200" in said["room"]


def test_where_visiba_is_not_connected_one_is_sent_to_mitt_vardmote_itself() -> None:
    profile = region("regionhalsan")
    one = Decider(profile, Gates(approved=True, offered={"teams_protected": None}), TODAY)
    made = one.decide(complete({}))
    assert (made.outcome, made.system) == ("other_system", "mitt_vardmote")
    assert decide("regionhalsan", "demo").service == "builtin"


@pytest.mark.parametrize(
    ("content", "given", "outcome", "row"),
    [
        ("sensitive", {"patients": "group"}, "stop", "over_limit"),
        ("sensitive", {"others": ["relative"]}, "stop", "over_limit"),
        ("sensitive", {"parties": "staff", "high_resolution": True}, "stop", "over_limit"),
        ("general", {"parties": "staff", "high_resolution": True}, "stop", "over_limit"),
        ("general", {"parties": "municipality"}, "book", "over_limit_general"),
        ("sensitive", {"parties": "staff"}, "book", "internal"),
        ("general", {"patients": "group"}, "book", "information"),
    ],
)
def test_more_than_there_is_room_for(content: str, given: dict[str, Any], outcome: str, row: str) -> None:
    made = decide("vastmanland", content=content, participants=16, **given)
    assert (made.outcome, made.row) == (outcome, row)
    fits = decide("vastmanland", content=content, participants=15, **given)
    assert fits.outcome == "book"


def test_a_service_s_own_bound_counts_but_not_that_of_practice() -> None:
    profile = region("vastmanland")
    small = Decider(profile, Gates(approved=True, offered={"pexip": 12, "teams_protected": None}), TODAY)
    assert small.decide(complete({"participants": 13})).row == "over_limit"
    demo = Decider(profile, Gates(approved=True, offered=DEMO), TODAY)
    assert demo.decide(complete({"participants": 15})).outcome == "book"


def test_without_approval_care_stops_and_says_whom_to_ask_but_staff_meet() -> None:
    made = decide("regionhalsan", "not approved")
    assert (made.outcome, made.row) == ("stop", "no_approval")
    assert "verksamhetschefen" in region("regionhalsan").guide.closings.no_approval.advice.sv
    assert decide("regionhalsan", "not approved", parties="staff").row == "internal"
    assert decide("regionhalsan", "not approved", initiator="other_organisation").row == "invited"
    assert (
        decide("regionhalsan", "not approved", content="administrative", parties="staff", patients="none").outcome
        == "other_system"
    )


def test_what_skype_and_spark_did_is_said_to_be_done_by_others() -> None:
    said = told(decider("vgr"), parties="staff")
    assert said["replaced_spark"] == ("Cisco Spark används inte längre. I stället gäller: Internt möte utan patient.")
    assert "Skype" in said["replaced_skype"]
    assert "replaced_skype" not in told(decider("vgr", day=date(2025, 10, 14)), parties="staff")


def test_what_was_replaced_is_said_only_where_the_earlier_routine_named_it() -> None:
    named = {name: {row.code for row in region(name).guide.rows if row.replaces} for name in REGIONS}
    assert named == {
        "vgr": {"administrative", "internal", "care_planning", "home_visit", "authority"},
        "regionhalsan": {"administrative", "internal", "authority"},
        "vastmanland": set(),
        "stockholm": set(),
    }


def with_system(profile: Profile, code: str, **changes: Any) -> Profile:
    systems = tuple(replace(row, **changes) if row.code == code else row for row in profile.guide.systems)
    return replace(profile, guide=replace(profile.guide, systems=systems))


def test_a_system_is_never_answered_once_its_last_day_has_passed() -> None:
    profile = with_system(region("vastmanland"), "cosmic", valid_to=TODAY, successor="patient_care")
    gates = all_open(profile)
    assert Decider(profile, gates, TODAY).decide(complete({})).row == "cosmic"
    after = Decider(profile, gates, date(2026, 11, 23))
    assert after.decide(complete({})).row == "patient_care"
    assert told(after)["replaced_cosmic"].endswith("I stället gäller: Vårdmöte patient.")


def test_a_rule_holds_from_its_day_and_after_its_last_with_a_warning() -> None:
    assert decide("regionhalsan", day=date(2026, 6, 23)).row == "fallback"
    assert "2026-06-24" in told(decider("regionhalsan", day=date(2026, 6, 23)))["skipped_mitt_vardmote_book"]
    assert decide("regionhalsan", day=date(2026, 6, 24)).row == "mitt_vardmote_book"
    assert decide("regionhalsan", day=date(2028, 6, 12)).row == "mitt_vardmote_book"


def test_a_rule_with_a_successor_gives_way_to_it() -> None:
    profile = region("vastmanland")
    rows = tuple(
        replace(row, valid_to=date(2026, 1, 1), successor="patient_care") if row.code == "cosmic" else row
        for row in profile.guide.rows
    )
    changed = replace(profile, guide=replace(profile.guide, rows=rows))
    assert Decider(changed, all_open(changed), TODAY).decide(complete({})).row == "patient_care"


@pytest.mark.parametrize(
    ("given", "assumed"),
    [
        ({}, {"parties": "patients", "patients": "one", "participants": 2, "age": None, "inbox_1177": True}),
        ({"patients": "none"}, {"parties": "staff"}),
        ({"high_resolution": True}, {"parties": "staff", "patients": "none"}),
        ({"parties": "municipality"}, {"patients": "one"}),
        ({"others": ["relative", "interpreter"], "participants": 2}, {"participants": 4}),
        ({"patients": "group", "participants": 1}, {"participants": 3}),
        ({"inbox_1177": False}, {"identity": "document"}),
        ({"inbox_1177": False, "identity": "eid"}, {"identity": "document"}),
        ({"reserve_number": True, "identity": "eid"}, {"identity": "document"}),
        ({"reserve_number": True, "identity": "anonymous"}, {"identity": "anonymous"}),
    ],
)
def test_what_is_left_out_is_assumed_as_stated(given: dict[str, Any], assumed: dict[str, Any]) -> None:
    completed = vars(complete(given))
    assert {name: completed[name] for name in assumed} == assumed
