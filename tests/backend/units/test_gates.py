"""What a unit's records let through: valid ones only, the unit's own only, and with words when one is missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.clock import FixedClock
from backend.errors import Invalid
from backend.profiles import Profile, support_view
from backend.storage import Database
from backend.units.gates import Gates, UnitGates
from backend.units.models import Kind
from backend.units.records import By, of, put

AVAILABLE: dict[str, int | None] = {"pexip": 15, "teams_protected": None}
LAST = date(2026, 6, 10)
NOTHING = Gates(approved=False, agreements=frozenset(), systems=None)


@pytest.fixture
def needing(profile: Profile) -> Profile:
    """A region where Pexip is off until a unit has its agreement."""
    services = tuple(replace(row, agreement=row.code == "pexip") for row in profile.services)
    return replace(profile, services=services)


@pytest.fixture
def gates(database: Database, clock: FixedClock, needing: Profile) -> UnitGates:
    return UnitGates(database, clock, needing, AVAILABLE)


def record(database: Database, clock: FixedClock, kind: Kind, content: dict[str, Any], key: str = "") -> None:
    with database.write() as session:
        put(session, of("medicin", kind, content, key=key, valid_to=LAST), By("chef", clock.now()))


def test_a_unit_with_nothing_on_record(gates: UnitGates) -> None:
    assert gates.of("medicin") == NOTHING
    assert gates.available("medicin") == {"teams_protected": None}


def test_records_count_for_their_unit_to_the_end_of_their_last_day(
    gates: UnitGates, database: Database, clock: FixedClock
) -> None:
    record(database, clock, Kind.APPROVAL, {"answers": {}})
    record(database, clock, Kind.AGREEMENT, {"reference": "DNR 1"}, "pexip")
    record(database, clock, Kind.SYSTEMS, {"systems": ["samsa"]})
    full = gates.of("medicin")
    assert full == Gates(
        approved=True,
        agreements=frozenset({"pexip"}),
        systems=frozenset({"samsa"}),
    )
    assert gates.available("medicin") == AVAILABLE
    assert gates.of("barn") == NOTHING
    clock.advance(hours=15, minutes=59)
    assert gates.of("medicin") == full
    clock.advance(minutes=1)
    assert gates.of("medicin") == NOTHING
    assert gates.available("medicin") == {"teams_protected": None}


def test_only_a_missing_agreement_is_told_as_one(gates: UnitGates) -> None:
    def refusal(type_code: str, wanted: str | None) -> str:
        with pytest.raises(Invalid) as raised:
            gates.service_for("medicin", type_code, wanted)
        assert raised.value.code == "unknown-service"
        return raised.value.text.sv

    missing = "Enheten har inget avtal registrerat för Pexip."
    assert refusal("patient_care", "pexip").startswith(missing)
    assert refusal("patient_care", None).startswith(missing)
    assert not refusal("patient_care", "smoke").startswith(missing)
    assert not refusal("internal", "pexip").startswith(missing)
    assert gates.service_for("medicin", "internal", None) == "teams_protected"


def test_a_units_contact_takes_the_place_of_the_regions_for_the_same_problem_and_the_same_people(
    gates: UnitGates, database: Database, clock: FixedClock, needing: Profile
) -> None:
    staff, guests = support_view(needing, "host"), support_view(needing, "guest")
    own = {"role": "host", "label": {"sv": "Växeln", "en": "Switchboard"}, "phone": "010-174 06 00"}
    same = {**own, "problem": {**staff[0]["problem"], "sv": f" {staff[0]['problem']['sv'].upper()} "}}
    fresh = {**own, "problem": {"sv": "Lokalen", "en": "The premises"}}
    record(database, clock, Kind.CONTACTS, {"contacts": [same, fresh]})
    shown = gates.support("medicin", "host")
    assert [row["label"]["sv"] for row in shown[:2]] == ["Växeln", "Växeln"]
    assert shown[2:] == staff[1:]
    assert all("role" not in row for row in shown)
    assert gates.support("medicin", "guest") == guests
    assert gates.support("barn", "host") == staff
