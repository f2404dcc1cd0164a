"""A unit's last answers: one row each, overwritten, without a person, gone in time."""

from backend.clock import FixedClock
from backend.guide import memory
from backend.storage import Database


def test_the_last_answers_replace_those_before_and_only_the_unit_s_own_are_seen(
    database: Database, clock: FixedClock
) -> None:
    for place in ("home", "clinic"):
        with database.write() as session:
            memory.remember(session, "medicin", {"place": place, "age": 7, "protected_identity": True}, clock.now())
    with database.read() as session:
        assert memory.last_answers(session, "medicin") == {"place": "clinic"}
        assert memory.last_answers(session, "barn") == {}


def test_answers_are_forgotten_in_time(database: Database, clock: FixedClock) -> None:
    with database.write() as session:
        memory.remember(session, "medicin", {"place": "home"}, clock.now())
    clock.advance(days=400)
    with database.write() as session:
        assert memory.forget_before(session, clock.now() - memory.KEPT) == 0
    clock.advance(days=1)
    with database.write() as session:
        assert memory.forget_before(session, clock.now() - memory.KEPT) == 1
        assert memory.last_answers(session, "medicin") == {}
