"""The demo runs as any region: every type is booked there with built-in video, and the guide leads to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.profiles.service import shipped
from backend.storage import Database
from backend.web import schemas
from tests.product import Caller, wired


@pytest.fixture(params=shipped())
def of_region(
    request: pytest.FixtureRequest, database: Database, clock: FixedClock, tmp_path: Path
) -> Iterator[Caller]:
    product = wired(tmp_path, database.url, clock, profile=request.param)
    yield Caller(product, clock)
    product.stop()


def test_every_type_of_every_region_is_booked(of_region: Caller) -> None:
    view = of_region.call("GET", "/api/v1/profile").get_json()
    schemas.check("meetings/profile", view)
    if view["profile"] == "regionhalsan":
        done = {"completed_on": "2026-06-01"}
        put = of_region.as_("chef").call("PUT", "/api/v1/units/medicin/people/personal/training", done)
        assert put.status_code == 200, put.text
    for kind in view["types"]:
        made = of_region.create(kind["code"], starts_in=60)
        assert (made["type"], made["service"], made["state"]) == (kind["code"], "builtin", "ready")
        assert made["invite_html"]


def test_the_guide_answers_in_every_region(of_region: Caller) -> None:
    told = of_region.call("POST", "/api/v1/guide", {"parties": "staff"}).get_json()
    assert (told["outcome"], told["type"], told["service"]) == ("book", "internal", "builtin")
    care = of_region.call("POST", "/api/v1/guide", {"patients": "group"}).get_json()
    region = of_region.call("GET", "/api/v1/profile").get_json()["profile"]
    if region == "regionhalsan":
        assert (care["outcome"], care["row"]) == ("stop", "no_approval")
    else:
        assert (care["outcome"], care["type"]) == ("book", "patient_care")
