"""The choice guide in the pane, the demo and the Teams tab: every outcome, by mouse and keyboard, in both languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer
from tests.browser.contexts import Contexts
from tests.browser.looks import NARROW, WIDE
from tests.browser.outlook import ORIGIN, Form, House, ours

Screenshot = Callable[[Page, str], None]
TALL = 1500
ENGLISH = {
    "Nytt möte": "New meeting",
    "Hjälp mig välja": "Help me choose",
    "Vem tar initiativ till mötet?": "Who takes the initiative to the meeting?",
    "Vi": "We do",
    "En annan organisation bjuder in oss": "Another organisation invites us",
    "Vilka ska mötas?": "Who are to meet?",
    "En patient, kanske": "One patient, perhaps",
    "Flera patienter": "Several patients",
    "Bara personal": "Health care staff only",
    "Vad ska ni tala om?": "What will you talk about?",
    "Patienter eller annat": "Patients or other",
    "Administration": "Administration",
    "Var är patienten under mötet?": "Where is the patient during the meeting?",
    "Hemma eller": "At home or anywhere",
    "Hur många ansluter": "How many will join",
    "3–15": "3–15",
    "Fler än 15": "More than 15",
    "Boka Vårdmöte patient": "Book Care meeting with patient",
    "Använd Teams": "Use Teams",
    "Anslut till deras möte": "Join their meeting",
    "Boka inte mötet ännu": "Do not book the meeting yet",
    "Barn, tolk eller skyddad identitet?": "A child, an interpreter or a protected identity?",
    "Vilka fler är med?": "Who else takes part?",
    "Närstående": "A relative",
    "Tolk": "An interpreter",
    "Vidare": "Continue",
    "Att tänka på": "To keep in mind",
    "Välj Vårdmöte patient": "Choose Care meeting with patient",
    "Vårdmöte patient är valt.": "Care meeting with patient is chosen.",
    "Skapa möte": "Create meeting",
    "Mötet är skapat.": "The meeting is created.",
    "Senast på enheten": "Last in your unit",
    "Samma som sist": "Same as last time",
    "Börja om": "Start over",
    "Tillbaka": "Back",
    "Fråga 1 av högst 5": "Question 1 of at most 5",
}
CARE = [
    ("Vi", "Vilka ska mötas?"),
    ("En patient, kanske", "Var är patienten under mötet?"),
    ("Hemma eller", "Hur många ansluter"),
    ("3–15", "Boka Vårdmöte patient"),
]
ELSEWHERE = [
    ("Vi", "Vilka ska mötas?"),
    ("Bara personal", "Vad ska ni tala om?"),
    ("Administration", "Använd Teams"),
]
TOO_MANY = [
    ("Vi", "Vilka ska mötas?"),
    ("Flera patienter", "Vad ska ni tala om?"),
    ("Patienter eller annat", "Hur många ansluter"),
    ("Fler än 15", "Boka inte mötet ännu"),
]
INVITED = [("En annan organisation bjuder in oss", "Anslut till deras möte")]


@dataclass(frozen=True)
class Walker:
    """Somebody who answers the guide's questions, in one language."""

    page: Page
    place: FrameLocator | Page
    language: str = "sv"

    def say(self, swedish: str) -> str:
        return ENGLISH[swedish] if self.language == "en" else swedish

    def button(self, name: str) -> Locator:
        return self.place.get_by_role("button", name=re.compile(f"^{re.escape(self.say(name))}")).first

    def heading(self, words: str) -> Locator:
        return self.place.get_by_role("heading", name=re.compile(f"^{re.escape(self.say(words))}"))

    def press(self, name: str) -> None:
        self.button(name).click()

    def sees(self, words: str) -> None:
        expect(self.place.get_by_text(self.say(words)).first).to_be_visible()

    def asked(self, words: str) -> None:
        """Wait for a question or a result; it must have the focus, so that readers read it."""
        expect(self.heading(words)).to_be_focused()

    def walk(self, way: list[tuple[str, str]]) -> None:
        for answer, then in way:
            self.press(answer)
            self.asked(then)

    def tab_to(self, wanted: Locator) -> None:
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("node => node.contains(node.ownerDocument.activeElement)"):
                return
        raise AssertionError("the keyboard does not reach it")


@dataclass(frozen=True)
class Eye(Walker):
    """As seen in a narrow pane beside an appointment."""

    screenshot: Screenshot = lambda _page, _name: None

    def check(self, state: str) -> None:
        self.page.set_viewport_size({"width": 900, "height": TALL})
        self.screenshot(self.page, f"guide-{state}-{self.language}")
        assert ours(self.page) == []
        small = "nodes => nodes.filter(one => one.getBoundingClientRect().height < 44).map(one => one.textContent)"
        buttons = self.place.locator(".guide").get_by_role("button").and_(self.place.locator(":visible"))
        assert buttons.evaluate_all(small) == []


BOTH = pytest.mark.parametrize("language", ["sv", "en"], indirect=True)


@pytest.fixture
def eye(form: Form, language: str, screenshot: Screenshot) -> Eye:
    seen = Eye(form.page, form.pane, language, screenshot)
    form.page.get_by_role("button", name=seen.say("Nytt möte")).click()
    form.page.evaluate(f"document.querySelector('#pane').style.width = '{NARROW}px'")
    return seen


@BOTH
def test_every_outcome_says_what_to_do_and_why(eye: Eye, form: Form, house: House) -> None:
    eye.press("Hjälp mig välja")
    eye.asked("Vem tar initiativ till mötet?")
    eye.sees("Fråga 1 av högst 5")
    eye.check("question")
    eye.walk(INVITED)
    eye.check("join-only")
    eye.press("Börja om")
    eye.asked("Vem tar initiativ till mötet?")
    eye.walk(ELSEWHERE)
    eye.check("other-system")
    eye.press("Börja om")
    eye.asked("Vem tar initiativ till mötet?")
    eye.walk(TOO_MANY)
    expect(form.pane.locator(".guide a[href^='tel:']").first).to_be_visible()
    eye.check("stop")
    eye.press("Börja om")
    eye.asked("Vem tar initiativ till mötet?")
    eye.walk(CARE)
    eye.check("book")
    eye.place.locator("summary").filter(has_text=eye.say("Barn, tolk eller skyddad identitet?")).click()
    eye.press("Vilka fler är med?")
    eye.asked("Vilka fler är med?")
    eye.press("Närstående")
    eye.press("Tolk")
    eye.check("several")
    eye.press("Vidare")
    eye.asked("Boka Vårdmöte patient")
    expect(form.pane.locator("details[open]").filter(has_text=eye.say("Att tänka på"))).to_contain_text("Tolkservice")
    eye.check("advice")
    eye.press("Välj Vårdmöte patient")
    eye.sees("Vårdmöte patient är valt.")
    eye.check("chosen")
    eye.press("Skapa möte")
    eye.sees("Mötet är skapat.")
    [meeting] = form.marks()
    assert house.meeting(meeting)["type"] == "patient_care"


@BOTH
def test_the_keyboard_is_enough(eye: Eye, form: Form) -> None:
    page = eye.page
    eye.sees("Skapa möte")
    eye.tab_to(eye.button("Hjälp mig välja"))
    page.keyboard.press("Enter")
    eye.asked("Vem tar initiativ till mötet?")
    for key, (answer, then) in zip(["Enter", "Space", "Enter", "Space"], CARE, strict=True):
        eye.tab_to(eye.button(answer))
        page.keyboard.press(key)
        eye.asked(then)
    page.keyboard.press("Escape")
    eye.asked("Hur många ansluter")
    eye.tab_to(eye.button("3–15"))
    page.keyboard.press("Enter")
    eye.asked("Boka Vårdmöte patient")
    eye.tab_to(eye.button("Välj Vårdmöte patient"))
    page.keyboard.press("Enter")
    expect(form.pane.locator("input[name=type]:checked")).to_be_focused()
    eye.tab_to(eye.button("Skapa möte"))
    page.keyboard.press("Enter")
    eye.sees("Mötet är skapat.")


@BOTH
def test_the_units_last_answers_are_marked_and_one_press_away(eye: Eye, house: House) -> None:
    answers = {"initiator": "caregiver", "who": "staff", "content": "administrative"}
    said = house.call("POST", "/api/v1/guide/next", user="kollega", json={"answers": answers})
    assert said.get_json()["answer"]["outcome"] == "other_system"
    eye.press("Hjälp mig välja")
    eye.asked("Vem tar initiativ till mötet?")
    expect(eye.button("Vi")).to_contain_text(eye.say("Senast på enheten"))
    eye.check("last")
    eye.press("Samma som sist")
    eye.asked("Använd Teams")
    eye.press("Tillbaka")
    eye.asked("Vem tar initiativ till mötet?")
    eye.press("Tillbaka")
    expect(eye.button("Skapa möte")).to_be_visible()


def test_a_net_that_is_gone_takes_no_answers_with_it(form: Form, screenshot: Screenshot) -> None:
    eye = Walker(form.page, form.pane)
    form.open_pane()
    eye.press("Hjälp mig välja")
    eye.asked("Vem tar initiativ till mötet?")
    eye.walk(CARE[:2])
    form.page.route("**/api/v1/guide/next", lambda route: route.abort())
    eye.press("Hemma eller")
    expect(form.pane.get_by_role("alert")).to_contain_text("Dina svar är kvar.")
    screenshot(form.page, "guide-no-net")
    form.page.unroute("**/api/v1/guide/next")
    eye.press("Försök igen")
    eye.asked("Hur många ansluter")


@pytest.mark.parametrize(
    ("language", "looks"), [("sv", [(WIDE, "none"), (NARROW, "active")]), ("en", [(NARROW, "none")])]
)
def test_the_tab_in_teams_has_the_guide_too(
    outlook_contexts: Contexts, screenshot: Screenshot, language: str, looks: list[tuple[int, Any]]
) -> None:
    def check(state: str) -> None:
        for width, colours in looks:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(forced_colors=colours)
            screenshot(page, f"guide-teams-{state}-{language}-{width}-{colours}")
            assert findings(page) == []

    page = outlook_contexts.take(ignore_https_errors=True).new_page()
    page.goto(f"{ORIGIN}/addin/teams.html?demo=kollega&language={language}")
    person = Walker(page, page, language)
    person.press("Hjälp mig välja")
    person.asked("Vem tar initiativ till mötet?")
    check("question")
    person.walk(CARE)
    check("book")
    outlook_contexts.empty()


def test_the_demo_page_lets_a_newcomer_be_helped(open_page: Callable[..., Page], demo_server: DemoServer) -> None:
    page = open_page(f"{demo_server.base_url}/demo")
    page.locator(".box.draft").click()
    page.get_by_role("button", name="Nytt möte", exact=True).click()
    person = Walker(page, page.frame_locator(".pane-frame"))
    person.press("Hjälp mig välja")
    person.asked("Vem tar initiativ till mötet?")
    person.walk(CARE)
    assert findings(page) == []
    person.press("Välj Vårdmöte patient")
    person.press("Skapa möte")
    person.sees("Mötet är skapat.")
