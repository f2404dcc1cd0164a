"""One process that does the product's work and holds its conferences, until it is killed. Started by killed_house.py.

Takes the folder of its house, the database's URL and what part of the product it is.
"""

import os
import signal
import sys
from pathlib import Path

from backend.app import People, create_product
from backend.conference.runner import Runner
from backend.config.settings import RoomSettings
from backend.identity.demo import DemoIdentity
from tests.product import settings


def main() -> None:
    """Work; each look at the conferences is told by a file with our number."""
    data, url, part = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    look = Runner.look

    def told(self: Runner) -> None:
        look(self)
        (data / "clock").write_text(str(os.getpid()), "ascii")

    Runner.look = told  # type: ignore[method-assign]  # to know who has the clock, and change nothing
    identity = DemoIdentity()
    rooms = RoomSettings(accounts=data / "accounts.toml", places=data / "places.json")
    product = create_product(settings(data, url, rooms=rooms), People(identity, identity), part=part)
    product.start()
    signal.pause()


if __name__ == "__main__":
    main()
