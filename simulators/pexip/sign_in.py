"""The page where somebody signs in with a stand-in for an identity provider: a name, a press, and back."""

from html import escape
from urllib.parse import quote

from aiohttp import web

from simulators.pexip.client_api.ground import ground
from simulators.pexip.idp import PATH, PLACEHOLDER, Identity, Provider

_PAGE = """<!doctype html><html lang="sv"><meta charset="utf-8"><title>{name}</title>
<h1>{name}</h1><form method="post"><label>Namn <input name="name" required autofocus></label>
<label>Attribut <input name="attributes" placeholder="roll=vard"></label><button>Logga in</button></form></html>"""


def _provider(request: web.Request) -> tuple[Provider, str]:
    provider = ground(request).providers.known(request.match_info["uuid"])
    target = request.query.get("target", "")
    if provider is None or PLACEHOLDER not in target or not target.startswith(("http://", "https://")):
        raise web.HTTPNotFound
    return provider, target


async def _show(request: web.Request) -> web.Response:
    provider, _ = _provider(request)
    return web.Response(text=_PAGE.format(name=escape(provider.name)), content_type="text/html")


async def _sign_in(request: web.Request) -> web.Response:
    """Take a name, and attributes as `key=value` with spaces between; one may come several times."""
    provider, target = _provider(request)
    form = await request.post()
    attributes: dict[str, tuple[str, ...]] = {}
    for word in str(form.get("attributes", "")).split():
        key, _, value = word.partition("=")
        attributes[key] = (*attributes.get(key, ()), value)
    identity = Identity(provider.uuid, str(form.get("name", "")), attributes)
    token = ground(request).providers.sign_in(identity)
    raise web.HTTPSeeOther(target.replace(PLACEHOLDER, quote(token)))


ROUTES: tuple[web.AbstractRouteDef, ...] = (web.get(PATH + "{uuid}", _show), web.post(PATH + "{uuid}", _sign_in))
