"""The role matrix: every route, asked by every role about its own and another unit, does what roles.json says."""

import itertools
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from backend.app import People, create_product
from backend.clock import FixedClock
from backend.config import PexipSettings
from tests.backend.conference.planned import rooms_settings
from tests.contract.http import role_house, role_table
from tests.contract.http.role_house import House
from tests.contract.http.role_table import CALLERS, SIDES, Row
from tests.product import ORIGIN, Caller, settings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_NAMED = re.compile(r"\{(\w+)\}")
_NUMBERS = itertools.count()
_PEXIP = PexipSettings("https://video.example.test", events_user="node", events_password="made up for this test")


@pytest.fixture(scope="module")
def house(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("roles")
    file = folder / "roles.sqlite"
    shutil.copy(migrated, file)
    clock = FixedClock(datetime(2026, 6, 10, 6, 0, tzinfo=UTC))
    staff = role_house.Staff()
    told = settings(folder, f"sqlite:///{file}", demo=True, rooms=rooms_settings(folder), pexip=_PEXIP)
    product = create_product(told, People(staff, staff), clock)
    built = role_house.build(Caller(product, clock), file)
    yield built
    built.kept.close()
    product.stop()


def test_every_route_has_its_row_and_every_row_its_route(house: House) -> None:
    paths = house.caller.call("GET", "/api/openapi.json").get_json()["paths"]
    routed = {
        (f"{method} {rule.rule}", names)
        for rule in house.caller.product.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for names in ("", *named_by(paths, method, rule.rule))
    }
    named = [(row.route, row.names) for row in role_table.rows()]
    assert sorted(routed - set(named)) == [], "routes without a row in roles.json"
    assert sorted(set(named) - routed) == [], "rows of roles.json without a route"
    assert len(named) == len(set(named))
    assert {names for _route, names in named} == {"", "unit"}


def named_by(paths: dict[str, Any], method: str, rule: str) -> tuple[str, ...]:
    """Whether the route takes a unit by its name in its query or its body, as it says in the OpenAPI document."""
    told = paths.get(_PART.sub(r"{\1}", rule), {}).get(method.lower(), {})
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    asked = {one["name"] for one in told.get("parameters", ()) if one["in"] == "query"}
    return ("unit",) if {"unit", "unit_id"} & (asked | body.get("properties", {}).keys()) else ()


def test_every_role_gets_from_every_route_what_its_row_says(house: House) -> None:
    wrong = [
        f"{row.route}  {side} {caller}: {got}, not {row.cells[side, caller]}"
        for row in role_table.rows()
        for side in row.sides
        for caller in CALLERS
        if (got := ask(house, row, side, caller)) != row.cells[side, caller]
    ]
    assert not wrong, "\n".join(["", *wrong])


def test_lists_give_no_link_to_those_who_only_administrate_or_whose_role_is_not_here(house: House) -> None:
    period = "/api/v1/meetings?from=2026-06-09T00:00:00Z&to=2026-06-12T00:00:00Z"
    codes = {side: house.names[side]["code"] for side in SIDES}
    for caller, user in role_house.USERS.items():
        listed = house.caller.as_(user).call("GET", period)
        assert listed.status_code == 200, caller
        seen = {side for side, code in codes.items() if code in listed.text}
        assert seen == ({"own"} if caller in {"organiser", "booking_secretary"} else set()), caller
        hosted = {row["id"] for row in listed.get_json()["meetings"] if row["may_host"]}
        assert bool(hosted) == (caller == "organiser"), caller


def test_the_log_of_another_unit_s_meeting_is_empty_for_a_unit_s_head(house: House) -> None:
    head = house.caller.as_(role_house.USERS["unit_head"])
    for side, shown in (("own", True), ("other", False)):
        meeting = house.names[side]["meeting_id"]
        listed = head.call("GET", f"/api/v1/access-log?meeting={meeting}")
        extract = head.call("POST", "/api/v1/access-log/extracts", {"meeting": meeting})
        for answer in (listed, extract):
            assert answer.status_code == 200
            assert bool(answer.get_json()["entries"]) == shown, side


def test_the_page_says_what_the_table_says() -> None:
    assert role_table.PAGE.read_text("utf-8") == role_table.render(), role_table.__doc__


def ask(house: House, row: Row, side: str, caller: str) -> str:
    """Ask the route once; "ok" when it was done, else the status of the refusal."""
    names = house.names[side]
    named = {**names, **{name: names.get(value, value) for name, value in row.ask.get("path", {}).items()}}
    path = _PART.sub(lambda part: named[part[1]], row.rule)
    path += _NAMED.sub(lambda part: named[part[1]], row.ask.get("query", ""))
    bearer = house.bearers[caller]
    bearer = bearer if bearer is None or ":" in bearer else f"demo:{bearer}"
    options: dict[str, Any] = {"headers": {"Idempotency-Key": f"roles-{next(_NUMBERS)}"}}
    if bearer is not None:
        options["headers"]["Authorization"] = f"Bearer {bearer}"
    if row.method not in _SAFE:
        written = json.dumps(row.ask.get("body", {}))
        # A number stands as "#{name}", a word as "{name}".
        numbered = re.sub(r'"#\{(\w+)\}"', lambda part: named[part[1]], written)
        options["data"] = _NAMED.sub(lambda part: named[part[1]], numbered)
        options["content_type"] = "application/json"
    # An address of its own for each, so that nobody is slowed down for what the one before asked.
    options["environ_base"] = {"REMOTE_ADDR": str(ip_address(0x0A000000 + next(_NUMBERS)))}
    response = house.caller.product.app.test_client().open(path, method=row.method, base_url=ORIGIN, **options)
    status = response.status_code
    response.close()
    if status < 400 and row.method not in _SAFE:
        house.put_back()
    return "ok" if status < 400 else str(status)
