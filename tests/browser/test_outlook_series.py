"""A series in Outlook's own recurrence and its meetings: booked, one moved, shortened, split. The two say the same."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import NARROW
from tests.browser.outlook import CARE, CREATED, ORIGIN, Form, House, ours, times

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = timedelta(weeks=1)


class Booked(NamedTuple):
    """A weekly series of four in a saved appointment: its first start, what its block carries, and its meetings."""

    first: datetime
    marker: str
    link: str
    occurrences: list[dict[str, Any]]


def recurring(first: datetime, last: date) -> dict[str, Any]:
    """What a person chooses in Outlook's form: every week on that day, until the last."""
    weekly = {"interval": 1, "days": [_DAYS[first.weekday()]], "firstDayOfWeek": "mon"}
    return {"recurrenceType": "weekly", "recurrenceProperties": weekly, "end": last.isoformat()}


@pytest.fixture
def booked(form: Form, house: House) -> Booked:
    first = datetime.fromisoformat(form.state()["start"]).astimezone(ZoneInfo("Europe/Stockholm"))
    form.change(recurrence=recurring(first, (first + 3 * _WEEK).date()))
    form.open_pane()
    expect(form.pane.get_by_text("Alla möten skapas på en gång")).to_be_visible()
    form.choose(CARE)
    form.press("Skapa möte")
    expect(form.pane.get_by_text(CREATED)).to_be_visible()
    expect(form.pane.get_by_text(re.compile(r"^Varje \S+dag\. 4 möten"))).to_be_visible()
    [marker], [link] = form.marks(), form.links()
    occurrences = house.meeting(marker)["occurrences"]
    form.page.evaluate("outlook.save(); outlook.closePane(); outlook.launchEvent('OnAppointmentOrganizer')")
    return Booked(first, marker, link, occurrences)


def standing(meeting: dict[str, Any]) -> list[str]:
    """The ids of the series' meetings that are not removed."""
    return [each["id"] for each in meeting["occurrences"] if each["state"] != "removed"]


def last_day(form: Form) -> date:
    """The day that Outlook's own recurrence ends with."""
    ends = form.state()["recurrence"]["seriesTimeJson"]
    return date(ends["endYear"], ends["endMonth"], ends["endDay"])


def test_each_date_has_a_link_of_its_own_and_one_that_is_moved_stays_in_its_series(
    form: Form, house: House, booked: Booked
) -> None:
    series = house.meeting(booked.marker)
    assert (booked.link, series["series"]["next"]) == (series["series"]["join_url"], booked.marker)
    assert [datetime.fromisoformat(each["start"]) for each in booked.occurrences] == [
        booked.first + week * _WEEK for week in range(4)
    ]

    # Each patient gets the link of their own date.
    second = booked.occurrences[1]
    form.open_pane()
    form.pane.get_by_label("Visa mötet").select_option(second["id"])
    form.pane.get_by_text("Hela texten till patienten").click()
    expect(form.pane.locator("pre")).to_contain_text(second["join_url"])
    assert booked.link.startswith(ORIGIN)
    assert second["join_url"] != booked.link

    # One of them is moved in the calendar, by itself.
    form.page.evaluate("start => outlook.openOccurrence(start)", second["start"])
    form.open_pane()
    # Only a pane that is there sees it move; one that comes later asks.
    expect(form.pane.get_by_role("button", name="Ta bort möte", exact=True)).to_be_visible()
    expect(form.pane.get_by_label("Visa mötet")).to_have_count(0)
    wanted = form.move()
    expect(form.pane.get_by_text(re.compile("Mötet är flyttat till"))).to_be_visible()
    moved = house.meeting(second["id"])
    assert (times(moved), moved["is_exception"], form.marks()) == (wanted, True, [booked.marker])
    assert [each["is_exception"] for each in moved["occurrences"]] == [False, True, False, False]


def test_removing_what_follows_a_date_shortens_outlooks_own_series_too(
    form: Form, house: House, booked: Booked, screenshot: Callable[[Page, str], None]
) -> None:
    form.open_pane()
    form.pane.get_by_label("Visa mötet").select_option(booked.occurrences[2]["id"])
    form.pane.get_by_text("Hela texten till patienten").click()
    expect(form.pane.locator("pre")).to_contain_text(booked.occurrences[2]["join_url"])
    form.press("Ta bort möte")
    form.pane.get_by_label(re.compile("och alla efter det")).check()
    form.press("Ja, ta bort")
    expect(form.pane.get_by_text(re.compile("och alla efter det är borttagna"))).to_be_visible()
    expect(form.pane.get_by_text(re.compile("Upprepningen i kalendern slutar nu före"))).to_be_visible()
    screenshot(form.page, "outlook-series-shortened")
    assert standing(house.meeting(booked.marker)) == [each["id"] for each in booked.occurrences[:2]]
    ends = (booked.first + 2 * _WEEK).date() - timedelta(days=1)
    assert last_day(form) == ends
    assert (form.marks(), form.links()) == ([booked.marker], [booked.link])

    # When it is opened again the two are alike, and nothing is asked.
    form.page.evaluate("outlook.save(); outlook.reopen()")
    form.open_pane()
    expect(form.pane.get_by_text(re.compile(r"^Varje \S+dag\. 2 möten"))).to_be_visible()
    expect(form.pane.locator(".notice-warn")).to_have_count(0)

    # Should it go on again in the calendar, a person says whether it is to end or the meetings to go on.
    form.change(recurrence=recurring(booked.first, (booked.first + 3 * _WEEK).date()))
    expect(form.pane.get_by_text(re.compile("Bokningen upprepas längre än mötena"))).to_be_visible()
    form.page.evaluate(f"document.querySelector('#pane').style.width = '{NARROW}px'")
    screenshot(form.page, "outlook-series-longer")
    assert ours(form.page) == []
    form.press("Korta upprepningen")
    expect(form.pane.get_by_text(re.compile("Upprepningen i kalendern slutar nu före"))).to_be_visible()
    assert last_day(form) == ends
    assert standing(house.meeting(booked.marker)) == [each["id"] for each in booked.occurrences[:2]]


def test_a_series_split_in_outlook_is_two_series_each_with_its_own_link(
    form: Form, house: House, booked: Booked
) -> None:
    # Outlook ends the old one before the date that is split at; the rest is a new item with a copy of the text.
    third = booked.first + 2 * _WEEK
    copied = form.page.evaluate(
        "() => { const { subject, body, properties } = outlook.state(); return { subject, body, properties }; }"
    )
    form.change(recurrence=recurring(booked.first, third.date() - timedelta(days=1)))
    form.open_pane()
    form.press("Ändra mötena efter bokningen")
    expect(form.pane.get_by_text(re.compile("Mötena stämmer nu med bokningen"))).to_be_visible()
    assert standing(house.meeting(booked.marker)) == [each["id"] for each in booked.occurrences[:2]]
    assert (form.marks(), form.links()) == ([booked.marker], [booked.link])

    end = third + timedelta(hours=1)
    later = {**copied, "start": third.isoformat(), "end": end.isoformat()}
    form.page.evaluate("values => { outlook.fresh(values); }", later)
    form.change(recurrence=recurring(third, (third + _WEEK).date()))
    form.page.evaluate("outlook.save()")
    form.open_pane()
    expect(form.pane.get_by_text("Den här bokningen är en kopia.")).to_be_visible()
    form.press("Skapa möte")
    expect(form.pane.get_by_text(re.compile(r"^Varje \S+dag\. 2 möten"))).to_be_visible()
    [marker], [link] = form.marks(), form.links()
    assert {marker, link}.isdisjoint({booked.marker, booked.link})
    starts = [datetime.fromisoformat(each["start"]) for each in house.meeting(marker)["occurrences"]]
    assert starts == [third, third + _WEEK]
    assert standing(house.meeting(booked.marker)) == [each["id"] for each in booked.occurrences[:2]]
