"""A series: how it begins, how its meetings are made in one go, and what it notes when one of them is changed alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.meetings import doors, recurrence
from backend.meetings.desk import Desk, Json
from backend.meetings.models import Cohost, Door, DoorState, Lifecycle, Meeting
from backend.meetings.recurrence import Pattern, Slot
from backend.meetings.series_models import Series, SeriesDoor
from backend.meetings.series_rows import meetings
from backend.storage import new_id
from backend.video.models import Conference


def read(named: Json, zone: str, period: tuple[datetime, datetime]) -> Pattern:
    """Return the pattern that a request names, counted from `period`. Raises Invalid (bad-recurrence)."""
    return recurrence.read(named["rule"], named.get("exdates", ()), ZoneInfo(zone), *period)


def pattern_of(series: Series) -> Pattern:
    """Return the pattern of a series there is."""
    return recurrence.read(series.rule, series.exdates, ZoneInfo(series.time_zone), series.start, series.end)


def set_pattern(series: Series, pattern: Pattern) -> None:
    """Let the series follow the pattern from now on; its meetings are brought in line by the caller."""
    series.rule, series.exdates = str(pattern.rule), recurrence.write_exdates(pattern)
    series.start, series.end, series.time_zone = pattern.start, pattern.end, pattern.zone.key


def begin(desk: Desk, session: Session, meeting: Meeting, pattern: Pattern, slot: Slot) -> Series:
    """Make a series with a link of its own that begins with the meeting, which stands for `slot`."""
    conference, now = desk.conferences.get(session, meeting.conference_id), desk.clock.now()
    series_id = new_id("s")
    door = mint_door(session, series_id, now)
    series = Series(
        id=series_id,
        marker=meeting.id,
        root=meeting.id,
        door_code=door.code,
        unit=meeting.unit,
        organiser=meeting.organiser,
        booked_by=meeting.booked_by,
        mailbox=meeting.mailbox,
        cohosts=[cohost.mailbox for cohost in meeting.cohosts],
        type=meeting.type,
        service=conference.service,
        link=conference.link,
        language=meeting.language,
        appointment_item=meeting.appointment_item,
        appointment_series=meeting.appointment_series,
        version=1,
        created_at=now,
    )
    set_pattern(series, pattern)
    session.add(series)
    meeting.series_id, meeting.occurrence, meeting.series_door = series.id, slot.start, door.code
    return series


def mint_door(session: Session, series_id: str, now: datetime) -> SeriesDoor:
    """Make a link for a series."""
    door = SeriesDoor(code=doors.mint_code(), series_id=series_id, state=DoorState.OPEN, created_at=now)
    session.add(door)
    return door


def make(desk: Desk, session: Session, series: Series, slots: Sequence[Slot], link: str | None) -> Sequence[Meeting]:
    """Make a meeting for each slot: its row, its own door and the conference it is to have.

    Raises Invalid (unknown-type, unknown-service) when the region has them no more.
    """
    now = desk.clock.now()
    held = desk.conferences.plan(
        session,
        [(slot.start, slot.end) for slot in slots],
        service=series.service,
        participant_limit=desk.profile.type(series.type).participant_limit,
        language=series.language,
        link=link,
    )
    made = [_meeting(series, slot, conference, now) for slot, conference in zip(slots, held, strict=True)]
    session.add_all(made)
    session.flush()
    return made


def _meeting(series: Series, slot: Slot, conference: Conference, now: datetime) -> Meeting:
    return Meeting(
        id=new_id("m"),
        unit=series.unit,
        organiser=series.organiser,
        booked_by=series.booked_by,
        mailbox=series.mailbox,
        type=series.type,
        language=series.language,
        start=slot.start,
        end=slot.end,
        time_zone=series.time_zone,
        conference_id=conference.id,
        lifecycle=Lifecycle.OPEN,
        lifecycle_at=now,
        appointment_expected=True,
        appointment_item=series.appointment_item,
        appointment_series=series.appointment_series,
        created_at=now,
        version=1,
        series_id=series.id,
        occurrence=slot.start,
        series_door=series.door_code,
        is_exception=False,
        doors=[Door(code=doors.mint_code(), state=DoorState.OPEN, created_at=now)],
        cohosts=[Cohost(mailbox=address) for address in series.cohosts],
    )


def close(session: Session, series: Series, now: datetime) -> None:
    """Let the series be over, and its link say so unless what a split made of it goes on behind the same one."""
    series.ended_at = now
    series.version += 1
    others = select(Series.id).where(Series.door_code == series.door_code, Series.id != series.id)
    if session.scalar(others.where(Series.ended_at.is_(None)).limit(1)) is None:
        session.get_one(SeriesDoor, series.door_code).state = DoorState.REMOVED


def except_one(session: Session, meeting: Meeting) -> None:
    """Note that a meeting of a series was removed on its own, so that its rule never makes it again."""
    series = _held(session, meeting)
    if series is None or meeting.occurrence is None:
        return
    pattern = pattern_of(series)
    set_pattern(series, replace(pattern, exdates=(*pattern.exdates, meeting.occurrence)))
    series.version += 1


def note_change(desk: Desk, session: Session, meeting: Meeting, *, of_kind: bool) -> None:
    """Note that a meeting of a series was changed on its own: it keeps its time, and the link of its audience only.

    `of_kind` says that its type or service was changed; only then may it be for others than it was.
    """
    series = _held(session, meeting)
    if series is None or meeting.occurrence is None:
        return
    usual = (meeting.occurrence, meeting.occurrence + pattern_of(series).duration)
    meeting.is_exception = (meeting.start, meeting.end) != usual
    if of_kind:
        meeting.series_door = series.door_code if audience(desk, meeting.type) == audience(desk, series.type) else None
    if series.appointment_item is None and meeting.appointment_item is not None:
        # The appointment was saved: one item for the whole series.
        note_appointment(series, meetings(session, series.id), meeting.appointment_item, meeting.appointment_series)
    series.version += 1


def _held(session: Session, meeting: Meeting) -> Series | None:
    # Two meetings of one series are changed side by side: what both note of the series must not get lost.
    return session.get(Series, meeting.series_id, with_for_update=True) if meeting.series_id else None


def note_appointment(series: Series, rows: Sequence[Meeting], item: str | None, series_item: str | None) -> None:
    """Note the calendar's ids of the appointment for all of the series."""
    series.appointment_item = item or series.appointment_item
    series.appointment_series = series_item or series.appointment_series
    for row in rows:
        row.appointment_item = item or row.appointment_item
        row.appointment_series = series_item or row.appointment_series
        row.appointment_expected = True


def audience(desk: Desk, type_code: str) -> str:
    """Return whom meetings of the type are for; a type the region has dropped counts as a patient's."""
    return desk.profile.type(type_code).audience if desk.profile.has_type(type_code) else "patient"
