"""Whether a bearer is an access token that Entra made for us, for somebody we know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
import structlog
from jwt.exceptions import PyJWTError

from backend.clock import Clock
from backend.identity.entra.keys import SigningKeys
from backend.identity.entra.people import PeopleFile
from backend.identity.service import Actor

log = structlog.get_logger(__name__)

SCOPE = "access_as_user"
LEEWAY = timedelta(seconds=60)
_ALGORITHMS = ["RS256"]
_LONGEST = 16 * 1024
_OPTIONS: Any = {
    "require": ["exp", "nbf", "iat", "iss", "aud"],
    # Times are checked below, by the product's own clock.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


@dataclass(frozen=True)
class Expected:
    """What a token has to say: who made it, for whom, and in which tenant."""

    issuer: str
    audience: str
    tenant: str


class EntraSignIn:
    """A `SignIn`: the bearer is a token of a person (never of an application) with our scope."""

    mode = "entra"

    def __init__(self, expected: Expected, keys: SigningKeys, people: PeopleFile, clock: Clock) -> None:
        self._expected = expected
        self._keys = keys
        self._people = people
        self._clock = clock

    def actor(self, bearer: str) -> Actor | None:
        """See `SignIn.actor`. Raises Unavailable while Entra's keys are not to be had."""
        try:
            claims = self._claims(bearer)
        except PyJWTError as error:
            log.info("identity.token-refused", reason=type(error).__name__)
            return None
        reason = self._lacking(claims)
        if reason is not None:
            log.info("identity.token-refused", reason=reason)
            return None
        return self._people.by_oid(str(claims["oid"]))

    def _claims(self, bearer: str) -> Mapping[str, Any]:
        if len(bearer) > _LONGEST:
            raise jwt.DecodeError
        name = jwt.get_unverified_header(bearer).get("kid")
        key = self._keys.named(name) if isinstance(name, str) else None
        if key is None:
            raise jwt.InvalidKeyError
        claims: Mapping[str, Any] = jwt.decode(
            bearer,
            key,
            algorithms=_ALGORITHMS,
            audience=self._expected.audience,
            issuer=self._expected.issuer,
            options=_OPTIONS,
        )
        return claims

    def _lacking(self, claims: Mapping[str, Any]) -> str | None:
        now, leeway = self._clock.now().timestamp(), LEEWAY.total_seconds()
        begins, ends = claims["nbf"], claims["exp"]
        if not all(isinstance(moment, int | float) for moment in (begins, ends)):
            return "times"
        if now >= ends + leeway:
            return "expired"
        if now < begins - leeway:
            return "not-yet"
        if claims.get("tid") != self._expected.tenant:
            return "tenant"
        if SCOPE not in str(claims.get("scp", "")).split() or claims.get("idtyp") == "app":
            return "scope"
        return None if isinstance(claims.get("oid"), str) else "oid"
