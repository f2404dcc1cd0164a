"""A process that forks one child per order, as `victim` does, for what is done over Pexip in management mode."""

import json
from pathlib import Path
from typing import Any

from backend.profiles import load
from backend.video.pexip.wire import client
from tests.faults.forking import serve
from tests.faults.region import DEEDS, TROUBLES, calm, examine, opened
from tests.faults.troubles import Grip

# A real node's deadline is tens of seconds, and these tests wait for it many times over.
_SECONDS = 0.4


def suffer(order: dict[str, Any]) -> None:
    """Do the deed in this process, with the trouble at its moment, then live on; never returns as if nothing was."""
    deed, trouble = DEEDS[order["deed"]], TROUBLES.get(order["trouble"])
    client.SECONDS = _SECONDS
    moments: list[str] = []
    armed: list[bool] = []

    def watch(case: str, step: str) -> None:
        if armed and case == deed.case:
            moments.append(step)
            if armed[0] and step == order["step"] and trouble is not None:
                armed[0] = False
                trouble.begin(region, grip)

    region = opened(Path(order["data"]), order["database_url"], order["url"], watch)
    grip = Grip(region.world)
    deed.before(region)
    armed.append(True)
    try:
        deed.press(region)
    finally:
        calm(region, grip)
    told: dict[str, Any] = {"moments": list(moments), "struck": not armed[0]}
    region.live_on()
    told |= {"found": examine(region), "pressed": region.world.pressed}
    (Path(order["data"]) / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    load("vastmanland")
    serve(suffer)
