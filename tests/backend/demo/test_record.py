"""In the strictest region the demo's people book from the first press, and what is taken away stays away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.demo.record import put_on_record
from backend.profiles import load
from backend.storage import Database
from tests.product import Caller, wired

REGION = "regionhalsan"


@pytest.fixture
def newcomer(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    product = wired(tmp_path, database.url, clock, profile=REGION)
    with product.database.write() as session:
        put_on_record(session, load(REGION), clock.now())
    yield Caller(product, clock)
    product.stop()


def test_everybody_who_books_may_book_and_the_guide_does_not_stop(newcomer: Caller) -> None:
    for user in ("personal", "annan", "sekreterare"):
        assert newcomer.as_(user).create(starts_in=60)["state"] == "ready"
    assert newcomer.call("POST", "/api/v1/guide", {"patients": "group"}).get_json()["outcome"] != "stop"


def test_training_taken_away_stays_away_when_the_demo_starts_again(newcomer: Caller, clock: FixedClock) -> None:
    path = "/api/v1/units/medicin/people/personal/training"
    assert newcomer.as_("chef").call("DELETE", path).status_code == 204
    with newcomer.product.database.write() as session:
        put_on_record(session, load(REGION), clock.now())
    assert newcomer.call("GET", "/api/v1/me").get_json()["inactive"] != []
