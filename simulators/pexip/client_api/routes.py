"""The paths of the client API: below `/api/client/v2/`."""

from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import Final

from aiohttp import web

from simulators.pexip.client_api import media, orders, persons, roster
from simulators.pexip.client_api.answers import Failure, failed, invalid_role, success
from simulators.pexip.client_api.body import Field, Table, read
from simulators.pexip.client_api.ground import alias_of, by_token, ground, host_of, session_of
from simulators.pexip.client_api.joining import Asked, join, told, wish
from simulators.pexip.client_api.persons import PersonOrder
from simulators.pexip.reasons import LEFT, NOT_FOUND

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_BASE: Final = "/api/client/v2"
_CONFERENCE: Final = _BASE + "/conferences/{alias}"
_PERSON: Final = _CONFERENCE + "/participants/{uuid}"

_WISH: Final[Table] = {
    "display_name": Field(str, required=True),
    "call_tag": Field(str),
    "chosen_idp": Field(str),
    "client_id": Field(str),
    "sso_token": Field(str),
    "sso_redirect_target": Field(str),
    "node": Field(str),
    "conference_extension": Field(str),
    "token": Field(str),
    "direct_media": Field(bool),
    "breakout_rooms": Field(bool),
    "supports_direct_chat": Field(bool),
}


async def _status(request: web.Request) -> web.Response:
    """Say whether the node takes calls: 200, or 503 in maintenance, which the front's door answers."""
    return success(ground(request).node.ip)


async def _request_token(request: web.Request) -> web.Response:
    body = await read(request, _WISH)
    front = ground(request)
    try:
        session = await join(front, wish(request, alias_of(request), body))
    except Asked as asked:
        return success(asked.result, 403)
    return success(told(front, session))


async def _refresh_token(request: web.Request) -> web.Response:
    session, front = session_of(request), ground(request)
    front.tokens.renew(session)
    role = "HOST" if session.participant.is_host else "GUEST"
    return success({"token": session.token, "expires": front.tokens.expires, "role": role})


async def _release_token(request: web.Request) -> web.Response:
    """Let go. A page that is closed says so by a beacon, which has no header and is no JSON."""
    session = by_token(request, request.headers.get("token") or request.query.get("token", ""))
    if request.content_type == "application/json":
        await read(request, {"reason": Field(str)})
    session.conference.leave(session.participant, LEFT)
    return success(result=True)


async def _conference_status(request: web.Request) -> web.Response:
    return success(roster.status(session_of(request).conference))


async def _participants(request: web.Request) -> web.Response:
    session = session_of(request)
    viewer = session.participant
    seen = [one for one in session.conference.participants.values() if roster.sees(viewer, one)]
    return success([roster.participant(one, for_host=viewer.is_host) for one in seen])


async def _layouts(request: web.Request) -> web.Response:
    session_of(request)
    if request.query.get("annotate") == "true":
        return success([{"name": name, "tags": []} for name in orders.LAYOUTS])
    return success(list(orders.LAYOUTS))


async def _layout_svgs(request: web.Request) -> web.Response:
    session_of(request)
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h16v9H0z"/></svg>'
    return success(dict.fromkeys(orders.LAYOUTS, drawn))


async def _theme(request: web.Request) -> web.Response:
    session_of(request)
    return web.Response(status=204)


async def _avatar(request: web.Request) -> web.Response:
    session = session_of(request)
    if request.match_info["uuid"] not in session.conference.participants:
        raise Failure("Invalid participant")
    raise Failure("No image available", 404)


async def _order(request: web.Request) -> web.Response:
    order = orders.ORDERS.get(request.match_info["order"])
    if order is None:
        raise Failure(NOT_FOUND, 404)
    session = host_of(request) if order.host else session_of(request)
    result = order.act(ground(request), session, await read(request, order.table))
    return success(await result if isawaitable(result) else result)


async def _person(request: web.Request) -> web.Response:
    return await _about_somebody(request, persons.ORDERS)


async def _begin_call(request: web.Request) -> web.Response:
    return await _about_somebody(request, {"calls": media.BEGIN}, "calls")


async def _call(request: web.Request) -> web.Response:
    return await _about_somebody(request, media.ORDERS)


async def _about_somebody(request: web.Request, known: Mapping[str, PersonOrder], name: str = "") -> web.Response:
    order = known.get(name or request.match_info["order"])
    if order is None:
        raise Failure(NOT_FOUND, 404)
    session = session_of(request)
    one = session.conference.participants.get(request.match_info["uuid"])
    if one is None or not roster.sees(session.participant, one):
        if not session.participant.is_host:
            raise invalid_role()
        raise Failure("Invalid participant")
    if not persons.allowed(order, session.participant, one):
        raise invalid_role()
    body = await read(request, order.table)
    if "call" in request.match_info:
        body |= {"call_uuid": request.match_info["call"]}
    result = order.act(ground(request), session, one, body)
    return success(await result if isawaitable(result) else result)


async def _events(request: web.Request) -> web.StreamResponse:
    """Stream events, to whoever has the token in the address: an EventSource sends no header."""
    session, streams = by_token(request, request.query.get("token", "")), ground(request).streams
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    stream = streams.open(session)
    try:
        while frames := await stream.take():
            await response.write(frames)
    except ConnectionError:
        pass  # nobody reads it any more
    finally:
        streams.close(stream)
    return response


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what is refused below the client API as it does; other paths have their own ways."""
    try:
        return await handler(request)
    except Failure as failure:
        return failed(failure)


ROUTES: Final[tuple[web.AbstractRouteDef, ...]] = (
    web.get(_BASE + "/status", _status),
    web.post(_CONFERENCE + "/request_token", _request_token),
    web.post(_CONFERENCE + "/refresh_token", _refresh_token),
    web.post(_CONFERENCE + "/release_token", _release_token),
    web.get(_CONFERENCE + "/events", _events),
    web.get(_CONFERENCE + "/conference_status", _conference_status),
    web.get(_CONFERENCE + "/participants", _participants),
    web.get(_CONFERENCE + "/available_layouts", _layouts),
    web.get(_CONFERENCE + "/layout_svgs", _layout_svgs),
    web.get(_CONFERENCE + "/theme/", _theme),
    web.get(_PERSON + "/avatar.jpg", _avatar),
    web.post(_PERSON + "/calls", _begin_call),
    web.post(_PERSON + "/calls/{call}/{order}", _call),
    web.post(_PERSON + "/{order}", _person),
    web.post(_CONFERENCE + "/{order}", _order),
)
