"""The life of a series: whatever is done to it nothing is doubled, no door leads elsewhere."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from backend.audit.tables import LogRow
from backend.errors import Refused
from backend.meetings import erasing, series_erasing, series_filling
from backend.meetings.models import Door, DoorState, Lifecycle, Meeting
from backend.meetings.series_models import Series
from backend.video import people
from backend.video.models import Conference, ConferenceState
from backend.video.provisioning import GONE
from tests.backend.meetings.clinic import Clinic, code_of
from tests.backend.video.house import START

LONG = bool(os.environ.get("VARDMOTE_LONG_TESTS"))
DAILY = "FREQ=DAILY;COUNT=6"


def book(clinic: Clinic, rule: str = DAILY, **more: Any) -> dict[str, Any]:
    return clinic.book(appointment={"item_id": "item", "recurrence": {"rule": rule}}, **more)


@contextmanager
def statements(clinic: Clinic) -> Iterator[list[str]]:
    """The SQL that the block sends."""
    sent: list[str] = []
    engine = clinic.house.database.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_many_meetings_are_asked_for_at_once_whatever_is_done(clinic: Clinic) -> None:
    actor, counts = clinic.actor("personal"), {}
    request = {"type": "patient_care", "start": START.isoformat(), "end": (START + timedelta(hours=1)).isoformat()}
    for size in (4, 20):
        rule = f"FREQ=WEEKLY;COUNT={size}"
        with statements(clinic) as created:
            made = clinic.meetings.create(actor, {**request, "appointment": {"recurrence": {"rule": rule}}}, rule)
        clinic.house.jobs.drain()
        assert len(made["occurrences"]) == size
        with statements(clinic) as told:
            clinic.meetings.read(actor, made["id"])
        with statements(clinic) as listed:
            clinic.meetings.list(actor, START, START + timedelta(days=200))
        with statements(clinic) as moved:
            later = (START + timedelta(hours=1)).isoformat(), (START + timedelta(hours=2)).isoformat()
            clinic.meetings.change(actor, made["id"], {"start": later[0], "end": later[1], "scope": "all"}, None)
        with statements(clinic) as changed:
            clinic.meetings.change(actor, made["id"], {"type": "internal", "scope": "all"}, None)
        with statements(clinic) as removed:
            clinic.meetings.remove(actor, made["id"], "all")
        asked = (created, told, listed, moved, changed, removed)
        counts[size] = [sum(statement.startswith("SELECT") for statement in each) for each in asked]
    # Many more meetings, not one question more (writing is another matter, and goes in batches).
    assert counts[20] == counts[4]


def test_a_hundred_meetings_are_made_in_few_statements(clinic: Clinic) -> None:
    request = {"type": "patient_care", "start": START.isoformat(), "end": (START + timedelta(hours=1)).isoformat()}
    recurrence = {"appointment": {"recurrence": {"rule": "FREQ=DAILY;COUNT=100"}}}
    with statements(clinic) as sent:
        made = clinic.meetings.create(clinic.actor("personal"), {**request, **recurrence}, "a hundred")
    assert len({each["join_url"] for each in made["occurrences"]}) == 100
    # Those of the next 14 days put a job each; all the rest goes in batches.
    assert len(sent) < 100


def test_each_meeting_an_operation_on_the_series_touches_has_its_own_entry(clinic: Clinic) -> None:
    made = book(clinic)
    actor, six = clinic.actor("personal"), [each["id"] for each in made["occurrences"]]
    clinic.meetings.change(actor, made["id"], {"type": "internal", "scope": "all"}, None)
    fewer = {"appointment": {"recurrence": {"rule": "FREQ=DAILY;INTERVAL=5;COUNT=3"}}}
    after = clinic.meetings.change(actor, made["id"], fewer, None)
    three = [each["id"] for each in after["occurrences"]]
    clinic.meetings.remove(actor, made["id"], "all")
    logged = entries(clinic)
    named = f'"series": "{made["series"]["id"]}"'
    assert [(action, meetings) for action, meetings, _detail in logged] == [
        ("meeting.created", set(six)),
        ("meeting.changed", set(six)),
        ("meeting.created", {three[2]}),
        ("meeting.removed", set(six[1:5])),
        ("meeting.removed", set(three)),
    ]
    assert [named in detail for *_, detail in logged] == [False, True, True, True, True]


def test_what_leaves_every_meeting_alone_is_logged_of_the_one_that_was_pointed_at(clinic: Clinic) -> None:
    made = book(clinic, "FREQ=DAILY;COUNT=1")
    clinic.host(made["id"])
    clinic.meetings.remove(clinic.actor("personal"), made["id"], "all")
    assert entries(clinic)[-1][:2] == ("meeting.changed", {made["id"]})


def test_what_a_series_without_an_end_is_filled_with_is_logged_of_each(clinic: Clinic) -> None:
    made = book(clinic, "FREQ=WEEKLY")
    clinic.house.clock.advance(days=21)
    clinic.meetings.tend_series()
    last = clinic.meetings.read(clinic.actor("personal"), made["id"])["occurrences"][-3:]
    assert entries(clinic)[1][:2] == ("meeting.created", {each["id"] for each in last})


def entries(clinic: Clinic) -> list[tuple[str, set[str], str]]:
    """What the log holds, in order: entries side by side that differ in their meeting alone as one with all of them."""
    clinic.logbook.catch_up()
    with clinic.logbook.store.database.read() as session:
        rows = session.execute(select(LogRow.action, LogRow.meeting, LogRow.detail).order_by(LogRow.number)).all()
    alike = groupby(rows, key=lambda row: (row.action, row.detail))
    return [(action, {row.meeting for row in some}, detail) for (action, detail), some in alike]


def test_a_series_without_an_end_goes_on_as_time_goes(clinic: Clinic) -> None:
    made = book(clinic, "FREQ=WEEKLY")
    assert (len(made["occurrences"]), made["series"]["capped"]) == (53, True)
    clinic.house.clock.advance(days=70)
    clinic.meetings.tend_series()
    clinic.meetings.tend_series()
    after = clinic.meetings.read(clinic.actor("personal"), made["id"])
    starts = [datetime.fromisoformat(each["start"]) for each in after["occurrences"]]
    assert len(starts) == len(set(starts)) == 63
    assert {later - earlier for earlier, later in pairwise(starts)} <= {
        timedelta(days=7), timedelta(days=7, hours=1), timedelta(days=6, hours=23),
    }  # fmt: skip
    assert after["series"]["version"] == 2
    clinic.meetings.remove(clinic.actor("personal"), made["id"], "all")
    clinic.meetings.tend_series()
    assert clinic.meetings.read(clinic.actor("personal"), made["id"])["series"]["capped"] is False


def test_what_is_planned_is_made_when_it_is_near_and_never_when_it_was_removed(clinic: Clinic) -> None:
    made = book(clinic, "FREQ=WEEKLY;COUNT=6")
    assert states(clinic) == ["ready"] * 3 + ["planned"] * 3
    clinic.meetings.remove(clinic.actor("personal"), made["occurrences"][4]["id"])
    clinic.house.clock.advance(days=7)
    clinic.meetings.tend_series()
    clinic.house.jobs.drain()
    assert states(clinic) == ["ready"] * 4 + ["removed", "planned"]


def states(clinic: Clinic) -> list[str]:
    with clinic.house.database.read() as session:
        return [str(each) for each in session.scalars(select(Conference.state).order_by(Conference.start))]


def test_a_series_has_its_people_until_its_last_meeting_has_none(clinic: Clinic) -> None:
    made = book(clinic, cohosts=["kollega@demo.example"])
    clinic.house.clock.advance(days=6)
    now = clinic.house.clock.now()
    with clinic.house.database.write() as session:
        for conference in session.scalars(select(Conference)):
            conference.state = ConferenceState.REMOVED
        assert erasing.erase_before(session, now - timedelta(days=3)) == 3
        assert series_erasing.erase_before(session, now) == 0
    changed = clinic.meetings.change(clinic.actor("personal"), made["id"], {"cohosts": [], "scope": "all"}, None)
    assert len(changed["occurrences"]) == 3
    with clinic.house.database.write() as session:
        assert erasing.erase_before(session, now) == 3
        assert series_erasing.erase_before(session, now) == 1
    with clinic.house.database.read() as session:
        series = session.scalars(select(Series)).one()
        assert (series.organiser, series.booked_by, series.mailbox, series.cohosts) == ("", "", "", [])
        assert (series.appointment_item, series.rule) == (None, DAILY)


def test_nobody_waits_for_series_that_have_all_of_theirs_and_one_that_cannot_go_on_stops_no_other(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [book(clinic, "FREQ=WEEKLY") for _ in range(2)]
    desk = clinic.meetings._desk

    def no_writer(*_about: object) -> None:
        raise AssertionError("nobody is to be waited for")

    with monkeypatch.context() as patched, statements(clinic) as sent:
        patched.setattr(clinic.house.database, "write", no_writer)
        series_filling.fill(desk)
    assert sent
    with clinic.house.database.write() as session:
        session.get_one(Series, made[0]["series"]["id"]).type = "dropped"
    clinic.house.clock.advance(days=14)
    series_filling.fill(desk)
    counts = [len(clinic.meetings.read(clinic.actor("personal"), each["id"])["occurrences"]) for each in made]
    assert counts == [53, 55]


def test_a_draft_nobody_came_to_is_not_filled_and_one_somebody_came_to_goes_on(clinic: Clinic) -> None:
    rows = {}
    for came in (True, False):
        made = clinic.book(appointment={"recurrence": {"rule": "FREQ=WEEKLY"}})
        how = (Lifecycle.ENDED, "time-passed") if came else (Lifecycle.REMOVED, "appointment-never-came")
        rows[made["series"]["id"]] = 63 if came else 53
        with clinic.house.database.write() as session:
            first = session.get_one(Meeting, made["id"])
            first.lifecycle, first.lifecycle_reason = how
    clinic.house.clock.advance(days=70)
    clinic.meetings.tend_series()
    with clinic.house.database.read() as session:
        for series, expected in rows.items():
            assert len(session.scalars(select(Meeting.id).where(Meeting.series_id == series)).all()) == expected


# ---- any operations by anybody ----

RULES = ("FREQ=DAILY;COUNT=5", "FREQ=DAILY;INTERVAL=2;COUNT=4", "FREQ=WEEKLY;BYDAY=WE,TH;COUNT=5", "FREQ=YEARLY")
SCOPES = ("this", "following", "all")
Operation = tuple[str, int, str | None, Any]
number = st.integers(0, 9)
operation = st.one_of(
    st.tuples(st.just("move"), number, st.sampled_from(SCOPES), st.sampled_from([-25, -3, 1, 24, 30])),
    st.tuples(st.just("rule"), number, st.sampled_from(SCOPES[1:]), st.sampled_from(RULES)),
    st.tuples(st.just("type"), number, st.sampled_from(SCOPES), st.sampled_from(["internal", "patient_care"])),
    st.tuples(st.just("remove"), number, st.sampled_from(SCOPES), st.none()),
    st.tuples(st.just("wait"), st.just(0), st.none(), st.sampled_from([1, 26, 50])),
    st.tuples(st.just("host"), number, st.none(), st.none()),
)


@settings(max_examples=200 if LONG else 4)
@given(operations=st.lists(operation, min_size=3, max_size=6))
def test_whatever_is_done_nothing_is_doubled_and_no_door_leads_elsewhere(
    clinic: Clinic, operations: list[Operation]
) -> None:
    now = clinic.house.clock.now()
    times = {"start": now + timedelta(hours=2), "end": now + timedelta(hours=3)}
    request = {name: moment.isoformat() for name, moment in times.items()}
    made = book(clinic, RULES[0], **request)
    before: dict[str, tuple[str, DoorState]] = {}
    for name, index, scope, value in operations:
        fixed = untouchable(clinic) if scope in {"following", "all"} else {}
        # What is refused is refused whole: nothing of it is done, as the checks below see.
        with suppress(Refused):
            act(clinic, made["series"]["join_url"], (name, index, scope, value))
        clinic.house.jobs.drain()
        assert {meeting: at for meeting, at in untouchable(clinic).items() if meeting in fixed} == fixed
        before = sound(clinic, before)


def act(clinic: Clinic, link: str, operation: Operation) -> None:
    (name, index, scope, value), actor = operation, clinic.actor("personal")
    if name == "wait":
        clinic.house.clock.advance(hours=value)
        return
    with clinic.house.database.read() as session:
        of_link = select(Meeting).where(Meeting.series_door == code_of(link)).order_by(Meeting.start)
        rows = session.scalars(of_link).all()
    if not rows:
        return
    meeting = rows[index % len(rows)]
    if name == "host":
        clinic.host(meeting.id)
    elif name == "remove":
        clinic.meetings.remove(actor, meeting.id, scope or "this")
    else:
        start, end = (
            moment + timedelta(hours=value if name == "move" else 0) for moment in (meeting.start, meeting.end)
        )
        body = {
            "move": {"start": start.isoformat(), "end": end.isoformat()},
            "rule": {"appointment": {"recurrence": {"rule": value}}},
            "type": {"type": value},
        }[name]
        clinic.meetings.change(actor, meeting.id, {**body, "scope": scope}, None)


def untouchable(clinic: Clinic) -> dict[str, tuple[datetime, datetime, str]]:
    """The meetings that are past or have a host in them, with what must not change of them."""
    now = clinic.house.clock.now()
    with clinic.house.database.read() as session:
        rows = session.scalars(select(Meeting).where(Meeting.lifecycle != Lifecycle.REMOVED)).all()
        return {
            row.id: (row.start, row.end, row.conference_id)
            for row in rows
            if row.end <= now or people.has_host(session, row.conference_id)
        }


def sound(clinic: Clinic, before: dict[str, tuple[str, DoorState]]) -> dict[str, tuple[str, DoorState]]:
    """Check what must always hold; the doors there are, for the next time."""
    with clinic.house.database.read() as session:
        meetings = session.scalars(select(Meeting)).all()
        standing = [meeting for meeting in meetings if meeting.lifecycle != Lifecycle.REMOVED]
        meant = [(meeting.series_id, meeting.occurrence) for meeting in standing]
        assert len(meant) == len(set(meant))
        led_to = [meeting.conference_id for meeting in standing]
        assert len(led_to) == len(set(led_to))
        wanted = set(session.scalars(select(Conference.id).where(Conference.state.not_in(GONE))))
        assert wanted == set(led_to)
        doors = {door.code: (door.meeting_id, door.state) for door in session.scalars(select(Door))}
    for code, (meeting, state) in before.items():
        assert doors[code][0] == meeting
        assert state == DoorState.OPEN or doors[code][1] == state
    is_open = {meeting for meeting, state in doors.values() if state == DoorState.OPEN}
    assert is_open == {meeting.id for meeting in standing}
    return doors
