"""Times as staff write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.meetings import words

STOCKHOLM = ZoneInfo("Europe/Stockholm")
EIGHT = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
NINE = datetime(2026, 6, 10, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [("sv", "onsdag 10 juni kl. 08.00–09.00"), ("en", "Wednesday 10 June, 08:00–09:00")],
)
def test_a_period_names_day_and_times(language: str, written: str) -> None:
    assert words.period(EIGHT, NINE, STOCKHOLM, language) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("sv", "onsdag 10 juni 2026"), ("en", "Wednesday 10 June 2026")],
)
def test_the_year_stands_where_it_is_asked_for(language: str, written: str) -> None:
    assert words.day_and_year(EIGHT, STOCKHOLM, language) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sv", "onsdag 10 juni kl. 23.30 – torsdag 11 juni kl. 00.30"),
        ("en", "Wednesday 10 June, 23:30 – Thursday 11 June, 00:30"),
    ],
)
def test_a_meeting_over_midnight_names_both_days(language: str, written: str) -> None:
    start, end = datetime(2026, 6, 10, 21, 30, tzinfo=UTC), datetime(2026, 6, 10, 22, 30, tzinfo=UTC)
    assert words.period(start, end, STOCKHOLM, language) == written


def test_the_zone_decides_the_day_and_winter_time_is_followed() -> None:
    late = datetime(2026, 12, 31, 23, 15, tzinfo=UTC)
    assert words.day(late, STOCKHOLM, "sv") == "fredag 1 januari"
    assert words.time_of_day(late, STOCKHOLM, "sv") == "00.15"
    assert words.day(late, ZoneInfo("UTC"), "sv") == "torsdag 31 december"
