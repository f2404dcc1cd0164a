"""`POST /api/admin/command/v1/`: what an administrator does to what runs, which is named by its own running id."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from aiohttp import web

from simulators.pexip.call import CHAIR, GUEST, Call, Refused, Role
from simulators.pexip.calls import Dial
from simulators.pexip.conference import Conference, Full
from simulators.pexip.management import answers, outward
from simulators.pexip.management.fields import Check, Row, choice, flag, text
from simulators.pexip.management.refusals import Refusal, senseless
from simulators.pexip.management.running import RUNNING, Running
from simulators.pexip.participant import Participant
from simulators.pexip.reasons import ADMINISTRATOR_ENDED_CONFERENCE, ADMINISTRATOR_ENDED_PARTICIPANT, LIMIT
from simulators.pexip.transfer import NotTransferred, Transfer, transfer

PREFIX = "/api/admin/command/v1"
Act = Callable[[Running, Row], Awaitable[Row | None]]
Fields = Mapping[str, Check]
_TEXT, _ROLE = text(), choice(CHAIR, GUEST)
_KEEPS = choice("keep_conference_alive", "keep_conference_alive_if_multiple", "keep_conference_alive_never")


@dataclass(frozen=True)
class Command:
    """What a command's body must hold and may hold, and what it does."""

    act: Act
    required: Fields
    optional: Fields = field(default_factory=dict)


def _to_participant(do: Callable[[Conference, Participant, Row], None], *more: str) -> Command:
    async def act(running: Running, body: Row) -> None:
        do(*running.participant(body["participant_id"]), body)

    return Command(act, {"participant_id": _TEXT} | dict.fromkeys(more, _ROLE))


def _to_conference(do: Callable[[Conference], None]) -> Command:
    async def act(running: Running, body: Row) -> None:
        do(running.conference(body["conference_id"]))

    return Command(act, {"conference_id": _TEXT})


async def _transform(running: Running, body: Row) -> None:
    layout = {name: value for name, value in body.items() if name != "conference_id"}
    running.conference(body["conference_id"]).transform(layout)


async def _transfer(running: Running, body: Row) -> None:
    conference, participant = running.participant(body["participant_id"])
    role: Role = CHAIR if body.get("role") == CHAIR else GUEST
    switchboard = running.switchboard(participant.node_ip)
    try:
        await transfer(switchboard, conference, participant, Transfer(body["conference_alias"], role))
    except NotTransferred as refused:
        raise senseless(str(refused)) from refused


async def _dial(running: Running, body: Row) -> Row:
    switchboard = running.switchboard(body.get("node", ""), body.get("system_location", ""))
    alias = body["conference_alias"]
    asked = Call(alias, call_direction="non_dial", trigger="unspecified")
    found = await switchboard.node.configuration(asked)
    if isinstance(found, Refused):
        raise senseless(found.text)
    way = outward.route(running.store, body, switchboard.node.location)
    conference = switchboard.node.cluster.conference(found)
    wanted = Dial(
        way.destination,
        way.protocol,
        CHAIR if body.get("role") == CHAIR else GUEST,
        body.get("remote_display_name", ""),
        alias,
        body.get("local_display_name", ""),
        body.get("call_type", "video"),
        body.get("dtmf_sequence", ""),
        body.get("keep_conference_alive", "keep_conference_alive_if_multiple"),
        body.get("streaming", False),
    )
    try:
        dialled = await switchboard.dial_out(conference, wanted)
    except Full:
        raise senseless(LIMIT) from None
    if dialled is None:
        raise senseless("The call could not be placed.")
    return {"participant_id": dialled.uuid}


_COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "participant/dial": Command(
            _dial,
            {"conference_alias": _TEXT, "destination": _TEXT},
            {
                "protocol": choice("sip", "h323", "rtmp", "mssip", "gms", "teams"),
                "role": _ROLE,
                "call_type": choice("video", "video-only", "audio"),
                "routing": choice(outward.MANUAL, outward.BY_RULE),
                "system_location": _TEXT,
                "node": _TEXT,
                "dtmf_sequence": _TEXT,
                "keep_conference_alive": _KEEPS,
                "remote_display_name": _TEXT,
                "local_display_name": _TEXT,
                "streaming": flag,
                "presentation_url": _TEXT,
                "custom_sip_headers": _TEXT,
            },
        ),
        "participant/disconnect": _to_participant(
            lambda conference, one, _: conference.leave(one, ADMINISTRATOR_ENDED_PARTICIPANT)
        ),
        "participant/mute": _to_participant(lambda conference, one, _: conference.change(one, is_muted=True)),
        "participant/unmute": _to_participant(lambda conference, one, _: conference.change(one, is_muted=False)),
        "participant/unlock": _to_participant(lambda conference, one, _: conference.admit(one)),
        "participant/role": _to_participant(
            lambda conference, one, body: conference.set_role(one, CHAIR if body["role"] == CHAIR else GUEST), "role"
        ),
        "participant/transfer": Command(
            _transfer, {"participant_id": _TEXT, "conference_alias": _TEXT}, {"role": _ROLE}
        ),
        "conference/disconnect": _to_conference(lambda conference: conference.end(ADMINISTRATOR_ENDED_CONFERENCE)),
        "conference/lock": _to_conference(Conference.lock),
        "conference/unlock": _to_conference(Conference.unlock),
        "conference/mute_guests": _to_conference(lambda conference: conference.mute_guests(muted=True)),
        "conference/unmute_guests": _to_conference(lambda conference: conference.mute_guests(muted=False)),
        "conference/transform_layout": Command(
            _transform,
            {"conference_id": _TEXT},
            dict.fromkeys(("layout", "host_layout", "guest_layout", "free_form_overlay_text"), _TEXT)
            | dict.fromkeys(
                (
                    "enable_overlay_text",
                    "ai_enabled_indicator",
                    "live_captions_indicator",
                    "plus_n_pip_enabled",
                    "recording_indicator",
                    "streaming_indicator",
                    "transcribing_indicator",
                ),
                flag,
            ),
        ),
    }
)


def _checked(command: Command, body: Any) -> Row:  # noqa: ANN401 - whatever JSON says
    if not isinstance(body, dict):
        raise senseless("The request body is not an object.")
    known = {**command.required, **command.optional}
    for name in command.required:
        if not body.get(name):
            raise senseless(f"{name}: This field is required.")
    for name, value in body.items():
        refusal = known[name](value) if name in known else "Unknown field."
        if refusal:
            raise senseless(f"{name}: {refusal}")
    return body


async def _command(request: web.Request) -> web.Response:
    command = _COMMANDS.get(f"{request.match_info['kind']}/{request.match_info['verb']}")
    if command is None:
        raise Refusal(404)
    body = _checked(command, await answers.body(request))
    told = await command.act(request.app[RUNNING], body)
    return web.json_response({"status": "success"} | ({"data": told} if told else {}))


ROUTES: tuple[web.AbstractRouteDef, ...] = (web.post(PREFIX + r"/{kind:\w+}/{verb:\w+}/", _command),)
