"""A conference at Pexip as we have it, and Pexip's own side of it: what happens there, put into events."""

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from backend.storage import new_id
from backend.video import people
from backend.video.models import Conference, ConferenceState, Presence
from backend.video.pexip.hooks.intake import Intake
from backend.video.pexip.hooks.looking import Look, Roll
from backend.video.pexip.hooks.models import PexipEvent, PexipSink
from backend.video.pexip.hooks.work import EventWork
from backend.video.pexip.models import GUEST, HOST, ROOM, PexipEntry, PexipRoom
from simulators.pexip import telling
from simulators.pexip.call import CHAIR, Call, Role
from simulators.pexip.conference import Conference as Running
from simulators.pexip.configuration import Configuration
from simulators.pexip.happening import Happening
from simulators.pexip.participant import Leg, Participant, Place
from tests.backend.video.house import START, House

Json = dict[str, Any]
USER, PASSWORD = "node", "made up for the tests"
# Who has a way in of their own, and as what; whoever is not here is somebody we do not know.
KNOWN = {"h1": HOST, "h2": HOST, "g1": GUEST, "g2": GUEST, "g3": GUEST, "sal": ROOM}
_NUMBERS = itertools.count(1)


class StageClock:
    """Goes on a little with each thing that happens; its timers run out when told."""

    def __init__(self) -> None:
        self.at = START.timestamp()
        self.due: list[tuple[float, Callable[[], None], list[bool]]] = []

    def now(self) -> float:
        self.at += 0.25
        return self.at

    def seconds(self) -> float:
        return self.at

    def later(self, seconds: float, action: Callable[[], None]) -> "StageClock.Timer":
        cancelled = [False]
        self.due.append((self.at + seconds, action, cancelled))
        return StageClock.Timer(cancelled)

    def told(self, seconds: float) -> float:
        return seconds

    def run_out(self, seconds: float) -> None:
        self.at += seconds
        for due in [due for due in self.due if due[0] <= self.at]:
            self.due.remove(due)
            if not due[2][0]:
                due[1]()

    @dataclass
    class Timer:
        cancelled: list[bool]

        def cancel(self) -> None:
            self.cancelled[0] = True


@dataclass
class Pexip:
    """Pexip's side: people come, wait, are let in and leave; `told` is what each node's publisher has to send."""

    name: str
    tags: dict[str, str]
    nodes: Sequence[str] = ("10.0.0.1", "10.0.0.2")
    told: list[Json] = field(default_factory=list)
    version: int = 2

    def __post_init__(self) -> None:
        self.clock = StageClock()
        self.seqs = dict.fromkeys(self.nodes, 1)
        configuration = Configuration(self.name, pin="123456", allow_guests=True, locked=True)
        self._new = lambda: Running(configuration, self.clock, [self.hear])
        self.conference = self._new()

    def hear(self, happening: Happening) -> None:
        if happening.participant is None or happening.leg is None:
            data = telling.conference(happening.conference)
        else:
            data = telling.participant(happening.conference, happening.participant, happening.leg)
            data |= {"disconnect_reason": happening.details["reason"]} if "reason" in happening.details else {}
        self.say(happening.node_ip, str(happening.what), data, happening.at)

    def say(self, node: str, event: str, data: Json, at: float | None = None) -> None:
        self.seqs[node] += 1
        envelope = {"node": node, "seq": self.seqs[node], "version": self.version, "event": event}
        # As it is now: what it points at goes on changing.
        data = json.loads(json.dumps(data))
        self.told.append({**envelope, "time": self.clock.now() if at is None else at, "data": data})

    def comes(self, who: str, *, node: int = 0, media: bool = True) -> Participant:
        """Let somebody come, in a conference that begins with them if there is none."""
        if self.conference.ended:
            self.conference = self._new()
        role: Role = CHAIR if KNOWN.get(who) == HOST else "guest"
        number = next(_NUMBERS)
        call = Call("x" * 26, node_ip=self.nodes[node % len(self.nodes)], remote_address="192.0.2.7")
        made = Participant(call, f"There {who}", role, f"u{number}", call_tag=self.tags.get(who, ""))
        protocol = "SIP" if who == "sal" else "API"
        leg = Leg(made.uuid, protocol, has_media=who == "sal", connect_time=self.clock.at)
        self.conference.join(made, leg)
        if media and who != "sal":
            self.conference.add_leg(made, Leg(f"{made.uuid}m", "WebRTC", has_media=True, connect_time=self.clock.at))
        return made

    def find(self, who: str) -> Participant | None:
        found = (one for one in self.conference.participants.values() if one.display_name == f"There {who}")
        return next(found, None)

    def truth(self) -> dict[str, tuple[str, str, bool]]:
        """Where everybody is who is there now, by their names there."""
        return {
            one.display_name: (
                "in" if one.place is Place.IN else "waiting",
                "host" if one.is_host else "guest",
                one.is_muted and one.has_media and one.is_in,
            )
            for one in self.conference.participants.values()
        }

    def status(self) -> list[Json]:
        """Return who is there, leg by leg, as the Management Node's status has them."""
        return [
            {**(told := telling.participant(self.conference, one, leg)), "id": told["uuid"]}
            for one in self.conference.participants.values()
            for leg in one.legs
        ]


@dataclass
class Hall:
    """Our side of one conference at Pexip."""

    house: House
    conference: str
    reference: str
    name: str
    tags: dict[str, str]
    intake: Intake
    events: EventWork
    look: Look

    def there(self, **more: Any) -> Pexip:
        return Pexip(self.name, self.tags, **more)

    def take(self, *told: Json, bulk: bool = False) -> None:
        """Post events, each by itself or all in one, and work them."""
        bodies = [{"event": "eventsink_bulk", "node": "10.0.0.1", "seq": 0, "data": list(told)}] if bulk else told
        for body in bodies:
            self.intake.take(json.dumps(body).encode())
        self.house.jobs.drain()

    def people(self) -> dict[str, Presence]:
        with self.house.database.read() as session:
            return {one.person: one for one in people.everybody(session, self.conference)}

    def seen(self) -> dict[str, tuple[str, str, bool]]:
        """Where everybody is who is here now, by the names Pexip has for them."""
        there = {f"There {person}" if kind is None else name: one for person, kind, name, one in self._named()}
        return {
            name: (str(one.state), str(one.role), one.muted) for name, one in there.items() if one.state in people.HERE
        }

    def _named(self) -> Iterable[tuple[str, str | None, str, Presence]]:
        for person, one in self.people().items():
            yield person, person.partition("-")[0] if "-" in person else None, one.display_name, one

    def rows(self) -> Sequence[PexipEvent]:
        with self.house.database.read() as session:
            return session.scalars(select(PexipEvent).where(PexipEvent.reference == self.reference)).all()

    def sinks(self) -> dict[str, PexipSink]:
        with self.house.database.read() as session:
            return {sink.node: sink for sink in session.scalars(select(PexipSink))}

    def row(self) -> Conference:
        return self.house.conference(self.conference)


def ready(house: House, roll: Roll | None = None) -> Callable[[], Hall]:
    """Return what makes a conference at Pexip, with a way in for each of KNOWN."""
    work = EventWork(house.database, house.jobs, house.clock, house.reports())
    work.register_jobs()
    intake = Intake(house.database, house.jobs, house.clock)
    look = Look(house.database, house.clock, work, roll)
    return lambda: _hall(house, intake, work, look)


def _hall(house: House, intake: Intake, work: EventWork, look: Look) -> Hall:
    reference, key, name = new_id("x"), new_id("k"), new_id("vm-")
    end = START + timedelta(hours=1)
    tags = {who: new_id("e") for who in KNOWN}
    with house.database.write() as session:
        common = {"key": key, "start": START, "end": end, "participant_limit": 15, "language": "sv"}
        conference = Conference(
            id=new_id("c"),
            service="pexip",
            reference=reference,
            state=ConferenceState.READY,
            state_at=START,
            retired=[],
            attempts=0,
            **common,
        )
        session.add(conference)
        session.add(
            PexipRoom(
                reference=reference,
                name=name,
                nonce="n",
                lobby=True,
                protected=True,
                created_at=START,
                mode="policy",
                **common,
            )
        )
        session.flush()
        for who, role in KNOWN.items():
            session.add(
                PexipEntry(
                    tag=tags[who],
                    digest=new_id("d"),
                    reference=reference,
                    person="" if role == ROOM else who,
                    role=role,
                    display_name="" if role == ROOM else f"Name of {who}",
                    nonce="n",
                    made_at=START,
                )
            )
    return Hall(house, conference.id, reference, name, tags, intake, work, look)
