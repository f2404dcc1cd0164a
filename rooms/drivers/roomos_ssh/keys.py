"""Which host keys a device may show, the newest kind first. No certificates: the key itself is pinned."""

from collections.abc import Mapping
from types import MappingProxyType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1
from paramiko import ECDSAKey, Ed25519Key, Message, PKey, RSAKey

_OLD = "ssh-rsa"


class OldRsaKey(RSAKey):
    """An RSA key whose owner signs with SHA-1, as old software (CE 9) does when it knows nothing else.

    Paramiko no longer takes such a signature. Here the key is pinned, and the signature is only over this connection's
    own exchange; the kind is the last that is offered, so that newer software never uses it.
    """

    def verify_ssh_sig(self, data: bytes, msg: Message) -> bool:
        """Tell whether the signature is the key's."""
        if msg.get_text() != _OLD:
            return False
        signature = msg.get_binary().rjust(self.get_bits() // 8, b"\0")
        try:
            self.public_numbers.public_key().verify(signature, data, PKCS1v15(), SHA1())  # noqa: S303 - the key is pinned
        except InvalidSignature:
            return False
        return True


# The kinds as they are named in the exchange.
KINDS: Mapping[str, type[PKey]] = MappingProxyType(
    {
        "ssh-ed25519": Ed25519Key,
        "ecdsa-sha2-nistp256": ECDSAKey,
        "ecdsa-sha2-nistp384": ECDSAKey,
        "ecdsa-sha2-nistp521": ECDSAKey,
        "rsa-sha2-512": RSAKey,
        "rsa-sha2-256": RSAKey,
        _OLD: OldRsaKey,
    }
)


def shown(kind: str, key: bytes, exchange: bytes, signature: bytes) -> PKey | None:
    """Return the key when the signature over the exchange is its owner's, else None."""
    found = KINDS[kind](Message(key))
    return found if found.verify_ssh_sig(exchange, Message(signature)) else None
