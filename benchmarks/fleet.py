"""How long a living room waits when a quarter of the fleet is dead, beside the same rooms with none dead.

The dead ones take the connection and never say a word: the slowest way to be dead. Every round is a run by a new
`Fleet` in another order, so nobody knows who is dead. The software endpoints run in a process of their own.
"""

import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random

from benchmarks.figure import Figure
from rooms.accounts import Accounts, Duty, told
from rooms.drivers.patience import Patience
from rooms.endpoint import Address, Endpoint
from rooms.fleet import Fleet, StopsInMemory
from rooms.inventory import Room, RoomKind

LIVING, DEAD, ROUNDS, BAR = 96, 32, 5, 1.2
_PATIENT = Patience(connect=60.0, answer=60.0, alive=120.0)
_USER, _PASSWORD = "mätning", "only-on-this-computer"
_CONTROL = {"VARDMOTE_ROOMS_CONTROL_USER": _USER, "VARDMOTE_ROOMS_CONTROL_PASSWORD": _PASSWORD}


def measure() -> list[Figure]:
    """Return the ratio of the living rooms' p95, each from the start of the run to its result."""
    accounts = told({**_CONTROL, "VARDMOTE_ROOMS_NETWORKS": "127.0.0.0/8"})
    waits: dict[int, list[float]] = {0: [], DEAD: []}
    with _living() as keys:
        for turn in range(ROUNDS + 1):
            for dead in sorted(waits, reverse=turn % 2 == 0):
                wait = _p95(accounts, keys, dead, Random(turn))  # noqa: S311 - an order to visit rooms in
                if turn:  # the first round warms up
                    waits[dead].append(wait)
    none, some = (1000 * statistics.median(found) for found in waits.values())
    beside = f"{some:.0f} ms, none dead {none:.0f} ms, {LIVING} living and {DEAD} dead, p50 of {ROUNDS}"
    return [Figure("living rooms, 25 % dead, p95", round(some / none, 2), "× none", BAR, beside)]


def _p95(accounts: Accounts, living: Mapping[Address, str], dead: int, order: Random) -> float:
    with ExitStack() as silent:
        sockets = [silent.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(dead)]
        keys = {Address("ssh", *one.getsockname()): "SHA256:none" for one in sockets} | dict(living)
        rooms = [_room(address) for address in keys]
        order.shuffle(rooms)
        fleet = Fleet(accounts, keys, StopsInMemory(), patience=_PATIENT)
        begun = time.perf_counter()
        with closing(fleet.each(rooms, Duty.CONTROL, _look)) as results:
            waits = [_wait(begun, next(results).is_ok) for _ in living]
            silent.close()  # or those who knock there would be waited for
    return statistics.quantiles(waits, n=20)[-1]


def _wait(begun: float, is_ok: object) -> float:
    assert is_ok, "a room that lives did not answer"
    return time.perf_counter() - begun


def _look(_: Room, endpoint: Endpoint) -> None:
    endpoint.identity()
    endpoint.set_volume(60)


def _room(address: Address) -> Room:
    return Room(str(address.port), "Mätning", RoomKind.MDT_ROOM, 8, (), "", address)


@contextmanager
def _living() -> Iterator[Mapping[Address, str]]:
    """Let the software endpoints stand in a process of their own; give the key of each."""
    command: Sequence[str] = [
        str(Path(sys.executable).parent / "vardmote"),
        "simulate",
        "roomos",
        "--count",
        str(LIVING),
    ]
    more = ["--user", _USER, "--password", _PASSWORD, "--ssh-port", "0", "--https-port", "0"]
    with subprocess.Popen([*command, *more], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield {Address("ssh", "127.0.0.1", one["ssh"]): one["host_key"] for one in ready["endpoints"]}
        finally:
            process.terminate()
