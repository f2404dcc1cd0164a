"""Streams tell what there is, then what changes, and always give their place back."""

import json
from collections.abc import Iterator

import pytest

from backend.errors import NotFound, Unavailable
from backend.push import Hub
from backend.web.sse import Event, Hear, Streams


class Source:
    """Something that changes, for a stream to read."""

    def __init__(self) -> None:
        self.events = [Event("door", {"state": "early"}), Event("presence", {"state": "waiting"})]
        self.closed = 0

    def read(self) -> list[Event]:
        return list(self.events)

    def close(self) -> None:
        self.closed += 1


def names(frame: bytes) -> list[tuple[str, object]]:
    lines = frame.decode().strip().split("\n\n")
    found = []
    for part in lines:
        if part.startswith("event: "):
            event, _, data = part.partition("\n")
            found.append((event.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


@pytest.fixture
def hub() -> Hub:
    return Hub()


def open_stream(hub: Hub, source: Source, streams: Streams | None = None) -> Iterator[bytes]:
    opened = (streams or Streams(hub, 1)).open(
        ["topic", "me"], source.read, mailbox=lambda: "me", on_close=source.close
    )
    return iter(opened.response)


def test_first_a_snapshot_then_only_what_changed(hub: Hub) -> None:
    source = Source()
    stream = open_stream(hub, source)
    assert names(next(stream)) == [("door", {"state": "early"}), ("presence", {"state": "waiting"})]
    source.events[0] = Event("door", {"state": "open"})
    hub.publish("topic")
    assert names(next(stream)) == [("door", {"state": "open"})]


def test_messages_in_the_mailbox_are_all_sent_even_when_alike(hub: Hub) -> None:
    stream = open_stream(hub, Source())
    next(stream)
    hub.send("me", {"data": 1})
    hub.send("me", {"data": 1})
    assert names(next(stream)) == [("signal", {"data": 1}), ("signal", {"data": 1})]


def test_what_comes_in_flocks_is_read_once(hub: Hub) -> None:
    source = Source()
    reads: list[int] = []

    def read() -> list[Event]:
        reads.append(len(reads))
        return [Event("door", {"state": len(reads)})]

    stream = iter(Streams(hub, 1).open(["topic"], read, on_close=source.close).response)
    assert names(next(stream)) == [("door", {"state": 1})]
    for _ in range(5):
        hub.publish("topic")
    assert names(next(stream)) == [("door", {"state": 2})]
    stream.close()
    assert reads == [0, 1]


def test_without_news_it_is_read_again_when_it_is_asked_to_be(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.web.sse.PING_SECONDS", 0.001)
    source = Source()
    stream = iter(Streams(hub, 2).open(["topic"], source.read, again_after=0.0).response)
    other = iter(Streams(hub, 2).open(["topic"], source.read, again_after=600.0).response)
    assert len(names(next(stream))) == len(names(next(other))) == 2
    source.events[0] = Event("door", {"state": "open"})
    assert names(next(stream)) == [("door", {"state": "open"})]
    assert next(other) == b": ping\n\n"


def test_a_stream_that_begins_listens_before_it_reads_and_is_none_when_it_may_not(hub: Hub) -> None:
    source, streams = Source(), Streams(hub, 1)

    def begin(hear: Hear) -> list[Event]:
        hear(["me"])
        # Between what is read first and the first byte: not missed.
        source.events[0] = Event("door", {"state": "open"})
        hub.publish("me")
        return [Event("door", {"state": "early"})]

    def refuse(hear: Hear) -> list[Event]:
        hear(["me"])
        raise NotFound("not-found")

    with pytest.raises(NotFound):
        streams.open((), source.read, begin=refuse, on_close=source.close)
    assert (source.closed, hub._listeners) == (0, {})
    stream = iter(streams.open((), source.read, begin=begin, on_close=source.close).response)
    assert names(next(stream)) == [("door", {"state": "early"})]
    assert ("door", {"state": "open"}) in names(next(stream))
    stream.close()
    assert (source.closed, hub._listeners) == (1, {})


def test_bye_is_the_last_word(hub: Hub) -> None:
    source = Source()
    source.events.append(Event("bye", {"reason": "ended"}))
    stream = open_stream(hub, source)
    assert names(next(stream))[-1] == ("bye", {"reason": "ended"})
    with pytest.raises(StopIteration):
        next(stream)
    assert source.closed == 1


def test_a_place_is_given_back_once_however_the_stream_ends(hub: Hub) -> None:
    source, streams = Source(), Streams(hub, 1)
    stream = open_stream(hub, source, streams)
    with pytest.raises(Unavailable):
        open_stream(hub, Source(), streams)
    stream.close()
    stream.close()
    assert source.closed == 1
    # A stream that a server drops without asking for a byte gives its place back too.
    del stream
    second = open_stream(hub, Source(), streams)
    del second
    assert hub._listeners == {}
    open_stream(hub, Source(), streams)


def test_news_while_reading_is_not_missed(hub: Hub) -> None:
    source = Source()

    def read() -> list[Event]:
        told = source.read()
        if source.events[0].data == {"state": "early"}:
            source.events[0] = Event("door", {"state": "open"})
            hub.publish("topic")
        return told

    stream = iter(Streams(hub, 1).open(["topic"], read).response)
    assert ("door", {"state": "early"}) in names(next(stream))
    assert names(next(stream)) == [("door", {"state": "open"})]


def test_a_stream_that_is_no_longer_ones_own_takes_nothing_meant_for_one(hub: Hub) -> None:
    own = [True, False]
    streams = Streams(hub, 2)
    first, second = (
        iter(streams.open(["me"], list, mailbox=lambda mine=number: "me" if own[mine] else None).response)
        for number in range(2)
    )
    hub.send("me", {"data": 1})
    assert names(next(second)) == []
    assert names(next(first)) == [("signal", {"data": 1})]


def test_lookers_share_half_the_places_and_leave_the_rest_to_those_who_have_joined(hub: Hub) -> None:
    streams = Streams(hub, 20)
    mine = [streams.open([], list, looker="door 192.0.2.1") for _ in range(6)]
    with pytest.raises(Unavailable):
        streams.open([], list, looker="door 192.0.2.1")
    others = [streams.open([], list, looker=f"door 192.0.2.{number}") for number in range(2, 6)]
    with pytest.raises(Unavailable):
        streams.open([], list, looker="door 192.0.2.9")
    joined = [streams.open([], list) for _ in range(10)]
    with pytest.raises(Unavailable):
        streams.open([], list)
    mine.clear()
    others.clear()
    streams.open([], list, looker="door 192.0.2.9")
    assert len(joined) == 10


def test_a_process_on_its_way_down_ends_its_streams_and_opens_none(hub: Hub) -> None:
    source, streams = Source(), Streams(hub, 2)
    begun = [open_stream(hub, source, streams) for _ in range(2)]
    for stream in begun:
        next(stream)
    streams.end(0.01)
    assert [list(stream) for stream in begun] == [[], []]
    assert source.closed == 2
    with pytest.raises(Unavailable):
        open_stream(hub, source, streams)
    Streams(hub, 1).end(0.01)
