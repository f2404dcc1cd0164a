"""What the whole HTTP surface has in common: description, health, headers, and what is never told."""

import re

import pytest
from jsonschema import Draft202012Validator

from backend.web import schemas
from backend.web.api import Operation
from tests.product import Caller, code_of


def test_every_declared_schema_is_sound_and_every_answer_keeps_to_its_own(caller: Caller) -> None:
    operations: list[Operation] = caller.product.app.extensions["operations"]
    for operation in operations:
        for name in filter(None, (operation.body, *operation.answers.values())):
            Draft202012Validator.check_schema(schemas.schema(name))
    meeting = caller.create()
    for path, name in (
        (f"/api/v1/meetings/{meeting['id']}", "meetings/meeting"),
        ("/api/v1/meetings", "meetings/meetings"),
        ("/api/v1/profile", "meetings/profile"),
        ("/api/v1/me", "identity/me"),
        ("/api/v1/sign-in", "identity/sign_in"),
    ):
        schemas.check(name, caller.call("GET", path).get_json())


def test_openapi_names_every_json_route_and_nothing_else(caller: Caller) -> None:
    document = caller.as_(None).call("GET", "/api/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    routed = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in caller.product.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/")
    }
    assert routed <= described


def test_health_is_open_and_metrics_are_for_this_machine(caller: Caller) -> None:
    stranger = caller.as_(None)
    assert stranger.call("GET", "/healthz").get_json() == {"status": "ok"}
    assert stranger.call("GET", "/readyz").get_json() == {"status": "ok"}
    assert b"vardmote_requests_total" in stranger.call("GET", "/metrics").data
    client = caller.product.app.test_client()
    away = client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert code_of(away) == (404, "not-found")
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404


def test_every_answer_carries_the_safe_headers(caller: Caller) -> None:
    for path in ("/healthz", "/api/v1/me", "/nope", "/addin/taskpane.html"):
        headers = caller.call("GET", path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "default-src 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "X-Frame-Options" not in headers
        assert headers["Strict-Transport-Security"]
    assert "frame-ancestors 'none'" in caller.call("GET", "/healthz").headers["Content-Security-Policy"]
    framed = caller.call("GET", "/addin/taskpane.html").headers["Content-Security-Policy"]
    assert "https://outlook.office.com" in framed
    assert "'self'" not in framed.partition("frame-ancestors ")[2].partition(";")[0]


def test_a_page_of_another_origin_may_not_write(caller: Caller) -> None:
    refused = caller.call("POST", "/api/v1/meetings", {}, Origin="https://evil.example", Idempotency_Key="k")
    assert code_of(refused) == (403, "forbidden")


def test_logs_and_metrics_hold_no_code_no_name_and_no_path(caller: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    meeting = caller.create()
    code = meeting["join_url"].rpartition("/")[2]
    caller.as_(None).call("GET", f"/m/{code}")
    caller.as_(None).call("GET", f"/m/{code[::-1]}")
    told = "".join(capsys.readouterr()) + caller.call("GET", "/metrics").text
    assert "/m/<code>" in told
    for secret in (code, code[::-1], "Disa", meeting["id"]):
        assert secret not in told
