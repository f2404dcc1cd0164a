"""What the simulated tenant signs: keys that can be rotated, and tokens for people and applications."""

import base64
import json
import threading
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

LIFETIME = timedelta(minutes=60)
_BITS = 2048


class Signer:
    """The tenant's keys, newest first. Old ones stay in the key document until they are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: list[tuple[str, rsa.RSAPrivateKey]] = []
        self.rotate()

    def rotate(self) -> str:
        """Begin to sign with a new key; returns its name."""
        name = uuid.uuid4().hex
        key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        with self._lock:
            self._keys = [(name, key), *self._keys[:1]]
        return name

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return the claims as a token signed with the newest key."""
        name, key = self._keys[0]
        return jwt.encode(dict(claims), key, algorithm="RS256", headers={"kid": name})

    def stranger(self, claims: Mapping[str, Any]) -> str:
        """Return a token under the newest key's name that somebody else signed."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        return jwt.encode(dict(claims), key, algorithm="RS256", headers={"kid": self._keys[0][0]})

    def read(self, token: str, audience: str, issuer: str) -> Mapping[str, Any] | None:
        """Return the claims of a token of ours that still counts; None for any other."""
        try:
            name = jwt.get_unverified_header(token).get("kid")
            key = next(key for known, key in self._keys if known == name)
            claims: Mapping[str, Any] = jwt.decode(
                token, key.public_key(), algorithms=["RS256"], audience=audience, issuer=issuer
            )
        except (jwt.PyJWTError, StopIteration):
            return None
        return claims

    def document(self, issuer: str) -> dict[str, Any]:
        """Return the public keys as Entra shows them."""
        return {"keys": [_public(name, key, issuer) for name, key in self._keys]}


def _public(name: str, key: rsa.RSAPrivateKey, issuer: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {"kty": "RSA", "use": "sig", "kid": name, "n": shown["n"], "e": shown["e"], "issuer": issuer}


def claims_of(issuer: str, tenant: str, audience: str, subject: str, **more: object) -> dict[str, Any]:
    """Return what every token of the tenant says, with what this one adds or changes."""
    now = datetime.now(UTC)
    usual = {
        "aud": audience,
        "iss": issuer,
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "oid": subject,
        "sub": base64.urlsafe_b64encode(subject.encode()).rstrip(b"=").decode(),
        "tid": tenant,
        "ver": "2.0",
    }
    return usual | more
