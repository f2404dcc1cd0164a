"""OAuth2 clients: each has an EC key, whose private half is shown once and whose public half is kept."""

import json
import uuid
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

ALGORITHM = "ES256"


def client() -> dict[str, Any]:
    """Return the id and the private key (a JWK) of a new client."""
    private = ec.generate_private_key(ec.SECP256R1())
    key: dict[str, Any] = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(private))
    return {"client_id": str(uuid.uuid4()), "private_key_jwt": key | {"alg": ALGORITHM, "use": "sig"}}


def public(private: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    """Return the public half of a client's key."""
    key = jwt.algorithms.ECAlgorithm.from_jwk({name: private[name] for name in ("kty", "crv", "x", "y")})
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("no key of an OAuth2 client")
    return key
