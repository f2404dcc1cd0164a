"""Which account signs in to which room, and where passwords may go at all: from the environment and one TOML file.

networks = ["10.20.0.0/16", ".rooms.example"]   # nothing is sent anywhere else

[control]                                       # calls, panels' events; its session is held
user = "vardmote"
password = "…"

[admin]                                         # bookings, panels, settings; opened when needed, then closed
user = "vardmote-admin"
key_file = "/etc/vardmote/room_key"

[site."Köping".control]                         # a site's own
[room."mdt-1".admin]                            # a room's own
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rooms.endpoint import Account, Address
from rooms.inventory import Room

_PREFIX = "VARDMOTE_ROOMS_"
_FIELDS = frozenset({"user", "password", "key_file"})
_NOWHERE: Mapping[tuple[str, str], Account] = MappingProxyType({})


class Duty(StrEnum):
    """What an account is for; the room gives each no more rights than that (docs/rooms.md)."""

    CONTROL = "control"
    ADMIN = "admin"


class AccountsFault(Exception):
    """What was told of accounts can't be used; `place` says where. The text never holds a password."""

    def __init__(self, place: str, sv: str, en: str) -> None:
        self.place, self.sv, self.en = place, sv, en
        super().__init__(f"{place}: {en}")


class NoAccount(AccountsFault):
    """Nobody has told which account signs in to this room."""


class NotAllowed(AccountsFault):
    """The room's address is outside the networks that passwords may be sent to."""


@dataclass(frozen=True)
class Accounts:
    """All accounts that were told. Printing it shows no password."""

    networks: tuple[IPv4Network | IPv6Network | str, ...] = ()
    accounts: Mapping[tuple[str, str], Account] = field(default_factory=lambda: _NOWHERE, repr=False)

    def account(self, room: Room, duty: Duty) -> Account:
        """Return the account for the room: its own, else its site's, else the one for all.

        Raises NotAllowed for an address outside the networks, NoAccount when none was told.
        """
        if room.address is None or not self.allows(room.address):
            raise NotAllowed(
                room.room_id,
                "Rummets adress ligger utanför de nät som är tillåtna (networks).",
                "The room's address is outside the networks that are allowed (networks).",
            )
        for owner in (f"room {room.room_id}", f"site {room.site}", ""):
            if found := self.accounts.get((owner, duty)):
                return found
        raise NoAccount(
            room.room_id, f"Inget konto är angivet ({duty.value}).", f"No account has been told ({duty.value})."
        )

    def allows(self, address: Address) -> bool:
        """Tell whether a password may be sent to the address."""
        host = address.host.lower()
        try:
            number = ip_address(host)
        except ValueError:
            names = [entry for entry in self.networks if isinstance(entry, str)]
            return any(host == name or (name.startswith(".") and host.endswith(name)) for name in names)
        return any(not isinstance(entry, str) and number in entry for entry in self.networks)


def told(environment: Mapping[str, str], file: Path | None = None) -> Accounts:
    """Read the accounts: the file, then `VARDMOTE_ROOMS_…` of the environment in place of the file's for all rooms.

    The environment has NETWORKS (with commas), CONTROL_USER, CONTROL_PASSWORD, CONTROL_KEY_FILE, the same for ADMIN.
    Raises AccountsFault.
    """
    content = _content(file) if file else {}
    accounts: dict[tuple[str, str], Account] = {}
    _take(accounts, "", {duty: content[duty] for duty in Duty if duty in content}, "")
    for kind in ("site", "room"):
        for name, held in _table(content.get(kind, {}), kind).items():
            _take(accounts, f"{kind} {name}", _table(held, f"{kind}.{name}"), f"{kind}.{name}.")
    if unknown := sorted(set(content) - {"networks", "site", "room", *Duty}):
        raise _fault(unknown[0], "Okänd nyckel.", "Unknown key.")
    for duty in Duty:
        words = {name: environment.get(f"{_PREFIX}{duty.upper()}_{name.upper()}") for name in sorted(_FIELDS)}
        if any(words.values()):
            place = f"{_PREFIX}{duty.upper()}"
            accounts["", duty] = _account({name: word for name, word in words.items() if word}, place)
    named = environment.get(f"{_PREFIX}NETWORKS")
    networks = [part.strip() for part in named.split(",")] if named else content.get("networks", [])
    if not isinstance(networks, list):
        raise _fault("networks", "Ska vara en lista.", "Must be a list.")
    return Accounts(tuple(_network(entry) for entry in networks), MappingProxyType(accounts))


def _content(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise _fault(str(file), "Filen går inte att läsa.", "The file can't be read.") from error
    except ValueError:
        # What the parser says may hold a piece of a password.
        raise _fault(str(file), "Filen är inte TOML i UTF-8.", "The file is not TOML in UTF-8.") from None


def _take(accounts: dict[tuple[str, str], Account], owner: str, held: Mapping[str, Any], at: str) -> None:
    for duty, words in held.items():
        if duty not in list(Duty):
            raise _fault(f"{at}{duty}", "control eller admin.", "control or admin.")
        accounts[owner, duty] = _account(_table(words, f"{at}{duty}"), f"{at}{duty}")


def _account(words: Mapping[str, Any], place: str) -> Account:
    texts = all(isinstance(word, str) and word for word in words.values())
    if not texts or set(words) not in ({"user", "password"}, {"user", "key_file"}):
        raise _fault(place, "user och antingen password eller key_file.", "user and either password or key_file.")
    return Account(**words)


def _table(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _fault(place, "Ska vara en tabell.", "Must be a table.")
    return value


def _network(entry: object) -> IPv4Network | IPv6Network | str:
    if not isinstance(entry, str) or not entry:
        raise _fault("networks", "Nät eller värdnamn.", "Networks or host names.")
    try:
        return ip_network(entry)
    except ValueError:
        if "/" in entry or entry == ".":
            raise _fault("networks", f"{entry} är inget nät.", f"{entry} is no network.") from None
        return entry.lower()


def _fault(place: str, sv: str, en: str) -> AccountsFault:
    return AccountsFault(place, sv, en)
