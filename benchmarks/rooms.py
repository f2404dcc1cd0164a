"""What our SSH driver costs beside bare paramiko doing the same in the same run: from nothing, and on held sessions.

The software endpoints run in a process of their own; only this process's CPU time counts, and only the ratio.
"""

import gc
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from benchmarks.figure import Figure
from benchmarks.rooms_bare import Bare
from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ssh import open_channel
from rooms.drivers.roomos_ssh.channel import SshChannel
from rooms.endpoint import Account, Address

ROOMS, AT_ONCE = 500, 32
VISIT_ROUNDS, HELD_ROUNDS, POLLS = 5, 3, 5
VISIT_BAR, POLL_BAR, MEMORY_BAR = 1.15, 1.3, 0.25
_FILES = 8192
_PATIENT = Patience(connect=60.0, answer=60.0, alive=120.0)
_ACCOUNT = Account("mätning", "only-on-this-computer")
T = TypeVar("T")
_STATUS, _COMMAND = b'xStatus SystemUnit | resultId="1"\n', b'xCommand Audio Volume Set Level: 60 | resultId="2"\n'


class Place(NamedTuple):
    """Where a room is and the key it shows. Trusts that key."""

    address: Address
    fingerprint: str

    def allows(self, address: Address, fingerprint: str) -> bool:
        """Tell whether it is the room's."""
        return (address, fingerprint) == self


def measure() -> list[Figure]:
    """Return the two ratios of CPU time and the memory of a held room."""
    with _rooms() as places, ThreadPoolExecutor(AT_ONCE) as pool:
        held = _Held(places, pool)
        # Held first: what visits have left behind would hide what rooms take.
        polls = held.polls()
        return [_visits(places, pool), polls, held.memory()]


def _visits(places: Sequence[Place], pool: ThreadPoolExecutor) -> Figure:
    bare, ours = partial(_round, pool, _visit_bare), partial(_round, pool, _visit)
    bare(places[:AT_ONCE]), ours(places[:AT_ONCE])  # what is made once does not count
    cost = _interleaved(lambda: [bare(places)], lambda: [ours(places)], VISIT_ROUNDS)
    return Figure("500 rooms visited, CPU", cost.ratio, "× bare", VISIT_BAR, cost.beside(len(places)))


class _Held:
    """All rooms held, by one way at a time: what the other's idle sessions do must not count."""

    def __init__(self, places: Sequence[Place], pool: ThreadPoolExecutor) -> None:
        self._places, self._pool = places, pool
        self._megabytes: list[float] = []

    def polls(self) -> Figure:
        """Return the ratio of a poll round."""
        cost = _interleaved(self._poll_bare, self._poll_ours, HELD_ROUNDS)
        return Figure("500 held rooms polled, CPU", cost.ratio, "× bare", POLL_BAR, cost.beside(len(self._places)))

    def memory(self) -> Figure:
        """Return how much the process grew by when rooms were held for the first time."""
        held = f"{len(self._places)} rooms held and listened to"
        return Figure("held room, memory", round(max(self._megabytes), 3), "MB", MEMORY_BAR, held)

    def _poll_ours(self) -> list[float]:
        before = _megabytes()
        channels = list(self._pool.map(_open_and_listen, self._places))
        self._megabytes.append((_megabytes() - before) / len(channels))
        cost = [_round(self._pool, _poll, channels) for _ in range(POLLS)]
        for channel in channels:
            channel.close()
        return cost

    def _poll_bare(self) -> list[float]:
        sessions = list(self._pool.map(_open_bare, self._places))
        cost = [_round(self._pool, _poll_bare, sessions) for _ in range(POLLS)]
        for session in sessions:
            session.close()
        return cost


class _Cost(NamedTuple):
    """Seconds of CPU time of each round."""

    bare: list[float]
    ours: list[float]

    @property
    def ratio(self) -> float:
        """Return ours beside bare paramiko's, middle round by middle round."""
        return round(statistics.median(self.ours) / statistics.median(self.bare), 2)

    def beside(self, rooms: int) -> str:
        """Say both, for one room."""
        bare, ours = (1000 * statistics.median(of) / rooms for of in self)
        return f"{ours:.2f} ms a room, bare paramiko {bare:.2f} ms, p50 of {len(self.ours)}"


def _interleaved(bare: Callable[[], list[float]], ours: Callable[[], list[float]], rounds: int) -> _Cost:
    """Do both so many times; who goes first changes."""
    cost = _Cost([], [])
    turns = ((cost.bare, bare), (cost.ours, ours))
    for turn in range(rounds):
        for kept, way in turns[:: 1 if turn % 2 else -1]:
            kept.extend(way())
    return cost


def _open(place: Place) -> SshChannel:
    return open_channel(place.address, _ACCOUNT, place, _PATIENT)


def _open_and_listen(place: Place) -> SshChannel:
    channel = _open(place)
    channel.subscribe(("Status", "Call"), lambda _: None)
    return channel


def _open_bare(place: Place) -> Bare:
    return Bare(place.address, _ACCOUNT, place.fingerprint)


def _visit(place: Place) -> None:
    channel = _open(place)
    _poll(channel)
    channel.command(("Audio", "Volume", "Set"), {"Level": 60})
    channel.close()


def _visit_bare(place: Place) -> None:
    session = _open_bare(place)
    _poll_bare(session)
    assert session.ask(_COMMAND)["CommandResponse"]["VolumeSetResult"]["status"] == "OK"
    session.close()


def _poll(channel: SshChannel) -> None:
    assert channel.status(("SystemUnit",))


def _poll_bare(session: Bare) -> None:
    assert session.ask(_STATUS)["Status"]["SystemUnit"]


def _round(pool: ThreadPoolExecutor, work: Callable[[T], None], on: Sequence[T]) -> float:
    """Do the work once on each, and return the seconds of CPU time it took this process."""
    gc.collect()
    start = time.process_time()
    for _ in pool.map(work, on):
        pass
    return time.process_time() - start


def _megabytes() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


@contextmanager
def _rooms() -> Iterator[list[Place]]:
    """Let the software endpoints stand in a process of their own."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(most[0], _FILES), most[1]), most[1]))
    account = ["--user", _ACCOUNT.user, "--password", _ACCOUNT.password or ""]
    command = [str(Path(sys.executable).parent / "vardmote"), "simulate", "roomos", "--count", str(ROOMS), *account]
    with subprocess.Popen([*command, "--ssh-port", "0", "--https-port", "0"], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield [Place(Address("ssh", "127.0.0.1", one["ssh"]), one["host_key"]) for one in ready["endpoints"]]
        finally:
            process.terminate()
