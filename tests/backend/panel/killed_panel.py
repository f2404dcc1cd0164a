"""Whoever holds the rooms is killed between a press on the standing panel and what it leads to: it counts once.

With real processes, on PostgreSQL, where another worker stands by and takes over. Run by its path, as the processes'
long tests are (`make test-processes`).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from backend.room_support.models import RoomState
from simulators import roomos
from simulators.roomos.errors import Failed
from tests.backend.conference.house import Real
from tests.backend.holders import Holders
from tests.backend.panel.at_hand import Hands, hands
from tests.backend.panel.holder import DIALLED, PASSED, POSTS
from tests.waiting import until

_AGAIN_SECONDS = 2.0
pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


@pytest.fixture
def rooms(tmp_path: Path, database_url: str, request: pytest.FixtureRequest) -> Iterator[Hands]:
    with (
        roomos.start(count=2, pace=0.1) as site,
        hands(site, tmp_path, database_url, Real(datetime.now(UTC)), getattr(request, "param", "ssh")) as made,
    ):
        # The work is done by others.
        made.tick = lambda: None
        yield made
        # Whoever was killed has left sessions behind: a restart ends them.
        for one in site.endpoints:
            one.power_off()
            one.power_on()


@pytest.fixture
def holders(tmp_path: Path, database_url: str, rooms: Hands) -> Iterator[Holders]:
    begun = Holders("tests.backend.panel.holder", tmp_path, database_url, rooms.address)
    yield begun
    begun.end()


def slot_url(rooms: Hands) -> str:
    """Return where the room posts what is pressed."""
    return rooms.room.do(lambda device: next((one.url for one in device.parts.slots.slots.values()), ""))


def booked(rooms: Hands) -> None:
    """Let the room have a meeting that is on, at a number that answers."""
    rooms.open_bridge(rooms.meeting())
    rooms.until(lambda: "join" in rooms.buttons)


def pressing(rooms: Hands, look: Callable[[], object]) -> None:
    """Press to join until it is so, as people do whose press did nothing: again, after a while."""
    pressed = 0.0

    def looked() -> object:
        nonlocal pressed
        if time.monotonic() - pressed >= _AGAIN_SECONDS:
            pressed = time.monotonic()
            with suppress(Failed):
                rooms.room.press_widget(rooms.buttons["join"])
        return look()

    until(looked, every=0.05)


def killed_at(point: str, rooms: Hands, holders: Holders, folder: Path) -> None:
    """Press to join, kill the process that took it where it has come to, and wait until another holds the room."""
    (folder / "hold").write_text(point, "ascii")
    rooms.press("join")
    until((folder / "held").exists)
    (folder / "hold").unlink()
    holders.kill()
    killed = datetime.now(UTC)

    def is_seen() -> bool:
        with rooms.product.database.read() as session:
            state = session.get(RoomState, "room1")
            return state is not None and state.seen_at is not None and state.seen_at > killed

    until(is_seen)


def test_a_press_that_was_let_through_and_not_done_is_never_done_late_and_the_next_one_is(
    rooms: Hands, holders: Holders, tmp_path: Path
) -> None:
    booked(rooms)
    killed_at(PASSED, rooms, holders, tmp_path)
    # Whoever holds the room now has looked at it, and dials nothing that nobody pressed since.
    assert rooms.dials == 0
    assert not rooms.room.calls
    pressing(rooms, lambda: rooms.inside == ["Room 1"])
    assert rooms.dials == 1


def test_a_dial_that_nobody_saw_the_end_of_stands_and_is_not_dialled_again(
    rooms: Hands, holders: Holders, tmp_path: Path
) -> None:
    booked(rooms)
    killed_at(DIALLED, rooms, holders, tmp_path)
    rooms.until(lambda: rooms.inside == ["Room 1"])
    pressing(rooms, lambda: "redan med" in rooms.told)
    assert rooms.dials == 1
    assert len(rooms.room.calls) == 1


@pytest.mark.parametrize("rooms", ["https"], indirect=True)
def test_a_press_that_was_posted_outlives_the_process_and_counts_once(
    rooms: Hands, holders: Holders, tmp_path: Path
) -> None:
    booked(rooms)
    url = rooms.until(lambda: slot_url(rooms))
    widget, serial = rooms.buttons["join"], rooms.room.device.identity.serial_number
    killed_at(POSTS, rooms, holders, tmp_path)
    log = tmp_path / "holders.log"
    # Nobody pressed a second time. One that waited more than ten seconds, on a slow machine, is dropped and said so.
    rooms.until(lambda: rooms.inside or "late" in log.read_text("utf-8"))
    if not rooms.inside:
        pressing(rooms, lambda: rooms.inside == ["Room 1"])
    rooms.room.hang_up()
    rooms.until(lambda: not rooms.inside)
    action = {"WidgetId": {"Value": widget}, "Value": {"Value": ""}, "Type": {"Value": "clicked"}}
    body = {
        "Event": {
            "Identification": {"SerialNumber": {"Value": serial}},
            "UserInterface": {"Extensions": {"Widget": {"Action": action}}},
        }
    }
    assert requests.post(url, json=body, timeout=10).status_code == 204
    rooms.until(lambda: "replayed" in log.read_text("utf-8"))
    assert rooms.dials == 1
    assert not rooms.room.calls
