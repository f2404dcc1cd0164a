"""An event sink: what happens in conferences is told to somebody outside, by each node for itself (pexip 3)."""

from collections.abc import Iterable
from typing import Any

from simulators.pexip import telling
from simulators.pexip.call import GUEST
from simulators.pexip.clock import Clock
from simulators.pexip.happening import Happening, What
from simulators.pexip.mischief import Misdeed
from simulators.pexip.node import Node
from simulators.pexip.participant import Place
from simulators.pexip.publisher import Publisher, Receiver

__all__ = ["Misdeed", "Receiver", "Sink"]

_AT_ONCE = 0.1
_CONFERENCE = {What.CONFERENCE_STARTED, What.CONFERENCE_UPDATED, What.CONFERENCE_ENDED}
_PARTICIPANT = {What.PARTICIPANT_CONNECTED, What.PARTICIPANT_UPDATED, What.PARTICIPANT_DISCONNECTED}


class Sink:
    """`hear` is a watcher of a cluster. Each node has a publisher, with numbers of its own. In the node's loop.

    With `rooms_in_first` it is told of a room that comes to wait that it is in, and at once that it waits.
    """

    def __init__(self, receiver: Receiver, clock: Clock, nodes: Iterable[str] = ()) -> None:
        self.receiver = receiver
        self.publishers: dict[str, Publisher] = {}
        self._clock = clock
        self._nodes = list(nodes)
        self._when_asked = False
        self.rooms_in_first = False
        self._halted = False

    @property
    def alarms(self) -> list[str]:
        """Why which publisher gave up."""
        return [alarm for publisher in self.publishers.values() for alarm in publisher.alarms]

    @property
    def running(self) -> bool:
        """Whether every publisher is at work."""
        return all(publisher.running for publisher in self.publishers.values())

    def start(self) -> None:
        """Begin to send, from every node that was named. Needs a running loop."""
        for node_ip in self._nodes:
            self._publisher(node_ip)

    async def restart(self) -> None:
        """Begin again, with number 1, as a changed `restart_date` asks for."""
        await self.order(Misdeed.RESTART)

    async def close(self) -> None:
        """Send nothing more."""
        for publisher in self.publishers.values():
            await publisher.stop()

    async def order(self, misdeed: Misdeed, count: int = 1, seconds: float = 5.0, node_ip: str = "") -> None:
        """Do wrong with what comes next, on one node or on all. `seconds` are the clock's."""
        for publisher in self.publishers.values():
            if node_ip in ("", publisher.node_ip):
                await publisher.order(misdeed, count, seconds)

    def follow(self, node: Node) -> None:
        """Fall silent when the node stops, without a word of what it cut off, and begin again with it."""
        publisher = self._publisher(node.ip)
        node.stops.append(publisher.halt)
        node.starts.append(lambda: None if self._halted else publisher.start())

    def halt(self) -> None:
        """Send nothing more, whatever becomes of the nodes."""
        self._halted = True
        for publisher in self.publishers.values():
            publisher.halt()

    def sign_in(self, *, when_asked: bool) -> None:
        """Let every node say who it is at once, or wait to be asked."""
        self._when_asked = when_asked
        for publisher in self.publishers.values():
            publisher.signs_in_when_asked = when_asked

    def renew(self, receiver: Receiver | None = None) -> None:
        """Begin again with number 1 on every node, with another receiver if that is given."""
        self.receiver = receiver or self.receiver
        for publisher in self.publishers.values():
            publisher.halt()
            publisher.receiver = self.receiver
            publisher.start()

    def hear(self, happening: Happening) -> None:
        """Tell the outside what happened, if it is an event sink's business."""
        if self._halted:
            return
        publisher = self._publisher(happening.node_ip)
        for event, data in _events(happening, self.receiver.version):
            if self.rooms_in_first and event == What.PARTICIPANT_CONNECTED and _is_waiting_room(data):
                place = happening.conference.configuration.service_type
                publisher.tell(event, data | {"service_type": place, "role": GUEST}, happening.at)
                publisher.tell(What.PARTICIPANT_UPDATED, data, happening.at + _AT_ONCE)
            else:
                publisher.tell(event, data, happening.at)

    def _publisher(self, node_ip: str) -> Publisher:
        known = self.publishers.get(node_ip)
        if known is None:
            known = self.publishers[node_ip] = Publisher(node_ip, self.receiver, self._clock)
            known.signs_in_when_asked = self._when_asked
            known.start()
        return known


def _is_waiting_room(told: dict[str, Any]) -> bool:
    return told["service_type"] == Place.WAITING and told["protocol"] not in ("API", "WebRTC")


def _events(happening: Happening, version: int) -> list[tuple[str, dict[str, Any]]]:
    what, of, who, leg = happening.what, happening.conference, happening.participant, happening.leg
    if what in _CONFERENCE:
        end = happening.at if what is What.CONFERENCE_ENDED else None
        return [(str(what), telling.conference(of, end))]
    if what not in _PARTICIPANT or who is None or leg is None:
        return []
    data = telling.participant(of, who, leg)
    if what is not What.PARTICIPANT_DISCONNECTED:
        return [(str(what), data)]
    data |= {
        "disconnect_reason": happening.details["reason"],
        "duration": max(0.0, happening.at - leg.connect_time),
        "end_time": happening.at,
    }
    if version == 1:
        return [(str(what), data | {"media_streams": []})]
    gone = {"uuid": leg.uuid, "conference": of.name, "media_streams": []}
    destroyed = [("participant_media_streams_destroyed", gone)] if leg.has_media else []
    return [*destroyed, (str(what), data)]
