"""Replays the day or its busiest moments, then counts: every meeting and every person once, and no call refused."""

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select

from backend.audit.models import OutboxRow
from backend.meetings.models import Meeting
from backend.storage import Database
from backend.video.models import Conference, ConferenceState, Presence
from benchmarks.day.crowd import Crowd, Record, moment
from benchmarks.day.page import write
from benchmarks.day.plan import PEAK, Visit, busiest, day
from benchmarks.figure import Figure
from tests import postgres
from tests.processes.house import House
from tests.product import ORIGIN
from tests.waiting import until

WEB, WORKERS = 3, 2
_LASTS = 3600.0
_OPENS_BEFORE = 600.0
OUTPUT = Path(__file__).parents[1] / "output"
# Milliseconds: what a join with its share of the bookings costs, and a quarter, so that it does not grow unseen.
CPU_BAR = 100


class Cpu(NamedTuple):
    """Processor time in seconds: the product's, its web processes, workers and database; and the crowd's own."""

    web: float
    workers: float
    database: float
    crowd: float

    @property
    def product(self) -> float:
        """What the product costs, the database with it."""
        return self.web + self.workers + self.database

    def since(self, earlier: "Cpu") -> "Cpu":
        """Return what was spent since then."""
        return Cpu(*(now - then for now, then in zip(self, earlier, strict=True)))


@dataclass(frozen=True)
class Replay:
    """One replay and what came of it. `lost` and `doubled` are what the database and the answers disagree about."""

    name: str
    speed: float
    record: Record
    joins: int
    meetings: int
    seconds: float
    booked_in: float
    cpu: "Cpu"
    lost: int
    doubled: int


def measure() -> list[Figure]:
    """Return the figures of the busiest moments, once as they are and once at ten times the load."""
    return figures(replays([("1 x", 30.0, 1.0), ("10 x", 60.0, 10.0)]))


def whole() -> list[Figure]:
    """Return the figures of the whole day at ten times the load: it takes about an hour and a quarter."""
    return figures(replays([("10 x, whole day", 0.0, 10.0)]))


def replays(wanted: Sequence[tuple[str, float, float]]) -> list[Replay]:
    """Run each replay (name, seconds around the peak or 0 for all, speed) against a house of its own."""
    server = postgres.start()
    try:
        copied = postgres.template(server.url, server.folder)
        return [
            _replay(server, postgres.create(server.url, postgres.named(server.url, f"day_{number}"), copied), *each)
            for number, each in enumerate(wanted)
        ]
    finally:
        server.stop()


def _replay(server: postgres.Server, url: str, name: str, seconds: float, speed: float) -> Replay:
    visits = busiest(seconds) if seconds else day()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), url)
        try:
            house.begin(WEB, WORKERS)
            crowd = Crowd([member.port for member in house.webs], ORIGIN.partition("//")[2])
            return _played(crowd, Database(url), visits, name, speed, partial(_spent, house, server.folder))
        finally:
            house.end()


def _spent(house: House, database: Path) -> Cpu:
    """Return the processor time everybody has had."""
    return Cpu(
        web=sum(_seconds(pid) for member in house.webs for pid in member.pids()),
        workers=sum(_seconds(pid) for member in house.workers for pid in member.pids()),
        database=_of_database(database),
        crowd=time.process_time(),
    )


def _of_database(folder: Path) -> float:
    """Return what a server of our own has had with its connections, those that are over too; 0 for one that was named.

    See proc(5).
    """
    told = folder / "data" / "postmaster.pid"
    if not told.exists():
        return 0.0
    server = int(told.read_text("utf-8").split()[0])
    children = Path(f"/proc/{server}/task/{server}/children").read_text("utf-8").split()
    return _seconds(server, ended=True) + sum(_seconds(int(pid)) for pid in children)


def _seconds(pid: int, *, ended: bool = False) -> float:
    # Fields 14 and 15 of proc(5), 16 and 17 for children that have ended, counted after the name, which holds anything.
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if ended else 13])) / os.sysconf("SC_CLK_TCK")


def _played(  # noqa: PLR0913 - each is one named fact of the replay
    crowd: Crowd, database: Database, visits: Sequence[Visit], name: str, speed: float, cpu: Callable[[], Cpu]
) -> Replay:
    booked: dict[int, dict[str, Any]] = {}
    begun = time.monotonic()
    first = min(min(visit.joins) for visit in visits)
    crowd.do(
        [(0.0, _named("book", partial(_book, crowd, booked, visit, (visit.start - first) / speed))) for visit in visits]
    )
    booked_in = time.monotonic() - begun
    until(
        lambda: _count(database, select(func.count()).where(Conference.state == ConferenceState.READY)) >= len(booked)
    )
    people: list[str] = []
    work = [
        ((at - first) / speed, _named("host", partial(_host, crowd, booked, visit)))
        for visit in visits
        for at in (visit.host,)
    ] + [
        ((at - first) / speed, _named("guest", partial(_guest, crowd, booked, visit, place, people)))
        for visit in visits
        for place, at in enumerate(visit.guests)
    ]
    before = cpu()
    took = crowd.do(work)
    spent = cpu().since(before)
    until(lambda: _count(database, select(func.count(OutboxRow.id))) == 0)
    lost, doubled = _disagreements(database, crowd.record, booked, people, visits)
    database.close()
    return Replay(name, speed, crowd.record, len(work), len(visits), took, booked_in, spent, lost, doubled)


def _book(crowd: Crowd, booked: dict[int, dict[str, Any]], visit: Visit, begins: float) -> None:
    # Later than planned: booking takes its time, and doors open half an hour before.
    start = begins + _OPENS_BEFORE
    body = {"type": "patient_care", "start": moment(start), "end": moment(start + _LASTS)}
    made = crowd.call("POST", "/api/v1/meetings", body, Idempotency_Key=f"day-{visit.number}")
    if visit.number % 50 == 0:
        again = crowd.call("POST", "/api/v1/meetings", body, Idempotency_Key=f"day-{visit.number}")
        assert again["id"] == made["id"], "a repeat made another meeting"
    booked[visit.number] = made


def _host(crowd: Crowd, booked: dict[int, dict[str, Any]], visit: Visit) -> None:
    meeting = booked[visit.number]["id"]
    ticket = crowd.call("POST", f"/api/v1/meetings/{meeting}/start")["host_url"].partition("#")[2]
    session = crowd.call("POST", f"/h/{meeting}/enter", {"token": ticket}, bearer="")["session"]
    crowd.call("POST", f"/h/{meeting}/join", {"camera": True}, bearer=session)


def _guest(crowd: Crowd, booked: dict[int, dict[str, Any]], visit: Visit, place: int, people: list[str]) -> None:
    meeting = booked[visit.number]
    door = "/m/" + meeting["join_url"].rpartition("/")[2]
    crowd.call("GET", door, bearer="")
    joined = crowd.call("POST", f"{door}/join", {"name": f"Gäst {place}"}, bearer="")
    people.append(joined["participant"])
    crowd.call("GET", f"{door}/events", bearer=joined["token"])
    crowd.call("POST", f"/api/v1/meetings/{meeting['id']}/participants/{joined['participant']}/admit")


def _disagreements(
    database: Database, record: Record, booked: dict[int, dict[str, Any]], people: list[str], visits: Sequence[Visit]
) -> tuple[int, int]:
    with database.read() as session:
        meetings = Counter(session.scalars(select(Meeting.id)))
        conferences = _count(database, select(func.count()).select_from(Conference))
        present = Counter(session.scalars(select(Presence.person)))
    told = {meeting["id"] for meeting in booked.values()}
    lost = len(record.failed) + len(told - meetings.keys()) + sum(person not in present for person in people)
    lost += len(visits) - len(booked)
    doubled = len(meetings.keys() - told) + max(0, conferences - len(told))
    return lost, doubled + sum(present[person] - 1 for person in people if present[person] > 1)


def _count(database: Database, query: Any) -> int:  # noqa: ANN401 - any query of one number
    with database.read() as session:
        return int(session.scalar(query) or 0)


def _named(name: str, piece: Callable[[], None]) -> Callable[[], None]:
    def named() -> None:
        piece()

    named.__name__ = name
    return named


def figures(done: Sequence[Replay]) -> list[Figure]:
    """Return the figures, and write them as a page with graphs to benchmarks/output/day.html."""
    found = []
    for replay in done:
        guests = replay.record.of("guest")
        beside = (
            f"{replay.joins} joins of {replay.meetings} meetings, peak {PEAK * replay.speed:.0f}/s, 3 web + 2 workers"
        )
        p95 = guests[int(len(guests) * 0.95)] if guests else float("inf")
        found += [
            Figure(f"day {replay.name}, lost", replay.lost, "", 0, beside),
            Figure(f"day {replay.name}, doubled", replay.doubled, "", 0, beside),
            Figure(
                f"day {replay.name}, CPU a join",
                round(replay.cpu.product / replay.joins * 1000),
                "ms",
                CPU_BAR,
                _share(replay),
            ),
            Figure(f"day {replay.name}, join p95", round(p95, 2), "s", 120 if replay.speed > 1 else 5, _told(replay)),
        ]
    OUTPUT.mkdir(exist_ok=True)
    write(OUTPUT / "day.html", done, found)
    (OUTPUT / "day.json").write_text(
        json.dumps([figure.row() for figure in found], ensure_ascii=False, indent=2), "utf-8"
    )
    return found


def _share(replay: Replay) -> str:
    each = [round(seconds / replay.joins * 1000, 1) for seconds in replay.cpu]
    return f"web {each[0]}, workers {each[1]}, database {each[2]}; the crowd's own {each[3]} is not counted"


def _told(replay: Replay) -> str:
    each = replay.meetings / replay.booked_in
    put_off = replay.record.put_off
    failed = f"; first failure: {replay.record.failed[0]}" if replay.record.failed else ""
    return (
        f"door, join, stream, admitted; {replay.seconds:.0f} s in all; {each:.0f} bookings/s; {put_off} put off{failed}"
    )
