"""A meeting as its callers see it: the contract's body, made from the meeting, its conference and the profile."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from backend.errors import Text
from backend.identity import Actor, Directory
from backend.meetings import doors, invite, series_view
from backend.meetings.access import may_change, may_know_of, may_see
from backend.meetings.handover import LINK_NOT_ALLOWED, Handover
from backend.meetings.models import Door, DoorState, Lifecycle, Meeting
from backend.meetings.series_models import Series
from backend.meetings.series_view import Shown
from backend.profiles import Profile
from backend.profiles.shapes import say
from backend.video.models import Conference, ConferenceState

STATE_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "creating": Text("Mötet skapas.", "The meeting is being created."),
        "ready": Text("Mötet är klart.", "The meeting is ready."),
        "live": Text("Mötet pågår.", "The meeting is under way."),
        "ended": Text("Mötet är avslutat.", "The meeting has ended."),
        "removed": Text("Mötet är borttaget.", "The meeting has been removed."),
        "removal-waiting": Text(
            "Mötet är borttaget och länken gäller inte längre. {service} svarar inte; videomötet tas bort där så fort "
            "den svarar. Du behöver inte göra något.",
            "The meeting has been removed and its link no longer holds. {service} is not answering; the video meeting "
            "is removed there when it does. There is nothing you need to do.",
        ),
        "removal-refused": Text(
            "Mötet är borttaget och länken gäller inte längre. {service} har inte tagit bort sitt videomöte än. Vi "
            "försöker igen av oss själva. Kontakta supporten om det finns kvar i morgon.",
            "The meeting has been removed and its link no longer holds. {service} has not removed its video meeting "
            "yet. We try again by ourselves. Contact support if it is still there tomorrow.",
        ),
        "failed": Text(
            "Videotjänsten kunde inte skapa mötet. Bokningen är sparad. Försök igen eller kontakta supporten.",
            "The video service could not create the meeting. The booking is kept. Try again or contact support.",
        ),
        "barred": LINK_NOT_ALLOWED,
        "planned": Text(
            "Mötet är bokat och länken gäller. Videomötet skapas två veckor före.",
            "The meeting is booked and its link holds. The video meeting is created two weeks before.",
        ),
        "rooms-taken": Text(
            "Mötet är bokat och länken gäller, men ett av dess rum är upptaget då av ett annat möte eller en MDK som "
            "hade tiden först. Rummet är kvar hos dem och kan inte ansluta till ditt möte. Välj ett annat rum under "
            "Rum, eller en annan tid.",
            "The meeting is booked and its link holds, but one of its rooms is taken then by another meeting or a "
            "multidisciplinary conference that had the time first. The room stays with them and can't join your "
            "meeting. Choose another room under Rooms, or another time.",
        ),
        "waiting": Text(
            "{service} svarar inte. Ditt möte är sparat och skapas så fort {service} svarar. "
            "Du kan skicka inbjudan nu; länken gäller.",
            "{service} is not answering. Your meeting is saved and will be created when it does. You can send the "
            "invitation now; the link holds.",
        ),
        "following": Text(
            "{service} svarar inte. Ändringen är sparad och länken gäller. {service} får ändringen så fort den svarar; "
            "du behöver inte göra något.",
            "{service} is not answering. Your change is saved and the link holds. {service} gets the change when it "
            "answers; there is nothing you need to do.",
        ),
        "refused": Text(
            "{service} tog inte emot mötet. Bokningen är sparad. Välj en annan tid eller mötestyp, eller kontakta "
            "supporten.",
            "{service} did not accept the meeting. The booking is kept. Choose another time or type, or contact "
            "support.",
        ),
        "retrying": Text(
            "Mötet är inte skapat hos {service} än. Bokningen är sparad och länken gäller. Vi försöker igen av oss "
            "själva. Kontakta supporten om mötet börjar snart.",
            "The meeting is not created at {service} yet. The booking is kept and the link holds. We try again by "
            "ourselves. Contact support if the meeting begins soon.",
        ),
        "too-late": Text(
            "{service} svarade inte innan mötets tid var slut. Bokningen är sparad. Välj en ny tid.",
            "{service} did not answer before the meeting's time was over. The booking is kept. Choose a new time.",
        ),
    }
)

# The states whose reason says more than they do.
_TEXT_OF: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("creating", "planned"): "planned",
        ("creating", "service-unavailable"): "waiting",
        ("ready", "service-unavailable"): "following",
        ("failed", "service-refused"): "refused",
        ("failed", "internal-fault"): "retrying",
        ("failed", "service-unavailable"): "too-late",
        ("failed", "link-not-allowed"): "barred",
        ("removed", "service-unavailable"): "removal-waiting",
        ("removed", "service-refused"): "removal-refused",
        ("removed", "internal-fault"): "removal-refused",
    }
)


def state(
    meeting: Meeting, conference: Conference, *, host_in: bool, now: datetime, closes_after: int
) -> tuple[str, str]:
    """Return the meeting's state and its reason: what people decided first, then how far its conference has come."""
    if meeting.lifecycle == Lifecycle.REMOVED:
        return "removed", meeting.lifecycle_reason
    if host_in:
        return "live", "host-in"
    if doors.is_over(meeting, conference):
        return "ended", meeting.lifecycle_reason if meeting.lifecycle == Lifecycle.ENDED else conference.ending_reason
    if now > meeting.end + timedelta(minutes=closes_after):
        return "ended", "time-passed"
    return {"wanted": "creating", "planned": "creating"}.get(
        conference.state, conference.state
    ), conference.state_reason


def common_door(meeting: Meeting) -> Door | None:
    """Return the open door everybody shares, if the meeting has one."""
    return next((door for door in meeting.doors if door.participant_id is None and door.state == DoorState.OPEN), None)


class Kind(NamedTuple):
    """What a list says of a meeting's type."""

    label: Text
    audience: str


class Viewer(NamedTuple):
    """Who a body is made for, and whether they may host the meeting now (`HostRights.may_host`)."""

    actor: Actor
    hosts: bool


class MeetingView:
    """Makes bodies for one profile, one address and one directory."""

    def __init__(self, profile: Profile, origin: str, directory: Directory, handover: Handover) -> None:
        self._profile = profile
        self._origin = origin
        self._directory = directory
        self._handover = handover

    def summary(  # noqa: PLR0913 - each is a part of what is told
        self,
        meeting: Meeting,
        conference: Conference,
        viewer: Viewer,
        *,
        host_in: bool,
        now: datetime,
        series: Series | None = None,
    ) -> dict[str, Any]:
        """Return the body of a meeting in a list; its links only for those who may see the meeting.

        `join_url` is the one its appointment carries: in a series that of the series, while `own_url` leads to this
        meeting and no other.
        """
        closes_after = self._profile.door.closes_minutes_after
        named, reason = state(meeting, conference, host_in=host_in, now=now, closes_after=closes_after)
        if named in ("creating", "ready") and self._handover.is_barred(meeting, conference):
            named, reason = "failed", "link-not-allowed"
        elif named == "removed" and conference.state == ConferenceState.REMOVING:
            # Whoever removed the meeting knows why; what they can't know is that the service still has it.
            reason = conference.state_reason or reason
        kind = self._kind(meeting.type)
        service = self._profile.service_text(conference.service)
        door = common_door(meeting) if viewer.hosts or may_see(viewer.actor, meeting) else None
        organiser = self._directory.by_user(meeting.organiser)
        zone = ZoneInfo(meeting.time_zone)
        return {
            "id": meeting.id,
            "type": meeting.type,
            "type_label": _both(kind.label),
            "audience": kind.audience,
            "service": conference.service,
            "service_label": _both(service.label),
            "state": named,
            "state_reason": reason,
            "state_text": _state_text(named, reason, service.label),
            "participant_limit": conference.participant_limit,
            "start": meeting.start.astimezone(zone).isoformat(),
            "end": meeting.end.astimezone(zone).isoformat(),
            "time_zone": meeting.time_zone,
            "join_url": f"{self._origin}/m/{meeting.series_door or door.code}" if door else None,
            "own_url": f"{self._origin}/m/{door.code}" if door else None,
            "is_exception": meeting.is_exception,
            "series": series_view.brief(series, self._origin, links=door is not None) if series else None,
            "location": say(service.location, meeting.language),
            "language": meeting.language,
            "mailbox": meeting.mailbox,
            "organiser": {"user": meeting.organiser, "name": organiser.name if organiser else meeting.mailbox},
            "cohosts": [cohost.mailbox for cohost in meeting.cohosts],
            "may_change": may_change(viewer.actor, meeting),
            "may_host": viewer.hosts,
            "version": meeting.version,
        }

    def _kind(self, code: str) -> Kind:
        # A region may drop a type while meetings of it remain: they are shown by its code, and treated as a patient's.
        if not self._profile.has_type(code):
            return Kind(Text(code, code), "patient")
        kind = self._profile.type(code)
        return Kind(kind.label, kind.audience)

    def body(  # noqa: PLR0913 - each is a part of what is told
        self,
        meeting: Meeting,
        conference: Conference,
        viewer: Viewer,
        *,
        host_in: bool,
        now: datetime,
        shown: Shown | None = None,
    ) -> dict[str, Any]:
        """Return the whole body of a meeting (see `summary`). A removed one has no link and so no invitation.

        That of a series has one invitation for all of it, and a message of its own for the patient.
        """
        series = shown.series if shown else None
        short = self.summary(meeting, conference, viewer, host_in=host_in, now=now, series=series)
        short |= self._of_series(shown, meeting.id, viewer, now) if shown else {}
        marker = series.marker if series and meeting.series_door else meeting.id
        # The pane tells a moved appointment from a copied one by the item its meeting was made for.
        known = meeting.appointment_expected and short["may_change"]
        short |= self._handover.told(meeting, conference)
        short["link"] = conference.link if short["join_url"] is not None else None
        short["appointment"] = {"item_id": meeting.appointment_item} if known else None
        empty = {"subject_proposal": "", "invite_html": "", "invite_text": "", "patient_message": None}
        if short["join_url"] is None or not self._profile.has_type(meeting.type):
            return {**short, **empty, "marker": marker}
        made = invite.render(
            self._profile,
            marker=marker,
            type_code=meeting.type,
            service_code=conference.service,
            join_url=short["join_url"],
            language=meeting.language,
            of_series=marker != meeting.id or meeting.series_door is not None,
        )
        is_patient = short["audience"] == "patient"
        zone = ZoneInfo(meeting.time_zone)
        message = made.patient_message(meeting.start, meeting.end, zone, short["own_url"]) if is_patient else None
        return {
            **short,
            "subject_proposal": made.subject,
            "invite_html": made.html,
            "invite_text": made.text,
            "patient_message": message,
            "marker": marker,
        }

    def _of_series(self, shown: Shown, mine: str, viewer: Viewer, now: datetime) -> dict[str, Any]:
        closes_after = self._profile.door.closes_minutes_after
        # One who takes part in a single date, from another unit, is told of that one and led to no other.
        shown = shown._replace(rows=[row for row in shown.rows if row.id == mine or may_know_of(viewer.actor, row)])
        links = {row.id: may_see(viewer.actor, row) or (viewer.hosts and row.id == mine) for row in shown.rows}
        states = {
            row.id: state(
                row,
                shown.conferences[row.conference_id],
                host_in=row.conference_id in shown.hosted,
                now=now,
                closes_after=closes_after,
            )[0]
            for row in shown.rows
        }
        return {
            "series": series_view.whole(shown, self._profile, self._origin, now, links=any(links.values())),
            "occurrences": [
                series_view.occurrence(row, self._origin, states[row.id], links=links[row.id]) for row in shown.rows
            ],
        }


def without_room() -> dict[str, Any]:
    """Return what is told in place of the state's reason when others have one of the meeting's rooms at its time."""
    return {"state_reason": "rooms-taken", "state_text": _both(STATE_TEXTS["rooms-taken"])}


def _both(text: Text) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}


def _state_text(named: str, reason: str, service: Text) -> dict[str, str]:
    text = STATE_TEXTS[_TEXT_OF.get((named, reason), named)]
    return {"sv": text.sv.format(service=service.sv), "en": text.en.format(service=service.en)}
