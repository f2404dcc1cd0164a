"""Series that change over HTTP: what a scope means, what is kept, and what is left alone."""

from backend.web import schemas
from tests.contract.http.series_calls import WEEKLY, change, door, host_in, leads_to, made, read, starts
from tests.product import Caller, code_of


def test_one_meeting_is_moved_on_its_own_and_the_others_stay(caller: Caller) -> None:
    body = made(caller)
    second = body["occurrences"][1]
    moved = change(caller, second["id"], {"start": "2026-06-18T13:00:00+02:00", "end": "2026-06-18T14:00:00+02:00"})
    assert starts(moved) == ["2026-06-10T10:00", "2026-06-18T13:00", "2026-06-24T10:00", "2026-07-01T10:00"]
    assert (moved["is_exception"], moved["occurrences"][1]["original_start"][:16]) == (True, "2026-06-17T10:00")
    assert moved["own_url"] == second["join_url"]
    assert moved["join_url"] == body["join_url"]
    assert moved["series"]["version"] == 2
    later = change(
        caller, body["id"], {"start": "2026-06-10T15:00:00+02:00", "end": "2026-06-10T16:30:00+02:00", "scope": "all"}
    )
    assert starts(later) == ["2026-06-10T15:00", "2026-06-18T13:00", "2026-06-24T15:00", "2026-07-01T15:00"]
    assert later["occurrences"][3]["end"][:16] == "2026-07-01T16:30"
    assert [each["join_url"] for each in later["occurrences"]] == [each["join_url"] for each in body["occurrences"]]
    # Where it would collide with another, it goes back to its place.
    daily = change(caller, body["id"], {"appointment": {"recurrence": {"rule": "FREQ=DAILY;COUNT=10"}},
        "start": "2026-06-10T13:00:00+02:00", "end": "2026-06-10T14:00:00+02:00"})  # fmt: skip
    assert [each["is_exception"] for each in daily["occurrences"]] == [False] * 10


def test_a_new_rule_keeps_the_meetings_whose_day_is_still_there_with_their_links(caller: Caller) -> None:
    body = made(caller)
    kept = {each["original_start"][:10]: each["join_url"] for each in body["occurrences"]}
    new = change(caller, body["id"], {"appointment": {"recurrence": {"rule": "FREQ=WEEKLY;INTERVAL=2;COUNT=3"}}})
    assert [each["start"][:10] for each in new["occurrences"]] == ["2026-06-10", "2026-06-24", "2026-07-08"]
    assert [each["join_url"] == kept.get(each["start"][:10]) for each in new["occurrences"]] == [True, True, False]
    assert read(caller, body["occurrences"][1]["id"])["state"] == "removed"
    assert door(caller, kept["2026-06-17"])["status"] == 410
    back = change(caller, body["id"], {"appointment": {"recurrence": {"rule": WEEKLY}}})
    assert starts(back) == starts(body)
    assert back["occurrences"][1]["join_url"] != kept["2026-06-17"]
    assert back["occurrences"][0]["join_url"] == kept["2026-06-10"]


def test_exceptions_take_meetings_away_and_taken_back_they_add_them(caller: Caller) -> None:
    body = made(caller, exdates=("2026-06-17",))
    assert [each["start"][:10] for each in body["occurrences"]] == ["2026-06-10", "2026-06-24", "2026-07-01"]
    rule = {"rule": WEEKLY, "exdates": ["2026-06-24T10:00:00+02:00"]}
    changed = change(caller, body["id"], {"appointment": {"recurrence": rule}})
    assert [each["start"][:10] for each in changed["occurrences"]] == ["2026-06-10", "2026-06-17", "2026-07-01"]
    assert caller.call("DELETE", f"/api/v1/meetings/{changed['occurrences'][1]['id']}").status_code == 204
    after = read(caller, body["id"])
    assert [each["start"][:10] for each in after["occurrences"]] == ["2026-06-10", "2026-07-01"]
    assert [each[:10] for each in after["series"]["exdates"]] == ["2026-06-17", "2026-06-24"]
    assert after["series"]["version"] == changed["series"]["version"] + 1


def test_this_and_following_is_a_series_of_its_own_behind_the_same_link(caller: Caller) -> None:
    body = made(caller)
    third = body["occurrences"][2]
    times = {"start": "2026-06-25T14:00:00+02:00", "end": "2026-06-25T15:00:00+02:00"}
    later = change(caller, third["id"], {**times, "scope": "following"})
    assert starts(later) == ["2026-06-25T14:00", "2026-07-02T14:00"]
    assert later["series"]["id"] != body["series"]["id"]
    assert later["series"]["rule"] == "FREQ=WEEKLY;BYDAY=TH;WKST=TU;COUNT=2"
    assert (later["join_url"], later["marker"]) == (body["join_url"], third["id"])
    before = read(caller, body["id"])
    assert starts(before) == ["2026-06-10T10:00", "2026-06-17T10:00"]
    assert before["marker"] == body["marker"]
    caller.clock.advance(days=10)
    assert leads_to(caller, body["join_url"]) == (200, "early", "2026-06-25")
    assert later["occurrences"][0]["join_url"] == third["join_url"]


def test_this_and_following_as_they_are_already_is_no_split(caller: Caller) -> None:
    body = made(caller, exdates=("2026-06-17",))
    third = read(caller, body["occurrences"][1]["id"])
    rule = {"rule": "FREQ=WEEKLY;BYDAY=WE;COUNT=2", "exdates": []}
    as_it_is = (
        {"start": third["start"], "end": third["end"]},
        {"type": third["type"], "service": third["service"], "cohosts": []},
        {"appointment": {"item_id": "item", "time_zone": third["time_zone"]}},
        {"appointment": {"recurrence": rule}, "start": third["start"], "end": third["end"]},
    )
    for named in as_it_is:
        after = change(caller, third["id"], {**named, "scope": "following"})
        assert (after["series"]["id"], after["series"]["version"]) == (body["series"]["id"], 1), named
        assert after["version"] == third["version"]
        assert starts(after) == starts(body)
    shorter = {"end": third["end"].replace("T11:00", "T10:45")}
    split = change(caller, third["id"], {**shorter, "scope": "following"})
    assert split["series"]["id"] != body["series"]["id"]
    assert [each["end"][11:16] for each in split["occurrences"]] == ["10:45"] * 2
    assert split["series"]["exdates"] == []
    assert read(caller, body["id"])["series"]["exdates"] == ["2026-06-17"]


def test_one_that_was_moved_alone_goes_back_when_the_series_is_told_the_time_it_has(caller: Caller) -> None:
    for scope in ("all", "following"):
        body = made(caller)
        own = body["occurrences"][1]
        change(caller, own["id"], {"start": "2026-06-17T13:00:00+02:00", "end": "2026-06-17T14:00:00+02:00"})
        back = change(caller, own["id"], {"start": own["start"], "end": own["end"], "scope": scope})
        assert (back["start"], back["is_exception"]) == (own["start"], False)
        later = {"start": "2026-06-17T11:00:00+02:00", "end": "2026-06-17T12:00:00+02:00", "scope": "all"}
        assert change(caller, own["id"], later)["start"][:16] == "2026-06-17T11:00"


def test_another_audience_shuts_every_link_and_another_type_for_the_same_none(caller: Caller) -> None:
    body = made(caller, exdates=("2026-06-17",))
    same = change(caller, body["id"], {"type": "patient_information", "scope": "all"})
    assert {each["join_url"] for each in same["occurrences"]} == {each["join_url"] for each in body["occurrences"]}
    assert same["join_url"] == body["join_url"]
    second = body["occurrences"][1]["id"]
    staff = change(caller, second, {"type": "internal", "scope": "following"})
    assert staff["join_url"] != body["join_url"]
    assert {each["join_url"] for each in staff["occurrences"]}.isdisjoint(
        {each["join_url"] for each in body["occurrences"]}
    )
    assert staff["patient_message"] is None
    # The old link still leads to what it led to before the split, and then says that it has changed.
    assert leads_to(caller, body["join_url"]) == (200, "early", "2026-06-10")
    caller.clock.advance(days=3)
    assert leads_to(caller, body["join_url"])[:2] == (410, "changed")
    assert door(caller, body["occurrences"][1]["join_url"])["state"] == "changed"
    assert leads_to(caller, staff["join_url"]) == (200, "early", "2026-06-24")


def test_one_meeting_for_others_than_the_series_is_left_out_by_its_link(caller: Caller) -> None:
    body = made(caller)
    alone = change(caller, body["id"], {"type": "internal"})
    assert alone["join_url"] == alone["own_url"] != body["own_url"]
    assert alone["marker"] == body["id"]
    assert leads_to(caller, body["join_url"]) == (200, "early", "2026-06-17")


def test_what_is_on_or_past_is_left_alone_and_said_so(caller: Caller) -> None:
    body = made(caller)
    caller.clock.advance(hours=2, minutes=5)
    bearer = host_in(caller, body["id"])
    times = {"start": "2026-06-10T16:00:00+02:00", "end": "2026-06-10T17:00:00+02:00"}
    later = change(caller, body["id"], {**times, "scope": "all"})
    assert starts(later) == ["2026-06-10T10:00", "2026-06-17T16:00", "2026-06-24T16:00", "2026-07-01T16:00"]
    assert later["series"]["left_alone"] == [{"id": body["id"], "start": body["start"], "reason": "live"}]
    left = caller.call("DELETE", f"/api/v1/meetings/{body['id']}?scope=all")
    schemas.check("meetings/left_alone", left.get_json())
    assert (left.status_code, left.get_json()["left_alone"][0]["reason"]) == (200, "live")
    assert leads_to(caller, body["join_url"]) == (200, "open", "2026-06-10")
    assert starts(read(caller, body["id"])) == ["2026-06-10T10:00"]
    assert caller.as_(bearer).call("POST", f"/h/{body['id']}/leave", {}).status_code == 204


def test_removing_the_rest_ends_the_series_and_removing_all_shuts_its_link(caller: Caller) -> None:
    body = made(caller)
    third = body["occurrences"][2]["id"]
    for _ in range(2):
        assert caller.call("DELETE", f"/api/v1/meetings/{third}", {"scope": "following"}).status_code == 204
    assert starts(read(caller, body["id"])) == ["2026-06-10T10:00", "2026-06-17T10:00"]
    assert read(caller, third)["state"] == "removed"
    for _ in range(2):
        assert caller.call("DELETE", f"/api/v1/meetings/{body['id']}?scope=all").status_code == 204
    assert read(caller, body["id"])["state"] == "removed"
    assert leads_to(caller, body["join_url"])[:2] == (410, "removed")
    assert (
        caller.call("GET", "/api/v1/meetings?from=2026-06-01T00:00:00Z&to=2026-08-01T00:00:00Z").get_json()["meetings"]
        == []
    )
    refused = caller.call("PATCH", f"/api/v1/meetings/{body['id']}", {"type": "internal", "scope": "all"})
    assert code_of(refused) == (409, "meeting-removed")


def test_a_meeting_of_its_own_becomes_a_series_and_a_series_a_meeting(caller: Caller) -> None:
    single = caller.create(starts_in=120, appointment={"item_id": "item"})
    assert (single["series"], "occurrences" in single) == (None, False)
    series = change(caller, single["id"], {"appointment": {"recurrence": {"rule": "FREQ=DAILY;COUNT=3"}}})
    assert series["occurrences"][0]["id"] == single["id"]
    assert len(series["occurrences"]) == 3
    assert series["own_url"] == single["join_url"] != series["join_url"]
    assert series["marker"] == single["marker"]
    only = change(caller, series["occurrences"][1]["id"], {"appointment": {"recurrence": None}})
    assert [each["id"] for each in only["occurrences"]] == [series["occurrences"][1]["id"]]
    assert only["join_url"] == series["join_url"]


def test_if_match_names_the_version_of_the_series(caller: Caller) -> None:
    body = made(caller)
    change(caller, body["occurrences"][1]["id"], {"cohosts": ["kollega@demo.example"]})
    body_all = {"cohosts": ["kollega@demo.example"], "scope": "all"}
    stale = caller.call("PATCH", f"/api/v1/meetings/{body['id']}", body_all, If_Match='"1"')
    assert stale.status_code == 412
    fresh = change(caller, body["id"], body_all, If_Match='"2"')
    assert fresh["series"]["version"] == 3
    assert all(read(caller, each["id"])["cohosts"] == ["kollega@demo.example"] for each in fresh["occurrences"])
    assert change(caller, body["id"], body_all)["series"]["version"] == 3


def test_only_those_who_may_change_a_meeting_change_its_series(caller: Caller) -> None:
    body = made(caller)
    for user, expected in (("annan", 404), ("kollega", 403), ("sekreterare", 200)):
        asked_for = {"cohosts": [], "scope": "all"}
        answer = caller.as_(user).call("PATCH", f"/api/v1/meetings/{body['id']}", asked_for)
        assert answer.status_code == expected, user
        if expected != 200:
            assert caller.as_(user).call("DELETE", f"/api/v1/meetings/{body['id']}?scope=all").status_code == expected
    assert starts(read(caller, body["id"])) == starts(body)


def test_one_and_what_follows_it_is_all_of_it_when_no_meeting_is_before(caller: Caller) -> None:
    times = {"start": "2026-05-20T10:00:00+02:00", "end": "2026-05-20T11:00:00+02:00"}
    body = made(caller, "FREQ=WEEKLY;BYDAY=WE;COUNT=8", **times)
    staff = change(caller, body["id"], {"type": "internal", "scope": "following"})
    assert staff["series"]["id"] == body["series"]["id"]
    assert leads_to(caller, body["join_url"])[:2] == (410, "changed")


def test_a_series_moved_over_one_that_is_on_stands_for_no_day_twice(caller: Caller) -> None:
    body = made(caller, "FREQ=DAILY;COUNT=5")
    caller.clock.advance(days=2, hours=2, minutes=15)
    host_in(caller, body["occurrences"][2]["id"])
    earlier = {"start": "2026-06-12T10:00:00+02:00", "end": "2026-06-12T11:00:00+02:00", "scope": "all"}
    moved = change(caller, body["occurrences"][3]["id"], earlier)
    originals = [each["original_start"] for each in moved["occurrences"]]
    assert len(originals) == len(set(originals))
    assert starts(moved)[:3] == starts(body)[:3]
    assert starts(moved)[3:] == ["2026-06-13T10:00"]


def test_another_weekday_keeps_every_link_though_no_start_is_named(caller: Caller) -> None:
    body = made(caller)
    other = {"appointment": {"recurrence": {"rule": "FREQ=WEEKLY;BYDAY=TH;COUNT=4"}}}
    changed = change(caller, body["id"], other)
    assert [each["start"][8:10] for each in changed["occurrences"]] == ["11", "18", "25", "02"]
    assert [each["join_url"] for each in changed["occurrences"]] == [each["join_url"] for each in body["occurrences"]]


def test_removing_from_a_removed_day_on_leaves_what_was_split_off_before_as_it_is(caller: Caller) -> None:
    body = made(caller, "FREQ=DAILY;COUNT=8")
    days = [each["id"] for each in body["occurrences"]]
    assert caller.call("DELETE", f"/api/v1/meetings/{days[6]}").status_code == 204
    later = {"start": "2026-06-13T14:00:00+02:00", "end": "2026-06-13T15:00:00+02:00", "scope": "following"}
    change(caller, days[3], later)
    before = read(caller, body["id"])
    assert caller.call("DELETE", f"/api/v1/meetings/{days[6]}?scope=following").status_code == 204
    after = read(caller, body["id"])
    assert (after["series"]["rule"], starts(after)) == (before["series"]["rule"], starts(before))
    assert [each["start"][8:10] for each in read(caller, days[3])["occurrences"]] == ["13", "14", "15"]


def test_a_version_seen_before_a_split_is_outdated_after_it_and_so_is_that_of_each_meeting(caller: Caller) -> None:
    body = made(caller)
    change(caller, body["id"], {"type": "patient_information", "scope": "all"})
    last = read(caller, body["occurrences"][3]["id"])
    third = {"start": "2026-06-24T14:00:00+02:00", "end": "2026-06-24T15:00:00+02:00", "scope": "following"}
    change(caller, body["occurrences"][2]["id"], third)
    times = {"start": "2026-07-01T08:00:00+02:00", "end": "2026-07-01T09:00:00+02:00"}
    for version, scope in ((last["series"]["version"], "all"), (last["version"], "this")):
        path, named = f"/api/v1/meetings/{last['id']}", f'"{version}"'
        assert caller.call("PATCH", path, {**times, "scope": scope}, If_Match=named).status_code == 412


def test_one_that_was_moved_ends_when_it_is_told_to_with_the_others(caller: Caller) -> None:
    body = made(caller)
    own = body["occurrences"][1]["id"]
    change(caller, own, {"start": "2026-06-17T13:00:00+02:00", "end": "2026-06-17T14:30:00+02:00"})
    for minute in ("15", "00"):
        changed = change(caller, own, {"end": f"2026-06-17T14:{minute}:00+02:00", "scope": "all"})
        ends = [each["end"][11:16] for each in changed["occurrences"]]
        assert ends == [f"11:{minute}", f"14:{minute}", f"11:{minute}", f"11:{minute}"]


def test_a_series_that_becomes_one_appointment_leaves_the_next_when_its_first_is_past(caller: Caller) -> None:
    body = made(caller)
    caller.clock.advance(days=8)
    only = change(caller, body["id"], {"appointment": {"recurrence": None}})
    assert [each["id"] for each in only["occurrences"]][-1] == body["occurrences"][2]["id"]
    assert starts(only)[-1] == "2026-06-24T10:00"
    assert read(caller, body["occurrences"][3]["id"])["state"] == "removed"
