"""The database gone for a while: said as such, nothing half done, and everything works again when it is back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from backend.clock import FixedClock
from tests.postgres import Emptier
from tests.product import Caller, code_of, wired

Gone = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def caller(emptied: Emptier, tmp_path: Path, clock: FixedClock) -> Iterator[Caller]:
    emptied.empty()
    product = wired(tmp_path, emptied.url, clock)
    yield Caller(product, clock)
    product.stop()


def test_who_asks_meanwhile_is_told_to_come_back_and_loses_nothing(caller: Caller, gone: Gone) -> None:
    meeting = caller.create()
    path, door = f"/api/v1/meetings/{meeting['id']}", f"/m/{meeting['join_url'].rpartition('/')[2]}"
    with gone():
        for method, asked, body in (
            ("GET", path, None),
            ("PATCH", path, {"type": "meeting"}),
            ("POST", f"{path}/start", {}),
            ("POST", f"{door}/join", {"name": "Vera"}),
            ("GET", "/api/v1/meetings", None),
        ):
            answer = caller.call(method, asked, body)
            assert code_of(answer) == (503, "service-unavailable"), (method, asked)
            assert int(answer.headers["Retry-After"]) > 0
        assert caller.call("GET", "/readyz").status_code == 503
    assert caller.call("GET", "/readyz").status_code == 200
    assert caller.call("GET", path).get_json()["version"] == meeting["version"]
    assert caller.call("POST", f"{door}/join", {"name": "Vera"}).status_code == 200
