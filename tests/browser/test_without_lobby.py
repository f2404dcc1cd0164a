"""A meeting at a Pexip that has no lobby: what the patient and the host read before they press, in a browser."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from backend.clock import FixedClock
from backend.storage import Database
from tests.backend.video.pexip.node import region, settings
from tests.browser.axe import findings
from tests.browser.meeting import Open, come
from tests.contract.http.test_door import door_of
from tests.product import Caller, wired
from tests.simulators.pexip.stand import looping

Screenshot = Callable[[Page, str], None]
STRAIGHT = {
    "sv": ("kan du komma rakt in i mötet", "Mötet har ingen lobby", "Anslut", "Gå in"),
    "en": ("you may come straight into the meeting", "The meeting has no lobby", "Join", "Go in"),
}
PROMISES = {
    "sv": ("släpper in dig", "innan dess", "släpper in dem"),
    "en": ("let you in", "before that", "let them in."),
}


@pytest.fixture
def served(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[tuple[Caller, str]]:
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with looping() as loop, region(loop, database) as pexip, listener:
        product = wired(tmp_path, database.url, clock, base_url=address, pexip=settings(pexip.node.url))
        server = make_server("127.0.0.1", 0, product.app, threaded=True, fd=listener.fileno())
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield Caller(product, clock), address
        server.shutdown()
        thread.join()
        server.server_close()
        product.stop()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_nobody_is_promised_a_lobby_there_is_none_of(
    open_page: Open, served: tuple[Caller, str], screenshot: Screenshot, language: str
) -> None:
    caller, address = served
    meeting = caller.create(language=language)
    straight, no_lobby, join, go_in = STRAIGHT[language]
    locale = {"sv": "sv-SE", "en": "en-GB"}[language]

    door = come(open_page, address + door_of(meeting), width=390, height=844, locale=locale)
    expect(door.get_by_role("button", name=join, exact=True)).to_be_visible()
    expect(door.get_by_text(straight)).to_be_visible()
    screenshot(door, f"without-lobby-door-{language}")

    started = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/start").get_json()
    host = come(open_page, started["host_url"], locale=locale)
    expect(host.get_by_role("button", name=go_in, exact=True)).to_be_visible()
    expect(host.get_by_text(no_lobby)).to_be_visible()
    screenshot(host, f"without-lobby-host-{language}")

    for page in (door, host):
        assert findings(page) == []
        for promise in PROMISES[language]:
            expect(page.get_by_text(promise)).to_have_count(0)
