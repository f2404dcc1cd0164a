"""Who may see, change, host and remove a meeting: for every mix of roles, units, mailboxes and parts in it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Forbidden, NotFound, Text
from backend.identity import WITH_MEETINGS, Actor, Person, Role, Unit
from backend.identity.service import Mailbox
from backend.meetings import access
from backend.meetings.models import Cohost, Meeting

HOME, SHARED = "vera@demo.example", "mottagning@demo.example"
UNITS = {name: Unit(name, Text(name, name)) for name in ("medicin", "barn")}
ROLES = st.frozensets(st.sampled_from(Role), max_size=3)
MAILBOXES = (Mailbox(SHARED, "Mottagningen", own=False, shared=True), Mailbox("disa@demo.example", "Disa", own=False))


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    person = Person("vera", "Vera", draw(st.sampled_from((HOME, ""))), UNITS[draw(st.sampled_from(sorted(UNITS)))],
                    frozenset())  # fmt: skip
    own = Mailbox(person.address, person.name, own=True)
    others = draw(st.lists(st.sampled_from(MAILBOXES), unique=True))
    return Actor(person, (own, *others), rights={unit: draw(ROLES) for unit in UNITS})


MEETINGS = st.builds(
    lambda organiser, booked_by, mailbox, cohosts: Meeting(
        unit="medicin", organiser=organiser, booked_by=booked_by, mailbox=mailbox,
        cohosts=[Cohost(mailbox=address) for address in cohosts],
    ),
    organiser=st.sampled_from(("vera", "disa", "")),
    booked_by=st.sampled_from(("vera", "disa", "")),
    mailbox=st.sampled_from((HOME, SHARED, "disa@demo.example", "")),
    cohosts=st.lists(st.sampled_from((HOME, "disa@demo.example")), unique=True),
)  # fmt: skip


@given(actors(), MEETINGS)
def test_who_acts_sees_and_who_sees_knows(actor: Actor, meeting: Meeting) -> None:
    if access.may_host(actor, meeting) or access.may_change(actor, meeting):
        assert access.may_see(actor, meeting)
    if access.may_see(actor, meeting):
        assert access.may_know_of(actor, meeting)


@given(actors(), MEETINGS)
def test_only_roles_of_the_meetings_unit_count_but_for_a_cohosts_of_their_own(actor: Actor, meeting: Meeting) -> None:
    here = actor.roles_in("medicin") & WITH_MEETINGS
    called = access.is_cohost(actor, meeting) and actor.has(Role.CARE_STAFF)
    assert access.may_see(actor, meeting) <= bool(here or called)
    assert access.may_host(actor, meeting) <= bool(Role.CARE_STAFF in here or called)
    assert access.may_change(actor, meeting) <= bool(here)


@given(actors(), MEETINGS)
def test_a_meeting_that_is_nobodys_is_nobodys_to_change_host_or_remove(actor: Actor, meeting: Meeting) -> None:
    meeting.organiser = meeting.booked_by = meeting.mailbox = ""
    meeting.cohosts = []
    assert not access.takes_part(actor, meeting)
    assert not access.may_change(actor, meeting)
    assert not access.may_host(actor, meeting)
    with pytest.raises((Forbidden, NotFound)):
        access.require_removing(actor, meeting)


@given(actors(), MEETINGS)
def test_without_a_role_only_organiser_and_booker_may_remove(actor: Actor, meeting: Meeting) -> None:
    removed = False
    with suppress(Forbidden, NotFound):
        removed = access.require_removing(actor, meeting) is meeting
    assert removed == (access.may_change(actor, meeting) or "vera" in {meeting.organiser, meeting.booked_by})
