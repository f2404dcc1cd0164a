from datetime import timedelta

from backend.video.pexip.policy.cache import Cache
from tests.backend.video.pexip.policy.ways import START, host, way


def test_what_was_seen_is_kept_for_its_time() -> None:
    cache = Cache()
    cache.note("d", way(), START)
    assert cache.kept("d", START + timedelta(minutes=10)) == way()
    assert cache.kept("d", START + timedelta(minutes=10, seconds=1)) is None
    assert cache.kept("other", START) is None


def test_what_was_seen_withdrawn_never_opens_again() -> None:
    cache = Cache()
    cache.note("d", way(), START)
    withdrawn = way(withdrawn_at=START)
    assert cache.note("d", withdrawn, START) == withdrawn
    # Read before it was withdrawn, heard after.
    assert cache.note("d", way(), START) == withdrawn
    assert cache.kept("d", START) == withdrawn


def test_what_was_seen_gone_stays_gone() -> None:
    cache = Cache()
    cache.note("d", way(), START)
    cache.note("d", None, START)
    assert cache.note("d", way(), START) is None
    assert cache.kept("d", START) is None


def test_aliases_that_were_never_known_are_not_kept() -> None:
    cache = Cache()
    for number in range(1000):
        cache.note(str(number), None, START)
    assert not cache._seen


def test_who_it_was_used_by_is_remembered_when_the_database_could_not_be_told() -> None:
    cache = Cache()
    cache.note("d", host(call="f1"), START)
    assert cache.note("d", host(), START) == host(call="f1")


def test_of_two_who_read_the_same_one_alone_uses_a_way_that_counts_once() -> None:
    cache = Cache()
    read = host()
    cache.note("d", read, START)
    assert cache.use("d", read, "one", START)
    assert not cache.use("d", read, "two", START)
    seen = cache.kept("d", START)
    assert seen is not None
    assert seen.call == "one"
    assert cache.use("d", seen, "one and its other leg", START)
    cache.note("d", read._replace(withdrawn_at=START), START)
    assert not cache.use("d", seen, "three", START)
    assert not cache.use("other", read, "one", START)
