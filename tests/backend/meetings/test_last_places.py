"""The turns of the last places: how long a press waits for its own."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from backend.errors import Conflict
from backend.meetings import last_places
from backend.meetings.last_places import LastPlaces
from backend.video.controls import Wish
from tests.backend.meetings.elsewhere import Hall, waiting


class Busy:
    """A process whose turns are taken for `seconds`, by a clock that only they move, and a database that is asked."""

    def __init__(self, hall: Hall, seconds: float) -> None:
        self.now = 100.0
        self.asked: list[float] = []
        self._seconds = seconds
        self.read = hall.house.database.read

    def monotonic(self) -> float:
        return self.now

    def acquire(self, timeout: float) -> bool:
        self.now += min(self._seconds, timeout)
        return self._seconds <= timeout

    def release(self) -> None:
        """Nobody waits for it."""

    @contextmanager
    def turn(self, _name: str, seconds: float) -> Iterator[None]:
        self.asked.append(seconds)
        yield


@pytest.mark.parametrize("seconds", [0.0, 4.0, 60.0])
def test_who_presses_waits_once_for_both_turns(hall: Hall, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    waiting(hall, led=True)
    with hall.house.database.write() as session:
        conference = hall.house.conferences.get(session, hall.conference)
        conference.participant_limit = 2
    busy: Any = Busy(hall, seconds)
    monkeypatch.setattr(last_places, "time", busy)
    places = LastPlaces(busy)
    places._free = busy
    with suppress(Conflict), places.turn(conference, Wish("admit")) as is_one_by_one:
        assert is_one_by_one
    assert bool(busy.asked) == (seconds < last_places._SECONDS)
    assert busy.now - 100.0 + sum(busy.asked) == last_places._SECONDS
