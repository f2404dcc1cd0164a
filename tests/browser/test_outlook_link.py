"""A meeting in another system, booked by its link: pasted and checked in the pane, and the door leads there in time."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.looks import NARROW
from tests.browser.outlook import CARE, Form, House, ours, times

THERE = "https://mote.min-halsa.example/rum/4711"
SYSTEM = {"sv": "Cosmic och appen Min hälsa", "en": "Cosmic and the app Min hälsa"}
ENGLISH = {
    "Nytt möte": "New meeting",
    "Skapa möte": "Create meeting",
    "Mötet är skapat.": "The meeting is created.",
    CARE: "Care meeting with patient",
    "Länk till mötet i det andra systemet": "Link to the meeting in the other system",
    "Länken saknas.": "The link is missing.",
    "som regionen inte har godkänt": "that the region has not approved",
    "Den ska börja med https://": "It has to begin with https://",
    "Hålls i": "Held in",
    "Mötet är flyttat till": "The meeting is moved to",
    "Mötet hålls i": "The meeting is held in",
    "Anslut": "Join",
}


@pytest.mark.parametrize("language", ["sv", "en"], indirect=True)
def test_a_meeting_in_another_system_is_booked_by_its_link_and_the_door_leads_there(
    form: Form, house: House, language: str, screenshot: Callable[[Page, str], None]
) -> None:
    def say(swedish: str) -> str:
        return ENGLISH[swedish] if language == "en" else swedish

    def check(state: str) -> None:
        form.page.set_viewport_size({"width": 900, "height": 1700})
        screenshot(form.page, f"link-{state}-{language}")
        assert ours(form.page) == []

    pane, system = form.pane, SYSTEM[language]
    form.page.get_by_role("button", name=say("Nytt möte")).click()
    form.page.evaluate(f"document.querySelector('#pane').style.width = '{NARROW}px'")
    form.card(say(CARE)).get_by_role("combobox").select_option("link")
    field = pane.get_by_label(say("Länk till mötet i det andra systemet"))
    before, untouched = house.count(), form.state()["body"]

    # What leads nowhere the region has approved is refused at its field, and stays to be mended there.
    for wrong, why in (
        ("", "Länken saknas."),
        ("https://video.example/rum/4711", "som regionen inte har godkänt"),
        (THERE.replace("https", "http"), "Den ska börja med https://"),
    ):
        field.fill(wrong)
        form.press(say("Skapa möte"))
        expect(pane.get_by_role("alert")).to_contain_text(say(why))
        expect(field).to_have_value(wrong)
    check("refused")
    assert (house.count(), form.state()["body"]) == (before, untouched)

    field.fill(f"  {THERE} ")
    form.press(say("Skapa möte"))
    expect(pane.get_by_text(say("Mötet är skapat."))).to_be_visible()
    expect(pane.get_by_role("heading", name=f"{say('Hålls i')} {system}")).to_be_visible()
    check("booked")
    [marker], [link] = form.marks(), form.links()
    meeting = house.meeting(marker)
    assert (meeting["service"], meeting["state"], meeting["link"]) == ("link", "ready", THERE)
    assert THERE not in form.state()["body"]

    visitor = form.page.context.new_page()
    visitor.set_viewport_size({"width": NARROW, "height": 800})
    visitor.add_init_script(f"sessionStorage.setItem('vardmote.language', '{language}')")
    visitor.route(f"{THERE}**", lambda route: route.fulfill(body="<title>Där</title>", content_type="text/html"))
    visitor.goto(link)
    expect(visitor.get_by_text(f"{say('Mötet hålls i')} {system}.")).to_be_visible()
    join = visitor.get_by_role("button", name=say("Anslut"), exact=True)
    expect(join).to_have_count(0)
    screenshot(visitor, f"link-door-early-{language}")
    assert findings(visitor) == []

    # The appointment is moved to now: the door that stands open beside it learns that it is time.
    start = datetime.now(UTC).replace(second=0, microsecond=0)
    form.change(start=start.isoformat(), end=(start + timedelta(hours=1)).isoformat())
    expect(pane.get_by_text(re.compile(say("Mötet är flyttat till")))).to_be_visible()
    assert times(house.meeting(marker))["start"] == start
    expect(join).to_be_enabled()
    screenshot(visitor, f"link-door-open-{language}")
    assert findings(visitor) == []
    with visitor.expect_request(THERE) as went:
        join.click()
    assert "referer" not in went.value.headers
    visitor.wait_for_url(THERE)
