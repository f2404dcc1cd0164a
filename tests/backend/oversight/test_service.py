"""Nobody is ever shown an entry of a unit that is not theirs to review, whatever they ask."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.app import Product
from backend.audit import Entry, Subject
from backend.clock import FixedClock
from backend.errors import Refused
from backend.identity.demo import DemoIdentity
from backend.oversight.service import Oversight

UNITS = ("medicin", "barn", "region")
OWN = {"chef": {"medicin"}, "granskare": set(UNITS)}
MEETINGS = {unit: f"m{number:016x}" for number, unit in enumerate(UNITS)}
PATIENT = Subject(participant="p1", kind="patient", name="Ottilia Vångestad")
IDENTITY = DemoIdentity()


@pytest.fixture
def oversight(product: Product, clock: FixedClock) -> Oversight:
    with product.database.write() as session:
        for unit in UNITS:
            for action in ("people.listed", "meeting.read"):
                entry = Entry(action=action, user="personal", unit=unit, meeting=MEETINGS[unit], subjects=(PATIENT,))
                product.access_log.record(session, entry)
    return Oversight(product.database, clock, IDENTITY, product.logbook)


asked = st.fixed_dictionaries(
    {},
    optional={
        "unit": st.sampled_from(UNITS),
        "user": st.sampled_from(["personal", "chef"]),
        "action": st.sampled_from(["people.listed", "log.read"]),
        "meeting": st.sampled_from([MEETINGS["medicin"], MEETINGS["barn"]]),
        "sample": st.sampled_from(["1", "3", "200"]),
        "cursor": st.sampled_from(["1", "4", "100"]),
        "name": st.sampled_from([PATIENT.name, "Någon Annan"]),
    },
)


@given(user=st.sampled_from(["chef", "granskare", "personal", "admin", "region", "rum"]), asked=asked)
@settings(max_examples=40)
def test_only_ones_own_units_are_ever_shown(oversight: Oversight, user: str, asked: dict[str, Any]) -> None:
    actor = IDENTITY.acting(user)
    assert actor is not None
    for ask in (oversight.entries, oversight.extract):
        try:
            entries = ask(actor, asked)["entries"]
        except Refused:
            continue
        assert user in OWN
        shown = {entry["unit"] for entry in entries}
        assert shown <= OWN[user]
        if ask == oversight.entries:
            assert shown <= {asked.get("unit", unit) for unit in UNITS}
            assert PATIENT.name not in str(entries)
    own = oversight.mine(actor, {})["entries"]
    assert all(user == entry["user"] or entry["on_behalf_of"] == actor.person.address for entry in own)
