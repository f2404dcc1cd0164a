"""Every step of every use case × everything that goes wrong: afterwards all is whole, and every failure is to be seen.

The matrix is made from the lists of steps the product runs. `make faults` runs all of it on both databases.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backend.clock import FixedClock
from simulators.conference.server import Conferences
from tests.faults.checker import examine
from tests.faults.scenarios import SCENARIOS
from tests.faults.troubles import FAULTS
from tests.faults.world import NOW, Place, open_world
from tests.postgres import Emptier

ROOT = Path(__file__).parents[2]
ALL = os.environ.get("VARDMOTE_ALL_FAULTS") == "1"


class Cell(NamedTuple):
    """One scenario, one moment on its way, and what goes wrong there; or the reason why it can't."""

    scenario: str
    case: str
    step: str
    fault: str
    reason: str

    def __str__(self) -> str:
        return f"{self.scenario}: {self.fault} before {self.case}/{self.step}"


def matrix() -> Iterator[Cell]:
    """Make every cell there is."""
    for name, scenario in SCENARIOS.items():
        for (case, step), kind in scenario.moments().items():
            for fault, trouble in FAULTS.items():
                reason = scenario.unreached.get((case, step), "" if kind in trouble.kinds else trouble.elsewhere)
                reason = reason or scenario.unseen.get((case, step, fault), "")
                yield Cell(name, case, step, fault, reason)


CELLS = tuple(matrix())
RUNS = tuple(cell for cell in CELLS if not cell.reason)


def bounded() -> Iterator[Cell]:
    """Choose what every test run does: each fault once with each use case."""
    seen: set[tuple[str, str]] = set()
    for cell in random.Random(4).sample(RUNS, len(RUNS)):  # noqa: S311 - any order that stays
        shown = {(cell.case, cell.fault)}
        if not shown <= seen:
            seen |= shown
            yield cell


HANDFUL = tuple(RUNS[number] for number in range(0, len(RUNS), len(RUNS) // 8))


@pytest.fixture(scope="module")
def service() -> Iterator[Conferences]:
    opened = Conferences()
    yield opened
    opened.close()


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path, service: Conferences) -> Place:
    return Place(tmp_path, sqlite_url, service.port)


_NOTHING_TOLD: dict[str, Any] = {"moments": [], "pressed": [], "found": [], "struck": True}


class Afterwards(NamedTuple):
    """What the process that suffered told before its end, if it came to that."""

    ended: int
    moments: list[list[str]]
    pressed: list[list[Any]]
    found: list[str]


class Bench(NamedTuple):
    """What all cells share: the process that forks the victims, the service, and what was found."""

    victim: "subprocess.Popen[str]"
    service: Conferences
    lines: list[str]


@pytest.fixture(scope="module")
def bench(service: Conferences) -> Iterator[Bench]:
    command = [sys.executable, "-m", "tests.faults.victim"]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    made = Bench(process, service, [])
    yield made
    process.communicate(timeout=60)
    file = ROOT / "tests" / "output" / f"faults-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.txt"
    file.parent.mkdir(exist_ok=True)
    left_out = [f"{cell}: not run, {cell.reason}" for cell in CELLS if cell.reason]
    seed = f"seed {os.environ.get('VARDMOTE_SEED', '0')}"
    file.write_text("\n".join([seed, *made.lines, *left_out, ""]))


def suffered(victim: "subprocess.Popen[str]", place: Place, cell: Cell, *, again: bool) -> Afterwards:
    order = {
        "scenario": cell.scenario,
        "fault": cell.fault,
        "moment": [cell.case, cell.step],
        "again": again,
        "data": str(place.data),
        "database_url": place.database_url,
        "port": place.port,
    }
    assert victim.stdin is not None
    assert victim.stdout is not None
    victim.stdin.write(f"{json.dumps(order)}\n")
    victim.stdin.flush()
    ended = int(victim.stdout.readline())
    broken = place.data / "fault.txt"
    assert not broken.exists(), broken.read_text()
    told = place.data / "told.json"
    said = json.loads(told.read_text()) if told.exists() else _NOTHING_TOLD
    assert said["struck"] or not cell.fault, f"{cell} was never reached"
    return Afterwards(ended, said["moments"], said["pressed"], said["found"])


def test_every_cell_is_run_or_has_its_reason() -> None:
    empty = {(name, *moment, fault) for name, one in SCENARIOS.items() for moment in one.moments() for fault in FAULTS}
    assert {(cell.scenario, cell.case, cell.step, cell.fault) for cell in CELLS} == empty
    assert all(cell.reason or cell in RUNS for cell in CELLS)
    struck = {(cell.case, cell.step) for cell in RUNS}
    assert struck == {moment for one in SCENARIOS.values() for moment in one.moments()}
    assert {cell.fault for cell in RUNS if cell.case == "provisioning"} == set(FAULTS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_steps_of_the_list_are_what_is_run(name: str, place: Place, bench: Bench) -> None:
    bench.service.hall.clear()
    after = suffered(bench.victim, place, Cell(name, "", "", "", ""), again=False)
    scenario = SCENARIOS[name]
    reached = {tuple(moment) for moment in after.moments}
    assert reached >= {moment for moment in scenario.moments() if moment not in scenario.unreached}
    own = [step for case, step in after.moments if case == scenario.case]
    assert own == [step for case, step in scenario.moments() if case == scenario.case]


def outcome(bench: Bench, place: Place, cell: Cell) -> list[str]:
    """Let the cell happen, and return what is wrong when the product has lived on for three quarters of an hour."""
    bench.service.hall.clear()
    seed = os.environ.get("VARDMOTE_SEED", "0")
    again = random.Random(f"{seed} {cell}").random() < 0.5  # noqa: S311 - a coin: does the booker press once more?
    after = suffered(bench.victim, place, cell, again=again)
    assert after.ended == (signal.SIGKILL if cell.fault == "killed" else 0)
    assert all(status < 500 or status == 503 for status, _ in after.pressed), after.pressed
    bench.service.calm()
    found = after.found
    if after.ended:
        # The next process finds what the last one left, and lives on.
        world = open_world(place, FixedClock(NOW))
        world.live_on()
        found = examine(world, SCENARIOS[cell.scenario], certain=False)
        world.stop()
    kind = place.database_url.partition(":")[0]
    bench.lines.append(f"{kind}, {cell}: {'; '.join(found) or 'whole'}")
    return found


@pytest.mark.parametrize("cell", RUNS if ALL else tuple(bounded()), ids=str)
def test_nothing_is_lost_doubled_or_left_behind(cell: Cell, place: Place, bench: Bench) -> None:
    assert outcome(bench, place, cell) == []


@pytest.mark.parametrize("cell", RUNS if ALL else HANDFUL, ids=str)
def test_nothing_is_lost_doubled_or_left_behind_on_postgresql(
    cell: Cell, emptied: Emptier, place: Place, bench: Bench
) -> None:
    emptied.empty()
    assert outcome(bench, place._replace(database_url=emptied.url), cell) == []
