"""Appointments are moved, opened and copied in Outlook: the meeting follows its own appointment and no other."""

import re

from playwright.sync_api import expect

from tests.browser.outlook import CARE, CREATED, Form, House, times


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
