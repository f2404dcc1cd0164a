import time
import uuid
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
import requests

from tests.simulators.pexip.stand import Managed, managed

ROOMS = "configuration/v1/conference/"


@pytest.fixture
def node() -> Iterator[Managed]:
    with managed(most=20) as stand:
        yield stand


def _form(node: Managed, client: dict[str, Any], **changes: Any) -> dict[str, str]:
    now = int(time.time())
    claims = {
        "iss": client["client_id"],
        "sub": client["client_id"],
        "aud": f"{node.url}/oauth/token/",
        "iat": now,
        "exp": now + 60,
        "jti": str(uuid.uuid4()),
    } | changes
    told = {name: value for name, value in claims.items() if value is not None}
    key = jwt.PyJWK(client["private_key_jwt"]).key
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(told, key, algorithm="ES256"),
        "scope": "is_admin use_api",
    }


def _token(node: Managed, form: dict[str, str]) -> requests.Response:
    return requests.post(f"{node.url}/oauth/token/", data=form, timeout=10)


@pytest.fixture
def client(node: Managed) -> dict[str, Any]:
    told: dict[str, Any] = node.ask("GET", node.create("oauth2_client", client_name="ours", role="rw")).json()
    return told


def test_nobody_gets_in_without_the_right_password(node: Managed) -> None:
    for auth in (None, ("admin", "wrong"), ("wrong", "made-up-for-the-stand-in")):
        answer = requests.get(node.at(ROOMS), auth=auth, timeout=10)
        assert (answer.status_code, answer.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    broken = requests.get(node.at(ROOMS), headers={"Authorization": "Basic å".encode("latin-1")}, timeout=10)
    assert broken.status_code == 401


def test_a_client_with_its_own_key_gets_a_token_that_counts_for_an_hour(node: Managed, client: dict[str, Any]) -> None:
    told = _token(node, _form(node, client)).json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    header = {"Authorization": f"Bearer {told['access_token']}"}
    assert requests.get(node.at(ROOMS), headers=header, timeout=10).status_code == 200
    node.clock.now += 3600
    assert requests.get(node.at(ROOMS), headers=header, timeout=10).status_code == 401


def test_a_private_key_is_shown_once(node: Managed, client: dict[str, Any]) -> None:
    assert client["private_key_jwt"]["d"]
    assert node.ask("GET", client["resource_uri"]).json()["private_key_jwt"] is None
    assert node.ask("GET", "configuration/v1/oauth2_client/").json()["objects"][0]["private_key_jwt"] is None


@pytest.mark.parametrize("audience", ["127.0.0.1", "{url}/oauth/token/"])
def test_both_known_audiences_count(node: Managed, client: dict[str, Any], audience: str) -> None:
    assert _token(node, _form(node, client, aud=audience.format(url=node.url))).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"},
        {"sub": "somebody"},
        {"aud": "https://elsewhere.example.test"},
        {"exp": 1},
        {"exp": None},
        {"jti": None},
        {"iat": None},
    ],
)
def test_an_assertion_that_says_something_else_is_refused(
    node: Managed, client: dict[str, Any], changes: dict[str, Any]
) -> None:
    answer = _token(node, _form(node, client, **changes))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_an_assertion_counts_once_and_only_with_the_scopes_and_grant_that_are_known(
    node: Managed, client: dict[str, Any]
) -> None:
    form = _form(node, client)
    assert _token(node, form).status_code == 200
    assert _token(node, form).status_code == 401
    for changes, error in (
        ({"scope": "is_admin"}, "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion_type": "other"}, "invalid_request"),
    ):
        answer = _token(node, _form(node, client) | changes)
        assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_stolen_id_with_a_key_of_ones_own_is_refused(node: Managed, client: dict[str, Any]) -> None:
    other = node.ask("GET", node.create("oauth2_client", client_name="other", role="rw")).json()
    stolen = client | {"private_key_jwt": other["private_key_jwt"]}
    assert _token(node, _form(node, stolen)).status_code == 401


def test_more_requests_than_allowed_are_refused_until_the_window_has_passed(node: Managed) -> None:
    answers = [node.ask("GET", ROOMS).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    node.clock.now += 60
    assert node.ask("GET", ROOMS).status_code == 200


@pytest.mark.parametrize(
    ("fault", "status"), [("rate-limit", 429), ("error", 500), ("unavailable", 503), ("unauthorized", 401)]
)
def test_an_ordered_refusal_leaves_nothing_behind(node: Managed, fault: str, status: int) -> None:
    node.fault(fault, methods=["POST"])
    assert node.ask("GET", ROOMS).status_code == 200
    assert node.ask("POST", ROOMS, {"name": "a"}).status_code == status
    assert node.ask("GET", ROOMS).json()["objects"] == []
    node.create("conference", name="a")


def test_an_ordered_duplicate_is_refused_by_its_name(node: Managed) -> None:
    node.fault("duplicate")
    answer = node.ask("POST", ROOMS, {"name": "a"})
    assert (answer.status_code, "already exists" in answer.json()["conference"]["name"][0]) == (400, True)


@pytest.mark.parametrize("fault", ["lost", "half", "timeout", "spoilt"])
def test_what_goes_wrong_after_the_work_leaves_it_done(node: Managed, fault: str) -> None:
    node.fault(fault)
    try:
        answer = node.session.post(node.at(ROOMS), json={"name": "a"}, timeout=(10, 0.3))
        assert (fault, answer.status_code) == ("spoilt", 500)
    except requests.RequestException:
        assert fault != "spoilt"
    assert [room["name"] for room in node.ask("GET", ROOMS).json()["objects"]] == ["a"]


def test_half_of_a_list_is_no_list(node: Managed) -> None:
    node.create("conference", name="a")
    node.fault("half")
    with pytest.raises(requests.RequestException):
        node.ask("GET", ROOMS)
    assert node.ask("GET", ROOMS).status_code == 200


def test_what_is_no_fault_is_refused_and_calm_is_possible(node: Managed) -> None:
    for wrong in ({}, {"fault": "storm"}, {"fault": "error", "count": "many"}, []):
        assert requests.post(f"{node.url}/_control", json=wrong, timeout=10).status_code == 400
    assert requests.post(f"{node.url}/_control", data="{", timeout=10).status_code == 400
    node.fault("error", count=3)
    node.fault("none")
    assert node.ask("GET", ROOMS).status_code == 200


def test_forgotten_tokens_count_no_more(node: Managed, client: dict[str, Any]) -> None:
    header = {"Authorization": f"Bearer {_token(node, _form(node, client)).json()['access_token']}"}
    node.fault("forget-tokens")
    assert requests.get(node.at(ROOMS), headers=header, timeout=10).status_code == 401


@pytest.mark.parametrize("status", [401, 403])
def test_what_the_role_has_no_right_to_is_refused_and_nothing_else(node: Managed, status: int) -> None:
    node.management.door.denied["global"] = status
    path = "configuration/v1/global/1/"
    assert [node.ask(method, path, {}).status_code for method in ("GET", "PATCH")] == [status, status]
    assert node.ask("GET", ROOMS).status_code == 200
