"""The certificate a site shows: one throw-away for all its endpoints, as devices have one from the factory."""

import base64
import hashlib
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path

from simulators import certificate


@dataclass(frozen=True)
class Tls:
    """What a server needs; `fingerprint` is the certificate's SHA-256 as OpenSSH writes one."""

    context: ssl.SSLContext
    fingerprint: str
    pem: bytes


def make() -> Tls:
    """Make a self-signed certificate for this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        made = certificate.make(Path(folder), ("localhost",), ("127.0.0.1",))
        context.load_cert_chain(made.certificate, made.key)
        pem = made.certificate.read_bytes()
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.decode())).digest()
    return Tls(context, "SHA256:" + base64.b64encode(digest).decode().rstrip("="), pem)
