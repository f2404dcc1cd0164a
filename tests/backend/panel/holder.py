"""One process that does the product's work and holds its rooms' panels, until it is killed. Started by killed_panel.py.

Takes the folder of its house, the database's URL, what part of the product it is, and the product's address. It stops
for good where the file `hold` says: a kill then falls between two instructions that are named, and not anywhere.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from backend.app import People, create_product
from backend.config.settings import RoomSettings
from backend.identity.demo import DemoIdentity
from backend.panel.holder import Holder
from rooms.endpoint import Endpoint
from rooms.standing import deeds
from rooms.standing.rule import Way
from tests.backend.panel.at_hand import DOMAIN
from tests.product import settings

# Before a post is taken; when a press has been let through and nothing is dialled; when it is dialled.
POSTS, PASSED, DIALLED = "posts", "passed", "dialled"


def main() -> None:
    """Work; each tick is told by a file with our number."""
    data, url, part, address = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
    tick, take_posts, enter = Holder.tick, Holder._take_posts, deeds.enter

    def held(point: str) -> None:
        if (data / "hold").exists() and (data / "hold").read_text("ascii") == point:
            (data / "held").write_text(str(os.getpid()), "ascii")
            threading.Event().wait()

    def told(self: Holder) -> None:
        tick(self)
        (data / "clock").write_text(str(os.getpid()), "ascii")

    def taken(self: Holder) -> None:
        held(POSTS)
        take_posts(self)

    def entered(room: Endpoint, way: Way) -> None:
        held(PASSED)
        enter(room, way)
        held(DIALLED)

    # To know who has the clock, and to stop; nothing else is changed.
    Holder.tick, Holder._take_posts, deeds.enter = told, taken, entered  # type: ignore[method-assign]  # listened to
    identity = DemoIdentity()
    rooms = RoomSettings(accounts=data / "accounts.toml", meeting_domain=DOMAIN)
    product = create_product(settings(data, url, rooms=rooms, base_url=address), People(identity, identity), part=part)
    product.start()
    signal.pause()


if __name__ == "__main__":
    main()
