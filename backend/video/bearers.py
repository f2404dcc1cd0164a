"""Bearers of people in a conference: long random secrets, of which only a hash is kept."""

import hashlib
import secrets

HOST, GUEST = "host", "guest"


def mint(kind: str) -> str:
    """Return a new bearer `host:…` or `guest:…` with 256 random bits."""
    return f"{kind}:{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """Return what is kept of a secret, and what it is found by. The secret is random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_kind(bearer: str, kind: str) -> bool:
    """Tell whether a bearer says that it is of the kind; whether it is known is for the database to say."""
    return bearer.startswith(f"{kind}:")
