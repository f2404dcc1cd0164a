"""Sending all the same, over HTTP: who may, with which reasons, and what of it is kept."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.errors import Forbidden
from backend.identity.demo import DemoIdentity
from backend.profiles import load
from backend.sendcheck.overrides import Overrides
from tests.contract.http.test_access_log import extract, log
from tests.processes.served import COUNTING
from tests.product import Caller, code_of

NUMBER = "19900101-2385"
FOUND = {"rule": "personal-number", "field": "body", "severity": "block"}
WARNED = {"rule": "patient-name", "field": "subject", "severity": "warn"}


def override(caller: Caller, meeting: dict[str, Any], **changes: object) -> tuple[int, str]:
    asked = {"findings": [FOUND, WARNED], "reason": "not_a_patient"} | changes
    answered = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/send-overrides", asked)
    return (201, "") if answered.status_code == 201 else code_of(answered)


def entries(caller: Caller, meeting: dict[str, Any]) -> list[dict[str, Any]]:
    caller.product.jobs.drain()
    return [entry for entry in log(caller, meeting=meeting["id"]) if entry["action"] == "send.overridden"]


def test_the_reason_is_in_the_log_and_what_was_found_is_not(caller: Caller) -> None:
    meeting = caller.create()
    assert override(caller, meeting) == (201, "")
    [entry] = entries(caller, meeting)
    assert (entry["user"], entry["unit"]) == ("personal", "medicin")
    assert entry["detail"] == {
        "reason": "not_a_patient",
        "rules": "patient-name+personal-number",
        "blocking": 1,
        "warning": 1,
    }


def test_a_note_is_kept_encrypted_and_shown_to_nobody_who_reads_the_log(caller: Caller, tmp_path: Path) -> None:
    meeting = caller.create()
    words = "Numret tillhör en apparat"
    assert override(caller, meeting, reason="other", note=f"  {words} ") == (201, "")
    [entry] = entries(caller, meeting)
    assert words not in str(entry)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not any(words.encode() in file.read_bytes() for file in files)
    assert "send.overridden" in str(extract(caller, meeting=meeting["id"]))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "because"}, (422, "unknown-reason")),
        ({"reason": "other"}, (422, "note-missing")),
        ({"reason": "other", "note": "  "}, (422, "note-missing")),
        ({"reason": "other", "note": f"Gäller {NUMBER}"}, (422, "personal-data")),
        ({"reason": "other", "note": "x" * 201}, (422, "too-long")),
        ({"note": "Ingen har frågat"}, (422, "unknown-field")),
        ({"findings": []}, (400, "malformed")),
        ({"findings": [FOUND | {"masked": "…·85"}]}, (422, "unknown-field")),
        ({"findings": [FOUND | {"rule": NUMBER}]}, (400, "malformed")),
        ({"findings": [FOUND, FOUND | {"rule": "anna-ek-was-here"}]}, (422, "unknown-field")),
        ({"text": "hela inbjudan"}, (422, "unknown-field")),
    ],
)
def test_what_is_refused_leaves_nothing(caller: Caller, changes: dict[str, object], refusal: tuple[int, str]) -> None:
    meeting = caller.create()
    assert override(caller, meeting, **changes) == refusal
    assert entries(caller, meeting) == []


def test_whoever_may_change_the_meeting_may_and_for_whom_is_seen(caller: Caller) -> None:
    meeting = caller.create()
    assert override(caller.as_("sekreterare"), meeting) == (201, "")
    [entry] = entries(caller, meeting)
    assert (entry["user"], entry["on_behalf_of"]) == ("sekreterare", "personal@demo.example")
    assert override(caller.as_("kollega"), meeting) == (403, "forbidden")
    assert override(caller.as_("annan"), meeting) == (404, "not-found")
    assert len(entries(caller, meeting)) == 1


def test_nobody_overrides_for_a_removed_meeting(caller: Caller) -> None:
    meeting = caller.create()
    caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
    assert override(caller, meeting) == (409, "meeting-removed")


def test_a_region_that_allows_none_says_so(caller: Caller) -> None:
    meeting = caller.create()
    usual = load("vastmanland")
    strict = replace(usual, send_check=replace(usual.send_check, override=False))
    overrides = Overrides(caller.product.database, caller.clock, strict, caller.product.access_log)
    actor = DemoIdentity().actor("demo:personal")
    assert actor is not None
    with pytest.raises(Forbidden) as refused:
        overrides.override(actor, meeting["id"], {"findings": [FOUND], "reason": "not_a_patient"})
    assert "region" in refused.value.text.sv
    assert entries(caller, meeting) == []


def test_an_attempt_on_another_units_meeting_leaves_a_trail(caller: Caller) -> None:
    meeting = caller.create()
    for _ in range(2):
        assert override(caller.as_("annan"), meeting) == (404, "not-found")
    tried = log(caller, "chef", meeting=meeting["id"], action="access.refused")
    assert 1 <= len(tried) <= COUNTING
    assert (tried[0]["user"], tried[0]["detail"]) == ("annan", {"attempted": "send.overridden"})
