"""A process that forks one child per order: the child does what is ordered, and something goes wrong on its way.

Modules are loaded once.
"""

import json
from pathlib import Path
from typing import Any

from backend.clock import FixedClock
from backend.profiles import load
from tests.faults.checker import examine
from tests.faults.forking import serve
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


if __name__ == "__main__":
    load("vastmanland")
    serve(suffer)
