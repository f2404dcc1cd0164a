"""The send check over HTTP: what it answers, what it refuses, and that it keeps nothing."""

import pytest

from backend.web import schemas
from tests.product import Caller, code_of
from tests.tables import contents

PATH = "/api/v1/invite-check"
NUMBER = "19900101-2385"


def test_a_number_in_the_body_is_blocked_and_never_repeated(caller: Caller) -> None:
    answer = caller.call("POST", PATH, {"subject": "Möte", "body_html": f"<p>Hej <b>{NUMBER[:6]}</b>{NUMBER[6:]}</p>"})
    report = answer.get_json()
    schemas.check("sendcheck/report", report)
    assert report["verdict"] == "block"
    (finding,) = report["findings"]
    assert (finding["rule"], finding["field"], finding["part"]) == ("personal-number", "body", "text")
    assert (finding["start"], finding["length"]) == (10, 17)
    assert finding["masked"] == "…·85"
    assert "…·85" in finding["sv"]
    assert NUMBER[:6] not in answer.text


def test_the_type_says_who_may_be_invited_and_how_many(caller: Caller) -> None:
    asked = {
        "subject": "Diabetes",
        "attendees": [{"address": "nils@gmail.com", "name": "Nils"}, *[{"address": "a@demo.example"}] * 16],
        "type": "patient_care",
    }
    rules = {row["rule"]: row for row in caller.call("POST", PATH, asked).get_json()["findings"]}
    assert set(rules) == {"diagnosis", "private-address", "too-many"}
    assert rules["too-many"]["index"] == 15
    inside = {**asked, "attendees": [{"address": "a@demo.example"}], "limit": 1}
    assert caller.call("POST", PATH, inside).get_json() == {"verdict": "ok", "findings": []}


def test_every_field_may_be_left_out(caller: Caller) -> None:
    assert caller.call("POST", PATH, {}).get_json() == {"verdict": "ok", "findings": []}


def test_a_body_of_its_own_size_is_read_and_no_more(caller: Caller) -> None:
    assert caller.call("POST", PATH, {"body_html": "x" * 1_000_000}).get_json()["verdict"] == "ok"
    assert code_of(caller.call("POST", PATH, {"body_html": "x" * 1024 * 1024})) == (413, "too-large")
    assert code_of(caller.call("POST", "/api/v1/meetings", {"type": "x" * 70_000})) == (413, "too-large")


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"type": "unknown"}, (422, "unknown-type")),
        ({"start": "2026-06-10T09:00:00"}, (422, "bad-time")),
        ({"note": ""}, (422, "unknown-field")),
        ({"limit": "many"}, (400, "malformed")),
        ({"attendees": [{"name": "Nils"}]}, (400, "malformed")),
    ],
)
def test_what_it_does_not_understand_it_refuses(
    caller: Caller, asked: dict[str, object], refusal: tuple[int, str]
) -> None:
    assert code_of(caller.call("POST", PATH, asked)) == refusal


def test_only_staff_may_ask(caller: Caller) -> None:
    assert code_of(caller.as_(None).call("POST", PATH, {})) == (401, "unauthenticated")


def test_nothing_of_it_is_kept_or_logged(caller: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    caller.call("POST", PATH, {"subject": NUMBER, "body_html": "patient Sixten Ek"})
    caller.product.jobs.drain()
    told = "".join(capsys.readouterr()) + caller.call("GET", "/metrics").text
    stored = "".join(contents(caller.product.database.engine))
    for secret in (NUMBER, "Sixten"):
        assert secret not in told
        assert secret not in stored
