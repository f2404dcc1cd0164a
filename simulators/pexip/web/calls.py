"""Rooms that dial in because a test says so: `{"call": {…}}` at `/_control`, `/_calls`, keys and hanging up.

`POST /_control {"call": {"alias", "from"?, "address"?, "name"?, "protocol"?, "registered"?, "location"?, "pin"?,
"vendor"?, "encryption"?}}` answers the call; `alias` is what is dialled, as the room would: bare, or
`sip:alias@domain`. `address` is where the node sees it come from: behind a call server, the server's. `pin` is typed at
the prompt if there is one, `""` is a guest's bare `#`. `encryption` is true unless it is said. `GET /_calls` lists
calls, `POST /_calls/{id}/keys {"digits"}` types, and `DELETE /_calls/{id}` hangs up. A call that is over stays listed;
of over 1,000 the oldest is forgotten.
"""

from typing import Any, Final

from aiohttp import web

from simulators.pexip.call import Call
from simulators.pexip.calls import RoomCall
from simulators.pexip.control import Senseless
from simulators.pexip.front import Front

_TEXTS: Final = frozenset({"alias", "from", "address", "name", "protocol", "location", "pin", "vendor"})
_FLAGS: Final = frozenset({"registered", "encryption"})
_KEYS: Final = _TEXTS | _FLAGS
_PROTOCOLS: Final = ("sip", "h323", "mssip")
_MOST = 1000


class Calls:
    """The calls that were made at one node's front. In its loop."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._made: dict[str, RoomCall] = {}

    async def order(self, body: object) -> dict[str, Any]:
        """Dial, and type the PIN. Raises Senseless."""
        wanted = _read(body)
        node = self._front.node
        call = Call(
            local_alias=wanted["alias"],
            protocol=wanted.get("protocol", "sip"),
            trigger="setup" if wanted.get("protocol") == "h323" else "invite",
            remote_alias=wanted.get("from", "sip:rum@rum.example.test"),
            remote_display_name=wanted.get("name", ""),
            remote_address=wanted.get("address", "127.0.0.1"),
            registered=wanted.get("registered", False),
            encryption=wanted.get("encryption", True),
            vendor=wanted.get("vendor", "RoomOS"),
            location=wanted.get("location", node.location),
        )
        made = await self._front.ground.switchboard.dial_in(call)
        if "pin" in wanted:
            made.press(wanted["pin"])
        if len(self._made) >= _MOST:
            del self._made[next(iter(self._made))]
        self._made[made.call.call_uuid] = made
        return told(made)

    def routes(self) -> tuple[web.AbstractRouteDef, ...]:
        """Return the paths about calls."""
        return (
            web.get("/_calls", self._list),
            web.post("/_calls/{id}/keys", self._press),
            web.delete("/_calls/{id}", self._hang_up),
        )

    async def _list(self, _: web.Request) -> web.Response:
        return web.json_response({"calls": [told(made) for made in self._made.values()]})

    async def _press(self, request: web.Request) -> web.Response:
        made = self._named(request)
        try:
            body = await request.json()
            digits = body["digits"]
        except (ValueError, KeyError, TypeError) as fault:
            raise web.HTTPBadRequest(text="The body is {digits}") from fault
        made.press(str(digits))
        return web.json_response(told(made))

    async def _hang_up(self, request: web.Request) -> web.Response:
        self._named(request).hang_up()
        return web.Response(status=204)

    def _named(self, request: web.Request) -> RoomCall:
        made = self._made.get(request.match_info["id"])
        if made is None:
            raise web.HTTPNotFound
        return made


def told(made: RoomCall) -> dict[str, Any]:
    """Return a call as it is listed. `state` is refused, ended, or where it is: ivr, waiting_room, conference."""
    one = made.participant
    return {
        "id": made.call.call_uuid,
        "alias": made.call.local_alias,
        "from": made.call.remote_alias,
        "protocol": made.call.protocol,
        "state": made.state,
        "reason": made.reason if one is None else one.gone,
        "role": "" if one is None else one.role,
        "name": made.call.remote_display_name if one is None else one.display_name,
        "participant": "" if one is None else one.uuid,
        "conference": "" if made.conference is None else made.conference.name,
    }


def _read(body: object) -> dict[str, Any]:
    if not isinstance(body, dict) or not body.keys() <= _KEYS or "alias" not in body:
        raise Senseless(f"a call holds alias, and of {', '.join(sorted(_KEYS - {'alias'}))}")
    if not all(isinstance(body[key], str) for key in body.keys() & _TEXTS):
        raise Senseless("all of a call are texts, save registered and encryption")
    if not all(isinstance(body[key], bool) for key in body.keys() & _FLAGS):
        raise Senseless("registered and encryption are true or false")
    if body.get("protocol", "sip") not in _PROTOCOLS:
        raise Senseless(f"protocol is one of {', '.join(_PROTOCOLS)}")
    return body
