"""`POST /_control {"fault", "count"?, "seconds"?, "endpoint"?, "version"?, "minutes"?}`: what is to go wrong.

A fault of the fronts hits `count` answers within `seconds`. What the device itself does lasts `seconds`, or until it is
told otherwise. Over an endpoint's own HTTPS it is about that endpoint, over the desk about all, unless `endpoint` names
one.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web

from simulators.roomos.asked import ENDPOINTS, device_of
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.faults import Fault
from simulators.roomos.feedback import Subscription
from simulators.roomos.nodes import PROFILES
from simulators.roomos.power import Power
from simulators.roomos.tree import Branch

_KEYS = frozenset({"fault", "count", "seconds", "endpoint", "version", "minutes"})
_LONG = 3600.0
_MOST = 1_000_000


class Senseless(ValueError):
    """The order makes no sense; its text says why."""


@dataclass(frozen=True)
class Ordered:
    """What is ordered. `seconds` is None when nothing was said; `minutes` is how wrong the clock is."""

    fault: str
    count: int = 1
    seconds: float | None = None
    version: str = "26"
    minutes: float = 180.0


def read(body: object) -> Ordered:
    """Return what a body orders, whichever endpoint it is for. Raises Senseless."""
    if not isinstance(body, dict) or not body.keys() <= _KEYS:
        raise Senseless(f"the keys are {', '.join(sorted(_KEYS))}")
    known = {key: value for key, value in body.items() if key != "endpoint"}
    if known.get("fault") not in [*map(str, Fault), *ACTS]:
        raise Senseless(f"fault is one of {', '.join([*map(str, Fault), *ACTS])}")
    if known.get("version", PROFILES[0]) not in PROFILES:
        raise Senseless(f"version is one of {', '.join(PROFILES)}")
    numbers = [known.get(key, 1) for key in ("count", "seconds", "minutes")]
    if not all(_number(number) for number in numbers):
        raise Senseless(f"count, seconds and minutes are numbers up to {_MOST}")
    return Ordered(**known)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _MOST


async def order(endpoint: Endpoint, ordered: Ordered) -> None:
    """Let it go wrong. In the site's loop."""
    act = ACTS.get(ordered.fault)
    if act is None:
        seconds = _LONG if ordered.seconds is None else ordered.seconds
        endpoint.device.faults.order(Fault(ordered.fault), int(ordered.count), seconds)
    else:
        done = act(endpoint, ordered)
        if done is not None:
            await done


def _calm(endpoint: Endpoint, _: Ordered) -> None:
    endpoint.device.faults.calm()


def _reboot(endpoint: Endpoint, _: Ordered) -> None:
    endpoint.device.reboot()


def _unplug(endpoint: Endpoint, ordered: Ordered) -> None:
    endpoint.device.power_off()
    _afterwards(endpoint, ordered, _plug)


def _plug(endpoint: Endpoint, _: Ordered) -> None:
    if endpoint.device.supply.state is not Power.ON:
        endpoint.device.reboot()


def _sleep(endpoint: Endpoint, ordered: Ordered) -> None:
    endpoint.device.parts.standby.sleep_deeply()
    _afterwards(endpoint, ordered, _wake)


def _wake(endpoint: Endpoint, _: Ordered) -> None:
    endpoint.device.supply.become(Power.ON)
    endpoint.device.parts.standby.wake()


def _upgrade(endpoint: Endpoint, ordered: Ordered) -> None:
    profile = next(profile for profile in PROFILES if profile == ordered.version)
    endpoint.device.become(profile)
    endpoint.device.reboot()


def _confuse(endpoint: Endpoint, ordered: Ordered) -> None:
    endpoint.device.machine.clock.wrong_by = timedelta(minutes=ordered.minutes)
    _afterwards(endpoint, ordered, _set_right)


def _set_right(endpoint: Endpoint, _: Ordered) -> None:
    endpoint.device.machine.clock.wrong_by = timedelta()


def _rekey(endpoint: Endpoint, _: Ordered) -> Awaitable[None]:
    return endpoint.rekey()


def _repeat(endpoint: Endpoint, ordered: Ordered) -> None:
    """Tell the next `count` events twice, to everybody who listens."""
    machine, left = endpoint.device.machine, [ordered.count]
    again: list[Branch] = []

    def hear(tree: Branch) -> None:
        if tree in again:
            again.remove(tree)
        elif left[0] > 0:
            left[0] -= 1
            again.append(tree)
            machine.later(0, lambda: machine.publish(tree))
        else:
            end()

    end = machine.subscribe(Subscription(hear, [("Event",)]))
    _afterwards(endpoint, ordered, lambda _endpoint, _ordered: end())


Act = Callable[[Endpoint, Ordered], Awaitable[None] | None]
ACTS: Mapping[str, Act] = {
    "none": _calm,
    "reboot": _reboot,
    "power-loss": _unplug,
    "power-back": _plug,
    "deep-sleep": _sleep,
    "wake": _wake,
    "version": _upgrade,
    "clock": _confuse,
    "host-key": _rekey,
    "twice": _repeat,
}


def _afterwards(endpoint: Endpoint, ordered: Ordered, act: Callable[[Endpoint, Ordered], None]) -> None:
    if ordered.seconds is not None:
        endpoint.device.machine.later(ordered.seconds, lambda: act(endpoint, ordered))


async def take(request: web.Request, meant: list[Endpoint]) -> web.Response:
    """Answer a request to go wrong; `meant` is who it is about when it names nobody."""
    try:
        body: Any = await request.json()
        ordered = read(body)
        named = body.get("endpoint")
    except ValueError as senseless:
        return web.Response(status=400, text=str(senseless))
    everybody = request.app[ENDPOINTS]
    chosen = meant if named is None else [one for one in everybody if one.id == named]
    if not chosen:
        return web.Response(status=400, text=f"endpoint is one of {', '.join(one.id for one in everybody)}")
    for endpoint in chosen:
        await order(endpoint, ordered)
    return web.Response(status=204)


async def _own(request: web.Request) -> web.Response:
    device = device_of(request)
    return await take(request, [one for one in request.app[ENDPOINTS] if one.device is device])


ROUTES: tuple[web.AbstractRouteDef, ...] = (web.post("/_control", _own),)
