"""One booking as it comes in, in either form (roomos 5.1, 5.2), and as Bookings List gives it back (roomos 5.3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from simulators.roomos.nodes import Profile
from simulators.roomos.tree import Branch

_PROTOCOLS: dict[Profile, frozenset[str]] = {
    "9.15": frozenset({"SIP", "H323", "ISDN", "IP", "SPARK"}),
    "11": frozenset({"SIP", "H323", "ISDN", "IP", "SPARK", "WEBRTC", "NONE"}),
    "26": frozenset({"SIP", "H323", "ISDN", "IP", "SPARK", "WEBRTC", "NONE"}),
}
_PRIVACY = frozenset({"Private", "Public"})
_PLATFORMS = frozenset({"GoogleMeet", "MicrosoftTeams", "Zoom", "Webex", "Other", "None"})
LONGEST_MINUTES = 60 * 24 * 365


class Malformed(Exception):
    """The bookings are not in the form of roomos 5; its text says which part of them."""


@dataclass(frozen=True)
class Booking:
    """One booking. `early` and `late` are how long before and after its time it can be joined."""

    id: str
    title: str = field(repr=False)
    number: str = field(repr=False)
    protocol: str
    organizer: str = field(repr=False)
    start: datetime
    end: datetime
    early: int = 0
    late: int = 0
    meeting_id: str = ""
    agenda: str = field(default="", repr=False)
    privacy: str = "Public"
    platform: str = ""
    call_type: str = "Video"
    email: str = field(default="", repr=False)
    organizer_id: str = ""

    def joinable(self, now: datetime) -> bool:
        """Tell whether its button is there."""
        return self.start - timedelta(seconds=self.early) <= now < self.end + timedelta(seconds=self.late)

    def listed(self, place: int) -> Branch:
        """Return the row of Bookings List: no Duration, the organizer's name split at its FIRST blank (roomos 5.3)."""
        first, _, last = self.organizer.partition(" ")
        call: Branch = {"id": 1, "Number": self.number, "Protocol": self.protocol, "CallType": self.call_type}
        return {
            "id": place,
            "Id": self.id,
            "MeetingId": self.meeting_id,
            "Title": self.title,
            "Agenda": self.agenda,
            "Privacy": self.privacy,
            "Organizer": {"FirstName": first, "LastName": last, "Email": self.email, "Id": self.organizer_id},
            "Time": {
                "StartTime": written(self.start),
                "StartTimeBuffer": self.early,
                "EndTime": written(self.end),
                "EndTimeBuffer": self.late,
            },
            "MaximumMeetingExtension": 5,
            "MeetingExtensionAvailability": "Unknown",
            "BookingStatus": "OK",
            "BookingStatusMessage": "",
            "MeetingPlatform": self.platform,
            "Cancellable": "False",
            "Webex": {"Enabled": "False", "Url": "", "MeetingNumber": "", "Password": "", "HostKey": ""},
            "Encryption": "BestEffort",
            "Recording": "Disabled",
            "DialInfo": {"Calls": {"Call": [call]}, "ConnectMode": "OBTP"},
        }


def written(moment: datetime) -> str:
    """Return the moment as devices write it: UTC with Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_json(body: str, profile: Profile) -> list[Booking]:
    """Read the body of Bookings Put. Raises Malformed."""
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Malformed("Failed to parse JSON") from fault
    rows = whole.get("Bookings") if isinstance(whole, dict) else None
    if not isinstance(rows, list):
        raise Malformed("Bookings is missing")
    bookings = [_from_row(row, profile) for row in rows]
    if len({booking.id for booking in bookings}) != len(bookings):
        raise Malformed("Id is not unique")
    return bookings


def from_xml(root: Element) -> list[Booking]:
    """Read the older form: EndTime instead of Duration, the organizer's name in two. Raises Malformed."""
    if root.tag != "Bookings":
        raise Malformed("Bookings is missing")
    return [_from_element(row) for row in root.findall("Booking")]


def _from_row(row: object, profile: Profile) -> Booking:
    start = _moment(_text(row, "Time", "StartTime"))
    minutes = _number(row, "Time", "Duration", most=LONGEST_MINUTES)
    if not minutes:
        raise Malformed("Time.Duration")
    protocol = _text(row, "Protocol")
    if protocol.upper() not in _PROTOCOLS[profile]:
        raise Malformed("Protocol")
    return Booking(
        _text(row, "Id"),
        _text(row, "Title"),
        _text(row, "Number"),
        protocol,
        _text(row, "Organizer", "Name"),
        start,
        start + timedelta(minutes=minutes),
        _number(row, "Time", "StartTimeBuffer", otherwise=300),
        _number(row, "Time", "EndTimeBuffer", otherwise=0),
        _text(row, "MeetingId", otherwise=""),
        _text(row, "Agenda", otherwise=""),
        _one_of(row, "Privacy", _PRIVACY, "Public"),
        "" if profile == "9.15" else _one_of(row, "MeetingPlatform", _PLATFORMS, ""),
        _one_of(row, "CallType", frozenset({"Audio", "Video"}), "Video"),
        _text(row, "Organizer", "Email", otherwise=""),
        _text(row, "Organizer", "Id", otherwise=""),
    )


def _from_element(row: Element) -> Booking:
    def text(path: str) -> str:
        return (row.findtext(path) or "").strip()

    start, end = _moment(text("Time/StartTime")), _moment(text("Time/EndTime"))
    if not text("Id") or end <= start:
        raise Malformed("Id" if end > start else "Time.EndTime")
    early, late = (
        int(one) if one.isdecimal() else 0 for one in (text("Time/StartTimeBuffer"), text("Time/EndTimeBuffer"))
    )
    call = "DialInfo/Calls/Call"
    return Booking(
        text("Id"),
        text("Title"),
        text(f"{call}/Number"),
        text(f"{call}/Protocol") or "SIP",
        f"{text('Organizer/FirstName')} {text('Organizer/LastName')}".strip(),
        start,
        end,
        early,
        late,
        agenda=text("Agenda"),
        privacy=text("Privacy") or "Public",
        email=text("Organizer/Email"),
    )


def _found(row: object, path: tuple[str, ...]) -> object:
    for name in path:
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def _text(row: object, *path: str, otherwise: str | None = None) -> str:
    found = _found(row, path)
    if found is None and otherwise is not None:
        return otherwise
    if not isinstance(found, str) or (not found and otherwise is None):
        raise Malformed(".".join(path))
    return found


def _one_of(row: object, name: str, words: frozenset[str], otherwise: str) -> str:
    found = _text(row, name, otherwise=otherwise)
    if found not in {*words, otherwise}:
        raise Malformed(name)
    return found


def _number(row: object, *path: str, otherwise: int | None = None, most: int = 86_400) -> int:
    found: Any = _found(row, path)
    if found is None and otherwise is not None:
        return otherwise
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= most:
        raise Malformed(".".join(path))
    return found


def _moment(text: str) -> datetime:
    """Times are in UTC (roomos 5.1): one with another offset, or with none, is not taken."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - the Z is UTC, set below
    except ValueError as fault:
        raise Malformed("Time") from fault
    return moment.replace(tzinfo=UTC)
