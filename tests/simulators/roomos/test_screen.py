"""The room's page without a browser: what it is told, what it may press, what it refuses."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from simulators import roomos
from simulators.roomos.desk import Desk
from simulators.roomos.endpoint import HAND, Endpoint
from simulators.roomos.http_xml import read
from simulators.roomos.screen_panels import drawn
from simulators.roomos.screen_view import view

PANEL = """<Panel><PanelId>svm</PanelId>{place}<Name>Starta MDK</Name><Page><PageId>val</PageId><Row><Name>Val</Name>
<Widget><WidgetId>a</WidgetId><Name>A</Name><Type>Button</Type><Options>fontSize=normal;size={size}</Options></Widget>
</Row><Options>hideRowNames=1</Options></Page><Page/></Panel>"""


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(pace=0.01) as running:
        yield running


@pytest.fixture(scope="module")
def desk(site: roomos.Site) -> Iterator[Desk]:
    opened = Desk(site)
    yield opened
    opened.close()


@pytest.fixture
def room(site: roomos.Site) -> Endpoint:
    return site.endpoints[0]


def press(desk: Desk, body: Any) -> int:
    return requests.post(f"{desk.url}/room1/press", json=body, timeout=10).status_code


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("", "home"),
        ("<Location>HomeScreen</Location>", "home"),
        ("<Location>HomeScreenAndCallControls</Location>", "both"),
        ("<Location>CallControls</Location>", "call"),
        ("<Location>Hidden</Location>", "nowhere"),
        ("<Location>RoomScheduler</Location>", "nowhere"),
        ("<Type>Home</Type>", "home"),
        ("<Type>InCall</Type>", "call"),
        ("<Type>Statusbar</Type>", "both"),
        ("<Type>Never</Type>", "nowhere"),
    ],
)
def test_a_panel_stands_where_its_xml_says(place: str, where: str) -> None:
    panel = drawn(read(PANEL.format(place=place, size=3).encode()), "svm", {"a": "1"})
    assert (panel["where"], panel["name"], [page["id"] for page in panel["pages"]]) == (
        where, "Starta MDK", ["val", "page_2"],
    )  # fmt: skip
    [widget] = panel["pages"][0]["rows"][0]["widgets"]
    assert (widget["size"], widget["value"], panel["pages"][0]["hide_row_names"]) == ("3", "1", True)


@given(st.text(alphabet="size=;1234 567", max_size=12))
def test_a_widget_always_has_a_size(options: str) -> None:
    panel = drawn(read(PANEL.format(place="", size=options).encode()), "svm", {})
    assert panel["pages"][0]["rows"][0]["widgets"][0]["size"] in "1234"


def test_the_page_is_told_how_the_room_is(room: Endpoint, desk: Desk) -> None:
    with requests.get(f"{desk.url}/room1/events", stream=True, timeout=10) as events:
        lines = (line for line in events.iter_lines() if line)

        def told() -> Any:
            return json.loads(next(lines).removeprefix(b"data: "))

        assert (told()["power"], events.headers["Content-Type"]) == ("on", "text/event-stream")
        room.do(lambda device: device.command(HAND, ("Audio", "Volume", "Set"), {"Level": 12}))
        assert told()["volume"] == 12


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"press": "mute", "muted": True}, 204),
        ({"press": "volume", "steps": -5}, 204),
        ({"press": "wake"}, 204),
        ({"press": "accept", "call": 7}, 409),
        ({"press": "panel", "panel": "none"}, 409),
        ({"press": "join", "booking": "none"}, 409),
        ({"press": "option", "option": 1}, 409),
        ({"press": "accept"}, 400),
        ({"press": "volume", "steps": "many"}, 400),
        ({"press": "eject"}, 400),
        ({}, 400),
        ([], 400),
    ],
)
def test_a_press_is_done_or_refused(desk: Desk, body: Any, code: int) -> None:
    assert press(desk, body) == code


def test_only_its_own_pages_may_press(desk: Desk) -> None:
    text = requests.post(f"{desk.url}/room1/press", data='{"press": "wake"}', timeout=10)
    assert text.status_code == 415


@pytest.mark.parametrize("path", ["room9/", "room1/secret.txt", "room1/..%2fdesk.py", "room1/%2e%2e/desk.py"])
def test_nothing_else_is_served(desk: Desk, path: str) -> None:
    assert requests.get(f"{desk.url}/{path}", timeout=10).status_code == 404


def test_pages_may_run_nothing_but_their_own_scripts(desk: Desk) -> None:
    headers = requests.get(f"{desk.url}/room1/", timeout=10).headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_titles_are_hidden_when_the_room_says_so(room: Endpoint) -> None:
    row = {
        "Id": "1", "Title": "MDK", "Number": "a@b", "Protocol": "SIP", "Organizer": {"Name": "X"},
        "Time": {"StartTime": "2026-11-24T12:00:00Z", "Duration": 60},
    }  # fmt: skip
    room.do(lambda device: device.command(HAND, ("Bookings", "Put"), {}, json.dumps({"Bookings": [row]})))
    assert room.do(lambda _: view(room))["bookings"][0]["title"] == "MDK"
    path = ("UserInterface", "Bookings", "Visibility", "Title")
    room.do(lambda device: device.configure(HAND, path, "Hidden"))
    assert room.do(lambda _: view(room))["bookings"][0]["title"] == ""
