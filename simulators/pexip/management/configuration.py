"""`/api/admin/configuration/v1/`: the configuration is read and written here."""

from typing import Any

from aiohttp import web

from simulators.pexip.management import answers
from simulators.pexip.management.fields import PREFIX, Row, target, uri
from simulators.pexip.management.listing import page
from simulators.pexip.management.refusals import Refusal, senseless
from simulators.pexip.management.resources import RESOURCES
from simulators.pexip.management.store import Store

STORE = web.AppKey("configuration", Store)


def _resource(request: web.Request) -> str:
    name = request.match_info["resource"]
    if name not in RESOURCES:
        raise Refusal(404)
    return name


def _number(request: web.Request) -> int:
    return int(request.match_info["number"])


def _only_one(resource: str) -> None:
    if RESOURCES[resource].single:
        raise Refusal(405)


async def _list(request: web.Request) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    rows = [_once(store, resource, number) for number in store.rows[resource]]
    names = [name for name, field in RESOURCES[resource].fields.items() if not field.hidden]
    return web.json_response(page(rows, names, list(request.query.items()), request.path))


async def _create(request: web.Request) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    _only_one(resource)
    body = await answers.body(request)
    with store.writing():
        number = store.create(resource, body)
    location = f"{request.scheme}://{request.host}{uri(resource, number)}"
    return answers.empty(201, {"Location": location})


async def _replace_all(request: web.Request) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    _only_one(resource)
    objects = _objects(await answers.body(request), "objects")
    with store.writing():
        for number in list(store.rows[resource]):
            store.delete(resource, number)
        for told in objects:
            store.create(resource, told)
    return answers.empty(204)


async def _bulk(request: web.Request) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    _only_one(resource)
    body = await answers.body(request)
    objects = _objects(body, "objects")
    deleted = _objects(body, "deleted_objects") if isinstance(body, dict) and "deleted_objects" in body else []
    with store.writing():
        for told in objects:
            _write(store, resource, told)
        for one in deleted:
            found = target(one)
            if found is None or found.resource != resource:
                raise senseless(f"Could not find the object to delete via resource URI '{one}'.")
            store.delete(resource, found.id)
    return answers.empty(202)


def _write(store: Store, resource: str, told: object) -> None:
    named = told.get("resource_uri") if isinstance(told, dict) else None
    if named is None:
        store.create(resource, told)
        return
    found = target(named)
    if found is None or found.resource != resource:
        raise senseless(f"'{named}' is no {resource}.")
    store.change(resource, found.id, told)


async def _delete_all(request: web.Request) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    _only_one(resource)
    with store.writing():
        for number in list(store.rows[resource]):
            store.delete(resource, number)
    return answers.empty(204)


async def _read(request: web.Request) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    store.find(resource, _number(request))
    return web.json_response(_once(store, resource, _number(request)))


def _once(store: Store, resource: str, number: int) -> Row:
    """Return an object as it is shown; the private key of a client is shown this once."""
    shown = store.shown(resource, number)
    if resource == "oauth2_client":
        shown["private_key_jwt"] = None if number in store.seen_keys else shown["private_key_jwt"]
        store.seen_keys.add(number)
    return shown


async def _change(request: web.Request) -> web.Response:
    return await _changed(request, 202, whole=False)


async def _replace(request: web.Request) -> web.Response:
    _only_one(_resource(request))
    return await _changed(request, 204, whole=True)


async def _changed(request: web.Request, status: int, *, whole: bool) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    body = await answers.body(request)
    with store.writing():
        store.change(resource, _number(request), body, whole=whole)
    return answers.empty(status)


async def _delete(request: web.Request) -> web.Response:
    resource, store = _resource(request), request.app[STORE]
    _only_one(resource)
    with store.writing():
        store.delete(resource, _number(request))
    return answers.empty(204)


def _objects(body: object, name: str) -> list[Any]:
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise senseless(f"Invalid data sent: no list of {name}.")
    return found


_LIST, _ONE = PREFIX + r"/{resource:\w+}/", PREFIX + r"/{resource:\w+}/{number:[0-9]+}/"
ROUTES: tuple[web.AbstractRouteDef, ...] = (
    web.get(_LIST, _list),
    web.post(_LIST, _create),
    web.put(_LIST, _replace_all),
    web.patch(_LIST, _bulk),
    web.delete(_LIST, _delete_all),
    web.get(_ONE, _read),
    web.put(_ONE, _replace),
    web.patch(_ONE, _change),
    web.delete(_ONE, _delete),
)
