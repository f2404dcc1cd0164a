"""What the whole HTTP surface has in common: description, health, headers, and what is never told."""

import io
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from backend.clock import FixedClock
from backend.profiles.service import whole_document
from backend.web import schemas
from backend.web.api import Operation
from tests.product import Caller, code_of, wired


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
    guessed = client.get(
        "/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}, headers={"Authorization": "Bearer None"}
    )
    assert guessed.status_code == 404


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


def test_what_the_caller_chooses_reaches_neither_log_nor_metrics(
    caller: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    caller.call("GET", "/healthz", X_Request_Id="19121212-1212")
    caller.call("P19121212-1212", "/healthz")
    told = "".join(capsys.readouterr()) + caller.call("GET", "/metrics").text
    assert "19121212" not in told
    own = "0123456789abcdef0123456789abcdef"
    assert caller.call("GET", "/healthz", X_Request_Id=own).headers["X-Request-Id"] == own


def test_a_body_without_end_is_not_read_to_its_end(caller: Caller) -> None:
    client = caller.product.app.test_client()
    endless = io.BytesIO(b"[" * 200_000)
    answer = client.post(
        "/m/unknown/join",
        input_stream=endless,
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert code_of(answer) == (413, "too-large")
    assert endless.tell() < 200_000


def test_meetings_of_a_type_the_region_has_dropped_are_still_listed_and_moved(
    caller: Caller, clock: FixedClock, tmp_path: Path
) -> None:
    meeting = caller.create("patient_information", starts_in=60)
    document = whole_document("vastmanland")
    document["types"] = [row for row in document["types"] if row["code"] != "patient_information"]
    guide = document["guide"]
    guide["rows"] = [row for row in guide["rows"] if row.get("type") != "patient_information"]
    guide["closings"]["over_limit"]["general_type"] = "internal"
    (tmp_path / "later.json").write_text(json.dumps(document), "utf-8")
    product = wired(tmp_path, caller.product.database.url, clock, profile=str(tmp_path / "later.json"))
    later = Caller(product, clock)
    listed = later.call("GET", "/api/v1/meetings").get_json()["meetings"]
    assert [row["id"] for row in listed] == [meeting["id"]]
    path = f"/api/v1/meetings/{meeting['id']}"
    moved = later.call("PATCH", path, {"end": "2026-06-10T12:00:00+02:00"})
    assert (moved.status_code, moved.get_json()["end"]) == (200, "2026-06-10T12:00:00+02:00")
    assert code_of(later.call("PATCH", path, {"type": "patient_information"})) == (422, "unknown-type")
    assert later.call("DELETE", path).status_code == 204
    product.stop()
