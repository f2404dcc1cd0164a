"""A room's list of one-button bookings: written whole, read back in another shape than it was written.

Written as JSON, or for older software as the XML of /bookingsputxml; both say UTC. What is read has an end instead of a
length and an organiser's name in two parts, so only what both tell is compared.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from rooms.endpoint import Booking, Capability
from rooms.errors import BadParameter
from rooms.xapi import software, tree
from rooms.xapi.channel import Node
from rooms.xapi.session import Session
from rooms.xapi.spaces import Space, space

_LINE, _SHOWN = space("text 1..255"), space("text 0..255")
_MINUTES, _EARLY = space("integer 1..43200"), space("integer 0..86400")
_USUAL_EARLY = 300
# As far as a room tells; without it some tell only of today.
_DAYS = 365
# When a booking is whose times cannot be read: always, so that nobody takes the room for free.
_BEGINNING, _ALWAYS_MINUTES = datetime(2000, 1, 1, tzinfo=UTC), 100 * 366 * 24 * 60


def put(session: Session, bookings: Sequence[Booking]) -> None:
    """Replace the whole list, in the form this room takes. Raises BadParameter before anything is sent."""
    session.need(Capability.BOOKINGS)
    check(bookings)
    if software.takes_bookings_put(session.software()):
        session.do(Capability.BOOKINGS, ("Bookings", "Put"), body=as_json(bookings))
    else:
        session.channel.put_legacy_bookings(as_xml(bookings))


def read(session: Session) -> tuple[Booking, ...]:
    """Return the list as far as the room tells. Doubt is told as taken: without sensible times it lasts always."""
    result = session.do(Capability.BOOKINGS_READ, ("Bookings", "List"), {"Days": _DAYS})
    found = tree.at(result, "Booking")
    entries = found if isinstance(found, list) else [found]
    return tuple(_booking(entry) for entry in entries if entry and not tree.is_ghost(entry))


def digest(bookings: Sequence[Booking]) -> str:
    """Return what stands for a list, in any order: equal for the list as put and as read back."""
    said = sorted(
        (booking.booking_id, booking.title, _utc(booking.start), booking.minutes, booking.number)
        for booking in bookings
    )
    return sha256(json.dumps(said).encode()).hexdigest()


def check(bookings: Sequence[Booking]) -> None:
    """Return if a room can take the list. Raises BadParameter with the name of what it cannot."""
    for booking in bookings:
        tried: tuple[tuple[str, Space, str | int], ...] = (
            ("Id", _LINE, booking.booking_id),
            ("Title", _LINE, booking.title),
            ("Number", _LINE, booking.number),
            ("Organizer", _SHOWN, booking.organiser),
            ("Duration", _MINUTES, booking.minutes),
            ("StartTimeBuffer", _EARLY, booking.early_seconds),
        )
        for name, wanted, value in tried:
            if not wanted.takes(value):
                raise BadParameter(name)
        if booking.start.utcoffset() is None or booking.start.microsecond:
            raise BadParameter("StartTime")
    if len({booking.booking_id for booking in bookings}) < len(bookings):
        raise BadParameter("Id")


def as_json(bookings: Sequence[Booking]) -> str:
    """Return the body of Bookings Put. An organiser is demanded: "-" when there is none."""
    return json.dumps({"Bookings": [_as_object(booking) for booking in bookings]}, ensure_ascii=False)


def as_xml(bookings: Sequence[Booking]) -> str:
    """Return the body of /bookingsputxml, the private form of software before Bookings Put."""
    root = Element("Bookings", status="OK")
    for booking in bookings:
        _add(SubElement(root, "Booking"), _as_nested(booking))
    return tostring(root, encoding="unicode")


def _as_object(booking: Booking) -> dict[str, Any]:
    return {
        "Id": booking.booking_id,
        "Title": booking.title,
        "Number": booking.number,
        "Protocol": booking.protocol,
        "Organizer": {"Name": booking.organiser or "-"},
        "Time": {
            "StartTime": _utc(booking.start),
            "Duration": booking.minutes,
            "StartTimeBuffer": booking.early_seconds,
            "EndTimeBuffer": 0,
        },
    }


def _as_nested(booking: Booking) -> dict[str, Any]:
    first, _, last = (booking.organiser or "-").partition(" ")
    call = {"Number": booking.number, "Protocol": booking.protocol, "CallRate": "6000", "CallType": "Video"}
    return {
        "Id": booking.booking_id,
        "Title": booking.title,
        "Agenda": "",
        "Privacy": "Public",
        "Organizer": {"FirstName": first, "LastName": last, "Email": ""},
        "Time": {
            "StartTime": _utc(booking.start),
            "StartTimeBuffer": str(booking.early_seconds),
            "EndTime": _utc(booking.start + timedelta(minutes=booking.minutes)),
            "EndTimeBuffer": "0",
        },
        "MaximumMeetingExtension": "5",
        "BookingStatus": "OK",
        "BookingStatusMessage": "",
        "Webex": {"Enabled": "False", "MeetingNumber": "", "Password": ""},
        "Encryption": "BestEffort",
        "Role": "Master",
        "Recording": "Disabled",
        "DialInfo": {"Calls": {"Call": call}, "ConnectMode": "OBTP"},
    }


def _add(parent: Element, inner: dict[str, Any]) -> None:
    for name, value in inner.items():
        child = SubElement(parent, name)
        if isinstance(value, dict):
            _add(child, value)
        else:
            child.text = value


def _booking(item: Node) -> Booking:
    start, minutes = _span(item)
    calls = tree.items(item, "DialInfo", "Calls", "Call") or [{}]
    names = tree.text(item, "Organizer", "FirstName"), tree.text(item, "Organizer", "LastName")
    early = tree.number(item, "Time", "StartTimeBuffer")
    return Booking(
        booking_id=tree.text(item, "Id"),
        title=tree.text(item, "Title"),
        number=tree.text(calls[0], "Number"),
        start=start,
        minutes=minutes,
        protocol=_protocol(tree.text(calls[0], "Protocol")),
        organiser=" ".join(filter(None, names)).removeprefix("-"),
        early_seconds=_USUAL_EARLY if early is None else early,
    )


def _span(item: Node) -> tuple[datetime, int]:
    start, end = _time(tree.text(item, "Time", "StartTime")), _time(tree.text(item, "Time", "EndTime"))
    if start is None or end is None or end < start:
        return _BEGINNING, _ALWAYS_MINUTES
    return start, round((end - start).total_seconds() / 60)


def _protocol(word: str) -> Literal["SIP", "H323"]:
    return "H323" if word.upper() == "H323" else "SIP"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
