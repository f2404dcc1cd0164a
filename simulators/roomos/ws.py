"""The WebSocket front: JSON-RPC at /ws, with both handshakes and their refusals (roomos 1.3)."""

import asyncio
import base64
import binascii
from typing import NamedTuple

from aiohttp import BasicAuth, WSMsgType, web

from simulators.roomos.asked import device_of
from simulators.roomos.device import Device
from simulators.roomos.errors import NoSessionLeft, SignInRefused
from simulators.roomos.rpc import Rpc
from simulators.roomos.sessions import Session

_PREFIX = "auth-"
_NOT_TEXT = 1003
MOST_BYTES = 12 * 1024 * 1024


class _Login(NamedTuple):
    """Who wants in; `subprotocol` is to be echoed, else browsers and jsxapi hang up (roomos 1.3)."""

    user: str
    password: str
    subprotocol: str | None


async def _serve(request: web.Request) -> web.StreamResponse:
    device = device_of(request)
    if device.machine.text("NetworkServices", "Websocket") == "Off":
        raise web.HTTPNotFound
    login = _login(request)
    session = _sign_in(device, login)
    socket = web.WebSocketResponse(protocols=[login.subprotocol] if login.subprotocol else (), max_msg_size=MOST_BYTES)
    try:
        await socket.prepare(request)
        await _talk(device, session, socket, request)
    finally:
        device.sessions.close(session)
    return socket


ROUTES: tuple[web.AbstractRouteDef, ...] = (web.get("/ws", _serve),)


async def _talk(device: Device, session: Session, socket: web.WebSocketResponse, request: web.Request) -> None:
    """Answer in the order of the questions; what is told in between goes its own way through the same queue."""
    outgoing: asyncio.Queue[str] = asyncio.Queue()
    rpc = Rpc(device, session, outgoing.put_nowait)
    writer = asyncio.get_running_loop().create_task(_write(device, socket, request, outgoing))
    try:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                await socket.close(code=_NOT_TEXT)
                break
            rpc.take(message.data)
    finally:
        rpc.end()
        writer.cancel()


async def _write(
    device: Device, socket: web.WebSocketResponse, request: web.Request, outgoing: "asyncio.Queue[str]"
) -> None:
    while True:
        spoilt = device.faults.spoil((await outgoing.get()).encode())
        if spoilt.delay:
            await asyncio.sleep(spoilt.delay)
        try:
            await socket.send_str(spoilt.data.decode("utf-8", "replace"))
        except ConnectionError:
            return  # whoever listened is gone: the reader ends the session
        if spoilt.cut and request.transport is not None:
            request.transport.abort()


def _sign_in(device: Device, login: _Login) -> Session:
    try:
        device.check_room_for_session()
        return device.sign_in(login.user, login.password, "ws")
    except SignInRefused as fault:
        raise web.HTTPForbidden from fault
    except NoSessionLeft as fault:
        raise web.HTTPServiceUnavailable from fault


def _login(request: web.Request) -> _Login:
    offered = request.headers.get("Sec-WebSocket-Protocol", "")
    for one in (part.strip() for part in offered.split(",")):
        if one.startswith(_PREFIX):
            user, _, password = _decoded(one.removeprefix(_PREFIX)).partition(":")
            return _Login(user, password, one)
    header = request.headers.get("Authorization")
    try:
        basic = BasicAuth.decode(header or "", encoding="utf-8")
    except ValueError as fault:
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": 'Basic realm="RoomOS"'}) from fault
    return _Login(basic.login, basic.password, None)


def _decoded(text: str) -> str:
    """Base64 with - and _ for + and /, and without its = at the end."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except (ValueError, binascii.Error) as fault:
        raise web.HTTPForbidden from fault
