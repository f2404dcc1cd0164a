"""Event sinks that are configured by the Management Node, and begin again by it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

from simulators.pexip.asker import FirstOf
from simulators.pexip.clock import LoopClock
from simulators.pexip.management.attached import Attached
from simulators.pexip.management.fields import uri
from simulators.pexip.management.replica import Replica
from simulators.pexip.management.store import Store
from simulators.pexip.node import Cluster, Node
from simulators.pexip.sink import Misdeed, Receiver, Sink
from tests.loops import ran
from tests.simulators.pexip.hearing import Heard, hearing

STARTED = (1, "eventsink_started")


class Stage(NamedTuple):
    heard: Heard
    store: Store
    attached: Attached
    cluster: Cluster

    def write(self, resource: str, number: int, **fields: object) -> None:
        with self.store.writing():
            self.store.change(resource, number, fields)


@asynccontextmanager
async def _playing(*, begun: bool) -> AsyncIterator[Stage]:
    async with hearing() as heard:
        cluster = Cluster(LoopClock(0.001))
        store = Store(Replica(0.0, lambda: 0.0))
        node = Node(cluster, FirstOf())
        attached = Attached(store, cluster, [node])
        sink = None
        if begun:
            sink = Sink(Receiver(heard.url, "events", "secret"), cluster.clock)
            sink.follow(node)
            cluster.watchers.append(sink.hear)
        attached.adopt(node.location, sink)
        yield Stage(heard, store, attached, cluster)
        await attached.close()


def _played(play: Callable[[Stage], Awaitable[None]], *, begun: bool) -> None:
    async def run() -> None:
        async with _playing(begun=begun) as stage:
            await play(stage)

    ran(run())


def test_a_sink_is_sent_to_once_it_is_attached_to_the_nodes_location() -> None:
    async def play(stage: Stage) -> None:
        with stage.store.writing():
            number = stage.store.create("event_sink", {"name": "ours", "url": stage.heard.url, "version": 2})
        assert stage.attached.sinks == {}
        stage.write("system_location", 1, event_sinks=[uri("event_sink", number)])
        assert await stage.heard.until(1) == [STARTED]
        sink = stage.attached.sinks[number]
        stage.write("system_location", 1, event_sinks=[])
        assert (stage.attached.sinks, sink.running, sink.hear in stage.cluster.watchers) == ({}, False, False)

    _played(play, begun=False)


def test_a_stopped_sink_begins_again_by_its_restart_date_and_only_by_a_change() -> None:
    async def play(stage: Stage) -> None:
        await stage.heard.until(1)
        sink = stage.attached.sinks[1]
        await sink.order(Misdeed.STOP)
        stage.write("system_location", 1, description="nothing about sinks")
        assert not sink.running
        stage.write("event_sink", 1, restart_date="2026-11-22T10:00:00")
        assert await stage.heard.until(2) == [STARTED, STARTED]
        stage.write("event_sink", 1, version=1)
        await stage.heard.until(3)
        assert [one["version"] for one in stage.heard.envelopes()] == [2, 2, 1]
        assert stage.attached.sinks == {1: sink}

    _played(play, begun=True)
