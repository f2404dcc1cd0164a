import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest

from simulators.pexip.call import CHAIR, GUEST, Call
from simulators.pexip.clock import LoopClock
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from simulators.pexip.participant import Leg, Participant, new_uuid
from simulators.pexip.sink import Misdeed, Receiver, Sink
from tests.loops import ran
from tests.simulators.pexip.hearing import Heard, hearing

NODE = "127.0.0.1"


class Stage(NamedTuple):
    heard: Heard
    sink: Sink
    conference: Conference

    def joins(self, name: str = "Host", role: Any = CHAIR, node_ip: str = NODE) -> Participant:
        uuid = new_uuid()
        call = Call("abc", node_ip=node_ip, call_tag="tag-of-ours", remote_display_name=name)
        participant = Participant(call, name, role, uuid=uuid, call_tag=call.call_tag)
        self.conference.join(participant, Leg(uuid, "API", has_media=False, connect_time=self.conference.clock.now()))
        return participant


@asynccontextmanager
async def playing(scale: float = 0.001, **options: Any) -> AsyncIterator[Stage]:
    async with hearing() as heard:
        clock = LoopClock(scale)
        sink = Sink(Receiver(heard.url, "events", "pass:word", **options), clock, [NODE])
        sink.start()
        configuration = Configuration("vm-1", service_tag="ours", pin="123456", allow_guests=True, locked=True)
        yield Stage(heard, sink, Conference(configuration, LoopClock(), [sink.hear]))
        await sink.close()


def played(play: Callable[[Stage], Awaitable[None]], **options: Any) -> None:
    async def run() -> None:
        async with playing(**options) as stage:
            await play(stage)

    ran(run())


async def _stopped(sink: Sink) -> None:
    async with asyncio.timeout(5):
        while sink.running:  # noqa: ASYNC110 - a publisher tells nobody that it has given up: that is what is tried
            await asyncio.sleep(0.005)


def test_what_happens_is_told_in_order_with_numbers_from_one_and_signed_for() -> None:
    async def play(stage: Stage) -> None:
        host = stage.joins()
        guest = stage.joins("Guest", GUEST)
        media = Leg(new_uuid(), "WebRTC", has_media=True, connect_time=stage.conference.clock.now())
        stage.conference.add_leg(host, media)
        stage.conference.admit(guest)
        stage.conference.end("enough")
        events = await stage.heard.until(14)
        assert [event for _, event in events] == [
            "eventsink_started",
            "conference_started",
            "participant_connected",
            "participant_connected",
            "participant_connected",
            "participant_updated",
            "participant_updated",
            "conference_updated",
            "participant_updated",
            "participant_media_streams_destroyed",
            "participant_disconnected",
            "participant_disconnected",
            "participant_disconnected",
            "conference_ended",
        ]
        assert [seq for seq, _ in events] == list(range(1, 15))
        assert set(stage.heard.signed) == {"events:pass:word"}
        assert stage.heard.most_at_once == 1
        envelope = stage.heard.envelopes()[2]
        assert {name: envelope[name] for name in ("node", "version")} == {"node": NODE, "version": 2}
        data = envelope["data"]
        assert (data["uuid"], data["role"], data["protocol"], data["has_media"]) == (host.uuid, "chair", "API", False)
        assert (data["conference"], data["service_tag"], data["call_tag"]) == ("vm-1", "ours", "tag-of-ours")
        waiting = stage.heard.envelopes()[3]["data"]
        assert (waiting["role"], waiting["service_type"]) == ("unknown", "waiting_room")
        admitted = stage.heard.envelopes()[8]["data"]
        assert (admitted["uuid"], admitted["role"], admitted["service_type"]) == (guest.uuid, "guest", "conference")
        assert stage.heard.envelopes()[4]["data"]["related_uuids"] == [host.uuid]
        gone = stage.heard.envelopes()[12]["data"]
        assert (gone["disconnect_reason"], gone["duration"] >= 0) == ("enough", True)
        assert stage.heard.envelopes()[13]["data"]["end_time"] > 0

    played(play)


def test_the_first_version_has_its_streams_in_the_last_event_of_a_participant() -> None:
    async def play(stage: Stage) -> None:
        stage.conference.leave(stage.joins())
        await stage.heard.until(5)
        assert stage.heard.envelopes()[3]["data"]["media_streams"] == []
        assert {one["version"] for one in stage.heard.envelopes()} == {1}

    played(play, version=1)


def test_what_waits_is_sent_in_one_when_the_receiver_takes_bulks() -> None:
    async def play(stage: Stage) -> None:
        await stage.heard.until(1)
        for number in range(5):
            stage.joins(str(number), GUEST)
        assert [seq for seq, _ in await stage.heard.until(7)] == list(range(1, 8))
        bulk = stage.heard.posts[-1]
        assert (bulk["event"], bulk["seq"], len(bulk["data"])) == ("eventsink_bulk", 0, 6)

    played(play, bulk=True)


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_was_not_taken_is_sent_again_and_nothing_overtakes_it(status: int) -> None:
    async def play(stage: Stage) -> None:
        stage.heard.answers.extend([status] * 4)
        stage.joins()
        assert await stage.heard.until(3) == [
            (1, "eventsink_started"),
            (2, "conference_started"),
            (3, "participant_connected"),
        ]
        assert len(stage.heard.signed) == 7
        assert stage.sink.alarms == []

    played(play)


def test_a_receiver_that_does_not_answer_in_time_has_not_taken_it() -> None:
    async def play(stage: Stage) -> None:
        stage.heard.answers.append(0)
        assert await stage.heard.until(1) == [(1, "eventsink_started")]

    played(play, timeout=0.1)


def test_a_receiver_that_stays_away_stops_the_publisher_until_it_is_started_again() -> None:
    async def play(stage: Stage) -> None:
        stage.heard.answers.extend([503] * 6)
        stage.joins()
        await _stopped(stage.sink)
        assert len(stage.heard.signed) == 6  # at once, and after 1, 2, 4, 8 and 10 seconds
        assert len(stage.sink.alarms) == 1
        stage.joins("Lost", GUEST)
        await stage.sink.restart()
        stage.joins("Heard", GUEST)
        assert await stage.heard.until(2) == [(1, "eventsink_started"), (2, "participant_connected")]
        assert stage.heard.envelopes()[1]["data"]["display_name"] == "Heard"

    played(play, longest_wait=10.0)


def _joined(stage: Stage, count: int) -> None:
    for number in range(count):
        stage.joins(str(number), GUEST)


@pytest.mark.parametrize(
    ("misdeed", "count", "numbers"),
    [
        (Misdeed.LOSE, 2, [1, 4, 5]),
        (Misdeed.DOUBLE, 2, [1, 2, 2, 3, 3, 4, 5]),
        (Misdeed.REORDER, 1, [1, 3, 2, 4, 5]),
        (Misdeed.REORDER, 2, [1, 4, 3, 2, 5]),
        (Misdeed.REORDER, 9, [1, 5, 4, 3, 2]),
        (Misdeed.GAP, 3, [1, 5, 6, 7, 8]),
        (Misdeed.BURST, 1, [1, 2, 3, 4, 5]),
    ],
)
def test_events_go_wrong_as_ordered(misdeed: Misdeed, count: int, numbers: list[int]) -> None:
    async def play(stage: Stage) -> None:
        await stage.heard.until(1)
        await stage.sink.order(misdeed, count, seconds=20)
        _joined(stage, 3)
        assert [seq for seq, _ in await stage.heard.until(len(numbers))] == numbers

    played(play)


def test_a_publisher_that_is_told_to_stop_says_nothing_more() -> None:
    async def play(stage: Stage) -> None:
        await stage.heard.until(1)
        await stage.sink.order(Misdeed.STOP)
        _joined(stage, 1)
        assert (stage.sink.running, len(stage.sink.alarms)) == (False, 1)
        await stage.sink.restart()
        assert await stage.heard.until(2) == [(1, "eventsink_started"), (1, "eventsink_started")]

    played(play)


def test_each_node_numbers_for_itself_and_tells_of_its_own_part_of_a_conference() -> None:
    async def play(stage: Stage) -> None:
        stage.joins()
        stage.joins("Far away", node_ip="127.0.0.2")
        stage.conference.end("enough")
        await stage.heard.until(10)
        by_node = {
            node: [(one["seq"], one["event"]) for one in stage.heard.envelopes() if one["node"] == node]
            for node in (NODE, "127.0.0.2")
        }
        assert by_node[NODE] == by_node["127.0.0.2"]
        assert [event for _, event in by_node[NODE]][1::3] == ["conference_started", "conference_ended"]

    played(play)
