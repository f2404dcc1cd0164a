"""`/api/admin/status/v1/`: what runs now. Read only."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from aiohttp import web

from simulators.pexip import telling
from simulators.pexip.conference import Conference
from simulators.pexip.management.fields import Row
from simulators.pexip.management.listing import page
from simulators.pexip.management.refusals import Refusal
from simulators.pexip.management.running import RUNNING, Running
from simulators.pexip.participant import Leg, Participant

PREFIX = "/api/admin/status/v1"
_QUALITY, _UNKNOWN_QUALITY = "1_good", "0_unknown"


def written(at: float) -> str:
    """Return a time as the Management Node writes it: UTC without saying so."""
    return datetime.fromtimestamp(at, UTC).replace(tzinfo=None).isoformat()


def of_conference(one: Conference) -> Row:
    """Return a running conference as it is shown."""
    told = telling.conference(one)
    names = ("name", "service_type", "is_started", "is_locked", "guests_muted", "tag")
    return {name: told[name] for name in names} | {
        "id": one.uuid,
        "direct_media_available": False,
        "start_time": written(one.start_time),
        "resource_uri": f"{PREFIX}/conference/{one.uuid}/",
    }


def of_participant(conference: Conference, one: Participant, leg: Leg) -> Row:
    """Return a leg of a participant as it is shown."""
    told = telling.participant(conference, one, leg)
    for gone in ("uuid", "related_uuids"):
        del told[gone]
    return told | {
        "id": leg.uuid,
        "call_uuid": told.pop("call_id"),
        "participant_alias": one.call.remote_alias or one.display_name,
        "connect_time": written(leg.connect_time),
        "is_on_hold": False,
        "idp_uuid": one.call.idp_uuid,
        "remote_port": one.call.remote_port,
        "call_quality": _QUALITY if leg.has_media else _UNKNOWN_QUALITY,
        "license_count": 1 if leg.has_media else 0,
        "is_disconnect_supported": True,
        "is_mute_supported": True,
        "is_transfer_supported": True,
        "is_presentation_supported": leg.has_media,
        "resource_uri": f"{PREFIX}/participant/{leg.uuid}/",
    }


def _conferences(running: Running) -> list[Row]:
    return [of_conference(one) for one in running.conferences()]


def _participants(running: Running) -> list[Row]:
    return [of_participant(*one) for one in running.legs()]


_CONFERENCE = (
    "name",
    "service_type",
    "is_started",
    "is_locked",
    "guests_muted",
    "tag",
    "direct_media_available",
    "start_time",
)
_PARTICIPANT = (
    "conference",
    "display_name",
    "role",
    "protocol",
    "call_uuid",
    "conversation_id",
    "participant_alias",
    "source_alias",
    "destination_alias",
    "service_type",
    "service_tag",
    "call_tag",
    "call_direction",
    "connect_time",
    "is_muted",
    "has_media",
    "encryption",
    "system_location",
    "media_node",
    "vendor",
)
_RESOURCES: Mapping[str, tuple[Callable[[Running], list[Row]], tuple[str, ...]]] = MappingProxyType(
    {"conference": (_conferences, _CONFERENCE), "participant": (_participants, _PARTICIPANT)}
)


def _rows(request: web.Request) -> tuple[list[Row], tuple[str, ...]]:
    known = _RESOURCES.get(request.match_info["resource"])
    if known is None:
        raise Refusal(404)
    rows, names = known
    return rows(request.app[RUNNING]), names


async def _list(request: web.Request) -> web.Response:
    rows, names = _rows(request)
    return web.json_response(page(rows, names, list(request.query.items()), request.path))


async def _one(request: web.Request) -> web.Response:
    rows, _ = _rows(request)
    found = next((row for row in rows if row["id"] == request.match_info["id"]), None)
    if found is None:
        raise Refusal(404)
    return web.json_response(found)


ROUTES: tuple[web.AbstractRouteDef, ...] = (
    web.get(PREFIX + r"/{resource:\w+}/", _list),
    web.get(PREFIX + r"/{resource:\w+}/{id:[\w-]+}/", _one),
)
