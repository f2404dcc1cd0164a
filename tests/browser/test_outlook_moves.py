"""Appointments are moved, opened and copied in Outlook: the meeting follows its own appointment and no other."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.outlook import CARE, CREATED, ORIGIN, Form, House, times

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = timedelta(weeks=1)


def test_opening_a_saved_appointment_tells_its_meeting_which_item_it_belongs_to(form: Form, house: House) -> None:
    form.create()
    form.page.evaluate("outlook.closePane(); outlook.save(); outlook.launchEvent('OnAppointmentOrganizer')")
    assert house.meeting(form.marks()[0])["appointment"] == {"item_id": form.state()["id"]}


def test_a_copied_appointment_does_not_move_the_meeting_it_was_copied_from(form: Form, house: House) -> None:
    form.create()
    [meeting_id], [link] = form.marks(), form.links()
    form.page.evaluate("outlook.closePane(); outlook.save(); outlook.launchEvent('OnAppointmentOrganizer')")
    original = times(house.meeting(meeting_id))
    form.page.evaluate(
        """() => {
          const { subject, body, properties, locations } = outlook.state();
          outlook.fresh({ subject, body, properties, locations: locations.map(({ id }) => id) });
          outlook.save();
        }"""
    )
    form.move()
    form.page.evaluate("outlook.launchEvent('OnAppointmentTimeChanged')")
    assert times(house.meeting(meeting_id)) == original
    form.open_pane()
    expect(form.pane.get_by_text("Den här bokningen är en kopia.")).to_be_visible()
    form.card(CARE).click()
    form.press("Skapa möte")
    expect(form.pane.get_by_text(CREATED)).to_be_visible()
    assert len(form.marks()) == len(form.links()) == 1
    assert (form.marks(), form.links()) != ([meeting_id], [link])
    assert house.meeting(meeting_id)["state"] == "ready"


def test_a_copy_not_yet_saved_does_nothing_to_the_original_before_one_has_said_what_it_is(
    form: Form, house: House
) -> None:
    form.create()
    [meeting_id], [link] = form.marks(), form.links()
    form.page.evaluate("outlook.closePane(); outlook.save(); outlook.launchEvent('OnAppointmentOrganizer')")
    original = times(house.meeting(meeting_id))
    form.page.evaluate(
        """() => {
          const { subject, body, properties, locations, start, end } = outlook.state();
          outlook.fresh({ subject, body, properties, start, end, locations: locations.map(({ id }) => id) });
        }"""
    )
    assert form.state()["id"] is None
    form.page.get_by_role("button", name="Starta möte").click()
    expect(form.page.locator("#notices")).to_contain_text("Mötet behöver ett val av dig.")
    assert form.state()["opened"] == []
    form.open_pane()
    expect(form.pane.get_by_text(re.compile("Är det här samma bokning, eller en kopia"))).to_be_visible()
    form.move()
    form.press("Det är en kopia")
    form.press("Skapa möte")
    expect(form.pane.get_by_text(CREATED)).to_be_visible()
    assert len(form.marks()) == len(form.links()) == 1
    assert (form.marks(), form.links()) != ([meeting_id], [link])
    assert times(house.meeting(meeting_id)) == original


def test_a_meeting_that_followed_a_move_nobody_saved_comes_back(form: Form, house: House) -> None:
    form.create()
    [meeting_id] = form.marks()
    form.page.evaluate("outlook.save(); outlook.launchEvent('OnAppointmentOrganizer')")
    saved = times(house.meeting(meeting_id))
    form.move()
    expect(form.pane.get_by_text(re.compile("Mötet är flyttat till"))).to_be_visible()
    form.page.evaluate("outlook.closePane(); outlook.reopen(); outlook.launchEvent('OnAppointmentOrganizer')")
    assert times(house.meeting(meeting_id)) == saved


def test_moving_the_appointment_moves_the_meeting(form: Form, house: House) -> None:
    form.create()
    [meeting_id] = form.marks()
    form.page.evaluate("outlook.save()")
    wanted = form.move()
    expect(form.pane.get_by_text(re.compile("Mötet är flyttat till"))).to_be_visible()
    assert times(house.meeting(meeting_id)) == wanted
    assert form.marks() == [meeting_id]


def test_moving_with_the_pane_closed_is_told_by_outlooks_event(form: Form, house: House) -> None:
    form.create()
    [meeting_id] = form.marks()
    form.page.evaluate("outlook.save(); outlook.closePane()")
    wanted = form.move()
    form.page.evaluate("outlook.launchEvent('OnAppointmentTimeChanged')")
    assert times(house.meeting(meeting_id)) == wanted


def test_a_series_is_booked_one_of_it_moved_and_what_follows_removed(
    form: Form, house: House, screenshot: Callable[[Page, str], None]
) -> None:
    first = datetime.fromisoformat(form.state()["start"]).astimezone(ZoneInfo("Europe/Stockholm"))
    weekly = {"interval": 1, "days": [_DAYS[first.weekday()]], "firstDayOfWeek": "mon"}
    last = (first + 3 * _WEEK).date().isoformat()
    form.change(recurrence={"recurrenceType": "weekly", "recurrenceProperties": weekly, "end": last})
    form.open_pane()
    expect(form.pane.get_by_text("Alla möten skapas på en gång")).to_be_visible()
    form.choose(CARE)
    form.press("Skapa möte")
    expect(form.pane.get_by_text(CREATED)).to_be_visible()
    expect(form.pane.get_by_text(re.compile(r"^Varje \S+dag\. 4 möten"))).to_be_visible()
    screenshot(form.page, "outlook-series")
    [marker], [link] = form.marks(), form.links()
    series = house.meeting(marker)
    assert (link, series["series"]["next"]) == (series["series"]["join_url"], marker)
    assert [datetime.fromisoformat(each["start"]) for each in series["occurrences"]] == [
        first + week * _WEEK for week in range(4)
    ]
    form.page.evaluate("outlook.save(); outlook.closePane(); outlook.launchEvent('OnAppointmentOrganizer')")

    # Each patient gets the link of their own date.
    second, third = series["occurrences"][1:3]
    form.open_pane()
    form.pane.get_by_label("Visa mötet").select_option(second["id"])
    form.pane.get_by_text("Hela texten till patienten").click()
    expect(form.pane.locator("pre")).to_contain_text(second["join_url"])
    assert link.startswith(ORIGIN)
    assert second["join_url"] != link

    # One of them is moved in the calendar, by itself.
    form.page.evaluate("start => outlook.openOccurrence(start)", second["start"])
    form.open_pane()
    expect(form.pane.get_by_label("Visa mötet")).to_have_count(0)
    wanted = form.move()
    expect(form.pane.get_by_text(re.compile("Mötet är flyttat till"))).to_be_visible()
    moved = house.meeting(second["id"])
    assert (times(moved), moved["is_exception"], form.marks()) == (wanted, True, [marker])
    assert [each["is_exception"] for each in moved["occurrences"]] == [False, True, False, False]

    # From the third date on nobody meets any more.
    form.page.evaluate("outlook.openSeries()")
    form.open_pane()
    form.pane.get_by_label("Visa mötet").select_option(third["id"])
    expect(form.pane.get_by_text("Hela texten till patienten")).to_be_visible()
    form.press("Ta bort möte")
    form.pane.get_by_label(re.compile("och alla efter det")).check()
    form.press("Ja, ta bort")
    expect(form.pane.get_by_text(re.compile("och alla efter det är borttagna"))).to_be_visible()
    left = house.meeting(marker)
    assert [each["id"] for each in left["occurrences"] if each["state"] != "removed"] == [marker, second["id"]]
    assert form.links() == [link]

    # Outlook's own series ends before that date too, and the pane finds the two alike, now and when it opens again.
    expect(form.pane.get_by_text(re.compile("Upprepningen i kalendern slutar nu före"))).to_be_visible()
    screenshot(form.page, "outlook-series-shortened")
    ends = form.state()["recurrence"]["seriesTimeJson"]
    day_before = (first + 2 * _WEEK).date() - timedelta(days=1)
    assert date(ends["endYear"], ends["endMonth"], ends["endDay"]) == day_before
    form.page.evaluate("outlook.save(); outlook.reopen()")
    form.open_pane()
    expect(form.pane.get_by_text(re.compile(r"^Varje \S+dag\. 2 möten"))).to_be_visible()
    expect(form.pane.get_by_text(re.compile("upprepas inte"))).to_have_count(0)
