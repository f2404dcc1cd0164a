"""How long it takes to save a panel in 10,000 rooms from nothing, as `vardmote rooms push panel --resume FILE` does it.

What is ours is whole: each room is visited over SSH in a session of its own (keys agreed, password, panel, leave),
the stops are read in the database as it goes, and each is written to the run's file and flushed to the disk. What is
not: the rooms are on this machine, so there is no network, and each software endpoint stands for fifty rooms, some of
them at the same time. None is dead (`benchmarks.fleet` has those). The endpoints' processes share the two cores.

Bars: 2 minutes; and memory that does not follow the number of rooms: what the process grew by.
"""

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from backend.clock import SystemClock
from backend.fleet.stops import KeptStops
from backend.storage import Database
from backend.storage.migrations import upgrade
from benchmarks.figure import Figure
from rooms.accounts import told
from rooms.drivers.patience import Patience
from rooms.endpoint import Address
from rooms.fleet import Fleet, Outcome, operations, runs
from rooms.inventory import Room, RoomKind
from rooms.xapi.panel_xml import as_xml
from rooms.xapi.panels import Page, Panel, Row, Widget

ROOMS, ENDPOINTS, PROCESSES = 10_000, 200, 2
BAR_SECONDS, BAR_MEGABYTES = 120.0, 48.0
_PATIENT = Patience(connect=60.0, answer=60.0, alive=120.0)
_USER, _PASSWORD = "mätning", "only-on-this-computer"
_ACCOUNTS = {"NETWORKS": "127.0.0.0/8", "ADMIN_USER": _USER, "ADMIN_PASSWORD": _PASSWORD}
_BUTTONS = Row("Val", tuple(Widget(f"svm_{number}", "Button", f"Knapp {number}", "size=1") for number in range(4)))
_PANEL = Panel("svm_bench", "Mätning", (Page("svm_bench_page", "Mätning", (_BUTTONS,)),))


def measure(rooms: int = ROOMS) -> list[Figure]:
    """Return the seconds for all rooms, and how much the process that pushed to them grew."""
    with endpoints() as keys, tempfile.TemporaryDirectory() as folder:
        given = json.dumps({"rooms": rooms, "keys": keys})
        command = [sys.executable, "-m", "benchmarks.push", folder]
        said = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True).stdout
    found = json.loads(said)
    assert found["outcomes"] == {Outcome.OK: rooms}, found["outcomes"]
    beside = (
        f"{rooms / found['seconds']:.0f} rooms/s, {len(keys)} endpoints, {found['cpu'] / rooms * 1000:.1f} ms CPU each"
    )
    name = f"{rooms:,} rooms pushed"
    return [
        Figure(name, round(found["seconds"], 1), "s", BAR_SECONDS, beside),
        Figure(f"{name}, memory", round(found["megabytes"], 1), "MB", BAR_MEGABYTES, "grown by, at its most"),
    ]


def pushed(folder: Path, rooms: int, keys: Mapping[int, str]) -> dict[str, Any]:
    """Push to so many rooms behind the software endpoints with these keys, by port; what it took and came to."""
    upgrade(url := f"sqlite:///{folder / 'vardmote.sqlite'}")
    database, accounts = Database(url), told({f"VARDMOTE_ROOMS_{name}": word for name, word in _ACCOUNTS.items()})
    addresses = {Address("ssh", "127.0.0.1", port): key for port, key in keys.items()}
    gc.collect()
    before = _megabytes()
    wanted = [_room(number, list(addresses)) for number in range(rooms)]
    fleet = Fleet(accounts, addresses, KeptStops(database, SystemClock()), patience=_PATIENT)
    operation = operations.save_panel(as_xml(_PANEL, "11"))
    since, spent = time.perf_counter(), time.process_time()
    with runs.opened(folder / "run", operation) as run:
        outcomes = Counter(result.outcome for result in runs.push(fleet, wanted, operation, run))
    seconds, cpu = time.perf_counter() - since, time.process_time() - spent
    database.close()
    return {"seconds": seconds, "cpu": cpu, "megabytes": _most_megabytes() - before, "outcomes": outcomes}


def keys_of(told: Mapping[str, str]) -> dict[int, str]:
    """Return the keys by port as JSON had to have them."""
    return {int(port): key for port, key in told.items()}


def _room(number: int, addresses: Sequence[Address]) -> Room:
    return Room(f"room-{number}", "Mätning", RoomKind.MDT_ROOM, 8, (), "", addresses[number % len(addresses)])


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _most_megabytes() -> float:
    # Not what getrusage says: that begins with the most that whoever started this process had.
    told = Path("/proc/self/status").read_text("ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


@contextmanager
def endpoints() -> Iterator[dict[int, str]]:
    """Let the software endpoints stand in processes of their own; give the key at each one's port."""
    each = ["--count", str(ENDPOINTS // PROCESSES), "--user", _USER, "--password", _PASSWORD]
    command = [str(Path(sys.executable).parent / "vardmote"), "simulate", "roomos", *each]
    keys: dict[int, str] = {}
    with ExitStack() as ending:
        for _ in range(PROCESSES):
            begun = subprocess.Popen([*command, "--ssh-port", "0", "--https-port", "0"], stdout=subprocess.PIPE)
            process = ending.enter_context(begun)
            ending.callback(process.terminate)
            assert process.stdout is not None
            keys |= {one["ssh"]: one["host_key"] for one in json.loads(process.stdout.readline())["endpoints"]}
        yield keys


def _work(folder: Path) -> None:
    given = json.load(sys.stdin)
    keys = keys_of(given["keys"])
    sys.stdout.write(json.dumps(pushed(folder, given["rooms"], keys)))


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
