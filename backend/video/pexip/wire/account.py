"""Who we are to the Management Node: a user with a password, or an OAuth2 client with a private key (RFC 7523)."""

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import jwt

from backend.video.service import ServiceRefused, ServiceUnavailable

TOKEN_PATH = "/oauth/token/"  # noqa: S105 - an address
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# Pexip's page asks for both; its own programs ask for none, and a role may lack one of them.
_SCOPES = "is_admin use_api"
INVALID_SCOPE = "invalid_scope"
# An assertion that is not good yet, or no more, is refused as a wrong key is. So ours was made a while ago, by a clock
# that is ahead, and lasts a while by one that is behind: five minutes in all, as is usual. What Pexip takes at most is
# said nowhere.
_AGO_SECONDS, _ASSERTION_SECONDS = 60, 240
# A token is left before it goes out, so that none does on its way.
_MARGIN_SECONDS, _SHORTEST_SECONDS = 60.0, 30.0
# Fetches a token: given the form, the seconds it may take; returns what the node answered. May raise ScopeRefused.
Fetch = Callable[[dict[str, str], float], Any]


class ScopeRefused(ServiceRefused):
    """The node knows the client, and gives it no token for what it asks to do."""

    def __init__(self) -> None:
        super().__init__("not-signed-in")


class Account(Protocol):
    """Gives the header a request is signed in with."""

    def header(self, fetch: Fetch, seconds: float) -> str | None:
        """Return the header's value, or None when the user and password are sent as such."""
        ...

    def forget(self) -> None:
        """Sign in anew the next time: what was given does not count any more."""
        ...


@dataclass(frozen=True)
class Password:
    """A user of the Management Node."""

    def header(self, fetch: Fetch, seconds: float) -> None:
        """See `Account.header`: the session itself sends user and password."""

    def forget(self) -> None:
        """See `Account.forget`: there is nothing to forget."""


class ClientKey:
    """An OAuth2 client. `audience` is whom its assertions are meant for: the address tokens are fetched from."""

    def __init__(self, client_id: str, private_key: Path, audience: str) -> None:
        self._client_id = client_id
        self._private_key = private_key
        self._audience = audience
        self._lock = threading.Lock()
        self._scopes = _SCOPES
        # Token and until when it is used, put in place as one: read without the lock.
        self._known: tuple[str, float] = "", 0.0

    def header(self, fetch: Fetch, seconds: float) -> str:
        """See `Account.header`. Whoever waits while another fetches waits no longer than the seconds, either.

        Raises `ServiceRefused` when the key can't be used, `ServiceUnavailable` when the wait was in vain, and what
        `fetch` raises.
        """
        until = time.monotonic() + seconds
        token, good_until = self._known
        if time.monotonic() < good_until:
            return f"Bearer {token}"
        if not self._lock.acquire(timeout=seconds):
            raise ServiceUnavailable
        try:
            token, good_until = self._known
            asked = time.monotonic()
            if asked >= good_until:
                if asked >= until:
                    raise ServiceUnavailable
                token, lasts = _token(self._fetched(fetch, until))
                self._known = token, asked + max(_SHORTEST_SECONDS, lasts - _MARGIN_SECONDS)
        finally:
            self._lock.release()
        return f"Bearer {token}"

    def forget(self) -> None:
        """See `Account.forget`. Never waits for who fetches one."""
        self._known = "", 0.0

    def _fetched(self, fetch: Fetch, until: float) -> Any:  # noqa: ANN401 - whatever JSON says
        try:
            return fetch(self._form(), until - time.monotonic())
        except ScopeRefused:
            if not self._scopes or time.monotonic() >= until:
                raise
        # Then the role alone says what the token is good for.
        self._scopes = ""
        return fetch(self._form(), until - time.monotonic())

    def _form(self) -> dict[str, str]:
        now = int(time.time())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": self._audience,
            "iat": now - _AGO_SECONDS,
            "exp": now + _ASSERTION_SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        try:
            assertion = jwt.encode(claims, _key(self._private_key), algorithm="ES256")
        except (OSError, ValueError, TypeError, jwt.PyJWTError) as fault:
            raise ServiceRefused("private-key-unusable") from fault
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": assertion,
        }
        return form | ({"scope": self._scopes} if self._scopes else {})


def _key(file: Path) -> Any:  # noqa: ANN401 - a key as PyJWT takes it: PEM text, or made from the JWK the node shows once
    text = file.read_text("utf-8").strip()
    return jwt.PyJWK(json.loads(text), algorithm="ES256").key if text.startswith("{") else text


def _token(told: object) -> tuple[str, float]:
    token, lasts = (told.get("access_token"), told.get("expires_in", 3600)) if isinstance(told, dict) else (None, 0)
    if not isinstance(token, str) or not token or not isinstance(lasts, (int, float)):
        raise ServiceUnavailable
    return token, float(lasts)
