"""What is printed of many rooms: a bar for who looks, and no number that a room says back."""

import io
import sys

import pytest

from backend.fleet.driving import without
from backend.fleet.printing import followed
from rooms import fleet
from tests.rooms.fleet.place import room


class Terminal(io.StringIO):
    """Somebody looks."""

    def isatty(self) -> bool:
        return True


def test_a_bar_grows_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    results: list[fleet.Result[None]] = [fleet.Result(room(name, 1), fleet.Outcome.OK) for name in ("a", "b", "c")]
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(followed(results, 3)) == results
        assert ("100%" in stream.getvalue()) is drawn
        assert bool(stream.getvalue()) is drawn


def test_a_room_that_says_the_number_back_is_not_repeated() -> None:
    result: fleet.Result[str] = fleet.Result(room("a", 1), fleet.Outcome.REFUSED, detail="no such: 1234@example.test")
    assert without(result, "1234@example.test").detail == ""
    assert without(result, "77@example.test") == result
    assert without(result, "") == result
