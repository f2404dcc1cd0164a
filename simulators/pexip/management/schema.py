"""`/api/admin/schema/` and the schema of each resource: which fields there are, as far as a client asks."""

from typing import Any

from aiohttp import web

from simulators.pexip.management.fields import PREFIX, Field
from simulators.pexip.management.refusals import Refusal
from simulators.pexip.management.resources import RESOURCES

_KINDS = {bool: "boolean", int: "integer", list: "list"}
_EVERYTHING = ["get", "post", "put", "patch", "delete"]


def _described(field: Field) -> dict[str, Any]:
    return {
        "type": "related" if field.link else _KINDS.get(type(field.default), "string"),
        "blank": not field.required,
        "default": "No default provided." if field.required else field.default,
        "nullable": not field.check(None),
        "readonly": field.read_only,
        "unique": field.unique,
    }


def of(name: str) -> dict[str, Any]:
    """Return the schema of a resource. Raises Refusal (404)."""
    if name not in RESOURCES:
        raise Refusal(404)
    resource = RESOURCES[name]
    return {
        "allowed_list_http_methods": ["get"] if resource.single else _EVERYTHING,
        "allowed_detail_http_methods": ["get", "patch"] if resource.single else ["get", *_EVERYTHING[2:]],
        "default_format": "application/json",
        "default_limit": 20,
        "fields": {field: _described(known) for field, known in resource.fields.items()},
    }


async def _all(request: web.Request) -> web.Response:
    del request
    return web.json_response(
        {name: {"list_endpoint": f"{PREFIX}/{name}/", "schema": f"{PREFIX}/{name}/schema/"} for name in RESOURCES}
    )


async def _one(request: web.Request) -> web.Response:
    return web.json_response(of(request.match_info["resource"]))


ROUTES: tuple[web.AbstractRouteDef, ...] = (
    web.get("/api/admin/schema/", _all),
    web.get(PREFIX + r"/{resource:\w+}/schema/", _one),
)
