"""The simulated tenant: its people, its one registered application, and what each grant answers."""

import base64
import hashlib
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

from simulators.entra.tokens import LIFETIME, Signer, claims_of

SCOPE = "access_as_user"
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_IDENTITY_SCOPES = frozenset({"openid", "profile", "offline_access", "email"})
Form = Mapping[str, str]


@dataclass(frozen=True)
class Refused(Exception):
    """An OAuth error, with the number Entra would give."""

    code: str
    number: int
    text: str


@dataclass(frozen=True)
class User:
    """Somebody in the tenant."""

    oid: str
    name: str
    address: str


class Tenant:
    """One tenant with one application. Users are made as they are asked for, each address with its own object id."""

    def __init__(self, base: str) -> None:
        self.id = str(uuid.uuid4())
        self.client_id = str(uuid.uuid4())
        self.secret = secrets.token_urlsafe(24)
        self.authority = f"{base}/{self.id}"
        self.issuer = f"{self.authority}/v2.0"
        self.signer = Signer()
        self._codes: dict[str, dict[str, str]] = {}
        self._refresh: dict[str, str] = {}

    def user(self, address: str) -> User:
        """Return the user with the address; the same address always has the same object id."""
        oid = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.id}/{address.lower()}"))
        return User(oid, address.partition("@")[0], address.lower())

    def access_token(self, address: str, **changes: object) -> str:
        """Return an access token to our application for the user, with changed claims."""
        return self.signer.sign(self.claims(address, **changes))

    def claims(self, address: str, **changes: object) -> dict[str, Any]:
        """Return the claims of an access token of the user."""
        user = self.user(address)
        told = {"scp": SCOPE, "name": user.name, "preferred_username": user.address, "azp": self.client_id}
        return claims_of(self.issuer, self.id, self.client_id, user.oid, **told | changes)

    def discovery(self) -> dict[str, Any]:
        """Return the metadata of the tenant."""
        oauth = f"{self.authority}/oauth2/v2.0"
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{oauth}/authorize",
            "token_endpoint": f"{oauth}/token",
            "jwks_uri": f"{self.authority}/discovery/v2.0/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, asked: Form) -> str:
        """Return where to send the browser with a code; `login_hint` says who signs in. Raises Refused."""
        if asked.get("client_id") != self.client_id:
            raise Refused("unauthorized_client", 700016, "no such application in the tenant")
        redirect = asked.get("redirect_uri", "")
        if urlsplit(redirect).hostname not in ("localhost", "127.0.0.1"):
            raise Refused("invalid_request", 50011, "the redirect address is not registered")
        if asked.get("response_type") != "code" or asked.get("code_challenge_method", "S256") != "S256":
            raise Refused("unsupported_response_type", 700054, "only code with S256")
        code = secrets.token_urlsafe(24)
        kept = ("redirect_uri", "code_challenge", "scope", "nonce")
        self._codes[code] = {name: asked.get(name, "") for name in kept} | {"user": asked.get("login_hint", "")}
        return f"{redirect}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def token(self, form: Form) -> dict[str, Any]:
        """Answer a request for tokens. Raises Refused."""
        if form.get("client_id") != self.client_id:
            raise Refused("unauthorized_client", 700016, "no such application in the tenant")
        grant = _GRANTS.get(form.get("grant_type", ""))
        if grant is None:
            raise Refused("unsupported_grant_type", 70003, "no such grant")
        return grant(self, form)

    def _secret_of(self, form: Form) -> None:
        if not secrets.compare_digest(form.get("client_secret", "").encode(), self.secret.encode()):
            raise Refused("invalid_client", 7000215, "the client secret is wrong")

    def _application(self, form: Form) -> dict[str, Any]:
        self._secret_of(form)
        resource, _, scope = form.get("scope", "").rpartition("/")
        if scope != ".default":
            raise Refused("invalid_scope", 70011, "an application asks for .default")
        own = resource in (self.client_id, f"api://{self.client_id}")
        claims = claims_of(
            self.issuer, self.id, self.client_id if own else resource, self.client_id, idtyp="app", azp=self.client_id
        )
        return _answer(self.signer.sign(claims | {"roles": []}))

    def _code(self, form: Form) -> dict[str, Any]:
        told = self._codes.pop(form.get("code", ""), None)
        if told is None or told["redirect_uri"] != form.get("redirect_uri"):
            raise Refused("invalid_grant", 70008, "the code is used, expired or for another address")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if told["code_challenge"] != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
            raise Refused("invalid_grant", 50148, "the code verifier does not fit")
        return self._for_user(told["user"], told["scope"], nonce=told["nonce"])

    def _refreshed(self, form: Form) -> dict[str, Any]:
        user = self._refresh.pop(form.get("refresh_token", ""), None)
        if user is None:
            raise Refused("invalid_grant", 70008, "the refresh token is used or unknown")
        return self._for_user(user, form.get("scope", ""))

    def _on_behalf(self, form: Form) -> dict[str, Any]:
        self._secret_of(form)
        claims = self.signer.read(form.get("assertion", ""), self.client_id, self.issuer)
        if claims is None or "scp" not in claims or form.get("requested_token_use") != "on_behalf_of":
            raise Refused("invalid_grant", 50013, "the assertion is not a user's token to this application")
        return self._for_user(claims["preferred_username"], form.get("scope", ""))

    def _for_user(self, address: str, scope: str, nonce: str = "") -> dict[str, Any]:
        user = self.user(address)
        wanted = [part for part in scope.split() if part not in _IDENTITY_SCOPES]
        resource, _, name = wanted[0].rpartition("/") if wanted else ("", "", "")
        audience = self.client_id if resource in ("", self.client_id, f"api://{self.client_id}") else resource
        access = self.access_token(address, aud=audience, scp=name or SCOPE)
        identity = {"preferred_username": user.address, "name": user.name} | ({"nonce": nonce} if nonce else {})
        refresh = secrets.token_urlsafe(24)
        self._refresh[refresh] = address
        told = base64.urlsafe_b64encode(json.dumps({"uid": user.oid, "utid": self.id}).encode()).rstrip(b"=").decode()
        id_token = self.signer.sign(claims_of(self.issuer, self.id, self.client_id, user.oid, **identity))
        return _answer(access) | {
            "scope": scope,
            "id_token": id_token,
            "refresh_token": refresh,
            "client_info": told,
        }


def _answer(token: str) -> dict[str, Any]:
    seconds = int(LIFETIME.total_seconds())
    return {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token}


_GRANTS: Mapping[str, Callable[[Tenant, Form], dict[str, Any]]] = MappingProxyType(
    {
        "client_credentials": Tenant._application,  # noqa: SLF001 - the table is part of the class
        "authorization_code": Tenant._code,  # noqa: SLF001 - as above
        "refresh_token": Tenant._refreshed,  # noqa: SLF001 - as above
        _JWT_BEARER: Tenant._on_behalf,  # noqa: SLF001 - as above
    }
)
