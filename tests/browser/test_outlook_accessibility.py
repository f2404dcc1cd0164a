"""The pane in Outlook and the tab in Teams, narrow, in both languages: axe finds nothing, the keyboard is enough."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.contexts import Contexts
from tests.browser.looks import NARROW, WIDTHS
from tests.browser.outlook import ORIGIN, Form, House, ours

Screenshot = Callable[[Page, str], None]
TALL = 1700
ENGLISH = {
    "Nytt möte": "New meeting",
    "Vårdmöte patient": "Care meeting with patient",
    "Internt möte utan patient": "Internal meeting without patient",
    "Skapa möte": "Create meeting",
    "Mötet är skapat.": "The meeting is created.",
    "Klart": "Ready",
    "Kopiera länk till 1177": "Copy link for 1177",
    "Länken är kopierad.": "The link is copied.",
    "Hela texten till patienten": "The whole text for the patient",
    "Deltagare": "Participants",
    "Namn (om du vill)": "Name (if you want)",
    "Lägg till deltagare": "Add participant",
    "är tillagd.": "is added.",
    "Medvärdar": "Co-hosts",
    "Kollegans e-postadress": "The colleague's e-mail address",
    "Lägg till medvärd": "Add co-host",
    "är medvärd.": "is a co-host.",
    "Vi hittar ingen kollega": "We find no colleague",
    "Byt mötestyp": "Change meeting type",
    "Länken blir ny": "The link will be new",
    "Avbryt": "Cancel",
    "Ta bort möte": "Remove meeting",
    "Ta bort mötet?": "Remove the meeting?",
    "Behåll mötet": "Keep the meeting",
    "Är det här samma bokning": "Is this the same appointment",
    "Starta möte": "Start meeting",
    "Inga skyddade vårdmöten idag.": "No protected care meetings today.",
}
COPY = """async () => {
  outlook.closePane();
  outlook.save();
  const { subject, body, properties, locations, start, end } = outlook.state();
  await outlook.launchEvent("OnAppointmentOrganizer");
  return { subject, body, properties, start, end, locations: locations.map(({ id }) => id) };
}"""


@dataclass(frozen=True)
class Eye:
    """A narrow pane in one language, and what every state of it has to pass."""

    form: Form
    screenshot: Screenshot
    language: str

    def say(self, swedish: str) -> str:
        return ENGLISH[swedish] if self.language == "en" else swedish

    def button(self, name: str) -> Locator:
        return self.form.pane.get_by_role("button", name=self.say(name), exact=True)

    def sees(self, words: str) -> Locator:
        """Wait for words of ours to be shown."""
        found = self.form.pane.get_by_text(self.say(words)).first
        expect(found).to_be_visible()
        return found

    def open_pane(self) -> None:
        self.form.page.get_by_role("button", name=self.say("Nytt möte")).click()
        self.form.page.evaluate(f"document.querySelector('#pane').style.width = '{NARROW}px'")

    def check(self, state: str) -> None:
        page = self.form.page
        page.set_viewport_size({"width": 900, "height": TALL})
        self.screenshot(page, f"pane-{state}-{self.language}")
        assert ours(page) == []

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the focus is there, as somebody without a mouse does."""
        for _ in range(60):
            self.form.page.keyboard.press("Tab")
            if wanted.evaluate("node => node.contains(node.ownerDocument.activeElement)"):
                return
        raise AssertionError("the keyboard does not reach it")


BOTH = pytest.mark.parametrize("language", ["sv", "en"], indirect=True)


@pytest.fixture
def eye(form: Form, language: str, screenshot: Screenshot) -> Eye:
    return Eye(form, screenshot, language)


@BOTH
def test_choosing_creating_and_copying(eye: Eye) -> None:
    eye.open_pane()
    eye.sees("Vårdmöte patient")
    eye.check("chooser")
    eye.button("Skapa möte").click()
    eye.sees("Mötet är skapat.")
    eye.sees("Klart")
    eye.check("created")
    eye.button("Kopiera länk till 1177").click()
    eye.sees("Länken är kopierad.")
    eye.form.pane.locator("summary").filter(has_text=eye.say("Hela texten till patienten")).click()
    eye.check("copied")


@BOTH
def test_people_in_the_meeting(eye: Eye, house: House) -> None:
    eye.open_pane()
    eye.button("Skapa möte").click()
    eye.sees("Mötet är skapat.")
    pane = eye.form.pane
    pane.locator("summary").filter(has_text=eye.say("Deltagare")).click()
    pane.get_by_label(eye.say("Namn (om du vill)")).fill("Ottilia Vångestad-Überheim med ett mycket långt namn Öå")
    eye.button("Lägg till deltagare").click()
    eye.sees("är tillagd.")
    eye.check("participants")
    pane.locator("summary").filter(has_text=eye.say("Deltagare")).click()
    pane.locator("summary").filter(has_text=eye.say("Medvärdar")).click()
    address = pane.get_by_label(eye.say("Kollegans e-postadress"))
    address.fill("kollega@demo.example")
    eye.button("Lägg till medvärd").click()
    eye.sees("är medvärd.")
    assert house.meeting(eye.form.marks()[0])["cohosts"] == ["kollega@demo.example"]
    address.fill("en.kollega.med.mycket.lang.adress@nagon.annanstans.example")
    address.press("Enter")
    eye.sees("Vi hittar ingen kollega")
    eye.check("cohosts")


@BOTH
def test_changing_and_removing(eye: Eye) -> None:
    eye.open_pane()
    eye.button("Skapa möte").click()
    eye.sees("Mötet är skapat.")
    eye.button("Byt mötestyp").click()
    eye.form.card(eye.say("Internt möte utan patient")).click()
    eye.sees("Länken blir ny")
    eye.check("change")
    eye.button("Avbryt").click()
    eye.button("Ta bort möte").click()
    eye.sees("Ta bort mötet?")
    eye.check("remove")


@BOTH
def test_a_copy_is_asked_about(eye: Eye) -> None:
    eye.open_pane()
    eye.button("Skapa möte").click()
    eye.sees("Mötet är skapat.")
    eye.form.page.evaluate("copied => outlook.fresh(copied)", eye.form.page.evaluate(COPY))
    eye.open_pane()
    eye.sees("Är det här samma bokning")
    eye.check("copy-or-same")


@BOTH
def test_a_meeting_is_booked_with_the_keyboard_alone(eye: Eye, house: House) -> None:
    page = eye.form.page
    page.get_by_role("button", name=eye.say("Nytt möte")).focus()
    page.keyboard.press("Enter")
    eye.sees("Vårdmöte patient")
    chosen = eye.form.pane.locator("input[name=type]:checked")
    eye.tab_to(chosen)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_value("patient_care")
    eye.tab_to(eye.button("Skapa möte"))
    page.keyboard.press("Enter")
    expect(eye.form.pane.locator(":focus")).to_contain_text(eye.say("Mötet är skapat."))
    [meeting_id] = eye.form.marks()
    assert house.meeting(meeting_id)["type"] == "patient_care"
    eye.tab_to(eye.button("Ta bort möte"))
    page.keyboard.press("Enter")
    expect(eye.form.pane.locator(":focus")).to_contain_text(eye.say("Ta bort mötet?"))
    eye.tab_to(eye.button("Behåll mötet"))
    page.keyboard.press("Enter")
    expect(eye.button("Ta bort möte")).to_be_focused()


@pytest.mark.parametrize(("language", "start"), [("sv", "Starta"), ("en", "Start")])
def test_the_tab_in_teams(
    outlook_contexts: Contexts, house: House, screenshot: Screenshot, language: str, start: str
) -> None:
    page = outlook_contexts.take(timezone_id="Europe/Stockholm", ignore_https_errors=True).new_page()
    now = datetime.now(UTC)
    order = {"type": "patient_care", "start": now.isoformat(), "end": (now + timedelta(hours=1)).isoformat()}
    made = house.call("POST", "/api/v1/meetings", user="kollega", json=order, headers={"Idempotency-Key": language})
    assert made.status_code == 201, made.text
    house.product.jobs.drain()
    page.goto(f"{ORIGIN}/addin/teams.html?demo=kollega&language={language}")
    expect(page.get_by_role("button", name=start).first).to_be_visible()
    for width in WIDTHS[language]:
        page.set_viewport_size({"width": width, "height": 800})
        screenshot(page, f"teams-today-{language}-{width}")
        assert findings(page) == []
    outlook_contexts.empty()
