"""Conferences without a loop: time goes when a test says so, and what happens is kept."""

import heapq
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import settings

from simulators.pexip.call import CHAIR, GUEST, Call, Role
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from simulators.pexip.happening import Happening
from simulators.pexip.node import Cluster
from simulators.pexip.participant import Leg, Participant, new_uuid

# More examples in the long run; no deadline, as other work on the machine is not what is tried.
fuzzed = settings(max_examples=500 if os.environ.get("VARDMOTE_LONG_TESTS") == "1" else 30)
CARE = Configuration("vm-1", pin="471104", allow_guests=True, participant_limit=15, locked=True)


class Cancelled:
    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        self.action = None


class HandClock:
    """A clock that goes when it is wound."""

    def __init__(self) -> None:
        self._now = 0.0
        self._numbers = count()
        self._coming: list[tuple[float, int, Cancelled]] = []

    def now(self) -> float:
        return 1_800_000_000.0 + self._now

    def seconds(self) -> float:
        return self._now

    def told(self, seconds: float) -> float:
        return seconds

    def later(self, seconds: float, action: Callable[[], None]) -> Cancelled:
        made = Cancelled(action)
        heapq.heappush(self._coming, (self._now + seconds, next(self._numbers), made))
        return made

    def go(self, seconds: float) -> None:
        end = self._now + seconds
        while self._coming and self._coming[0][0] <= end:
            self._now, _, due = heapq.heappop(self._coming)
            if due.action is not None:
                due.action()
        self._now = end


class Stage:
    """A cluster with a clock, and all that its watchers hear."""

    def __init__(self, configuration: Configuration = CARE, **other: Any) -> None:
        self.clock = HandClock()
        self.cluster = Cluster(self.clock)
        self.configuration = replace(configuration, **other)
        self.heard: list[Happening] = []
        self.cluster.watchers.append(self.heard.append)
        self.conference = self.cluster.conference(self.configuration)

    def come(self, role: Role, *, media: bool = True, **more: Any) -> Participant:
        """Let somebody join, by an app with media or without. Raises Full."""
        node_ip = more.pop("node_ip", "127.0.0.1")
        one = Participant(Call("a", node_ip=node_ip), more.pop("name", role), role, **more)
        self.conference.join(one, Leg(one.uuid, "API", has_media=False, connect_time=self.clock.now()))
        if media:
            self.send_media(one)
        return one

    def send_media(self, one: Participant) -> Leg:
        leg = Leg(new_uuid(), "WebRTC", has_media=True, connect_time=self.clock.now())
        self.conference.add_leg(one, leg)
        return leg

    def host(self, *, media: bool = True, **more: Any) -> Participant:
        return self.come(CHAIR, media=media, **more)

    def guest(self, *, media: bool = True, **more: Any) -> Participant:
        return self.come(GUEST, media=media, **more)

    def whats(self) -> list[str]:
        return [happening.what.value for happening in self.heard]

    def again(self) -> Conference:
        """Begin the service's next instance."""
        self.conference = self.cluster.conference(self.configuration)
        return self.conference
