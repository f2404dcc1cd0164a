"""Microsoft's own client against the stand-in, and what the stand-in refuses."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msal
import pytest
import requests

from simulators.entra.server import Entra

STAFF = "disa.ekmark@vard.example"


@pytest.fixture(scope="module")
def entra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entra]:
    provider = Entra(tmp_path_factory.mktemp("entra"))
    yield provider
    provider.close()


@pytest.fixture
def session(entra: Entra) -> Iterator[requests.Session]:
    with requests.Session() as opened:
        # What the environment says to trust would win over our own certificate.
        opened.trust_env = False
        opened.verify = str(entra.ca_file)
        yield opened


@pytest.fixture
def client(entra: Entra, session: requests.Session) -> msal.ConfidentialClientApplication:
    return msal.ConfidentialClientApplication(
        entra.tenant.client_id,
        client_credential=entra.tenant.secret,
        authority=entra.tenant.authority,
        instance_discovery=False,
        http_client=session,
    )


def signed_in(entra: Entra, session: requests.Session, client: msal.ConfidentialClientApplication) -> dict[str, Any]:
    flow = client.initiate_auth_code_flow(
        [f"api://{entra.tenant.client_id}/access_as_user"], redirect_uri="http://localhost:9/back", login_hint=STAFF
    )
    sent = session.get(flow["auth_uri"], allow_redirects=False)
    found: dict[str, Any] = client.acquire_token_by_auth_code_flow(
        flow, dict(parse_qsl(urlsplit(sent.headers["Location"]).query))
    )
    return found


# A daemon's way of asking, with the code in the address; a browser's will not be this one.
@pytest.mark.filterwarnings("ignore:response_mode:UserWarning")
def test_a_person_signs_in_and_is_acted_for(
    entra: Entra, session: requests.Session, client: msal.ConfidentialClientApplication
) -> None:
    found = signed_in(entra, session, client)
    assert found["id_token_claims"]["preferred_username"] == STAFF
    claims = entra.tenant.signer.read(found["access_token"], entra.tenant.client_id, entra.tenant.issuer)
    assert claims is not None
    assert (claims["oid"], claims["scp"]) == (entra.tenant.user(STAFF).oid, "access_as_user")
    acted = client.acquire_token_on_behalf_of(
        found["access_token"], ["https://graph.microsoft.com/Calendars.ReadWrite"]
    )
    on_behalf = entra.tenant.signer.read(acted["access_token"], "https://graph.microsoft.com", entra.tenant.issuer)
    assert on_behalf is not None
    assert on_behalf["scp"] == "Calendars.ReadWrite"
    again = client.acquire_token_silent(
        [f"api://{entra.tenant.client_id}/access_as_user"], client.get_accounts()[0], force_refresh=True
    )
    assert "access_token" in again


def test_an_application_signs_in_as_itself(entra: Entra, client: msal.ConfidentialClientApplication) -> None:
    found = client.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    claims = entra.tenant.signer.read(found["access_token"], "https://graph.microsoft.com", entra.tenant.issuer)
    assert claims is not None
    assert (claims["idtyp"], "scp" in claims) == ("app", False)


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ({"client_id": "another"}, 700016),
        ({"client_secret": "wrong", "scope": "x/.default"}, 7000215),
        ({"scope": "https://graph.microsoft.com/User.Read"}, 70011),
        ({"grant_type": "authorization_code", "code": "used"}, 70008),
        ({"grant_type": "refresh_token", "refresh_token": "used"}, 70008),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "none"}, 50013),
        ({"grant_type": "password"}, 70003),
    ],
)
def test_what_entra_refuses_is_refused(
    entra: Entra, session: requests.Session, form: dict[str, str], number: int
) -> None:
    usual = {
        "grant_type": "client_credentials", "client_id": entra.tenant.client_id, "client_secret": entra.tenant.secret,
    }  # fmt: skip
    answer = session.post(f"{entra.tenant.authority}/oauth2/v2.0/token", data=usual | form)
    assert answer.status_code in (400, 401)
    assert answer.json()["error_codes"] == [number]


def test_faults_come_when_they_are_ordered(entra: Entra, session: requests.Session) -> None:
    keys, control = f"{entra.tenant.authority}/discovery/v2.0/keys", f"{entra.base}/_control"
    assert session.post(control, json={"fault": "away", "count": 1}).status_code == 204
    assert [session.get(keys).status_code for _ in range(2)] == [503, 200]
    session.post(control, json={"fault": "nonsense"})
    assert session.get(keys).headers["Content-Type"].startswith("text/html")
    before = session.get(keys).json()["keys"][0]["kid"]
    session.post(control, json={"fault": "rotate"})
    after = [key["kid"] for key in session.get(keys).json()["keys"]]
    assert before == after[1]
    assert session.post(control, json={"fault": "fire"}).status_code == 400


def test_the_command_says_where_it_listens_and_ends_when_told() -> None:
    words = [sys.executable, "-c", "from backend.cli import main; main()", "simulate", "entra", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told["ready"] is True
        assert {"authority", "tenant", "client_id", "ca_file"} <= told.keys()
        assert Path(told["ca_file"]).exists()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not Path(told["ca_file"]).exists()
