"""A device's HTTP XML: questions, commands and settings in documents, sessions by a cookie (roomos 1.4, 5.2)."""

import asyncio
from collections.abc import Awaitable, Callable
from xml.etree.ElementTree import Element

from aiohttp import web

from simulators.roomos import http_answers, http_doors
from simulators.roomos.asked import device_of
from simulators.roomos.device import Device
from simulators.roomos.doc import schema
from simulators.roomos.errors import Denied, NoMatch, NoSessionLeft, Refusal
from simulators.roomos.faults import Fault
from simulators.roomos.feedback import parse
from simulators.roomos.http_orders import commands, settings
from simulators.roomos.http_xml import NotXml, read, written
from simulators.roomos.sessions import Session
from simulators.roomos.tree import Path

_XML = {"text/xml", "application/xml"}
_ROOTS = frozenset({"Status", "Configuration"})
_TYPE = "text/xml"
_LOOK_SECONDS = 0.1


async def _get(request: web.Request) -> web.StreamResponse:
    device = device_of(request)
    session = await http_doors.either(device, request)
    return await _answer(request, _found(device, session, request.query.get("location", "")))


def _whole(root: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        device = device_of(request)
        session = await http_doors.either(device, request)
        return await _answer(request, _found(device, session, f"/{root}"))

    return answer


def _schema(root: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        device = device_of(request)
        await http_doors.either(device, request)
        return await _answer(request, written(schema(device.machine.nodes, (root,))))

    return answer


def _found(device: Device, session: Session, location: str) -> bytes:
    try:
        root, path = _place(location)
        return http_answers.tree(device.identity, root, path, device.read(session, root, path))
    except (NoMatch, Denied) as refusal:
        return http_answers.refused(refusal)


def _place(location: str) -> tuple[str, Path]:
    root, *path = parse(location)
    if root not in _ROOTS:
        raise NoMatch((root, *path))
    return str(root), tuple(path)


async def _put(request: web.Request) -> web.StreamResponse:
    device = device_of(request)
    session = await http_doors.either(device, request)
    root = await _document(request)
    answer = _ANSWERS.get(root.tag)
    if answer is None:
        raise web.HTTPBadRequest(text="Neither Command nor Configuration")
    return await _answer(request, answer(device, session, root))


def _done(device: Device, session: Session, root: Element) -> bytes:
    results = http_answers.Results(device.identity)
    for said in commands(root, device.machine.nodes):
        try:
            results.done(said, device.command(session, said.path, said.parameters, said.body))
        except Refusal as refusal:
            results.refused(refusal)
    return results.document()


def _set(device: Device, session: Session, root: Element) -> bytes:
    try:
        for wanted in settings(root):
            device.configure(session, wanted.path, wanted.value)
    except Refusal as refusal:
        return http_answers.refused(refusal)
    return written({"Configuration": {"Success": ""}})


_ANSWERS: dict[str, Callable[[Device, Session, Element], bytes]] = {"Command": _done, "Configuration": _set}


async def _put_bookings(request: web.Request) -> web.StreamResponse:
    device = device_of(request)
    session = await http_doors.cookie_holder(device, request)
    root = await _document(request)
    try:
        _check_admin(session)
        device.parts.bookings.put_legacy(root)
    except Refusal as refusal:
        return await _answer(request, http_answers.refused(refusal))
    return await _answer(request, written({"Bookings": {"status": "OK"}}))


def _check_admin(session: Session) -> None:
    if "Admin" not in session.roles:
        raise Denied(("Bookings", "Put"))


async def _begin(request: web.Request) -> web.StreamResponse:
    device = device_of(request)
    user = await http_doors.basic(device, request)
    if device.faults.due(Fault.SESSION_LIMIT):
        raise _no_session()
    try:
        session = device.sessions.open(user, http_doors.TRANSPORT)
    except NoSessionLeft as fault:
        raise _no_session() from fault
    response = web.Response(status=204)
    response.set_cookie(http_doors.NAME, http_doors.begin(device, session), secure=True, httponly=True)
    return response


def _no_session() -> web.HTTPServiceUnavailable:
    return web.HTTPServiceUnavailable(text="No session left")


async def _end(request: web.Request) -> web.StreamResponse:
    device = device_of(request)
    await http_doors.cookie_holder(device, request)
    http_doors.end(device, request.cookies[http_doors.NAME])
    response = web.Response(status=204)
    response.del_cookie(http_doors.NAME)
    return response


async def _document(request: web.Request) -> Element:
    if "Content-Type" in request.headers and request.content_type not in _XML:
        raise web.HTTPUnsupportedMediaType(text="Content-Type is not text/xml")
    try:
        return read(await request.read())
    except NotXml as fault:
        raise web.HTTPBadRequest(text="Failed to parse XML") from fault


async def _answer(request: web.Request, body: bytes) -> web.StreamResponse:
    """Send the answer, or what it was ordered to become on its way."""
    device = device_of(request)
    spoilt = device.faults.spoil(body)
    await http_doors.later(device, spoilt.delay)
    if spoilt.data == body or not body.startswith(spoilt.data):
        return web.Response(body=spoilt.data, content_type=_TYPE, charset="utf-8")
    response = web.StreamResponse(headers={"Content-Type": _TYPE, "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(spoilt.data)
    if spoilt.cut and request.transport is not None:
        request.transport.abort()
    while request.transport is not None:  # noqa: ASYNC110 - nobody is told when whoever asked goes away
        await asyncio.sleep(_LOOK_SECONDS)
    return response


ROUTES: tuple[web.AbstractRouteDef, ...] = (
    web.get("/getxml", _get),
    web.get("/status.xml", _whole("Status")),
    web.get("/configuration.xml", _whole("Configuration")),
    web.get("/command.xml", _schema("Command")),
    web.get("/valuespace.xml", _schema("Configuration")),
    web.post("/putxml", _put),
    web.post("/bookingsputxml", _put_bookings),
    web.post("/xmlapi/session/begin", _begin),
    web.post("/xmlapi/session/end", _end),
)
