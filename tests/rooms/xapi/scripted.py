"""A channel that answers from a script and keeps what was said to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rooms.errors import NotSupported, RoomError
from rooms.xapi.channel import Listener, Node, Path, Value, Way
from rooms.xapi.endpoint import RoomosEndpoint
from rooms.xapi.session import Session

VERSIONS = {"9.15": "ce9.15.17.4.abcdef", "11": "ce11.27.2.0.abcdef", "26": "RoomOS 26.4.1 abcdef"}
TEAMS: Node = {"Microsoft": {"Supported": "True", "Version": {"OEMAgent": "1.0"}}}


def system_unit(profile: str = "26", *, teams: bool = False) -> Node:
    return {
        "Software": {"Version": VERSIONS[profile]},
        "ProductId": "Room Kit",
        "Hardware": {"Module": {"SerialNumber": "FOC0001"}},
        "Extensions": TEAMS if teams else {"Microsoft": {"Supported": "False", "Version": ""}},
    }


@dataclass
class ScriptedChannel:
    statuses: dict[str, Node | RoomError] = field(default_factory=dict)
    settings: dict[str, Node | RoomError] = field(default_factory=dict)
    results: dict[str, Node | RoomError] = field(default_factory=dict)
    ways: frozenset[Way] = frozenset({Way.EVENTS, Way.HELD})
    said: list[tuple[str, Mapping[str, Value], str | None]] = field(default_factory=list)
    legacy: list[str] = field(default_factory=list)
    listeners: dict[Path, Listener] = field(default_factory=dict)
    refused_path: Path | None = None
    closed: int = 0

    def command(self, path: Path, parameters: Mapping[str, Value] | None = None, body: str | None = None) -> Node:
        self.said.append((" ".join(path), dict(parameters or {}), body))
        return _answer(self.results.get(" ".join(path), {}))

    def status(self, path: Path) -> Node:
        return _answer(self.statuses.get(" ".join(path), NotSupported("No match on address expression")))

    def configuration(self, path: Path) -> Node:
        return _answer(self.settings.get(" ".join(path), NotSupported("No match on address expression")))

    def configure(self, path: Path, value: str | int | bool) -> None:  # noqa: FBT001 - as the port has it
        self.said.append((" ".join(path), {"value": value}, None))

    def subscribe(self, path: Path, listener: Listener) -> Callable[[], None]:
        if path == self.refused_path:
            raise NotSupported("no such path")
        self.listeners[path] = listener
        return lambda: self.listeners.pop(path, None) and None

    def put_legacy_bookings(self, xml: str) -> None:
        self.legacy.append(xml)

    def close(self) -> None:
        self.closed += 1


def channel(profile: str = "26", *, teams: bool = False) -> ScriptedChannel:
    return ScriptedChannel(statuses={"SystemUnit": system_unit(profile, teams=teams), "Call": {}})


def session(profile: str = "26", *, teams: bool = False) -> tuple[Session, ScriptedChannel]:
    line = channel(profile, teams=teams)
    return Session(line), line


def endpoint(profile: str = "26", *, teams: bool = False) -> tuple[RoomosEndpoint, ScriptedChannel]:
    line = channel(profile, teams=teams)
    return RoomosEndpoint(line), line


def _answer(scripted: Node | RoomError) -> Node:
    if isinstance(scripted, RoomError):
        raise scripted
    return scripted
