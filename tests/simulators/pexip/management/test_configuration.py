from collections.abc import Iterator

import pytest

from tests.simulators.pexip.stand import Managed, managed

ROOMS = "configuration/v1/conference/"


@pytest.fixture(scope="module")
def running() -> Iterator[Managed]:
    with managed(replication=90.0) as stand:
        yield stand


@pytest.fixture
def node(running: Managed) -> Managed:
    assert running.ask("DELETE", ROOMS).status_code == 204
    return running


def test_a_created_room_is_found_by_its_location_with_every_field_at_its_default(node: Managed) -> None:
    answer = node.ask("POST", ROOMS, {"name": "vm-1", "aliases": [{"alias": "abc"}, {"alias": "abc@example.test"}]})
    assert (answer.status_code, answer.content) == (201, b"")
    room = node.ask("GET", answer.headers["Location"]).json()
    assert room["name"] == "vm-1"
    assert [alias["alias"] for alias in room["aliases"]] == ["abc", "abc@example.test"]
    assert (room["allow_guests"], room["pin"], room["participant_limit"]) == (False, "", None)
    assert answer.headers["Location"].endswith(f"/conference/{room['id']}/")
    assert "locked" not in room


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 251}, "name"),
        ({"name": "a", "locked": True}, "locked"),
        ({"name": "a", "participant_limit": -1}, "participant_limit"),
        ({"name": "a", "participant_limit": "15"}, "participant_limit"),
        ({"name": "a", "participant_limit": True}, "participant_limit"),
        ({"name": "a", "service_type": "room"}, "service_type"),
        ({"name": "a", "pin": "12345"}, "pin"),
        ({"name": "a", "pin": "12#456"}, "pin"),
        ({"name": "a", "allow_guests": True}, "allow_guests"),
        ({"name": "a", "pin": "123456", "guest_pin": "654321"}, "guest_pin"),
        ({"name": "a", "allow_guests": True, "pin": "123456", "guest_pin": "123456"}, "guest_pin"),
        ({"name": "a", "allow_guests": True, "pin": "123456", "guest_pin": "1234567"}, "guest_pin"),
        ({"name": "a", "allow_guests": True, "pin": "123456#", "guest_pin": "123457"}, "guest_pin"),
        ({"name": "a", "max_callrate_in": 128_000}, "max_callrate_in"),
        ({"name": "a", "aliases": "abc"}, "aliases"),
    ],
)
def test_a_room_that_breaks_a_rule_is_refused_by_the_field(node: Managed, wrong: dict[str, object], field: str) -> None:
    answer = node.ask("POST", ROOMS, wrong)
    assert answer.status_code == 400
    assert list(answer.json()["conference"]) == [field]
    assert node.ask("GET", ROOMS).json()["meta"]["total_count"] == 0


def test_pins_of_different_length_fit_when_both_end_with_a_number_sign(node: Managed) -> None:
    node.create("conference", name="a", allow_guests=True, pin="123456#", guest_pin="12345678#")


def test_names_and_aliases_are_unique_whatever_their_case_and_nothing_is_left_of_a_refused_room(node: Managed) -> None:
    node.create("conference", name="Round", aliases=[{"alias": "abc"}])
    taken = node.ask("POST", ROOMS, {"name": "round"})
    assert "already exists" in taken.json()["conference"]["name"][0]
    alias = node.ask("POST", ROOMS, {"name": "other", "aliases": [{"alias": "new"}, {"alias": "ABC"}]})
    assert (alias.status_code, list(alias.json())) == (400, ["conference_alias"])
    assert node.ask("GET", f"{ROOMS}?name=other").json()["objects"] == []
    node.create("conference", name="another", aliases=[{"alias": "new"}])


def test_patch_changes_what_is_named_and_put_sets_back_the_rest(node: Managed) -> None:
    room = node.create("conference", name="a", tag="t", pin="123456", aliases=[{"alias": "abc"}])
    assert node.ask("PATCH", room, {"tag": "u"}).status_code == 202
    assert node.ask("GET", room).json() | {"tag": "u", "pin": "123456", "name": "a"} == node.ask("GET", room).json()
    assert node.ask("PUT", room, {"name": "b"}).status_code == 204
    after = node.ask("GET", room).json()
    assert (after["name"], after["tag"], after["pin"], len(after["aliases"])) == ("b", "", "", 1)


def test_patching_a_list_replaces_it(node: Managed) -> None:
    room = node.create("conference", name="a", aliases=[{"alias": "one"}, {"alias": "two"}])
    kept = node.ask("GET", room).json()["aliases"][0]["resource_uri"]
    assert node.ask("PATCH", room, {"aliases": [kept, {"alias": "three"}]}).status_code == 202
    assert [one["alias"] for one in node.ask("GET", room).json()["aliases"]] == ["one", "three"]


def test_deleting_a_room_deletes_its_aliases(node: Managed) -> None:
    room = node.create("conference", name="a", aliases=[{"alias": "one"}])
    assert node.ask("DELETE", room).status_code == 204
    assert node.ask("GET", room).status_code == 404
    assert node.ask("DELETE", room).status_code == 404
    assert node.ask("GET", "configuration/v1/conference_alias/").json()["objects"] == []


def test_a_bulk_patch_creates_changes_and_deletes_or_does_nothing_at_all(node: Managed) -> None:
    one, two = (node.create("conference", name=name) for name in ("one", "two"))
    wrong = {"objects": [{"name": "three"}, {"resource_uri": one, "pin": "1"}]}
    assert node.ask("PATCH", ROOMS, wrong).status_code == 400
    assert node.ask("GET", ROOMS).json()["meta"]["total_count"] == 2
    right = {"objects": [{"name": "three"}, {"resource_uri": one, "tag": "t"}], "deleted_objects": [two]}
    assert node.ask("PATCH", ROOMS, right).status_code == 202
    rooms = node.ask("GET", f"{ROOMS}?order_by=name").json()["objects"]
    assert [(room["name"], room["tag"]) for room in rooms] == [("one", "t"), ("three", "")]


def test_lists_come_in_pages_that_lead_to_the_next(node: Managed) -> None:
    objects = [{"name": f"vm-{number:02}", "tag": "ours" if number % 2 else "theirs"} for number in range(45)]
    node.ask("PATCH", ROOMS, {"objects": objects})
    seen: list[str] = []
    address: str | None = f"{ROOMS}?tag=ours&order_by=-name&limit=10"
    while address:
        told = node.ask("GET", address).json()
        assert told["meta"]["total_count"] == 22
        seen += [room["name"] for room in told["objects"]]
        address = told["meta"]["next"]
    assert seen == [f"vm-{number:02}" for number in range(43, 0, -2)]
    assert node.ask("GET", ROOMS).json()["meta"]["limit"] == 20
    assert len(node.ask("GET", f"{ROOMS}?limit=0").json()["objects"]) == 45


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=Ab", {"Ab"}),
        ("name__startswith=A", {"Ab"}),
        ("name__icontains=B", {"Ab", "bc"}),
        ("name__in=Ab,zz", {"Ab"}),
        ("participant_limit__gte=15", {"bc"}),
        ("participant_limit__lt=15", {"Ab"}),
        ("participant_limit__isnull=true", set()),
        ("allow_guests=true", {"bc"}),
        ("creation_time__lt=2000-01-01T00:00:00", set()),
    ],
)
def test_lists_are_filtered(node: Managed, query: str, found: set[str]) -> None:
    node.create("conference", name="Ab", participant_limit=9)
    node.create("conference", name="bc", participant_limit=100, pin="123456", allow_guests=True)
    assert {room["name"] for room in node.ask("GET", f"{ROOMS}?{query}").json()["objects"]} == found


@pytest.mark.parametrize("query", ["locked=1", "name__like=a", "order_by=colour", "limit=-1", "limit=x", "offset=-1"])
def test_what_is_no_query_is_refused(node: Managed, query: str) -> None:
    node.create("conference", name="a")
    assert node.ask("GET", f"{ROOMS}?{query}").status_code == 400


def test_a_link_leads_to_something_of_its_kind(node: Managed) -> None:
    theme = node.create("ivr_theme", name="ours")
    room = node.create("conference", name="a", ivr_theme=theme)
    assert node.ask("GET", room).json()["ivr_theme"] == theme
    missing = theme.replace("/1/", "/99/")
    assert node.ask("PATCH", room, {"ivr_theme": missing}).status_code == 400
    assert node.ask("PATCH", room, {"ivr_theme": room}).status_code == 400
    node.ask("DELETE", "configuration/v1/ivr_theme/")


def test_the_global_settings_can_only_be_read_and_changed(node: Managed) -> None:
    path = "configuration/v1/global/1/"
    assert node.ask("GET", path).json()["waiting_for_chair_timeout"] == 900
    assert node.ask("PATCH", path, {"guests_only_timeout": 86_401}).status_code == 400
    assert node.ask("PATCH", path, {"guests_only_timeout": 30}).status_code == 202
    assert node.ask("GET", path).json()["guests_only_timeout"] == 30
    assert node.ask("DELETE", path).status_code == 405
    assert node.ask("PUT", path, {}).status_code == 405
    assert node.ask("PATCH", path, {"enable_dialout": "no"}).status_code == 400
    assert node.ask("POST", "configuration/v1/global/", {}).status_code == 405


def test_passwords_are_not_shown(node: Managed) -> None:
    policy = node.create("policy_server", name="p", url="https://policy.example.test", username="u", password="secret")
    assert "secret" not in node.ask("GET", policy).text
    assert node.ask("GET", policy).json()["enable_service_lookup"] is False


def test_addresses_end_with_a_slash_and_bodies_are_json(node: Managed) -> None:
    assert node.ask("GET", ROOMS.rstrip("/")).status_code == 404
    assert node.ask("POST", ROOMS.rstrip("/"), {"name": "a"}).status_code == 404
    assert node.ask("GET", "configuration/v1/room/").status_code == 404
    assert node.ask("POST", "configuration/v1/conference/1/", {"name": "a"}).status_code == 405
    assert node.session.post(node.at(ROOMS), data="{}", timeout=10).status_code == 415
    assert node.ask("POST", ROOMS, []).status_code == 400
    half = node.session.post(node.at(ROOMS), data="{", timeout=10, headers={"Content-Type": "application/json"})
    assert half.status_code == 400


def test_the_nodes_know_of_a_room_some_time_after_it_was_written(node: Managed) -> None:
    find = node.management.replica.find
    room = node.create("conference", name="a", aliases=[{"alias": "late"}])
    node.clock.now += 89
    assert node.loop.do(lambda: find("late")) is None
    node.ask("PATCH", room, {"tag": "changed"})
    node.clock.now += 1
    assert node.loop.do(lambda: find("LATE").row["tag"]) == ""
    node.clock.now += 89
    node.ask("DELETE", room)
    assert node.loop.do(lambda: find("late").row["tag"]) == "changed"
    node.clock.now += 90
    assert node.loop.do(lambda: find("late")) is None


def test_the_schema_says_which_fields_there_are(node: Managed) -> None:
    assert f"{'/api/admin/'}{ROOMS}schema/" == node.ask("GET", "schema/").json()["conference"]["schema"]
    fields = node.ask("GET", f"{ROOMS}schema/?format=json").json()["fields"]
    assert "locked" not in fields
    assert (fields["name"]["unique"], fields["participant_limit"]["nullable"]) == (True, True)
    assert node.ask("GET", "configuration/v1/room/schema/").status_code == 404
