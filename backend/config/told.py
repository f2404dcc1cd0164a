"""What the configuration file and the environment say, key by key, before anybody makes sense of it.

A key of a table is written with a dot (`audit.anchor`). `VARDMOTE_AUDIT_ANCHOR` in the environment wins over the file.
What is secret may stand in a file of its own: `secret_key_file` names it, its last line break is left out.
"""

import difflib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backend.errors import ConfigurationFault, Text

FILE = "VARDMOTE_CONFIG"
_FILE_SUFFIX = "_file"


@dataclass(frozen=True)
class Key:
    """One key: what it holds, and whether it may stand in a file of its own."""

    kind: type
    in_file: bool = False


# Every key there is. docs/operations.md tells what each means; a test holds the two together.
KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "base_url": Key(str),
        "secret_key": Key(str, in_file=True),
        "earlier_secret_keys": Key(list, in_file=True),
        "database_url": Key(str, in_file=True),
        "data": Key(str),
        "profile": Key(str),
        "listen": Key(str),
        "trusted_proxies": Key(list),
        "metrics_token": Key(str, in_file=True),
        "audit.database_url": Key(str, in_file=True),
        "audit.anchor": Key(str),
        "audit.shares_database": Key(bool),
        "identity.mode": Key(str),
        "identity.people": Key(str),
        "identity.authority": Key(str),
        "identity.tenant": Key(str),
        "identity.client_id": Key(str),
        "identity.audience": Key(str),
        "identity.ca_file": Key(str),
        "processes.web": Key(int),
        "processes.workers": Key(int),
        "processes.threads": Key(int),
        "processes.streams": Key(int),
        "processes.grace_seconds": Key(int),
        "processes.notice_seconds": Key(int),
        "rooms.accounts": Key(str),
        "rooms.places": Key(str),
        "rooms.address_book": Key(str),
        "rooms.bookings": Key(bool),
        "rooms.minutes_before": Key(int),
        "pexip.node": Key(str),
        "pexip.domain": Key(str),
        "pexip.mode": Key(str),
        "pexip.web_path": Key(str),
        "pexip.room_number": Key(str),
        "pexip.policy_user": Key(str),
        "pexip.policy_password": Key(str, in_file=True),
        "pexip.policy_listen": Key(str),
        "pexip.events_user": Key(str),
        "pexip.events_password": Key(str, in_file=True),
        "pexip.trusted_locations": Key(list),
        "pexip.dial_out_domains": Key(list),
        "pexip.dial_out_location": Key(str),
        "pexip.dial_out_routing": Key(str),
        "pexip.host_entry": Key(str),
        "pexip.theme": Key(str),
        "pexip.view": Key(str),
        "pexip.chat": Key(str),
        "pexip.service_tag": Key(str),
        "pexip.management_url": Key(str),
        "pexip.management_user": Key(str),
        "pexip.management_password": Key(str, in_file=True),
        "pexip.management_client_id": Key(str),
        "pexip.management_private_key": Key(str),
        "pexip.ready_rooms": Key(int),
        "pexip.ready_rooms_common": Key(int),
        "pexip.ready_rooms_of": Key(list),
        "pexip.ca_file": Key(str),
        "limits.header_seconds": Key(int),
        "limits.body_seconds": Key(int),
    }
)
_KINDS = {
    str: Text("text", "text"),
    int: Text("ett heltal", "a whole number"),
    bool: Text("true eller false", "true or false"),
    list: Text("en lista med text", "a list of text"),
}


class Told(Mapping[str, Any]):
    """The values by key, each of the kind its key has. `unknown` are keys that mean nothing here, with their values."""

    def __init__(self, values: Mapping[str, Any], unknown: Mapping[str, object]) -> None:
        self._values = values
        self.unknown = unknown

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - of the kind that KEYS says
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text of a key. Raises ConfigurationFault when it is missing or empty and has no default."""
        value: str = self._values.get(key) or default or ""
        if not value:
            raise ConfigurationFault(key, Text("Inställningen saknas.", "The setting is missing."))
        return value

    def refuse_unknown(self) -> None:
        """Raise ConfigurationFault naming the first key that is none of ours, and the one it may be meant for."""
        for key in self.unknown:
            near = difflib.get_close_matches(key, KEYS, n=1)
            sv, en = (f" Menas {near[0]}?", f" Is {near[0]} meant?") if near else ("", "")
            raise ConfigurationFault(
                key, Text(f"Det finns ingen sådan inställning.{sv}", f"There is no such setting.{en}")
            )


def read(environment: Mapping[str, str], file: Path | None = None) -> Told:
    """Return what `file`, or else the one in `VARDMOTE_CONFIG`, and the environment say.

    Raises ConfigurationFault naming the key whose value is of the wrong kind or whose file can't be read.
    """
    named = environment.get(FILE)
    path = file or (Path(named) if named else None)
    found = dict(_flat(_toml(path))) if path else {}
    found |= {key: _typed(key, environment[name]) for key, name in _variables() if environment.get(name)}
    values: dict[str, Any] = {}
    for key, kind in KEYS.items():
        if key in found:
            values[key] = _of_kind(key, kind.kind, found.pop(key))
        elif kind.in_file and (place := found.pop(key + _FILE_SUFFIX, None)):
            values[key] = _from_file(key + _FILE_SUFFIX, kind.kind, place)
    return Told(values, found)


def _variables() -> Iterator[tuple[str, str]]:
    for key, kind in KEYS.items():
        for name in (key, key + _FILE_SUFFIX) if kind.in_file else (key,):
            yield name, f"VARDMOTE_{name.replace('.', '_').upper()}"


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _of_kind(key: str, kind: type, value: object) -> object:
    # A truth value is no number here, though Python takes it for one.
    if type(value) is not kind or (isinstance(value, list) and not all(isinstance(each, str) for each in value)):
        told = _KINDS[kind]
        raise ConfigurationFault(key, Text(f"Ange {told.sv}.", f"Give {told.en}."))
    return value


def _from_file(key: str, kind: type, place: object) -> object:
    try:
        told = Path(str(place)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
        text = Text(f"Filen {place} går inte att läsa ({why}).", f"The file {place} can't be read ({why}).")
        raise ConfigurationFault(key, text) from error
    return told.split() if kind is list else told.rstrip("\r\n")


def _toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, ValueError) as error:
        text = Text(f"Filen {path} går inte att läsa: {error}", f"The file {path} can't be read: {error}")
        raise ConfigurationFault(FILE, text) from error


def _typed(key: str, text: str) -> object:
    kind = KEYS[key].kind if key in KEYS else str
    return _FROM_TEXT[kind](text) if kind in _FROM_TEXT else text


# An environment has only text. What can't be read stays text, and is refused with its key.
_FROM_TEXT: Mapping[type, Callable[[str], object]] = {
    int: lambda text: int(text) if text.isascii() and text.isdecimal() else text,
    bool: lambda text: {"true": True, "false": False}.get(text, text),
    list: lambda text: [part.strip() for part in text.split(",")],
}
