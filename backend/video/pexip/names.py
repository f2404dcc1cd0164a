"""Aliases and PINs: never kept, never sent in a link of their own; made anew from a secret and a nonce when needed.

An alias has letters and digits alone, so that no program cuts it or reads it as an address. 130 bits of it: who guesses
a million times a second for a century has tried one of 10^23.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALIAS_LENGTH = 26
# `min_pin_length` of the region's own global settings is 6 unless somebody has changed it; ours are longer.
PIN_DIGITS = 8


def derived(secret_key: bytes) -> bytes:
    """Return the secret that names and PINs are made from, of the product's own `secret_key` (32 bytes)."""
    return HKDF(SHA256(), 32, salt=None, info=b"vardmote pexip names").derive(secret_key)


class SecretKeys:
    """The secret there is and those before it: what was made with any of them stays as it was made."""

    def __init__(self, secret_key: bytes, earlier: Sequence[bytes] = ()) -> None:
        self.secret, *self._earlier = (derived(each) for each in (secret_key, *earlier))

    def of(self, nonce: str, kept: str | None) -> bytes | None:
        """Return the secret that the alias of this digest was made with; None for one we have no more."""
        every = (self.secret, *self._earlier)
        return next((secret for secret in every if digest(alias(secret, nonce)) == kept), None)


def new_name() -> str:
    """Return a name for a room at Pexip, which means nothing and is nobody else's."""
    return f"vm-{secrets.token_hex(12)}"


def new_nonce() -> str:
    """Return 128 random bits as 32 hexadecimal characters."""
    return secrets.token_hex(16)


def alias(secret: bytes, nonce: str) -> str:
    """Return the alias of a nonce: 26 characters of a-z and 2-7."""
    made = hmac.digest(secret, f"alias\0{nonce}".encode(), "sha256")
    return base64.b32encode(made).decode().lower()[:ALIAS_LENGTH]


def host_pin(secret: bytes, nonce: str) -> str:
    """Return the PIN of a nonce by which hosts come in: eight digits, of which each is as likely as any other."""
    made = hmac.digest(secret, f"pin\0host\0{nonce}".encode(), "sha256")
    return str(int.from_bytes(made) % 10**PIN_DIGITS).zfill(PIN_DIGITS)


def digest(alias: str) -> str:
    """Return what is kept of an alias, and what it is found by. The alias is random, so no salt is needed."""
    return hashlib.sha256(alias.encode("utf-8", "surrogatepass")).hexdigest()
