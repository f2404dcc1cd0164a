import threading

from rooms.fleet.lately import SECONDS, Lately
from rooms.fleet.stops import StopsInMemory


class Kept:
    """Stops, a clock, and how often they were read."""

    def __init__(self) -> None:
        self.stops, self.seconds, self.reads = StopsInMemory(), 0.0, 0
        self.lately = Lately(self.read, lambda: self.seconds)

    def read(self) -> dict[str, str]:
        self.reads += 1
        return dict(self.stops.all())


def test_it_is_read_once_a_second_however_often_it_is_asked_for() -> None:
    kept = Kept()
    for _ in range(100):
        assert kept.lately.lately() == {}
    assert kept.reads == 1
    kept.stops.stop("room1", "by another process")
    assert kept.lately.lately() == {}
    kept.seconds = SECONDS
    assert kept.lately.lately() == {"room1": "by another process"}
    assert kept.reads == 2


def test_what_is_stopped_here_counts_at_once_and_reading_anew_is_always_anew() -> None:
    kept = Kept()
    assert kept.lately.lately() == {}
    kept.stops.stop("room1", "by us")
    kept.lately.changed()
    assert kept.lately.lately() == {"room1": "by us"}
    kept.stops.release(["room1"])
    assert kept.lately.now() == {}
    assert kept.lately.lately() == {}


def test_what_was_read_before_a_room_was_stopped_is_not_kept_after_it() -> None:
    kept = Kept()
    reading, go_on = threading.Event(), threading.Event()

    def slow() -> dict[str, str]:
        found = kept.read()
        reading.set()
        assert go_on.wait(30)
        return found

    lately = Lately(slow, lambda: 0.0)
    other = threading.Thread(target=lately.lately)
    other.start()
    assert reading.wait(30)
    kept.stops.stop("room1", "by us")
    lately.changed()
    go_on.set()
    other.join()
    assert lately.lately() == {"room1": "by us"}
