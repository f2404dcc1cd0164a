"""Signing in with a key while the clocks of the two machines differ."""

import json
import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from backend.video.pexip.wire import account
from backend.video.pexip.wire.budget import background
from backend.video.pexip.wire.client import Client
from backend.video.service import ServiceRefused
from simulators.pexip.management.refusals import Refusal as Refused
from tests.backend.video.pexip.node import ROOMS, Region, settings
from tests.backend.video.pexip.wire.open_gate import OpenGate


class _Skewed:
    """The time of a clock that is so many seconds ahead."""

    monotonic = staticmethod(time.monotonic)

    def __init__(self, ahead: float) -> None:
        self._ahead = ahead

    def time(self) -> float:
        return time.time() + self._ahead


def client(pexip: Region, folder: Path) -> Client:
    path = pexip.node.create("oauth2_client", client_name="vm", role="/api/admin/configuration/v1/role/1/")
    shown: dict[str, Any] = pexip.node.ask("GET", path).json()
    key = folder / "key.json"
    key.write_text(json.dumps(shown["private_key_jwt"]))
    own = {"management_user": None, "management_password": None}
    known = {"management_client_id": shown["client_id"], "management_private_key": key}
    return Client(settings(pexip.node.url, **known, **own), OpenGate())


@pytest.mark.parametrize("ahead", [-200, -30, -3, 0, 3, 30, 50])
def test_a_clock_that_differs_a_little_signs_us_in(
    pexip: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    made = client(pexip, tmp_path)
    monkeypatch.setattr(account, "time", _Skewed(ahead))
    assert list(made.every(ROOMS, background())) == []


@pytest.mark.parametrize("ahead", [-300, 120])
def test_a_clock_that_is_wrong_does_not(
    pexip: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    made = client(pexip, tmp_path)
    monkeypatch.setattr(account, "time", _Skewed(ahead))
    with pytest.raises(ServiceRefused, match="not-signed-in"):
        list(made.every(ROOMS, background()))


def test_what_we_sign_lasts_five_minutes_in_all(pexip: Region, tmp_path: Path) -> None:
    made = client(pexip, tmp_path)
    form: dict[str, str] = made._account._form()
    told = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert told["exp"] - told["iat"] == 300


def asked_for_tokens(pexip: Region) -> int:
    return [path for _, path in pexip.node.management.door.asked].count("/oauth/token/")


def test_a_role_that_lacks_the_scopes_is_signed_in_without_them_and_asked_for_them_once(
    pexip: Region, tmp_path: Path
) -> None:
    made, before = client(pexip, tmp_path), asked_for_tokens(pexip)
    pexip.node.fault("scopes")
    assert list(made.every(ROOMS, background())) == []
    assert asked_for_tokens(pexip) == before + 2
    pexip.node.fault("forget-tokens")
    assert list(made.every(ROOMS, background())) == []
    assert asked_for_tokens(pexip) == before + 3
    pexip.node.fault("none")


def test_a_node_that_gives_no_token_either_way_is_asked_twice_and_has_refused_the_account(
    pexip: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = client(pexip, tmp_path), asked_for_tokens(pexip)
    tokens = pexip.node.management.door.tokens

    def give(_form: object, _audiences: object) -> object:
        raise Refused(400, {"error": "invalid_scope"})

    monkeypatch.setattr(tokens, "give", give)
    with pytest.raises(ServiceRefused, match="not-signed-in"):
        list(made.every(ROOMS, background()))
    assert asked_for_tokens(pexip) == before + 2
