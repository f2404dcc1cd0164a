"""Addresses that no page of ours makes: refused by name, on either database, never a fault."""

import pytest

from tests.product import Caller

GET = (
    "/m/a%00b",
    "/m/%ED%A0%80",
    "/m/a%00b/calendar.ics",
    "/m/" + "x" * 5000,
    "/h/a%00b",
    "/api/v1/meetings/a%00b",
    "/api/v1/meetings/" + "x" * 5000,
    "/api/v1/units/a%00b/people",
    "/api/v1/access-log?user=a%00b",
    "/api/v1/access-log?cursor=999999999999999999999",
    "/api/v1/access-log?sample=99999999999999999999",
)
POST = (
    ("/api/v1/meetings/a%00b/start", {}),
    ("/m/a%00b/join", {"name": "x"}),
    ("/h/a%00b/enter", {"token": "x"}),
)


def test_they_are_refused(caller: Caller) -> None:
    for user in ("granskare", "region"):
        got = {path: caller.as_(user).call("GET", path).status_code for path in GET}
        assert {path: status for path, status in got.items() if status >= 500} == {}
        assert got["/api/v1/meetings/a%00b"] == 404


@pytest.mark.parametrize(("path", "body"), POST)
def test_nothing_is_done_there(caller: Caller, path: str, body: dict[str, str]) -> None:
    assert caller.call("POST", path, body).status_code == 404
