"""A demo's folder whose rooms are software endpoints, and `vardmote rooms …` typed at it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import select

from backend.audit import Keyring
from backend.audit.entries import from_bytes
from backend.audit.models import OutboxRow, sealed_for
from backend.cli import main
from backend.storage import Database
from rooms.inventory import as_csv
from simulators import roomos
from simulators.roomos.site import Site
from tests.rooms.fleet.place import rooms_of

SECRET = b"only for these tests, thirty-two"
HEADING = "id,name,kind,capacity,equipment,site,address\n"
ACCOUNTS = """
networks = ["127.0.0.0/8"]
[control]
user = "{user}"
password = "{password}"
[admin]
user = "{user}"
password = "{password}"
"""


class Typed:
    """Types commands at one folder, with one file of accounts."""

    def __init__(self, data: Path, site: Site) -> None:
        self.data = data
        self.accounts = data / "accounts.toml"
        (data / "secret.key").write_bytes(SECRET)
        self.told(roomos.PASSWORD)
        file = data / "rooms.csv"
        file.write_text(as_csv(rooms_of(site)) + "bare,Bare,meeting_room,4,,Arboga,\n", "utf-8")
        assert self.ran("import", file).exit_code == 0

    def told(self, password: str) -> None:
        """Let this be the password in the file."""
        self.accounts.write_text(ACCOUNTS.format(user=roomos.USER, password=password), "utf-8")

    def ran(self, *words: str | Path) -> Result:
        """Type the command at the folder."""
        return CliRunner().invoke(main, ["rooms", *map(str, words), "--data", str(self.data)])

    def rooms(self, *words: str | Path) -> Result:
        """Type a command that signs in to rooms."""
        return self.ran(*words, "--accounts", self.accounts)

    def json(self, *words: str | Path, signs_in: bool = True) -> Any:
        """Type the command and read the JSON value it says."""
        said = (self.rooms if signs_in else self.ran)(*words, "--json")
        assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
        return json.loads(said.stdout)

    def outcomes(self, *words: str | Path, signs_in: bool = True) -> dict[str, str]:
        """Type the command and return each room's outcome."""
        return {one["id"]: one["outcome"] for one in self.json(*words, signs_in=signs_in)["rooms"]}

    def noted(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return what stands in the access log of what was typed: action, who, detail; in its order."""
        database, keys = Database(f"sqlite:///{self.data / 'vardmote.sqlite'}"), Keyring(SECRET).current
        with database.read() as session:
            rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
            entries = [from_bytes(keys.open(row.sealed, sealed_for(row.entry_id, row.at))) for row in rows]
        database.close()
        return [(entry.action, entry.user, dict(entry.detail)) for entry in entries]


def every(rooms: Sequence[str], outcome: str) -> dict[str, str]:
    """Return the outcome for each room, and that the one without an address was not spoken to."""
    return {**dict.fromkeys(rooms, outcome), "bare": "no-address"}
