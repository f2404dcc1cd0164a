"""Another type, service or link for a series: a link of its own again as soon as the meetings are for others."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from backend.meetings import doors
from backend.meetings import series as all_series
from backend.meetings.models import Door, DoorState, Meeting
from backend.meetings.series_case import ChangingSeries
from backend.meetings.series_models import SeriesDoor


class Wanted(NamedTuple):
    """What the series and each of its meetings are to be; `of_rows` are the outside links by the meetings' ids."""

    type: str
    service: str
    link: str | None
    of_rows: Mapping[str, str | None]


def change(case: ChangingSeries) -> None:
    """Give the series, and those of its meetings that may be touched, the type, service and link asked for."""
    if not case.request.keys() & {"type", "service", "link"}:
        return
    desk, series = case.desk, case.series
    wanted = _wanted(case)
    held = {row.id: case.conferences[row.conference_id] for row in case.free}
    as_wanted = all(
        (row.type, held[row.id].service, held[row.id].link) == (wanted.type, wanted.service, wanted.of_rows[row.id])
        for row in case.free
    )
    if as_wanted and (series.type, series.service, series.link) == (wanted.type, wanted.service, wanted.link):
        return
    if _is_for_others(case, series.type, wanted.type):
        _change_door(case)
    alike = [row for row in case.free if not _is_for_others(case, row.type, wanted.type)]
    others = [row for row in case.free if _is_for_others(case, row.type, wanted.type)]
    series.type, series.service, series.link = wanted.type, wanted.service, wanted.link
    for row in case.free:
        row.series_door, row.type = series.door_code, wanted.type
        case.touched.add(row.id)
    limit = desk.profile.type(wanted.type).participant_limit
    for row in alike:
        desk.conferences.change(
            case.session,
            row.conference_id,
            participant_limit=limit,
            service=wanted.service,
            link=wanted.of_rows[row.id],
        )
    _make_anew(case, others)
    case.changed.append("kind")


def _wanted(case: ChangingSeries) -> Wanted:
    """Read the request. Raises Invalid: bad-link also when a link led others, and nobody has said that it leads these.

    A meeting with a link of its own keeps it for as long as it is asked for nothing else.
    """
    desk, series = case.desk, case.series
    kind = desk.profile.type(case.request.get("type", series.type))
    asked = case.request.get("service", series.service if series.type == kind.code else None)
    service = series.service
    if (series.type, series.service) != (kind.code, asked):
        service = desk.gates.service_for(series.unit, kind.code, asked)
    keeps = "link" not in case.request and service == series.service
    keeps = keeps and not _is_for_others(case, series.type, kind.code)
    link = desk.link(service, kind.code, series.link if keeps else case.request.get("link"))
    own = {
        row.id: case.conferences[row.conference_id].link
        for row in case.free
        if keeps and not _is_for_others(case, row.type, kind.code)
        and case.conferences[row.conference_id].service == service
    }  # fmt: skip
    usable = {each: desk.link(service, kind.code, each) for each in set(own.values()) if each is not None}
    of_rows = {row.id: usable.get(own.get(row.id) or "", link) for row in case.free}
    return Wanted(kind.code, service, link, of_rows)


def _is_for_others(case: ChangingSeries, before: str, after: str) -> bool:
    return all_series.audience(case.desk, before) != all_series.audience(case.desk, after)


def _change_door(case: ChangingSeries) -> None:
    former = case.session.get_one(SeriesDoor, case.series.door_code)
    former.state = DoorState.CHANGED
    case.series.door_code = all_series.mint_door(case.session, case.series.id, case.desk.clock.now()).code


def _make_anew(case: ChangingSeries, rows: Sequence[Meeting]) -> None:
    # Whoever has the old link must never come in to the new meeting.
    desk, series = case.desk, case.series
    for row in rows:
        desk.conferences.drop(case.session, row.conference_id)
        for door in row.doors:
            if door.state == DoorState.OPEN:
                door.state = DoorState.CHANGED
    # Those for whom it was not kept all lead where the series does.
    fresh = desk.conferences.plan(
        case.session,
        [(row.start, row.end) for row in rows],
        service=series.service,
        participant_limit=desk.profile.type(series.type).participant_limit,
        language=series.language,
        link=series.link,
    )
    for row, conference in zip(rows, fresh, strict=True):
        row.conference_id = conference.id
        row.doors.append(Door(code=doors.mint_code(), state=DoorState.OPEN, created_at=desk.clock.now()))
    case.conferences |= {conference.id: conference for conference in fresh}
