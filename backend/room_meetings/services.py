"""What a room can do with meetings of each video service: show a button to join by, and dial. Said with why not."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from backend.errors import Text
from backend.room_meetings.models import RoomBookings
from backend.room_meetings.standing import FOREIGN
from backend.video.service import Capabilities
from rooms.endpoint import Capability

Json = dict[str, Any]
YES, NO, UNKNOWN = "yes", "no", "unknown"


class Known(NamedTuple):
    """What is known of one room. `lacks` is what it can't do, None until somebody has looked.

    `writes` tells that join entries are written at all; `listed` is how they stand there.
    """

    has_address: bool
    lacks: Collection[str] | None
    writes: bool
    listed: RoomBookings | None


REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "": Text("", ""),
        "no-number": Text(
            "Videotjänsten kan inte ta emot rum. Anslut med en dator i rummet.",
            "The video service takes no rooms. Join with a computer in the room.",
        ),
        "no-address": Text(
            "Rummet har ingen utrustning som styrs härifrån. Anslut med en dator i rummet.",
            "Nothing in the room is driven from here. Join with a computer in the room.",
        ),
        "not-seen": Text(
            "Ingen har sett rummet än, så vi vet inte vad det kan.",
            "Nobody has seen the room yet: what it can is unknown.",
        ),
        "no-calls": Text("Rummet kan inte ringa.", "The room can't dial."),
        "no-bookings": Text(
            "Rummets programvara eller läge visar inga anslutningsknappar. Anslut från rummets panel.",
            "The room's software or mode shows no buttons to join. Join from the room's panel.",
        ),
        "switched-off": Text(
            "Anslutningsknappar är avstängda i regionen. Anslut från rummets panel.",
            "Buttons to join are turned off in the region. Join from the room's panel.",
        ),
        "another-writer": Text(
            "Ett annat system skriver rummets bokningar. Anslut från rummets panel.",
            "Another system writes the room's bookings. Join from the room's panel.",
        ),
    }
)


def shown(known: Known, services: Mapping[str, Capabilities]) -> list[Json]:
    """Return for each service, by its code, whether the room joins its meetings and shows their button."""
    return [_shown(code, known, can) for code, can in sorted(services.items())]


def _shown(code: str, known: Known, can: Capabilities) -> Json:
    joins, why_joins = _first(_joins(known, can))
    shows, why_shows = (joins, why_joins) if joins != YES else _first(_shows(known))
    return {
        "service": code,
        "joins": joins,
        "shows": shows,
        "reason": why_shows or why_joins,
        "reason_sv": REASONS[why_shows or why_joins].sv,
        "reason_en": REASONS[why_shows or why_joins].en,
    }


def _first(hinders: Sequence[tuple[bool, str]]) -> tuple[str, str]:
    why = next((reason for is_so, reason in hinders if is_so), "")
    if why:
        return (UNKNOWN if why == "not-seen" else NO), why
    return YES, ""


def _joins(known: Known, can: Capabilities) -> Sequence[tuple[bool, str]]:
    return (
        (not can.rooms, "no-number"),
        (not known.has_address, "no-address"),
        (known.lacks is None, "not-seen"),
        (Capability.CALLS in (known.lacks or ()), "no-calls"),
    )


def _shows(known: Known) -> Sequence[tuple[bool, str]]:
    return (
        (not known.writes, "switched-off"),
        (Capability.BOOKINGS in (known.lacks or ()), "no-bookings"),
        (known.listed is not None and known.listed.state == FOREIGN, "another-writer"),
    )
