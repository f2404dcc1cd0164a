"""The rows of the contract about attempts: who is refused leaves a trail where they tried."""

from collections import Counter

from tests.contract.http.test_access_log import LOG, log
from tests.contract.http.test_hosting import api
from tests.processes.served import COUNTING
from tests.product import Caller, code_of


def test_an_attempt_on_another_units_meeting_leaves_a_trail_there(caller: Caller) -> None:
    meeting = caller.create()
    for user in ("annan", "rum"):
        snooper = caller.as_(user)
        for _ in range(3):
            assert snooper.call("GET", api(meeting)).status_code == 404
        assert snooper.call("GET", api(meeting, "participants")).status_code == 404
        assert snooper.call("POST", api(meeting, "start")).status_code == 404
        assert snooper.call("POST", api(meeting, "mute-guests"), {}).status_code == 404
        tried = [entry for entry in log(caller, "chef", user=user) if entry["action"] == "access.refused"]
        attempted = Counter(entry["detail"]["attempted"] for entry in tried)
        assert list(attempted) == ["meeting.read", "people.listed", "meeting.started", "guests.muted"]
        assert max(attempted.values()) <= COUNTING
        assert {(entry["unit"], entry["meeting"]) for entry in tried} == {("medicin", meeting["id"])}
    before = len(log(caller, "chef", user="annan", action="access.refused"))
    caller.clock.advance(minutes=10)
    caller.as_("annan").call("GET", api(meeting))
    assert len(log(caller, "chef", user="annan", action="access.refused")) == before + 1


def test_neither_a_meeting_that_is_not_there_nor_a_lacking_role_in_ones_own_unit_is_an_attempt(caller: Caller) -> None:
    meeting = caller.create()
    caller.as_("annan").call("GET", "/api/v1/meetings/nothing")
    caller.as_("kollega").call("POST", api(meeting, "start"))
    caller.call("POST", api(meeting, "participants", "nobody", "admit"), {})
    assert log(caller, action="access.refused") == []


def test_who_is_refused_the_log_leaves_a_trail_where_they_looked(caller: Caller) -> None:
    for _ in range(3):
        for unit in ("medicin", "Ottilia%20Vångestad"):
            assert code_of(caller.as_("annan").call("GET", f"{LOG}?unit={unit}")) == (403, "forbidden")
        assert code_of(caller.as_("annan").call("POST", f"{LOG}/extracts", {"name": "x"})) == (403, "forbidden")
    tried = log(caller, "granskare", user="annan", action="access.refused")
    assert [(entry["unit"], entry["detail"]["attempted"]) for entry in tried] == [
        ("medicin", "log.read"), ("barn", "log.read"), ("barn", "log.extracted"),
    ]  # fmt: skip
    assert [entry["unit"] for entry in log(caller, "chef", user="annan")] == ["medicin"]
    caller.clock.advance(minutes=10)
    caller.as_("annan").call("GET", LOG)
    assert len(log(caller, "granskare", user="annan", action="access.refused")) == 4
