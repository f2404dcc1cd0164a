"""What runs on the nodes, as the Management Node reaches it: conferences, participants, and who dials."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from simulators.pexip.calls import Switchboard
from simulators.pexip.conference import Conference
from simulators.pexip.management.refusals import Refusal
from simulators.pexip.management.store import Store
from simulators.pexip.node import Cluster
from simulators.pexip.participant import Leg, Participant


@dataclass
class Running:
    """A cluster, and the switchboard of each of its nodes by address. Empty until nodes are there."""

    store: Store
    cluster: Cluster | None = None
    switchboards: Mapping[str, Switchboard] = field(default_factory=dict)

    def conferences(self) -> list[Conference]:
        """Return what runs now."""
        return [] if self.cluster is None else list(self.cluster.conferences.values())

    def legs(self) -> Iterator[tuple[Conference, Participant, Leg]]:
        """Return everybody who is in or at the door of anything, leg by leg."""
        for conference in self.conferences():
            for participant in conference.participants.values():
                for leg in participant.legs:
                    yield conference, participant, leg

    def conference(self, uuid: str) -> Conference:
        """Return a running instance by its own id, which is not the room's. Raises Refusal (404)."""
        found = next((one for one in self.conferences() if one.uuid == uuid), None)
        if found is None:
            raise Refusal(404)
        return found

    def participant(self, uuid: str) -> tuple[Conference, Participant]:
        """Return somebody by the id of any of their legs. Raises Refusal (404)."""
        for conference, participant, leg in self.legs():
            if uuid in {leg.uuid, participant.uuid}:
                return conference, participant
        raise Refusal(404)

    def switchboard(self, node_ip: str = "", location: str = "") -> Switchboard:
        """Return who dials, on a node or at a location. Raises Refusal (400) when there is no such place, or none told.

        By the schema of participant/dial each of the two is optional only where the other is given.
        """
        if not node_ip and not location:
            raise Refusal(400, {"error": "node: This field is required unless system_location is given."})
        for ip, known in self.switchboards.items():
            if node_ip in ("", ip) and location in ("", known.node.location) and not known.node.down:
                return known
        raise Refusal(400, {"error": "There is no such node or location."})


RUNNING = web.AppKey("running", Running)
