"""The table of all that a device knows (`nodes.json`), as one software has it. Written from roomos 2, 3 and 5."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path as File
from typing import Any, Literal, cast

from simulators.roomos.errors import BadParameter, NoMatch, UnknownCommand
from simulators.roomos.tree import Branch, Node, Path
from simulators.roomos.values import Given, Space, Unfit, Value, of_profile, space

Profile = Literal["9.15", "11", "26"]
PROFILES: tuple[Profile, ...] = ("9.15", "11", "26")
BODY = "body"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a command; `many` is how often it may be repeated."""

    name: str
    space: Space
    required: bool
    many: int
    default: Value | None


@dataclass(frozen=True)
class Command:
    """One command. `teams` tells whether it is there in Microsoft Teams Rooms mode (roomos 4)."""

    path: tuple[str, ...]
    roles: frozenset[str]
    parameters: Mapping[str, Parameter]
    body: bool
    teams: bool

    def take(self, given: Mapping[str, Given | Sequence[Given]]) -> dict[str, list[Value]]:
        """Return the values by the names as the table writes them, defaults too. Raises BadParameter."""
        taken: dict[str, list[Value]] = {}
        for name, entry in given.items():
            parameter = self.parameters.get(name.lower())
            if parameter is None:
                raise BadParameter(self.path, name)
            values: list[Given] = [entry] if isinstance(entry, (str, int, float, bool)) else list(entry)
            if not 1 <= len(values) <= parameter.many:
                raise BadParameter(self.path, parameter.name)
            try:
                taken[parameter.name] = [parameter.space.take(value) for value in values]
            except Unfit as fault:
                raise BadParameter(self.path, parameter.name) from fault
        for parameter in self.parameters.values():
            if parameter.required and parameter.name not in taken:
                raise BadParameter(self.path, parameter.name, "Missing or invalid parameter(s)")
            if parameter.default is not None:
                taken.setdefault(parameter.name, [parameter.default])
        return taken


@dataclass(frozen=True)
class Configuration:
    """One setting."""

    path: tuple[str, ...]
    space: Space
    default: Value


class Nodes:
    """All commands, settings, statuses and events of one software."""

    def __init__(self, profile: Profile) -> None:
        table = json.loads((File(__file__).parent / "nodes.json").read_text("utf-8"))
        rows = {
            kind: {path: row for path, row in table[kind].items() if _has(row, profile)}
            for kind in ("commands", "configurations", "statuses", "events")
        }
        self.profile = profile
        self.commands = {_key(path): _command(path, row, profile) for path, row in rows["commands"].items()}
        self.configurations = {
            _key(path): Configuration(tuple(path.split()), space(row, profile), of_profile(row["default"], profile))
            for path, row in rows["configurations"].items()
        }
        self._known = {
            "Status": _beginnings(rows["statuses"]),
            "Event": _beginnings(rows["events"]),
            "Configuration": _beginnings(rows["configurations"]),
        }
        words = [path.lower().split() for path in rows["statuses"]]
        self._lists = frozenset(
            tuple(_plain(word) for word in path[: place + 1])
            for path in words
            for place, word in enumerate(path)
            if word.endswith("[]")
        )
        self._spelling = {
            name.lower(): name for kind in rows.values() for path in kind for name in path.replace("[]", "").split()
        }

    def command(self, path: Path) -> Command:
        """Return the command. Raises UnknownCommand."""
        found = self.commands.get(tuple(str(part).lower() for part in path))
        if found is None:
            raise UnknownCommand(path)
        return found

    def configuration(self, path: Path) -> Configuration:
        """Return the setting at the path (below "Configuration"). Raises NoMatch."""
        found = self.configurations.get(tuple(str(part).lower() for part in path))
        if found is None:
            raise NoMatch(("Configuration", *path))
        return found

    def has_event(self, path: str) -> bool:
        """Tell whether this software has the event."""
        return _key(path) in self._known["Event"]

    def is_list(self, path: Path) -> bool:
        """Tell whether the path, below "Status", leads to a list."""
        names = tuple(_plain(part) for part in path if not _number(part))
        return names in self._lists and not _number(path[-1])

    def known(self, status: Branch) -> Branch:
        """Return what of a status, below "Status", this software has."""

        def kept(node: Node, path: tuple[str, ...]) -> Node:
            if isinstance(node, list):
                return [cast("Branch", kept(one, path)) for one in node]
            if not isinstance(node, dict):
                return node
            below = {name: (*path, name.lower()) for name in node}
            return {
                name: kept(one, below[name])
                for name, one in node.items()
                if name == "id" or below[name] in self._known["Status"]
            }

        return cast("Branch", kept(status, ()))

    def spelled(self, path: Path) -> Path:
        """Return the path as the table writes its names: what is typed may be in any case."""
        return tuple(part if isinstance(part, int) else self._spelling.get(part.lower(), part) for part in path)

    def check(self, root: str, path: Path) -> None:
        """Raise NoMatch when this software has nothing at or below the path. A number is an item of a list."""
        known = self._known.get(root)
        if known is None or tuple(_plain(part) for part in path if not _number(part)) not in known:
            raise NoMatch((root, *path))


@cache
def nodes(profile: Profile) -> Nodes:
    """Return the table for this software, read once."""
    return Nodes(profile)


def _has(row: Mapping[str, Any], profile: Profile) -> bool:
    return PROFILES.index(profile) >= PROFILES.index(row.get("since", PROFILES[0]))


def _key(path: str) -> tuple[str, ...]:
    return tuple(path.lower().split())


def _plain(part: str | int) -> str:
    return str(part).lower().removesuffix("[]")


def _number(part: str | int) -> bool:
    return isinstance(part, int) or part.isdecimal()


def _beginnings(paths: Mapping[str, Any]) -> frozenset[tuple[str, ...]]:
    whole = [tuple(_plain(part) for part in path.split()) for path in paths]
    return frozenset(path[:length] for path in whole for length in range(len(path) + 1))


def _command(path: str, row: Mapping[str, Any], profile: Profile) -> Command:
    parameters = {
        name.lower(): Parameter(
            name,
            space(entry, profile),
            bool(entry.get("required")),
            of_profile(entry.get("many", 1), profile),
            entry.get("default"),
        )
        for name, entry in row.get("parameters", {}).items()
    }
    roles = frozenset(row["roles"].split())
    return Command(tuple(path.split()), roles, parameters, bool(row.get("body")), row.get("teams", True))
