"""The statistics over HTTP: for whom, which months, and that no small number is told."""

from typing import Any

import pytest

from backend.statistics.models import StatisticCount
from backend.statistics.tallying import Figure
from backend.web import schemas
from tests.product import Caller, code_of

PATH = "/api/v1/statistics"


def counted(caller: Caller, unit: str, month: str, **numbers: int) -> None:
    with caller.product.database.write() as session:
        for name, count in numbers.items():
            figure = Figure(name.replace("_", "-"))
            where = {"month": month, "unit": unit, "type": "patient_care", "service": "pexip"}
            session.add(StatisticCount(**where, figure=figure, count=count))


def told(caller: Caller, query: str = "") -> dict[str, Any]:
    answer = caller.call("GET", PATH + query).get_json()
    schemas.check("statistics/statistics", answer)
    return dict(answer)


def test_the_region_sees_all_units_and_a_head_their_own(caller: Caller) -> None:
    for unit in ("medicin", "barn"):
        counted(caller, unit, "2026-05", held_2=20)
    assert {row["unit"]["id"] for row in told(caller.as_("region"))["rows"]} == {"medicin", "barn"}
    assert {row["unit"]["id"] for row in told(caller.as_("chef"))["rows"]} == {"medicin"}


def test_small_numbers_are_told_neither_by_themselves_nor_by_sums(caller: Caller) -> None:
    counted(caller, "medicin", "2026-05", held_2=20, held_5=4, nobody=5, wait_1=3, rooms=7)
    answer = told(caller.as_("chef"))
    numbers = answer["rows"][0]["numbers"]
    few, at_least = {"count": None, "more": False}, {"count": 20, "more": True}
    assert [numbers[name] for name in ("held-2", "held-5", "held", "wait-1")] == [
        {"count": 20, "more": False}, few, at_least, few,
    ]  # fmt: skip
    assert (numbers["meetings"], numbers["rooms"]["count"]) == ({"count": 25, "more": True}, 7)
    assert answer["totals"]["meetings"] == {"count": 25, "more": True}


def test_where_all_is_small_nothing_tells_that_there_was_a_meeting(caller: Caller) -> None:
    none = told(caller.as_("chef"))
    counted(caller, "medicin", "2026-05", held_2=1, nobody=4, left_waiting=1, wait_1=9)
    assert told(caller.as_("chef")) == none
    assert told(caller.as_("region")) == none


def test_whole_months_that_are_over_are_told_newest_first(caller: Caller) -> None:
    for month in ("2025-06", "2026-03", "2026-05", "2026-06"):
        counted(caller, "medicin", month, nobody=9)
    assert [row["month"] for row in told(caller.as_("chef"))["rows"]] == ["2026-05", "2026-03"]
    year = told(caller.as_("chef"), "?from=2025-06&to=2026-05")
    assert (len(year["rows"]), year["from"], year["newest"]) == (3, "2025-06", "2026-05")
    assert year["totals"]["nobody"] == {"count": 27, "more": True}
    assert told(caller.as_("chef"), "?from=2026-05&to=2026-06")["to"] == "2026-05"


@pytest.mark.parametrize("query", ["?from=x", "?to=2026-1", "?from=2026-05&to=2026-04", "?from=2024-01&to=2026-01"])
def test_other_months_are_refused(caller: Caller, query: str) -> None:
    assert caller.as_("chef").call("GET", PATH + query).status_code == 422


def test_others_are_told_whose_it_is(caller: Caller) -> None:
    for user in ("personal", "admin", "granskare", "rum", "sekreterare"):
        assert code_of(caller.as_(user).call("GET", PATH)) == (403, "forbidden")
    assert caller.as_(None).call("GET", PATH).status_code == 401
