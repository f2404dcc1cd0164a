"""A meeting that Pexip holds, in the demo: booked, come to, waited for, let in from both places, and ended."""

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer, one_process
from tests.browser.meeting import Open, card, come, invite

NAME, OTHER = "Ylva Provperson", "Olle Provperson"
Screenshot = Callable[[Page, str], None]


class Words(NamedTuple):
    """What is pressed and seen, in one language."""

    locale: str
    join: str
    waits: str
    lets_wait: str
    go_in: str
    admit: str
    host_in: str
    on_way: str
    left: str
    again: str
    note: str
    lock: str
    leave: str
    end: str
    ended: str
    mute: str
    muted: str
    mute_all: str
    unlock: str
    remove: str
    sure_remove: str
    deny: str
    sure_deny: str
    unmute: str
    unmute_all: str


SWEDISH = Words(
    "sv-SE", "Anslut", "Väntar på att värden släpper in dig", "Vårdpersonalen vet att du är här.", "Gå in", "Tillåt",
    "Du är inne i mötet.", "På väg in", "Du har lämnat mötet", "Gå in i mötet igen", "Meddelande", "Lås mötet", "Lämna",
    "Avsluta för alla nu", "Mötet är avslutat för alla", "Tysta {}", "Tystad", "Tysta alla gäster", "Lås upp mötet",
    "Ta bort {} från mötet", "Ja, ta bort", "Neka {}", "Ja, neka",
    "Slå på ljudet för {}", "Slå på ljudet för alla gäster",
)  # fmt: skip
ENGLISH = Words(
    "en-GB", "Join", "Waiting for the host to let you in", "The care staff know that you are here.", "Go in", "Admit",
    "You are in the meeting.", "On the way in", "You have left the meeting", "Go into the meeting again", "Message",
    "Lock the meeting", "Leave", "End for all now", "The meeting has ended for all", "Mute {}", "Muted",
    "Mute all guests", "Unlock the meeting", "Remove {} from the meeting", "Yes, remove", "Deny {}", "Yes, deny",
    "Unmute {}", "Unmute all guests",
)  # fmt: skip


# What a host presses in Pexip's own page, and what whoever it is about reads in ours.
PUT_OUT_THERE = {
    "sv": ("Ta bort {}", "Du är inte längre med i mötet"),
    "en": ("Remove {}", "You are no longer in the meeting"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    data = tmp_path_factory.mktemp("pexip") / "data"
    with one_process(data, {}, "--video", "pexip") as address:
        node = urlsplit(json.loads((data / "pexip" / "pexip.json").read_text("utf-8"))["node"])
        yield DemoServer(address, data)
    with socket.socket() as probe:
        assert probe.connect_ex((node.hostname, node.port)) != 0, "it ends what it started"


def guest(open_page: Open, url: str, words: Words, screenshot: Screenshot, picture: str) -> Page:
    """Follow a link, press once, and be in Pexip's own page: nothing is typed."""
    page = come(open_page, url, width=390, height=844, locale=words.locale)
    expect(page.get_by_text("Pexip").first).to_be_visible()
    screenshot(page, f"{picture}-door")
    page.get_by_role("button", name=words.join, exact=True).click()
    page.wait_for_url("**/webapp3/m/*")
    expect(page.get_by_role("heading", name=words.waits)).to_be_visible()
    return page


def meeting_held(
    open_page: Open, server: DemoServer, words: Words, screenshot: Screenshot, picture: str
) -> tuple[Page, Page, Page]:
    """Return the pages of a patient who is in, of another who waits, and of the host."""
    meeting = server.create(language=words.locale[:2])
    rows = [invite(server, meeting, name) for name in (NAME, OTHER)]
    patient, other = (guest(open_page, row["join_url"], words, screenshot, picture) for row in rows)
    started = server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    staff = come(open_page, started["host_url"], locale=words.locale)
    with staff.context.expect_page():
        staff.get_by_role("button", name=words.go_in, exact=True).click()
    staff.get_by_role("button", name=f"{words.admit} {NAME}", exact=True).click()
    expect(card(staff, "inside", NAME)).to_be_visible()
    return patient, other, staff


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_guests_wait_at_pexip_and_are_let_in_from_our_page_and_from_there(
    open_page: Open, server: DemoServer, screenshot: Screenshot, words: Words
) -> None:
    language = words.locale[:2]
    picture = f"pexip-meeting-{language}"
    meeting = server.create(language=language)
    assert meeting["service"] == "pexip"
    rows = [invite(server, meeting, name) for name in (NAME, OTHER)]
    patient = guest(open_page, rows[0]["join_url"], words, screenshot, picture)

    started = server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    staff = come(open_page, started["host_url"], locale=words.locale)
    expect(staff.get_by_role("button", name=words.go_in, exact=True)).to_be_visible()
    screenshot(staff, f"{picture}-host-before")
    with staff.context.expect_page() as opened:
        staff.get_by_role("button", name=words.go_in, exact=True).click()  # with Starta möte: two presses
    there = opened.value
    there.wait_for_url("**/webapp3/m/*")
    assert there.evaluate("window.opener") is None
    expect(staff.get_by_text(words.host_in)).to_be_visible()
    expect(card(staff, "waiting", NAME)).to_be_visible()
    expect(staff.get_by_role("button", name=words.note)).to_have_count(1)
    screenshot(staff, f"{picture}-host-waiting")
    assert findings(staff) == []
    staff.get_by_role("button", name=f"{words.admit} {NAME}").click()  # one per admitted
    expect(card(staff, "inside", NAME)).to_be_visible()
    expect(patient.get_by_role("heading", name=words.waits)).to_have_count(0)

    patient.go_back()  # out there as well, and the same person here
    expect(patient.get_by_role("heading", name=words.left)).to_be_visible()
    patient.reload()
    expect(patient.get_by_role("heading", name=words.left)).to_be_visible()
    screenshot(patient, f"{picture}-door-again")
    assert findings(patient) == []
    patient.get_by_role("button", name=words.again).click()
    patient.wait_for_url("**/webapp3/m/*")
    staff.get_by_role("button", name=f"{words.admit} {NAME}").click()
    expect(card(staff, "inside", NAME)).to_be_visible()

    other = guest(open_page, rows[1]["join_url"], words, screenshot, f"{picture}-other")
    expect(card(staff, "waiting", OTHER)).to_be_visible()
    admit_there = "Släpp in" if language == "sv" else "Admit"
    there.get_by_role("button", name=f"{admit_there} {OTHER}").click()
    expect(card(staff, "inside", OTHER)).to_be_visible()
    screenshot(staff, f"{picture}-host-both-in")
    screenshot(there, f"{picture}-there")

    put_out_there(there, other, words)
    screenshot(other, f"{picture}-put-out-there")

    staff.get_by_role("button", name=words.leave, exact=True).click()
    staff.get_by_role("button", name=words.end).click()
    expect(staff.get_by_role("heading", name=words.ended)).to_be_visible()
    for page in (there, patient):
        expect(page.get_by_role("listitem")).to_have_count(0)
    people: list[dict[str, Any]] = server.call("GET", f"/api/v1/meetings/{meeting['id']}/participants").json()[
        "participants"
    ]
    assert {row.get("state") for row in people} == {"left"}


def put_out_there(there: Page, other: Page, words: Words) -> None:
    """Let the host put somebody out in Pexip's own page: in ours they read that, and are not asked in again."""
    put_out, told = PUT_OUT_THERE[words.locale[:2]]
    there.get_by_role("button", name=put_out.format(OTHER)).click()
    expect(other.get_by_role("listitem")).to_have_count(0)
    other.go_back()
    expect(other.get_by_role("heading", name=told)).to_be_visible()
    expect(other.get_by_role("button", name=words.again)).to_have_count(0)


class Reloaded(NamedTuple):
    """What Pexip's own page asks of whoever reloads it, and what is pressed there."""

    name: str
    pin: str
    is_guest: str
    go_in_again: str


RELOADED = {
    "sv": Reloaded("Ditt namn", "Pinkod", "Jag är gäst", "Gå in igen"),
    "en": Reloaded("Your name", "PIN", "I am a guest", "Go in again"),
}


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_whoever_reloads_pexips_own_page_comes_back_by_ours_as_who_they_are(
    open_page: Open, server: DemoServer, screenshot: Screenshot, words: Words
) -> None:
    language = words.locale[:2]
    asked = RELOADED[language]
    patient, _, staff = meeting_held(open_page, server, words, screenshot, f"pexip-meeting-{language}")

    def reload(page: Page) -> None:
        """What the address told is gone from it, as in Pexip's own app."""
        page.reload()
        page.get_by_label(asked.name).fill("Någon annan")
        page.get_by_role("button", name=words.join, exact=True).click()
        expect(page.get_by_label(asked.pin)).to_be_visible()

    # The way that is told at the door and in the guide: back, and once more.
    reload(patient)
    screenshot(patient, f"pexip-reloaded-{language}")
    expect(card(staff, "inside", NAME)).to_have_count(0)
    patient.go_back()
    patient.get_by_role("button", name=words.again).click()
    expect(patient.get_by_role("heading", name=words.waits)).to_be_visible()
    staff.get_by_role("button", name=f"{words.admit} {NAME}", exact=True).click()
    expect(card(staff, "inside", NAME)).to_be_visible()

    # And the other, there: a guest gives no PIN, waits again, and is called what we call them.
    reload(patient)
    patient.get_by_role("button", name=asked.is_guest).click()
    expect(patient.get_by_role("heading", name=words.waits)).to_be_visible()
    expect(card(staff, "waiting", NAME)).to_have_count(1)
    expect(staff.get_by_text("Någon annan")).to_have_count(0)
    staff.get_by_role("button", name=f"{words.admit} {NAME}", exact=True).click()
    expect(card(staff, "inside", NAME)).to_be_visible()

    there = next(page for page in staff.context.pages if "/webapp3/" in page.url)
    reload(there)
    staff.get_by_role("button", name=asked.go_in_again, exact=True).click()
    with staff.context.expect_page() as opened:
        staff.get_by_role("button", name=words.go_in, exact=True).click()
    opened.value.wait_for_url("**/webapp3/m/*")
    expect(staff.get_by_text(words.host_in)).to_be_visible()
    expect(card(staff, "inside", NAME)).to_be_visible()


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_a_host_mutes_locks_puts_out_and_denies_from_our_page(
    open_page: Open, server: DemoServer, screenshot: Screenshot, words: Words
) -> None:
    picture = f"pexip-meeting-{words.locale[:2]}"
    patient, other, staff = meeting_held(open_page, server, words, screenshot, picture)

    def press(name: str) -> None:
        staff.get_by_role("button", name=name, exact=True).click()

    press(words.mute.format(NAME))
    expect(card(staff, "inside", NAME)).to_contain_text(words.muted)
    expect(staff.get_by_role("button", name=words.mute_all, exact=True)).to_be_disabled()
    screenshot(staff, f"{picture}-host-muted")
    press(words.unmute.format(NAME))
    expect(card(staff, "inside", NAME)).not_to_contain_text(words.muted)
    press(words.mute_all)
    expect(card(staff, "inside", NAME)).to_contain_text(words.muted)
    press(words.unmute_all)
    expect(card(staff, "inside", NAME)).not_to_contain_text(words.muted)
    press(words.lock)
    expect(staff.get_by_role("button", name=words.unlock, exact=True)).to_be_visible()
    screenshot(staff, f"{picture}-host-locked")
    press(words.unlock)
    expect(staff.get_by_role("button", name=words.lock, exact=True)).to_be_visible()
    # Whoever waits still waits: our lock is not Pexip's lobby.
    expect(card(staff, "waiting", OTHER)).to_be_visible()

    press(words.deny.format(OTHER))
    screenshot(staff, f"{picture}-host-denies")
    press(words.sure_deny)
    expect(card(staff, "waiting", OTHER)).to_have_count(0)
    press(words.remove.format(NAME))
    press(words.sure_remove)
    expect(card(staff, "inside", NAME)).to_have_count(0)
    for page in (patient, other):
        expect(page.get_by_role("listitem")).to_have_count(0)
        screenshot(page, f"{picture}-put-out-{'in' if page is patient else 'waiting'}")


class Visited(NamedTuple):
    """What a host presses for what is done by a short visit, and what is seen of it."""

    hand_up: str
    look: str
    not_looked: str
    looked: str
    spotlight: str
    spotlight_off: str
    lower: str
    none_up: str
    note: str
    send: str
    noted: str
    said: str


VISITED = {
    "sv": Visited(
        "Räck upp handen", "Titta efter händer", "Ingen har tittat efter händer än.", "Tittade senast kl.",
        "Lyft fram {} i bild för alla", "Sluta lyfta fram {}", "Ta ner handen: {}", "Ingen hand är uppe.",
        "Meddelande till {}", "Skicka", "Ditt meddelande: {}", "Vi är lite sena.",
    ),
    "en": Visited(
        "Raise hand", "Look for raised hands", "Nobody has looked for hands yet.", "Last looked at",
        "Spotlight {} for everybody", "Stop spotlight: {}", "Lower the hand: {}", "No hand is raised.",
        "Message to {}", "Send", "Your message: {}", "We are a little late.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_a_host_looks_for_hands_spotlights_and_writes_to_who_waits(
    open_page: Open, server: DemoServer, screenshot: Screenshot, words: Words
) -> None:
    language = words.locale[:2]
    seen, picture = VISITED[language], f"pexip-visits-{language}"
    patient, other, staff = meeting_held(open_page, server, words, screenshot, picture)

    def press(name: str) -> None:
        staff.get_by_role("button", name=name, exact=True).click()

    expect(staff.get_by_text(seen.not_looked)).to_be_visible()
    patient.get_by_role("button", name=seen.hand_up).click()
    press(seen.look)
    expect(card(staff, "hands", NAME)).to_be_visible()
    expect(staff.get_by_text(seen.looked)).to_be_visible()
    press(seen.spotlight.format(NAME))
    expect(staff.get_by_role("button", name=seen.spotlight_off.format(NAME))).to_be_visible()
    press(seen.note.format(OTHER))
    staff.locator("textarea").fill(seen.said)
    screenshot(staff, f"{picture}-host")
    assert findings(staff) == []
    press(seen.send)
    expect(card(staff, "waiting", OTHER)).to_contain_text(seen.noted.format(seen.said))
    # And whoever waits reads it there, while nobody else does.
    expect(other.get_by_role("listitem").filter(has_text=seen.said)).to_be_visible()
    expect(other.get_by_role("heading", name=words.waits)).to_be_visible()
    screenshot(other, f"{picture}-read")
    assert findings(other) == []
    expect(patient.get_by_text(seen.said)).to_have_count(0)
    press(seen.lower.format(NAME))
    expect(staff.get_by_text(seen.none_up)).to_be_visible()
    screenshot(staff, f"{picture}-host-after")
    # The visitor is in no list, and counts no more.
    expect(staff.locator("[data-group=inside] li")).to_have_count(2)


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_the_list_in_the_teams_tab_of_a_meeting_at_pexip(
    open_page: Open, server: DemoServer, screenshot: Screenshot, words: Words
) -> None:
    language = words.locale[:2]
    _, _, staff = meeting_held(open_page, server, words, screenshot, f"pexip-teams-{language}")
    tab = open_page(f"{server.base_url}/addin/teams.html?demo=personal&language={language}")
    beside = "Vilka väntar och är med" if language == "sv" else "Who waits and who is in"
    fold = tab.locator("details", has=tab.locator("summary", has_text=beside)).last
    fold.locator("summary").first.click()
    seen = VISITED[language]
    expect(fold.get_by_text(seen.not_looked)).to_be_visible()
    fold.get_by_role("button", name=seen.look, exact=True).click()
    expect(fold.get_by_text(seen.looked)).to_be_visible()
    fold.get_by_role("button", name=words.mute.format(NAME), exact=True).click()
    expect(card(staff, "inside", NAME)).to_contain_text(words.muted)
    fold.get_by_role("button", name=words.unmute.format(NAME), exact=True).click()
    expect(card(staff, "inside", NAME)).not_to_contain_text(words.muted)
    fold.get_by_role("button", name=f"{words.admit} {OTHER}", exact=True).click()
    expect(card(staff, "inside", OTHER)).to_be_visible()
    screenshot(tab, f"pexip-teams-{language}")
    assert findings(tab) == []
