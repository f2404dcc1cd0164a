"""A host calls a court into a meeting that Pexip holds: chosen, looked at once more, called, and let in."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer, one_process
from tests.browser.meeting import Open, card, come

Screenshot = Callable[[Page, str], None]


class Words(NamedTuple):
    """What is pressed and seen, in one language."""

    locale: str
    go_in: str
    fold: str
    which: str
    court: str
    other: str
    address: str
    name: str
    call: str
    sure: str
    yes: str
    no: str
    waits: str
    admit: str
    inside: str
    refused: str


SWEDISH = Words(
    "sv-SE", "Gå in", "Ring upp en adress", "Vem vill du ringa?", "Förvaltningsrätten, sal 3", "Skriv en adress",
    "Adress", "Vad det ska heta i listan", "Ring upp", "Stämmer adressen?", "Ja, ring", "Nej, ändra",
    "Har svarat och väntar i lobbyn", "Tillåt", "I mötet", "Dit får det inte ringas.",
)  # fmt: skip
ENGLISH = Words(
    "en-GB", "Go in", "Call an address", "Whom do you want to call?", "The administrative court, room 3",
    "Type an address", "Address", "What to call it in the list", "Call", "Is the address right?", "Yes, call",
    "No, change", "Has answered and waits in the lobby", "Admit", "In the meeting", "Calls there are not allowed.",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    data = tmp_path_factory.mktemp("dial-out") / "data"
    with one_process(data, {}, "--video", "pexip") as address:
        yield DemoServer(address, data)


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_a_court_is_called_from_the_hosts_page_and_waits_to_be_let_in(
    open_page: Open, server: DemoServer, screenshot: Screenshot, words: Words
) -> None:
    language = words.locale[:2]
    picture = f"dial-out-{language}"
    meeting = server.create(language=language)
    started = server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    page = come(open_page, started["host_url"], locale=words.locale)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name=words.go_in, exact=True).click()
    opened.value.wait_for_url("**/webapp3/m/*")

    page.get_by_text(words.fold, exact=True).click()
    choice = page.get_by_label(words.which)
    expect(choice).to_be_visible()
    choice.select_option(label=words.other)
    page.get_by_label(words.address, exact=True).fill("sal4@other.example.test")
    page.get_by_label(words.name).fill("Sal 4")
    page.get_by_text({"sv": "Behövs sällan", "en": "Seldom needed"}[language], exact=True).click()
    page.locator("#dial-tones").fill("12 34#")
    screenshot(page, f"{picture}-typed")
    page.get_by_role("button", name=words.call, exact=True).focus()
    page.keyboard.press("Enter")
    question = page.get_by_role("group", name=words.sure)
    expect(question).to_contain_text("sal4@other.example.test")
    expect(question).to_contain_text("1234#")
    screenshot(page, f"{picture}-tones")
    page.get_by_role("button", name=words.yes, exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=words.refused)).to_be_visible()
    screenshot(page, f"{picture}-refused")
    assert findings(page) == []

    choice.select_option(label=words.court)
    page.get_by_role("button", name=words.call, exact=True).click()
    expect(page.get_by_role("button", name=words.no, exact=True)).to_be_focused()
    screenshot(page, f"{picture}-sure")
    assert findings(page) == []
    page.get_by_role("button", name=words.yes, exact=True).click()
    expect(card(page, "waiting", words.court)).to_be_visible()
    calls = page.locator(".dial-out li")
    expect(calls).to_contain_text(words.waits)
    screenshot(page, f"{picture}-waits")
    assert findings(page) == []
    page.get_by_role("button", name=f"{words.admit} {words.court}").click()
    expect(card(page, "inside", words.court)).to_be_visible()
    expect(calls).to_contain_text(words.inside)
    screenshot(page, f"{picture}-in")
