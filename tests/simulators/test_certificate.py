import base64
import hashlib
import stat
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from simulators.certificate import make


def test_the_certificate_is_valid_for_every_name_and_its_key_is_for_its_owner_only(tmp_path: Path) -> None:
    made = make(tmp_path / "new", ("one.example", "two.example"))
    certificate = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["one.example", "two.example"]
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


def test_spki_is_the_hash_of_the_public_key(tmp_path: Path) -> None:
    made = make(tmp_path, ("one.example",))
    key = x509.load_pem_x509_certificate(made.certificate.read_bytes()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert base64.b64decode(made.spki) == hashlib.sha256(der).digest()
