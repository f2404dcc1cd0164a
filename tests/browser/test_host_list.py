"""The host's list beside the booking, in Outlook's pane and in the Teams tab: seen and acted on without being in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import OUTPUT
from tests.browser.contexts import Contexts
from tests.browser.looks import NARROW, WIDE
from tests.browser.outlook import ORIGIN, Form, House, ours

Screenshot = Callable[[Page, str], None]
ENGLISH = {
    "Nytt möte": "New meeting",
    "Skapa möte": "Create meeting",
    "Vilka väntar och är med": "Who waits and who is in",
    "Ingen värd är med i mötet just nu.": "No host is in the meeting right now.",
    "väntar i lobbyn.": "is waiting in the lobby.",
    "Tillåt": "Admit",
    "Neka": "Deny",
    "Ta bort": "Remove",
    "Lås mötet": "Lock the meeting",
    "Mötet är låst.": "The meeting is locked.",
    "Avsluta för alla nu": "End for all now",
    "Ja, avsluta för alla": "Yes, end for all",
    "Mötet är avslutat.": "The meeting has ended.",
}
VERA, TURE = "Vera Vångestad-Överheim", "Ture Öst"


class Scene:
    """A meeting with people at its door, and its host elsewhere: all by the product's own calls."""

    def __init__(self, house: House, meeting: dict[str, Any], user: str) -> None:
        self.house, self.meeting, self.user = house, meeting, user
        self.path = f"/api/v1/meetings/{meeting['id']}"
        self.host = ""

    def comes(self, name: str) -> str:
        """Somebody comes to the door and waits; returns their id in the list."""
        door = "/m/" + self.meeting["join_url"].rpartition("/")[2]
        return str(self._ask("POST", f"{door}/join", "", {"name": name})["participant"])

    def host_comes(self) -> None:
        """The host goes in from a page of their own."""
        url = self.house.call("POST", f"{self.path}/start", user=self.user, json={}).get_json()["host_url"]
        page = f"/h/{self.meeting['id']}"
        self.host = self._ask("POST", f"{page}/enter", "", {"token": url.partition("#")[2]})["session"]
        self._ask("POST", f"{page}/join", self.host, {"camera": True, "microphone": True})

    @property
    def state(self) -> str:
        """What the meeting's state is."""
        return str(self.house.call("GET", self.path, user=self.user).get_json()["state"])

    @property
    def actions(self) -> list[str]:
        """What the access log says that the host has done."""
        asked = self.house.call("GET", "/api/v1/access-log", user="granskare").get_json()
        mine = [entry for entry in asked["entries"] if entry["meeting"] == self.meeting["id"]]
        return [entry["action"] for entry in mine if entry["user"] == self.user]

    def _ask(self, method: str, path: str, bearer: str, body: dict[str, Any]) -> dict[str, Any]:
        client = self.house.product.app.test_client()
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        answer = client.open(path, method=method, base_url=ORIGIN, headers=headers, json=body)
        assert answer.status_code == 200, answer.text
        return dict(json.loads(answer.text))


def card(around: Locator, group: str, name: str) -> Locator:
    return around.locator(f'[data-group="{group}"] .card').filter(has_text=name)


def refused_where_it_is_pressed(page: Page, fold: Locator, button: str, picture: str) -> None:
    """Press what is refused in a window shorter than the list, and see there that it is."""
    page.set_viewport_size({"width": 900, "height": 480})
    refused = fold.get_by_role("button", name=button)
    refused.evaluate("(button) => button.closest('li').scrollIntoView({ block: 'end' })")
    refused.click()
    expect(fold.get_by_role("alert")).to_be_in_viewport(ratio=1)
    page.screenshot(path=OUTPUT / f"{picture}.png")
    page.set_viewport_size({"width": 900, "height": 2000})


@pytest.mark.parametrize("language", ["sv", "en"], indirect=True)
def test_the_list_in_outlooks_pane(form: Form, house: House, language: str, screenshot: Screenshot) -> None:
    def say(swedish: str) -> str:
        return ENGLISH[swedish] if language == "en" else swedish

    start = datetime.now(UTC).replace(second=0, microsecond=0)
    form.change(start=start.isoformat(), end=(start + timedelta(hours=1)).isoformat())
    form.page.emulate_media(color_scheme="dark" if language == "en" else "light")
    form.page.get_by_role("button", name=say("Nytt möte")).click()
    form.page.evaluate(f"document.querySelector('#pane').style.width = '{NARROW}px'")
    form.press(say("Skapa möte"))
    fold = form.pane.locator("details", has=form.pane.locator("summary", has_text=say("Vilka väntar och är med")))
    expect(fold).to_be_visible()
    scene = Scene(house, house.meeting(form.marks()[0]), "personal")
    scene.comes(VERA)

    # By keyboard alone, and nothing begins by it.
    fold.locator("summary").first.focus()
    form.page.keyboard.press("Enter")
    expect(card(fold, "waiting", VERA)).to_be_visible()
    expect(fold.get_by_role("status").filter(has_text=f"{VERA} {say('väntar i lobbyn.')}")).to_be_attached()
    expect(fold.get_by_text(say("Ingen värd är med i mötet just nu."))).to_be_visible()
    expect(fold.get_by_role("button", name=say("Neka"))).to_have_count(1)
    expect(fold.get_by_role("button", name=say("Tillåt"))).to_be_disabled()
    form.page.set_viewport_size({"width": 900, "height": 2000})
    screenshot(form.page, f"host-list-pane-before-{language}")
    assert ours(form.page) == []
    assert scene.state == "ready"
    stored = "Object.keys(sessionStorage).filter((key) => key.startsWith('vardmote.host'))"
    assert fold.evaluate(f"() => {stored}") == []

    scene.host_comes()
    admit = fold.get_by_role("button", name=f"{say('Tillåt')} {VERA}")
    # The list hears of the host a moment later.
    expect(admit).to_be_enabled()
    admit.focus()
    form.page.keyboard.press("Enter")
    expect(card(fold, "inside", VERA)).to_be_visible()
    # The button went with its card; whoever pressed it stays in the list.
    in_list = (
        "(node) => [...node.querySelectorAll('div')].some((one) => one.shadowRoot?.activeElement?.id === 'people')"
    )
    assert fold.evaluate(in_list)
    scene.comes(TURE)
    expect(card(fold, "waiting", TURE)).to_be_visible()
    fold.get_by_role("button", name=say("Lås mötet")).click()
    expect(fold.get_by_text(say("Mötet är låst."))).to_be_visible()
    screenshot(form.page, f"host-list-pane-{language}")
    assert ours(form.page) == []
    refused_where_it_is_pressed(form.page, fold, f"{say('Tillåt')} {TURE}", f"host-list-pane-refused-{language}")

    # Closed it holds nobody's name; opened again it needs no new way in.
    fold.locator("summary").first.click()
    expect(fold.get_by_text(VERA)).to_have_count(0)
    fold.locator("summary").first.click()
    expect(card(fold, "inside", VERA)).to_be_visible()
    assert scene.actions.count("people.opened") == 1
    assert "people.shown" in scene.actions

    fold.get_by_role("button", name=say("Avsluta för alla nu")).click()
    assert scene.state == "live"
    fold.get_by_role("button", name=say("Ja, avsluta för alla")).click()
    expect(fold.get_by_text(say("Mötet är avslutat."))).to_be_visible()
    assert house.meeting(scene.meeting["id"])["state"] == "ended"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_list_in_the_teams_tab(
    outlook_contexts: Contexts, house: House, screenshot: Screenshot, language: str
) -> None:
    def say(swedish: str) -> str:
        return ENGLISH[swedish] if language == "en" else swedish

    now = datetime.now(UTC)
    order = {"type": "patient_care", "start": now.isoformat(), "end": (now + timedelta(hours=1)).isoformat()}
    made = house.call(
        "POST", "/api/v1/meetings", "kollega", json=order, headers={"Idempotency-Key": f"list-{language}"}
    )
    later = {**order, "start": (now + timedelta(minutes=45)).isoformat(), "end": (now + timedelta(hours=2)).isoformat()}
    house.call("POST", "/api/v1/meetings", "kollega", json=later, headers={"Idempotency-Key": f"later-{language}"})
    house.product.jobs.drain()
    scene = Scene(house, made.get_json(), "kollega")
    scene.comes(VERA)
    scene.host_comes()

    page = outlook_contexts.take(timezone_id="Europe/Stockholm", ignore_https_errors=True).new_page()
    page.emulate_media(color_scheme="dark" if language == "sv" else "light")
    page.goto(f"{ORIGIN}/addin/teams.html?demo=kollega&language={language}")
    folds = page.locator("details", has=page.locator("summary", has_text=say("Vilka väntar och är med")))
    expect(folds.first).to_be_visible()
    row = page.locator("li.row", has=folds).last
    fold = row.locator("details")
    fold.locator("summary").first.click()
    page.get_by_role("button", name=f"{say('Tillåt')} {VERA}").click()
    expect(card(fold, "inside", VERA)).to_be_visible()
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        screenshot(page, f"host-list-teams-{language}-{width}")
        assert findings(page) == []
    # The day is read again, and its row is made anew: what is open stays open.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    scene.comes(TURE)
    expect(card(fold, "waiting", TURE)).to_be_visible()
    # A day that can't be read says so beneath, and moves nobody who waits.
    place = card(fold, "waiting", TURE).bounding_box()
    page.route("**/api/v1/meetings?**", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert card(fold, "waiting", TURE).bounding_box() == place
    screenshot(page, f"host-list-teams-fault-{language}")
    assert findings(page) == []
    page.goto("about:blank")
    assert scene.state == "live"
    outlook_contexts.empty()
