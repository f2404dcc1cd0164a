"""What the outward parts are told by `POST /_control`: `{"events": {…}}` and `{"policy": {…}}`.

`{"events": {"do", "count"?, "seconds"?, "node"?}}` does one of `Misdeed`'s words to what is sent next; `{"events": {}}`
answers how the publishers are. `{"policy": {"do": "asked" | "forget" | "look", "alias"?, "trigger"?}}` answers what was
asked and came of it, asks again for what failed, or asks without joining. `{"sign_in": "at-once" | "when-asked"}` says
whether nodes send their password unasked: no source says which it is. `{"rooms": "in-first" | "as-they-are"}` says
whether events tell of a room that comes to wait that it is in, and at once that it waits.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from simulators.pexip.call import Refused
from simulators.pexip.control import Senseless
from simulators.pexip.mischief import Misdeed
from simulators.pexip.policy import PolicyAsker
from simulators.pexip.sink import Sink

_MOST = 1_000_000
_TRIGGERS = ("options", "web_avatar_fetch", "invite", "subscribe", "arq", "lrq", "unspecified")


class SignsIn(Protocol):
    """Signs in to somebody outside."""

    def sign_in(self, *, when_asked: bool) -> None:
        """Say who it is at once, or wait to be asked."""
        ...


async def events(sink: Sink, body: object) -> dict[str, Any]:
    """Do wrong with events, and return how the publishers are. Raises Senseless."""
    told = _object(body, {"do", "count", "seconds", "node"})
    if "do" in told:
        if told["do"] not in [*map(str, Misdeed)]:
            raise Senseless(f"do is one of {', '.join(Misdeed)}")
        count, seconds, node = told.get("count", 1), told.get("seconds", 5.0), told.get("node", "")
        if not all(isinstance(one, (int, float)) and 0 <= one <= _MOST for one in (count, seconds)):
            raise Senseless(f"count and seconds are numbers up to {_MOST}")
        if node not in {"", *sink.publishers}:
            raise Senseless(f"node is one of {', '.join(sink.publishers)}")
        await sink.order(Misdeed(told["do"]), int(count), float(seconds), node)
    return {
        "alarms": sink.alarms,
        "publishers": [
            {"node": one.node_ip, "running": one.running, "waiting": one.waiting} for one in sink.publishers.values()
        ],
    }


async def policy(asker: PolicyAsker, body: object) -> dict[str, Any]:
    """Return what policy was asked, and what it should better not have said. Raises Senseless."""
    told = _object(body, {"do", "alias", "trigger"})
    do = told.get("do", "asked")
    if do not in ("asked", "forget", "look") or told.get("trigger", "options") not in _TRIGGERS:
        raise Senseless(f"do is asked, forget or look; trigger is one of {', '.join(_TRIGGERS)}")
    if do == "forget":
        asker.forget()
    if do == "look":
        found = await asker.look(str(told.get("alias", "")), told.get("trigger", "options"))
        return {"found": not isinstance(found, Refused)}
    return {
        "asked": [{"path": one.path, "query": one.query, "outcome": one.outcome} for one in asker.asked],
        "complaints": asker.complaints,
    }


def sign_in(sides: Iterable[SignsIn], told: object) -> None:
    """Let all sides say who they are when they are asked to, or at once. Raises Senseless."""
    if told not in ("at-once", "when-asked"):
        raise Senseless("sign_in is at-once or when-asked")
    for side in sides:
        side.sign_in(when_asked=told == "when-asked")


def rooms(sink: Sink, told: object) -> None:
    """Let rooms that come to wait be told of as in first, or as they are. Raises Senseless."""
    if told not in ("in-first", "as-they-are"):
        raise Senseless("rooms is in-first or as-they-are")
    sink.rooms_in_first = told == "in-first"


def _object(body: object, keys: set[str]) -> dict[str, Any]:
    if not isinstance(body, dict) or not body.keys() <= keys:
        raise Senseless(f"the keys are {', '.join(sorted(keys))}")
    return body
