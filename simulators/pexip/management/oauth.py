"""`POST /oauth/token/`: client credentials with an assertion signed by the client's own key (RFC 7523)."""

import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import jwt
from aiohttp import web

from simulators.pexip.management import keys
from simulators.pexip.management.refusals import Refusal
from simulators.pexip.management.store import Store

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SCOPES = frozenset({"is_admin", "use_api"})
LIFETIME = 3600.0


class Tokens:
    """The tokens that are out. `clock` counts seconds.

    With `without_scopes` the clients' role lacks what can be asked for: only who asks for no scope is given a token.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._until: dict[str, float] = {}
        self._used: set[str] = set()
        self.without_scopes = False

    def counts(self, token: str) -> bool:
        """Return whether a token opens the door now."""
        return self._until.get(token, 0.0) > self._clock()

    def forget(self) -> None:
        """Let no token count any more, as after a restart."""
        self._until.clear()

    def give(self, form: dict[str, str], audiences: list[str]) -> dict[str, Any]:
        """Return a token for a form. Raises Refusal with OAuth's words."""
        if form.get("grant_type") != "client_credentials":
            raise Refusal(400, {"error": "unsupported_grant_type"})
        if form.get("client_assertion_type") != _ASSERTION:
            raise Refusal(400, {"error": "invalid_request"})
        self._check(form.get("client_assertion", ""), audiences)
        scopes = set(form.get("scope", "").split())
        if scopes if self.without_scopes else not scopes >= _SCOPES:
            raise Refusal(400, {"error": "invalid_scope"})
        token = secrets.token_urlsafe(30)
        self._until[token] = self._clock() + LIFETIME
        told = " ".join(sorted(scopes))
        return {"access_token": token, "expires_in": int(LIFETIME), "token_type": "Bearer", "scope": told}

    def _check(self, assertion: str, audiences: list[str]) -> None:
        refusal = Refusal(401, {"error": "invalid_client"})
        try:
            issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss")
            row = next(row for row in self._store.rows["oauth2_client"].values() if row["client_id"] == issuer)
            claims = jwt.decode(
                assertion,
                keys.public(row["private_key_jwt"]),
                algorithms=[keys.ALGORITHM],
                audience=audiences,
                options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
            )
        except (jwt.PyJWTError, StopIteration):
            raise refusal from None
        if claims["sub"] != issuer or claims["jti"] in self._used:
            raise refusal
        self._used.add(claims["jti"])


TOKENS = web.AppKey("tokens", Tokens)


async def _token(request: web.Request) -> web.Response:
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refusal(400, {"error": "invalid_request"})
    form = {name: values[0] for name, values in parse_qs(await request.text()).items()}
    # What the assertion must be for is said in two ways by those who use it: the address, or the node's own name.
    audiences = [f"{request.scheme}://{request.host}/oauth/token/", request.host, request.host.partition(":")[0]]
    return web.json_response(request.app[TOKENS].give(form, audiences), headers={"Cache-Control": "no-store"})


ROUTES: tuple[web.AbstractRouteDef, ...] = (web.post("/oauth/token/", _token),)
