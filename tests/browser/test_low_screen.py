"""The door on an old phone with a low screen: what to do next is always in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoServer
from tests.browser.meeting import Open, come, invite

NAME = "Ylva Provperson"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_on_an_old_phone_the_one_thing_to_press_is_in_sight_at_every_door(
    open_page: Open,
    demo_server: DemoServer,
    screenshot: Callable[[Page, str], None],
    language: str,
) -> None:
    meeting = demo_server.create(language=language)
    own, common = invite(demo_server, meeting, NAME)["join_url"], meeting["join_url"]
    name = {"sv": "Anslut", "en": "Join"}[language]
    for state in ("open", "locked"):
        if state == "locked":
            order = f"/api/v1/meetings/{meeting['id']}/lock"
            assert demo_server.call("POST", order, json={}).status_code < 300
        for kind, url, colour in (("own", own, "red"), ("common", common, "red"), ("bare", common, None)):
            door = come(open_page, url, colour=colour, width=360, height=640)
            join = door.get_by_role("button", name=name, exact=True)
            expect(join).to_be_in_viewport(ratio=1)
            screenshot(door, f"door-{state}-{kind}-{language}-360")
            sizes = [link.bounding_box() for link in door.locator("a[href^='tel:']").all()]
            assert len(sizes) > 1
            assert all(size and min(size["width"], size["height"]) >= 44 for size in sizes)
            # At 200 % there is no room for a button that stays, over what is read.
            door.set_viewport_size({"width": 320, "height": 480})
            assert door.locator(".act").evaluate("act => getComputedStyle(act).position") == "static"
            door.close()
