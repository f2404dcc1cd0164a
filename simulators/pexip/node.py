"""Conferencing nodes, and the cluster that shares their conferences."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from simulators.pexip.asker import Asker
from simulators.pexip.breakin import Tries
from simulators.pexip.call import Call, Refused, Role
from simulators.pexip.clock import Clock
from simulators.pexip.conference import Conference, Watcher
from simulators.pexip.configuration import Configuration
from simulators.pexip.happening import Happening, What
from simulators.pexip.participant import Participant
from simulators.pexip.reasons import HOST_ENDED_CONFERENCE, NODE_STOPPED, NOT_FOUND

VERSION: Final = {"version_id": "41", "pseudo_version": "82200.0.0"}


@dataclass(frozen=True)
class Referral:
    """A token that lets somebody who is sent on into another conference, once, without a PIN."""

    alias: str
    role: Role


class Cluster:
    """What nodes share: running conferences by name, and who watches them. Watchers hear of all conferences."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.conferences: dict[str, Conference] = {}
        self.watchers: list[Watcher] = [self._keep]
        self.referrals: dict[str, Referral] = {}
        self.wrong_pins = Tries(clock)  # by name of the service
        self.wrong_aliases = Tries(clock)  # by address

    def conference(self, configuration: Configuration) -> Conference:
        """Return the running conference of that name, which stays as it began; or one that begins when it is joined."""
        running = self.conferences.get(configuration.name)
        return running or Conference(configuration, self.clock, self.watchers)

    def participant(self, uuid: str) -> tuple[Conference, Participant] | None:
        """Return somebody who is in any conference."""
        for conference in self.conferences.values():
            found = conference.participants.get(uuid)
            if found is not None:
                return conference, found
        return None

    def _keep(self, happening: Happening) -> None:
        conference = happening.conference
        if happening.what is What.CONFERENCE_STARTED:
            self.conferences.setdefault(conference.name, conference)
        elif happening.what is What.CONFERENCE_ENDED and self.conferences.get(conference.name) is conference:
            del self.conferences[conference.name]


@dataclass
class Node:
    """One conferencing node. `open_addresses` may dial any number of wrong aliases: the break-in allow list.

    `legs_apart`: the media leg of a web join has a call id of its own, so that no id is the same as of its first. While
    it is `down` it answers nobody and sends no events: also not of those who are cut off as it stops. `host_ended` is
    what it says to everybody when a host ends the conference. Whoever comes next by the client API is `connecting`, and
    a guest, for `settling_seconds`.
    """

    cluster: Cluster
    ask: Asker
    ip: str = "127.0.0.1"
    location: str = "Plats"
    maintenance: bool = False
    down: bool = False
    legs_apart: bool = False
    host_ended: str = HOST_ENDED_CONFERENCE
    settling_seconds: float = 0.0
    open_addresses: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    stops: list[Callable[[], None]] = field(default_factory=list)  # called as it goes down, before anybody is cut off
    starts: list[Callable[[], None]] = field(default_factory=list)  # called when it is up again

    async def configuration(self, call: Call) -> Configuration | Refused:
        """Return what a call means by the alias it dialled, unless break-in protection says there is none."""
        call = self.placed(call)
        address = call.remote_address
        if self.cluster.wrong_aliases.closed(address):
            return Refused(NOT_FOUND)
        answer = await self.ask.configuration(call)
        if isinstance(answer, Refused):
            if address not in self.open_addresses:
                self.cluster.wrong_aliases.wrong(address)
        elif self.cluster.wrong_pins.closed(answer.name):
            return Refused(NOT_FOUND)
        return answer

    def placed(self, call: Call) -> Call:
        """Return the call as this node tells of it."""
        return replace(call, node_ip=self.ip, location=call.location or self.location)

    def restart(self, seconds: float) -> None:
        """Stop in mid-meeting, for so many scaled seconds: everybody on this node is cut off without a word.

        Its conferences live on elsewhere only. When it is up again it remembers nothing.
        """
        self.down = True
        for stop in self.stops:
            stop()
        for conference in list(self.cluster.conferences.values()):
            conference.leave_node(self.ip, NODE_STOPPED)

        def up() -> None:
            self.down = False
            for start in self.starts:
                start()

        self.cluster.clock.later(seconds, up)
