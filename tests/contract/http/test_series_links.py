"""Series whose meetings are held elsewhere: one date's own link is that date's, and another audience is asked for."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.profiles.service import whole_document
from tests.contract.http.series_calls import WEEKLY, change, leads_to, made, read
from tests.product import Caller, code_of, wired

LINK, OTHER = "https://rum1.min-halsa.example/r/AAA", "https://rum2.min-halsa.example/r/BBB"


def links(caller: Caller, meeting: str) -> list[str]:
    return [read(caller, each["id"])["link"] for each in read(caller, meeting)["occurrences"]]


def test_one_date_s_own_link_stays_its_own_and_new_dates_lead_where_the_series_does(caller: Caller) -> None:
    body = made(caller, service="link", link=LINK)
    own = body["occurrences"][3]["id"]
    change(caller, own, {"link": OTHER})
    longer = {"recurrence": {"rule": "FREQ=WEEKLY;BYDAY=WE;COUNT=6"}}
    change(caller, body["id"], {"appointment": longer})
    assert links(caller, body["id"]) == [LINK, LINK, LINK, OTHER, LINK, LINK]
    change(caller, body["id"], {"service": "link", "scope": "all"})
    assert links(caller, body["id"]) == [LINK, LINK, LINK, OTHER, LINK, LINK]
    later = change(caller, own, {"cohosts": ["kollega@demo.example"], "scope": "following"})
    assert links(caller, later["id"]) == [OTHER, LINK, LINK]
    change(caller, body["id"], {"link": OTHER, "scope": "all"})
    assert links(caller, body["id"]) == [OTHER, OTHER, OTHER]


def test_a_link_that_leads_nowhere_any_more_tells_of_the_last_it_led_to(caller: Caller) -> None:
    removed, ended, changed = (made(caller, "FREQ=DAILY;COUNT=3") for _ in range(3))
    caller.call("DELETE", f"/api/v1/meetings/{removed['id']}?scope=all")
    caller.call("DELETE", f"/api/v1/meetings/{ended['occurrences'][2]['id']}")
    change(caller, changed["id"], {"type": "internal", "scope": "all"})
    # Of one that was split the two go on behind one link: what is left of it is not over when the other is removed.
    split = made(caller, "FREQ=DAILY;COUNT=4")
    later = change(caller, split["occurrences"][1]["id"], {"type": "patient_information", "scope": "following"})
    caller.call("DELETE", f"/api/v1/meetings/{later['id']}?scope=all")
    caller.clock.advance(days=4)
    told = [leads_to(caller, each["join_url"]) for each in (removed, ended, changed, split)]
    assert told == [
        (410, "removed", "2026-06-12"),
        (200, "ended", "2026-06-11"),
        (410, "changed", "2026-06-12"),
        (200, "ended", "2026-06-10"),
    ]


@pytest.fixture
def shared(caller: Caller, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    """The same product in a region that leads patients and staff to one and the same system."""
    document = whole_document("vastmanland")
    for row in document["link_hosts"]:
        row["types"] = ["patient_care", "internal"]
    (tmp_path / "shared.json").write_text(json.dumps(document), "utf-8")
    product = wired(tmp_path, caller.product.database.url, clock, profile=str(tmp_path / "shared.json"))
    yield Caller(product, clock)
    product.stop()


def test_a_series_for_others_never_keeps_the_link_of_those_before(shared: Caller) -> None:
    body = made(shared, WEEKLY, service="link", link=LINK)
    path, others = f"/api/v1/meetings/{body['id']}", {"type": "internal", "service": "link", "scope": "all"}
    assert code_of(shared.call("PATCH", path, others)) == (422, "bad-link")
    assert links(shared, body["id"]) == [LINK] * 4
    change(shared, body["id"], {**others, "link": OTHER})
    assert links(shared, body["id"]) == [OTHER] * 4
