"""Three web processes and two workers: whoever dies, nobody else notices. Run by `make test-processes`."""

from collections.abc import Callable, Iterator

import pytest
import requests
from sqlalchemy import select

from backend.storage import Database
from backend.video.builtin.models import BuiltinRoom
from backend.video.models import Conference
from tests.away import away
from tests.processes.deeds import SLOW
from tests.processes.house import House
from tests.processes.people import admit, is_told_of_being_in, page, presence, waiting
from tests.waiting import until

HOUSE = (3, 2)


@pytest.fixture
def database(house: House) -> Iterator[Database]:
    """The house's database, looked at from outside."""
    opened = Database(house.url)
    yield opened
    opened.close()


def test_when_a_web_process_is_killed_its_people_go_on_elsewhere_and_nobody_else_notices(
    house: House, database: Database
) -> None:
    meeting = house.ready_meeting(1)
    back, gone, elsewhere = (waiting(house, 0, meeting, name) for name in ("Vera", "Sixten", "Tyra"))
    since = presence(database, back).since
    with page(house, 1, elsewhere) as untouched:
        with page(house, 0, back) as cut, page(house, 0, gone):
            house.webs[0].kill()
            assert cut.is_over()
        with page(house, 2, back) as again:
            until(lambda: presence(database, gone).stream is None)
            assert presence(database, gone).state == "waiting"
            assert presence(database, gone).unheard_since is not None
            for guest in (back, elsewhere):
                assert presence(database, guest).stream is not None
                assert presence(database, guest).unheard_since is None
            assert presence(database, back).since == since
            admit(house, 1, meeting, back)
            again.hears("presence", state="in")
            admit(house, 2, meeting, elsewhere)
            untouched.hears("presence", state="in")


def test_when_a_worker_is_killed_in_the_middle_there_is_one_conference(house: House, database: Database) -> None:
    slow = house.data / SLOW
    slow.touch()
    meeting = house.book(0)
    held = until(lambda: list(house.data.glob("held-by-*")))[0]
    (worker,) = (one for one in house.workers if int(held.name.rpartition("-")[2]) in one.pids())
    worker.kill()
    slow.unlink()
    until(lambda: house.call(1, "GET", f"/api/v1/meetings/{meeting['id']}")["state"] == "ready")
    with database.read() as session:
        keys = session.scalars(select(BuiltinRoom.key)).all()
        assert sorted(keys) == sorted(session.scalars(select(Conference.key)))


def test_all_web_processes_are_begun_anew_one_by_one_and_who_waits_keeps_their_place(
    house: House, database: Database
) -> None:
    meeting = house.ready_meeting(2)
    guest = waiting(house, 0, meeting, "Vera")
    since = presence(database, guest).since
    for web in range(3):
        with page(house, web, guest) as listener:
            house.webs[web].process.terminate()
            assert listener.is_over()
            with page(house, (web + 1) % 3, guest):
                house.webs[web].stop()
                assert presence(database, guest).unheard_since is None
                house.mend()
    with page(house, 0, guest) as listener:
        assert (presence(database, guest).state, presence(database, guest).since) == ("waiting", since)
        admit(house, 1, meeting, guest)
        listener.hears("presence", state="in")


def test_when_the_database_was_away_nobody_is_put_out_and_all_goes_on(house: House, database: Database) -> None:
    meeting = house.ready_meeting(0)
    guest, other = waiting(house, 0, meeting, "Vera"), waiting(house, 1, meeting, "Sixten")
    with page(house, 0, guest) as mine, page(house, 1, other) as theirs:
        with away(house.url):
            until(lambda: {_readiness(house, web) for web in range(3)} == {503})
        until(lambda: {_readiness(house, web) for web in range(3)} == {200})
        # Whatever was missed meanwhile is read anew, and what is new is heard.
        until(lambda: _said(lambda: admit(house, 2, meeting, guest)))
        is_told_of_being_in(house, 0, guest, mine)
        admit(house, 0, meeting, other)
        is_told_of_being_in(house, 1, other, theirs)
        until(lambda: presence(database, guest).unheard_since is None)
    assert house.ready_meeting(1)["state"] == "ready"


def _readiness(house: House, web: int) -> int:
    return requests.get(f"http://127.0.0.1:{house.webs[web].port}/readyz", timeout=30).status_code


def _said(act: Callable[[], None]) -> bool:
    try:
        act()
    except AssertionError:
        return False
    return True
