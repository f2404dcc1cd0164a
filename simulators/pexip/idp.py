"""A stand-in for identity providers: where a sign-in leads to, and what it brings back, once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

PLACEHOLDER = "__pexip-sso-token__"
PATH = "/_idp/"


@dataclass(frozen=True)
class Provider:
    """One provider of a group."""

    name: str
    uuid: str


@dataclass(frozen=True)
class Identity:
    """Who has signed in, and with which provider."""

    provider: str
    name: str
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Providers:
    """All groups of identity providers. Each has one provider, of the group's name."""

    def __init__(self) -> None:
        self._by_uuid: dict[str, Provider] = {}
        self._signed_in: dict[str, Identity] = {}

    def of(self, group: str) -> Provider:
        """Return the provider of a group."""
        made = Provider(group, str(uuid5(NAMESPACE_URL, f"vardmote:idp:{group}")))
        return self._by_uuid.setdefault(made.uuid, made)

    def known(self, uuid: str) -> Provider | None:
        """Return the provider with an id, if somebody has been asked to use it."""
        return self._by_uuid.get(uuid)

    def sign_in(self, identity: Identity) -> str:
        """Return a token for who has signed in."""
        token = secrets.token_urlsafe(24)
        self._signed_in[token] = identity
        return token

    def redeem(self, token: str, provider: Provider) -> Identity | None:
        """Return who a token is about. It works once, and for its provider only."""
        identity = self._signed_in.pop(token, None)
        return identity if identity is not None and identity.provider == provider.uuid else None


def address(origin: str, provider: Provider, target: str) -> str:
    """Return where a browser signs in; `target` is where it is sent afterwards, with the token for the placeholder."""
    return f"{origin}{PATH}{provider.uuid}?target={quote(target, safe='')}"
