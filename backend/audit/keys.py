"""The keys of the access log, derived from the product's secret: one each for MAC, encryption and blind index.

An entry names the key it was made with, so that the secret can be replaced: the ring then holds both, newest first.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.errors import VardmoteError

_NONCE_BYTES = 12
_KEY_BYTES = 32
_LEAST_SECRET = 32


class KeyUnknown(VardmoteError):
    """Something was made with a secret that is not in the ring; add the earlier secret."""


class Keys:
    """The keys of one secret. `id` tells nothing of them."""

    def __init__(self, secret: bytes) -> None:
        self.id = _derive(secret, "id", 4).hex()
        self._mac = _derive(secret, "mac")
        self._index = _derive(secret, "index")
        self._cipher = AESGCM(_derive(secret, "encryption"))

    def mac(self, message: bytes) -> str:
        """Return the HMAC-SHA256 of the message, as 64 hexadecimal characters."""
        return hmac.new(self._mac, message, hashlib.sha256).hexdigest()

    def index(self, attribute: str, normal_form: str) -> str:
        """Return the blind index of a value: equal for equal values, and telling nothing without the key."""
        return hmac.new(self._index, f"{attribute}\0{normal_form}".encode(), hashlib.sha256).hexdigest()

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt (AES-256-GCM). What was sealed for one place does not open in another."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt. Raises cryptography's InvalidTag when it was changed or sealed for another place."""
        return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())


class Keyring:
    """The keys of the present secret and of those before it."""

    def __init__(self, secret: bytes, *earlier: bytes) -> None:
        """Raises ValueError for a secret shorter than 32 bytes."""
        if min(map(len, (secret, *earlier))) < _LEAST_SECRET:
            raise ValueError("a secret needs 32 bytes")
        self.current = Keys(secret)
        self._by_id = {keys.id: keys for keys in (self.current, *map(Keys, earlier))}

    def __iter__(self) -> Iterator[Keys]:
        return iter(self._by_id.values())

    def named(self, key_id: str) -> Keys:
        """Return the keys with the id. Raises KeyUnknown."""
        try:
            return self._by_id[key_id]
        except KeyError as error:
            raise KeyUnknown(key_id) from error


def _derive(secret: bytes, purpose: str, length: int = _KEY_BYTES) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"vardmote access log {purpose}".encode()).derive(secret)
