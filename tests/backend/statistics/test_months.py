"""Which months are shown: whole ones, a year at most."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.statistics.months import MOST_MONTHS, asked_for, newest, shifted

TODAY = date(2026, 6, 10)
DAYS = st.dates(date(2021, 1, 1), date(2090, 1, 1))


def test_the_last_three_are_shown_when_none_is_asked_for() -> None:
    assert asked_for({}, TODAY) == ("2026-03", "2026-05")


@pytest.mark.parametrize(("day", "month"), [(7, "2026-04"), (8, "2026-05"), (30, "2026-05")])
def test_a_month_is_shown_when_it_has_been_over_for_a_week(day: int, month: str) -> None:
    assert newest(date(2026, 6, day)) == month


@given(today=DAYS, last=DAYS, months=st.integers(0, 30))
def test_no_month_that_goes_on_is_shown_nor_more_than_a_year(today: date, last: date, months: int) -> None:
    asked = {"from": shifted(f"{last:%Y-%m}", -months), "to": f"{last:%Y-%m}"}
    if not asked["from"].startswith("20"):
        return
    try:
        first, end = asked_for(asked, today)
    except Invalid:
        return
    assert asked["from"] == first <= end < f"{today:%Y-%m}"
    assert end < shifted(first, MOST_MONTHS)


@given(day=DAYS, by=st.integers(-100, 100))
def test_months_are_shifted_there_and_back(day: date, by: int) -> None:
    month = f"{day:%Y-%m}"
    assert shifted(shifted(month, by), -by) == month
    assert (shifted(month, by) > month) == (by > 0)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"from": "2026-13"}, "bad-time"),
        ({"to": "2026-05-01"}, "bad-time"),
        ({"from": "2026-04", "to": "2026-03"}, "end-before-start"),
        ({"from": "2026-06"}, "end-before-start"),
        ({"from": "2025-05", "to": "2026-05"}, "limit-exceeded"),
    ],
)
def test_others_are_refused(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked_for(asked, TODAY)
    assert refused.value.code == code
