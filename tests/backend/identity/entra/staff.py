"""A people file, its people, and a sign-in over made-up keys."""

import json
from pathlib import Path
from typing import Any

from backend.clock import FixedClock
from backend.identity.entra import EntraSignIn, Expected, PeopleFile, SigningKeys
from simulators.entra.tenant import Tenant

STAFF, OTHER = "disa.ekmark@vard.example", "torvald.ronnberg@vard.example"
SHARED = "mottagning@vard.example"


def document(tenant: Tenant) -> dict[str, Any]:
    """Two people of one unit; the first books for the second and for the clinic."""
    return {
        "units": [{"id": "medicin", "name": {"sv": "Medicinmottagningen", "en": "Medical Clinic"}}],
        "shared_mailboxes": [{"address": SHARED, "name": "Medicinmottagningen"}],
        "people": [
            {
                "user": "disek",
                "oid": tenant.user(STAFF).oid,
                "name": "Disa Ekmark",
                "address": STAFF,
                "unit": "medicin",
                "roles": ["care_staff"],
                "books_for": [OTHER, SHARED],
            },
            {
                "user": "torro",
                "oid": tenant.user(OTHER).oid,
                "name": "Torvald Rönnberg",
                "address": OTHER,
                "unit": "medicin",
                "roles": ["unit_head"],
                "external": True,
            },
        ],
    }


def written(folder: Path, told: Any) -> Path:
    """Write the people file and return it."""
    file = folder / "people.json"
    file.write_text(json.dumps(told), "utf-8")
    return file


def sign_in(tenant: Tenant, folder: Path, clock: FixedClock) -> EntraSignIn:
    """Return a sign-in that reads the tenant's keys without a network."""
    keys = SigningKeys(lambda: json.dumps(tenant.signer.document(tenant.issuer)).encode(), clock)
    expected = Expected(tenant.issuer, tenant.client_id, tenant.id)
    return EntraSignIn(expected, keys, PeopleFile(written(folder, document(tenant))), clock)
