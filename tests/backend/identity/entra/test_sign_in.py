import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from backend.clock import FixedClock
from backend.errors import Unavailable
from backend.identity.entra import EntraSignIn, SigningKeys
from backend.identity.entra.keys import KEPT, PAUSE
from simulators.entra.tenant import Tenant
from tests.backend.identity.entra.staff import OTHER, SHARED, STAFF, sign_in


@pytest.fixture(scope="module")
def tenant() -> Tenant:
    return Tenant("https://localhost:1")


@pytest.fixture
def now() -> FixedClock:
    return FixedClock(datetime.now(UTC))


@pytest.fixture
def door(tenant: Tenant, tmp_path: Path, now: FixedClock) -> EntraSignIn:
    return sign_in(tenant, tmp_path, now)


def test_a_token_of_somebody_we_know_signs_them_in(door: EntraSignIn, tenant: Tenant) -> None:
    actor = door.actor(tenant.access_token(STAFF))
    assert actor is not None
    assert (actor.user, actor.person.unit.id) == ("disek", "medicin")
    assert [mailbox.address for mailbox in actor.mailboxes] == [STAFF, OTHER, SHARED]
    assert actor.shares(SHARED)


def test_somebody_of_the_tenant_whom_we_do_not_know_is_nobody(door: EntraSignIn, tenant: Tenant) -> None:
    assert door.actor(tenant.access_token("unknown@vard.example")) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "00000003-0000-0000-c000-000000000000"},
        {"iss": "https://login.microsoftonline.com/other/v2.0"},
        {"tid": "99999999-0000-4000-8000-000000000000"},
        {"scp": "User.Read"},
        {"scp": None},
        {"idtyp": "app"},
        {"oid": None},
        {"exp": 1},
        {"exp": "soon"},
        {"nbf": 2_000_000_000_000},
        {"nbf": None},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_is_refused(
    door: EntraSignIn, tenant: Tenant, changes: dict[str, Any]
) -> None:
    assert door.actor(tenant.access_token(STAFF, **changes)) is None


def _unsigned(tenant: Tenant) -> str:
    return jwt.encode(tenant.claims(STAFF), key="", algorithm="none", headers={"kid": _name(tenant)})


def _confused(tenant: Tenant) -> str:
    # The public key, which anybody has, used as if it were a shared secret. The library refuses to make such a token.
    public = json.dumps(tenant.signer.document(tenant.issuer)["keys"][0])
    head = {"alg": "HS256", "typ": "JWT", "kid": _name(tenant)}
    signed = ".".join(_part(json.dumps(part).encode()) for part in (head, tenant.claims(STAFF)))
    return f"{signed}.{_part(hmac.digest(public.encode(), signed.encode(), 'sha256'))}"


def _part(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def _name(tenant: Tenant) -> str:
    return str(tenant.signer.document(tenant.issuer)["keys"][0]["kid"])


def _tampered(tenant: Tenant) -> str:
    head, _, seal = tenant.access_token(OTHER).split(".")
    return f"{head}.{_part(json.dumps(tenant.claims(STAFF)).encode())}.{seal}"


@pytest.mark.parametrize(
    "forged",
    [
        _unsigned,
        _confused,
        _tampered,
        lambda tenant: tenant.signer.stranger(tenant.claims(STAFF)),
        lambda tenant: tenant.access_token(STAFF)[:-4],
        lambda _tenant: "demo:personal",
        lambda _tenant: "a.b.c",
        lambda _tenant: "x" * 100_000,
    ],
)
def test_a_forged_token_is_refused(door: EntraSignIn, tenant: Tenant, forged: Any) -> None:
    assert door.actor(forged(tenant)) is None


def test_a_token_ends_with_its_time_and_a_minute(door: EntraSignIn, tenant: Tenant, now: FixedClock) -> None:
    token = tenant.access_token(STAFF)
    now.advance(minutes=60.9)
    assert door.actor(token) is not None
    now.advance(minutes=0.2)
    assert door.actor(token) is None


class Provider:
    """A key document that counts how often it is fetched, and may be away."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant, self.fetched, self.answer = tenant, 0, None

    def __call__(self) -> bytes:
        self.fetched += 1
        if self.answer is not None:
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer
        return json.dumps(self.tenant.signer.document(self.tenant.issuer)).encode()

    answer: bytes | Exception | None


def test_a_new_key_is_found_and_made_up_names_cost_one_look_a_minute(now: FixedClock) -> None:
    tenant = Tenant("https://localhost:1")
    provider = Provider(tenant)
    keys = SigningKeys(provider, now)
    assert keys.named(_name(tenant)) is not None
    for number in range(50):
        assert keys.named(f"made up {number}") is None
    assert provider.fetched == 1
    tenant.signer.rotate()
    now.advance(seconds=PAUSE.total_seconds())
    assert keys.named(_name(tenant)) is not None
    assert provider.fetched == 2


@pytest.mark.parametrize("answer", [OSError(), b"<html>", b"[]", b'{"keys": [7]}', b'{"keys": [{"kty": "RSA"}]}'])
def test_a_provider_that_is_away_signs_nobody_out(now: FixedClock, answer: bytes | Exception) -> None:
    tenant = Tenant("https://localhost:1")
    provider = Provider(tenant)
    keys = SigningKeys(provider, now)
    provider.answer = answer
    with pytest.raises(Unavailable):
        keys.named(_name(tenant))
    provider.answer = None
    now.advance(seconds=PAUSE.total_seconds())
    assert keys.named(_name(tenant)) is not None
    provider.answer = answer
    now.advance(seconds=(KEPT + timedelta(hours=1)).total_seconds())
    assert keys.named(_name(tenant)) is not None
