"""A store lets only one write after each version."""

import pytest

from rooms.conference.store import Memory, Stale


def test_who_has_not_read_the_last_version_writes_nothing() -> None:
    store = Memory()
    assert store.load() is None
    store.save("one", 0)
    store.save("two", 1)
    for version in (0, 1, 3):
        with pytest.raises(Stale):
            store.save("other", version)
    assert store.load() == "two"
