"""Who is heard from when several processes serve pages: one that dies takes nobody along who is heard elsewhere."""

import pytest

from backend.push import Hub
from backend.video import processes
from backend.video.live import Live
from backend.video.processes import SILENT_SECONDS, Rollcall
from tests.backend.video.house import House


class Elapsed:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def elapsed(monkeypatch: pytest.MonkeyPatch) -> Elapsed:
    running = Elapsed()
    monkeypatch.setattr(processes, "Rollcall", lambda: Rollcall(running))
    return running


def another(house: House, name: str) -> Live:
    live = Live(house.database, house.jobs, Hub(), house.clock, end_after_host_left_seconds=60, process=name)
    live.resume()
    return live


def heard(house: House, live: Live, meeting: str, person: str) -> str:
    stream = live.new_stream()
    with house.database.write() as session:
        presence = house.presence(meeting, person)
        live.heard(session, session.merge(presence), stream)
    return stream


def roll(live: Live, elapsed: Elapsed, *alive: Live) -> None:
    """Let so much time pass that a silent process is noticed, while the others beat."""
    for _ in range(int(SILENT_SECONDS) + 1):
        for one in alive:
            one.beat()
        live.call_the_roll()
        elapsed.seconds += 1
    live.call_the_roll()


def test_of_a_process_that_falls_silent_each_page_must_be_heard_anew_and_of_others_none(
    house: House, meeting: str, elapsed: Elapsed
) -> None:
    first, second = another(house, "wfirst"), another(house, "wsecond")
    for person, live in (("gone", first), ("back", first), ("elsewhere", second)):
        house.wait(meeting, person)
        heard(house, live, meeting, person)
    roll(second, elapsed, second)
    assert [house.presence(meeting, person).stream is None for person in ("gone", "back", "elsewhere")] == [
        True,
        True,
        False,
    ]
    heard(house, second, meeting, "back")
    house.pass_time(120)
    assert [house.state(meeting, person) for person in ("gone", "back", "elsewhere")] == ["left", "waiting", "waiting"]


def test_a_process_that_was_given_up_and_lives_says_whom_it_still_hears(
    house: House, meeting: str, elapsed: Elapsed
) -> None:
    first, second = another(house, "wfirst"), another(house, "wsecond")
    for person in ("stays", "moved"):
        house.wait(meeting, person)
    stream = heard(house, first, meeting, "stays")
    heard(house, first, meeting, "moved")
    roll(second, elapsed, second)
    newer = heard(house, second, meeting, "moved")
    first.beat()
    assert house.presence(meeting, "stays").stream == stream
    assert house.presence(meeting, "moved").stream == newer
    house.pass_time(300)
    assert house.state(meeting, "stays") == "waiting"


def test_a_look_that_fails_counts_against_nobody(house: House, meeting: str, elapsed: Elapsed) -> None:
    first, second = another(house, "wfirst"), another(house, "wsecond")
    house.wait(meeting, "g")
    heard(house, first, meeting, "g")
    second.call_the_roll()
    elapsed.seconds += SILENT_SECONDS
    second._rollcall.begin_anew()
    second.call_the_roll()
    assert house.presence(meeting, "g").stream is not None


def test_a_process_that_ends_and_one_that_begins_leave_others_people_alone(house: House, meeting: str) -> None:
    first, second = another(house, "wfirst"), another(house, "wsecond")
    for person, live in (("a", first), ("b", second)):
        house.wait(meeting, person)
        heard(house, live, meeting, person)
    first.close()
    another(house, "wthird")
    assert house.presence(meeting, "a").unheard_since is not None
    assert house.presence(meeting, "b").unheard_since is None


def test_each_process_looks_after_its_own_streams_only(house: House, meeting: str) -> None:
    first, second = another(house, "wfirst"), another(house, "wsecond")
    house.wait(meeting, "g")
    stream = heard(house, first, meeting, "g")
    second.check_streams()
    assert house.presence(meeting, "g").stream == stream
    first.closed(stream)
    first.check_streams()
    assert house.presence(meeting, "g").stream is None
