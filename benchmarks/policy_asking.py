"""Asks as Pexip does: both its questions in turns, each with all that it tells, over connections that stay open."""

import base64
import http.client
import os
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.policy_server import PEXIP
from simulators.pexip import policy_query
from simulators.pexip.call import Call
from simulators.pexip.configuration import Configuration

CONNECTIONS = 16
# Of each connection: 320 a second in all, as when 4,800 people come in a minute (a web join asks four times).
PACE, PACED = 20.0, 1600
BARE = "/bare"
_PREFIX, _PATIENCE = "/policy/v1/", 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


def questions(aliases: Sequence[str]) -> list[str]:
    """Return a question about each alias: what the conference is, and who the caller is, in turns."""
    return [_question(number, alias) for number, alias in enumerate(aliases)]


def _question(number: int, alias: str) -> str:
    call = Call(
        alias,
        remote_alias="Astrid",
        remote_display_name="Astrid",
        vendor="Mozilla/5.0 (X11; Linux x86_64)",
        bandwidth=1264,
        location="Patienter",
        participant_uuid=f"{number:032x}",
        call_uuid=f"{number:032x}",
    )
    if number % 2:
        told = policy_query.of_participant(call, Configuration(f"vm-{number}", service_tag="vardmote"))
        return f"{_PREFIX}participant/properties?{urlencode(told)}"
    return f"{_PREFIX}service/configuration?{urlencode(policy_query.of_service(call))}"


class Spent(NamedTuple):
    """Seconds that so many answers took: of the server's processor, by the clock, and the slowest but one percent."""

    cost: float
    time: float
    tail: float


class Asking:
    """Asks the server at `port`, whose processes are `pids`."""

    def __init__(self, pool: ThreadPoolExecutor, port: int, pids: Sequence[int]) -> None:
        self.pids = pids
        self._pool = pool
        self._port = port

    def round(self, paths: Sequence[str]) -> Spent:
        """Ask for all of them, each as soon as the one before is answered."""
        cost, begun = _seconds(self.pids), time.perf_counter()
        shares = self._pool.map(lambda first: _ask(self._port, paths[first::CONNECTIONS]), range(CONNECTIONS))
        times = sorted(taken for share in shares for taken in share)
        return Spent(_seconds(self.pids) - cost, time.perf_counter() - begun, tail(times))

    def times(self, paths: Sequence[str]) -> list[float]:
        """Return how many seconds each answer took at the usual pace, the slowest last."""
        spread = 1.0 / PACE / CONNECTIONS
        shares = self._pool.map(
            lambda first: _ask(self._port, paths[first:PACED:CONNECTIONS], PACE, first * spread), range(CONNECTIONS)
        )
        return sorted(taken for share in shares for taken in share)


def tail(times: Sequence[float]) -> float:
    """Return the slowest but one percent of these, the slowest last."""
    return times[len(times) * 99 // 100]


def ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """Return how many times the first the second usually is."""
    return round(statistics.median(second / first for first, second in pairs), 2)


def _seconds(pids: Sequence[int]) -> float:
    fields = [Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split() for pid in pids]
    return sum(int(each[11]) + int(each[12]) for each in fields) / _TICKS


def _ask(port: int, paths: Sequence[str], pace: float | None = None, late: float = 0.0) -> list[float]:
    """Return how long each answer took. With a pace, so many are sent in a second, the first one so late."""
    told = base64.b64encode(f"{PEXIP.policy_user}:{PEXIP.policy_password}".encode()).decode()
    taken, pause, start = [], threading.Event(), time.perf_counter() + late
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
        for number, path in enumerate(paths):
            if pace is not None:
                pause.wait(max(0.0, start + number / pace - time.perf_counter()))
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Authorization": f"Basic {told}"})
            response = connection.getresponse()
            body = response.read()
            taken.append(time.perf_counter() - begun)
            assert response.status == http.client.OK, body
            assert path.startswith(BARE) or b'"continue"' in body, body
    return taken
