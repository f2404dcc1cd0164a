"""Who asks over HTTP, and when it is their turn: Basic or the cookie of a session, each with its pace (roomos 1.4)."""

import asyncio
import secrets
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from aiohttp import BasicAuth, web

from simulators.roomos.device import Device
from simulators.roomos.errors import SignInRefused
from simulators.roomos.faults import Fault
from simulators.roomos.http_limits import BASIC, COOKIE, Lane
from simulators.roomos.power import Power
from simulators.roomos.sessions import Session

NAME = "SessionId"
TRANSPORT = "http"


@dataclass
class Door:
    """One device's sessions by their cookie, and its two lanes."""

    basic: Lane
    cookie: Lane
    sessions: dict[str, Session] = field(default_factory=dict, repr=False)


_DOORS: WeakKeyDictionary[Device, Door] = WeakKeyDictionary()


def door(device: Device) -> Door:
    """Return the door of a device. What was begun there ends with the power, and never by itself."""
    found = _DOORS.get(device)
    if found is None:
        seconds = device.machine.clock.seconds
        made = _DOORS[device] = found = Door(Lane(BASIC, seconds), Lane(COOKIE, seconds))

        def told(state: Power) -> None:
            if state is not Power.ON:
                while made.sessions:
                    device.sessions.close(made.sessions.popitem()[1])

        device.supply.watch(told)
    return found


def begin(device: Device, session: Session) -> str:
    """Keep a session and return its cookie."""
    cookie = secrets.token_urlsafe(32)
    door(device).sessions[cookie] = session
    return cookie


def end(device: Device, cookie: str) -> None:
    """End a session."""
    device.sessions.close(door(device).sessions.pop(cookie))


async def cookie_holder(device: Device, request: web.Request) -> Session:
    """Return the session whose cookie is shown, when it is its turn. Raises 401 and 503."""
    found = door(device).sessions.get(request.cookies.get(NAME, ""))
    if found is None:
        raise _who_are_you()
    await _turn(device, door(device).cookie)
    return found


async def basic(device: Device, request: web.Request) -> str:
    """Return the user whose password is shown, when it is their turn. Raises 401 and 503."""
    try:
        shown = BasicAuth.decode(request.headers.get("Authorization", ""), encoding="utf-8")
    except ValueError as fault:
        raise _who_are_you() from fault
    await _turn(device, door(device).basic)
    try:
        device.sessions.check(shown.login, shown.password)
    except SignInRefused as fault:
        raise _who_are_you() from fault
    return str(shown.login)


async def either(device: Device, request: web.Request) -> Session:
    """Return who asks: by a cookie when one is shown, else by Basic, which begins no session."""
    if NAME in request.cookies:
        return await cookie_holder(device, request)
    user = await basic(device, request)
    return Session(0, user, device.sessions.accounts[user].roles, TRANSPORT)


async def _turn(device: Device, lane: Lane) -> None:
    wait = None if device.faults.due(Fault.RATE_LIMIT) else lane.enter()
    if wait is None:
        raise web.HTTPServiceUnavailable(text="Too many requests")
    if wait:
        await later(device, wait)


async def later(device: Device, seconds: float) -> None:
    """Wait, by the device's clock."""
    come = asyncio.get_running_loop().create_future()
    device.machine.later(seconds, lambda: None if come.done() else come.set_result(None))
    await come


def _who_are_you() -> web.HTTPUnauthorized:
    return web.HTTPUnauthorized(headers={"WWW-Authenticate": 'Basic realm="RoomOS"'}, text="Unauthorized")
