"""`POST /_control {"fault", "count"?, "seconds"?, "node"?, "status"?}`: what is to go wrong.

A fault of answers (`faults.Fault`) hits `count` answers of the client API within `seconds`. What the node does itself
(`ACTS`) lasts `seconds`, real ones, or until it is told otherwise. `node` is an address; without it all are meant.

Other parts answer keys of their own, instead of `fault`: they add themselves with `Control.take`. `{"call": {…}}` is a
room that dials, `{"far_end": {"address", "does"}}` what a dialled address does: answer, busy, ring, hang-up
or unencrypted. `{"legs": "apart" | "together"}` says whether both legs of a web join are told of with one call id, as a
log of a real node has them, or with nothing in common. `{"ended": "by-participant" | "by-host" | "by-keys"}` is what
everybody is told when a host ends the conference: as older nodes say it, as newer ones do, and as of a host who pressed
keys. `{"settling": seconds}` lets whoever comes next by the client API be `connecting`, and no host, for so long.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulators.pexip.calls import FarEnd
from simulators.pexip.faults import Fault
from simulators.pexip.front import Front
from simulators.pexip.reasons import HOST_ENDED_BY_KEYS, HOST_ENDED_CONFERENCE, HOST_ENDED_CONFERENCE_NEWER

_KEYS = frozenset({"fault", "count", "seconds", "node", "status"})
_MOST = 1_000_000
_LONG = 3600.0
_RESTART_SECONDS = 2.0
_ENDED: Mapping[str, str] = {
    "by-participant": HOST_ENDED_CONFERENCE,
    "by-host": HOST_ENDED_CONFERENCE_NEWER,
    "by-keys": HOST_ENDED_BY_KEYS,
}

Handler = Callable[[Any], Awaitable[object] | object]


class Senseless(ValueError):
    """The order makes no sense; its text says why, and it is answered with 400."""


@dataclass(frozen=True)
class Ordered:
    """What is ordered. `seconds` is None when nothing was said."""

    fault: str
    count: int = 1
    seconds: float | None = None
    node: str | None = None
    status: int = 503


class Control:
    """What the simulator as a whole is told. Handlers get the value of their key, and return what is answered."""

    def __init__(self, fronts: list[Front]) -> None:
        self.fronts = fronts
        self._handlers: dict[str, Handler] = {
            "far_end": self._far_end,
            "legs": self._legs,
            "ended": self._ended,
            "settling": self._settling,
        }

    def take(self, key: str, handler: Handler) -> None:
        """Let a handler answer bodies that hold the key. It may raise Senseless."""
        self._handlers[key] = handler

    async def order(self, body: object) -> object:
        """Do what a body says; return what is answered, None for nothing. Raises Senseless."""
        if not isinstance(body, dict):
            raise Senseless("the body is an object")
        for key, handler in self._handlers.items():
            if key in body:
                result = handler(body[key])
                return await result if isinstance(result, Awaitable) else result
        ordered = _read(body)
        chosen = [front for front in self.fronts if ordered.node in {None, front.node.ip}]
        if not chosen:
            raise Senseless(f"node is one of {', '.join(front.node.ip for front in self.fronts)}")
        for front in chosen:
            _let(front, ordered)
        return None

    def _far_end(self, body: object) -> None:
        if not isinstance(body, dict) or body.keys() != {"address", "does"} or body["does"] not in [*map(str, FarEnd)]:
            raise Senseless(f"far_end holds address, and does: one of {', '.join(FarEnd)}")
        for front in self.fronts:
            front.ground.switchboard.tell(str(body["address"]), FarEnd(body["does"]))

    def _legs(self, told: object) -> None:
        if told not in ("apart", "together"):
            raise Senseless("legs is apart or together")
        for front in self.fronts:
            front.node.legs_apart = told == "apart"

    def _settling(self, told: object) -> None:
        if not isinstance(told, (int, float)) or not _number(told):
            raise Senseless("settling is seconds")
        for front in self.fronts:
            front.node.settling_seconds = float(told)

    def _ended(self, told: object) -> None:
        if not isinstance(told, str) or told not in _ENDED:
            raise Senseless(f"ended is one of {', '.join(_ENDED)}")
        for front in self.fronts:
            front.node.host_ended = _ENDED[told]


def routes(control: Control) -> tuple[web.AbstractRouteDef, ...]:
    """Return the path that takes orders."""

    async def answer(request: web.Request) -> web.Response:
        try:
            result = await control.order(await request.json())
        except ValueError as senseless:
            return web.Response(status=400, text=str(senseless))
        return web.Response(status=204) if result is None else web.json_response(result)

    return (web.post("/_control", answer),)


def _read(body: dict[str, Any]) -> Ordered:
    if not body.keys() <= _KEYS:
        raise Senseless(f"the keys are {', '.join(sorted(_KEYS))}")
    if body.get("fault") not in [*map(str, Fault), *ACTS]:
        raise Senseless(f"fault is one of {', '.join([*map(str, Fault), *ACTS])}")
    if not all(_number(body.get(key, 1)) for key in ("count", "seconds", "status")):
        raise Senseless(f"count, seconds and status are numbers up to {_MOST}")
    return Ordered(**body)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= _MOST


def _let(front: Front, ordered: Ordered) -> None:
    act = ACTS.get(ordered.fault)
    if act is not None:
        act(front, ordered)
    else:
        seconds = _LONG if ordered.seconds is None else ordered.seconds
        front.faults.order(Fault(ordered.fault), int(ordered.count), seconds, int(ordered.status))


def _calm(front: Front, _: Ordered) -> None:
    front.faults.calm()
    front.node.maintenance = False


def _restart(front: Front, ordered: Ordered) -> None:
    front.restart(_RESTART_SECONDS if ordered.seconds is None else ordered.seconds)


def _maintain(front: Front, ordered: Ordered) -> None:
    front.node.maintenance = True
    if ordered.seconds is not None:
        front.later(ordered.seconds, lambda: _work(front, ordered))


def _work(front: Front, _: Ordered) -> None:
    front.node.maintenance = False


def _cut(front: Front, _: Ordered) -> None:
    front.cut()


ACTS: Mapping[str, Callable[[Front, Ordered], None]] = {
    "none": _calm,
    "restart": _restart,  # in mid-meeting: everybody on the node is out, tokens are dead, nobody is told
    "maintenance": _maintain,  # 503 to whoever is not in yet, and at /status
    "work": _work,
    "cut": _cut,  # every open connection, once: clients come again
}
