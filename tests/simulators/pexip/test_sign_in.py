"""Signing in with an identity provider: asked, led away, and back with a token that works once."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from simulators.pexip.asker import OneConference
from simulators.pexip.call import Call, Properties
from simulators.pexip.call import Refused as Turned
from simulators.pexip.configuration import Configuration
from simulators.pexip.site import Site
from tests.simulators.pexip.client import App, Refused

TARGET = "https://web.example.test/back?token=__pexip-sso-token__"


class Noting(OneConference):
    """One conference that notes who calls."""

    calls: list[Call]

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Turned:
        self.calls = [*getattr(self, "calls", []), call]
        return await super().properties(call, configuration)


@pytest.fixture(scope="module")
def ask() -> Noting:
    configuration = Configuration("vm-1", pin="471104", allow_guests=True, host_identity_provider_group="Anställda")
    return Noting("vm-1", configuration)


@pytest.fixture(scope="module")
def site(ask: Noting) -> Iterator[Site]:
    with Site() as running:
        running.add(ask)
        yield running


@pytest.fixture
def app(site: Site) -> Iterator[App]:
    with App(site.url, "vm-1") as made:
        yield made


def asked(app: App, **body: object) -> dict[str, object]:
    with pytest.raises(Refused) as refused:
        app.join("471104", **body)
    assert refused.value.status == 403
    assert refused.value.body["status"] == "success"
    assert refused.value.text["version"]
    return dict(refused.value.text)


def signed_in(app: App) -> tuple[str, str]:
    known = asked(app, chosen_idp="none", sso_token="none")["idp"]
    assert isinstance(known, list)
    assert known[0]["name"] == "Anställda"
    uuid = str(known[0]["uuid"])
    led = asked(app, chosen_idp=uuid, sso_token="none", sso_redirect_target=TARGET)
    assert led["redirect_idp"] == known[0]
    page = requests.get(str(led["redirect_url"]), timeout=10)
    assert "Logga in" in page.text
    form = {"name": "Anna Test", "attributes": "roll=vard roll=chef"}
    back = requests.post(str(led["redirect_url"]), data=form, timeout=10, allow_redirects=False)
    assert back.headers["Location"].startswith("https://web.example.test/back?token=")
    return uuid, parse_qs(urlsplit(back.headers["Location"]).query)["token"][0]


def test_a_host_signs_in_and_policy_is_told_who_it_is(app: App, ask: Noting) -> None:
    uuid, token = signed_in(app)
    app.join("471104", "Någon", chosen_idp=uuid, sso_token=token)
    assert (app.joined["role"], app.joined["display_name"]) == ("HOST", "Anna Test")
    call = ask.calls[-1]
    assert (call.idp_uuid, call.idp_attributes, call.has_authenticated_display_name) == (
        uuid,
        {"roll": ("vard", "chef")},
        True,
    )
    assert app.get("participants")[0]["is_idp_authenticated"] is True


@pytest.mark.parametrize("way", ["twice", "made up", "another provider"])
def test_a_token_of_a_sign_in_works_once_and_for_its_provider(app: App, way: str) -> None:
    uuid, token = signed_in(app)
    if way == "twice":
        app.join("471104", chosen_idp=uuid, sso_token=token)
        app.joined = {}
    body = {"chosen_idp": "x" if way == "another provider" else uuid, "sso_token": "x" if way == "made up" else token}
    with pytest.raises(Refused, match="SSO Authentication Failed"):
        app.join("471104", **body)


def test_guests_of_another_group_need_none(app: App) -> None:
    assert app.join("none").joined["role"] == "GUEST"


def test_the_pin_comes_first(app: App) -> None:
    with pytest.raises(Refused) as refused:
        app.join(chosen_idp="none")
    assert refused.value.text["pin"] == "required"


@pytest.mark.parametrize("target", ["", "javascript:__pexip-sso-token__", "https://web.example.test/"])
def test_nobody_is_led_to_where_the_token_does_not_go(app: App, site: Site, target: str) -> None:
    uuid, _ = signed_in(app)
    answer = requests.get(f"{site.url}/_idp/{uuid}", params={"target": target}, timeout=10)
    assert answer.status_code == 404
