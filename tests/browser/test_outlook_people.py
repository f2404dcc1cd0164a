"""Two colleagues and one meeting's participants: nothing of theirs is overwritten unseen, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import NARROW
from tests.browser.outlook import Form, House, ours

ENGLISH = {
    "Nytt möte": "New meeting",
    "Skapa möte": "Create meeting",
    "Deltagare": "Participants",
    "Ingen är inlagd ännu.": "Nobody is added yet.",
    "Namn (om du vill)": "Name (if you want)",
    "Lägg till deltagare": "Add participant",
    "Någon annan har ändrat deltagarna": "Somebody else has changed the participants",
    "Tillagd: ": "Added: ",
    "Lägg till ändå": "Add all the same",
    "är tillagd.": "is added.",
    "Ta bort ": "Remove ",
    "Ta bort ändå": "Remove all the same",
    "Tolk": "Interpreter",
    "är borttagen.": "is removed.",
}
MINE, THEIRS = "Ottilia Vångestad-Överheim", "Vidar Öst"


@pytest.mark.parametrize("language", ["sv", "en"], indirect=True)
def test_a_colleague_s_changes_to_the_participants_are_seen_before_one_s_own_are_made(
    form: Form, house: House, language: str, screenshot: Callable[[Page, str], None]
) -> None:
    def say(swedish: str) -> str:
        return ENGLISH[swedish] if language == "en" else swedish

    pane = form.pane
    form.page.get_by_role("button", name=say("Nytt möte")).click()
    form.page.evaluate(f"document.querySelector('#pane').style.width = '{NARROW}px'")
    form.press(say("Skapa möte"))
    pane.locator("summary").filter(has_text=say("Deltagare")).click()
    expect(pane.get_by_text(say("Ingen är inlagd ännu."))).to_be_visible()
    people = f"/api/v1/meetings/{form.marks()[0]}/participants"
    house.call("POST", people, json={"kind": "patient", "name": THEIRS, "identity": "none"})

    name = pane.get_by_label(say("Namn (om du vill)"))
    name.fill(MINE)
    form.press(say("Lägg till deltagare"))
    expect(pane.get_by_role("heading", name=say("Någon annan har ändrat deltagarna"))).to_be_focused()
    expect(pane.get_by_text(f"{say('Tillagd: ')}{THEIRS}")).to_be_visible()
    expect(name).to_have_value(MINE)
    form.page.set_viewport_size({"width": 900, "height": 2000})
    screenshot(form.page, f"people-merge-{language}")
    assert ours(form.page) == []
    assert [row["name"] for row in house.call("GET", people).get_json()["participants"]] == [THEIRS]
    form.press(say("Lägg till ändå"))
    expect(pane.get_by_text(f"{MINE} {say('är tillagd.')}")).to_be_visible()
    assert [row["name"] for row in house.call("GET", people).get_json()["participants"]] == [THEIRS, MINE]

    house.call("POST", people, json={"kind": "interpreter", "identity": "none"})
    form.press(f"{say('Ta bort ')}{THEIRS}")
    expect(pane.get_by_text(f"{say('Tillagd: ')}{say('Tolk')}")).to_be_visible()
    form.press(say("Ta bort ändå"))
    expect(pane.get_by_text(f"{THEIRS} {say('är borttagen.')}")).to_be_visible()
    assert [row["name"] for row in house.call("GET", people).get_json()["participants"]] == [MINE, None]
