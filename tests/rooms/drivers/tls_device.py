"""What the scripted devices of the drivers' tests share: certificates of their own, and somebody who trusts them."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rooms import tls
from rooms.drivers import Patience
from rooms.endpoint import Account, Address

ACCOUNT = Account("vardmote", "hemligt: åäö")
PATIENCE = Patience(connect=20.0, answer=20.0, alive=20.0)
# For what never comes: on a busy machine even a good answer may take longer.
HASTE = Patience(connect=5.0, answer=0.3, alive=0.3)
# By a device whose clock was in another year when it made its certificate.
YEARS = {"long ago": 2001, "far ahead": 2090}


class Knows:
    """A Trust that knows one fingerprint, and remembers what it was asked."""

    def __init__(self, *known: str) -> None:
        self.known = set(known)
        self.asked: list[tuple[Address, str]] = []

    def allows(self, address: Address, fingerprint: str) -> bool:
        self.asked.append((address, fingerprint))
        return fingerprint in self.known


def trusting(name: str = "device") -> Knows:
    """Return a trust in the device with the certificate of this name."""
    return Knows(certificate(name)[1])


@cache
def certificate(name: str) -> tuple[ssl.SSLContext, str]:
    """Return a server's context with a certificate of its own, made now or in its name's year, and its fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime(YEARS[name], 6, 1, tzinfo=UTC) if name in YEARS else datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.write_bytes(pem)
        context.load_cert_chain(file)
    return context, tls.fingerprint(made.public_bytes(serialization.Encoding.DER))
