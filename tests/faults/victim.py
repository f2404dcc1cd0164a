"""A process that forks one child per order: the child does what is ordered, and something goes wrong on its way.

Modules are loaded once, and every kill is a real SIGKILL of a real process. Orders and answers are lines of JSON.
"""

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from backend.clock import FixedClock
from backend.profiles import load
from tests.faults.checker import examine
from tests.faults.scenarios import SCENARIOS
from tests.faults.troubles import FAULTS, Grip
from tests.faults.world import NOW, Place, open_world

NOT_STRUCK = 3


def suffer(order: dict[str, Any]) -> None:
    """Do the scenario in this process, with the fault at its moment, then live on; never returns as if nothing was."""
    scenario, fault = SCENARIOS[order["scenario"]], FAULTS.get(order["fault"])
    place = Place(Path(order["data"]), order["database_url"], order["port"])
    moments: list[tuple[str, str]] = []
    armed: list[bool] = []

    def watch(case: str, step: str) -> None:
        if not armed:
            return
        moments.append((case, step))
        if armed[0] and [case, step] == order["moment"] and fault is not None:
            armed[0] = False
            fault.begin(world, grip)

    world = open_world(place, FixedClock(NOW), watch)
    grip = Grip(world)
    meeting = scenario.before(world)
    world.pressed.clear()
    armed.append(True)
    scenario.press(world, meeting)
    world.work()
    if fault is not None:
        fault.end(world, grip)
    if order["again"]:
        scenario.press(world, meeting)
    world.live_on()
    certain = order["again"] and order["scenario"] == "create"
    told = {
        "moments": moments,
        "pressed": world.pressed,
        "struck": not armed[0],
        "found": examine(world, scenario, certain=certain),
    }
    (place.data / "told.json").write_text(json.dumps(told))


def _child(order: dict[str, Any]) -> None:
    # What the product tells of itself goes nowhere: standard output is for answers, and no file takes any more.
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    code = 0
    try:
        suffer(order)
    except BaseException:  # noqa: BLE001 - a child must never go on as its parent
        (Path(order["data"]) / "fault.txt").write_text(traceback.format_exc())
        code = 1
    os._exit(code)


def main() -> None:
    """Serve orders until standard input ends."""
    load("vastmanland")
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _child(order)
        _, status = os.waitpid(child, 0)
        answer = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
