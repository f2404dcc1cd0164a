"""The nodes of the xAPI that we use, with what they take and where they are missing: our own table (nodes.json).

A node has "since" (the first profile that has it), "teams": false (missing in Microsoft Teams Rooms mode), "list" and
"body" (takes a body of several lines). A space may be an object by profile: the newest not newer than the room counts.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path as File
from typing import Any, Final, Literal, TypeAlias

from rooms.errors import BadParameter, NotSupported
from rooms.xapi.channel import Path, Value
from rooms.xapi.spaces import Space, is_plain, space

Profile: TypeAlias = Literal["9.15", "11", "26"]
# Oldest first.
PROFILES: Final[tuple[Profile, ...]] = ("9.15", "11", "26")
_TABLE: Final[dict[str, dict[str, dict[str, Any]]]] = json.loads(File(__file__).with_suffix(".json").read_text("utf-8"))
# A setting that is not in the table goes to the room as long as it cannot be taken for anything else than a value.
_ANY_SETTING = space("text 0..2048")


def check_command(
    path: Path, parameters: Mapping[str, Value], *, body: bool, profile: Profile, teams_mode: bool
) -> None:
    """Return if a room of this profile, in this mode, takes the command.

    Raises NotSupported when it has no such command or parameter, BadParameter for a value outside its space, for one
    that is missing, and for a body where none belongs or the other way round.
    """
    node = _node("commands", path, profile)
    if node is None or (teams_mode and not node.get("teams", True)):
        raise NotSupported(f"xCommand {' '.join(path)} is not in this software or mode")
    spaces = {name: _space(spec, profile) for name, spec in node.get("parameters", {}).items()}
    for name, value in parameters.items():
        if name not in spaces:
            raise BadParameter(name if is_plain([name]) else None)
        if not spaces[name].takes(value):
            raise BadParameter(name)
    missing = [name for name, wanted in spaces.items() if wanted.required and name not in parameters]
    if missing:
        raise BadParameter(missing[0])
    if body != bool(node.get("body")):
        raise BadParameter("body")


def check_setting(path: Path, value: str | int, *, profile: Profile) -> None:
    """Return if the setting may be sent. Raises NotSupported and BadParameter as `check_command` does.

    A setting that is not in the table is the room's to judge.
    """
    check_path(path)
    node = _node("configurations", path, profile)
    if node is None and " ".join(path) in _TABLE["configurations"]:
        raise NotSupported(f"xConfiguration {' '.join(path)} is not in this software")
    wanted = _ANY_SETTING if node is None else _space(node["value"], profile)
    if not wanted.takes(value if node is not None else str(value)):
        raise BadParameter(path[-1])


def check_path(path: Path) -> None:
    """Return if the path has only names in it and is no whole tree. Raises BadParameter."""
    if not path or not is_plain(path):
        raise BadParameter("path")


def has_status(path: Path, profile: Profile) -> bool:
    """Tell whether rooms of this profile have the status."""
    return _node("statuses", path, profile) is not None


@cache
def is_list(path: Path) -> bool:
    """Tell whether the status at the path is a list of items."""
    return bool(_TABLE["statuses"].get(" ".join(path), {}).get("list"))


@cache
def _node(kind: str, path: Path, profile: Profile) -> Mapping[str, Any] | None:
    node = _TABLE[kind].get(" ".join(path))
    if node is None or PROFILES.index(node.get("since", PROFILES[0])) > PROFILES.index(profile):
        return None
    return node


def _space(spec: str | dict[str, str], profile: Profile) -> Space:
    if isinstance(spec, str):
        return space(spec)
    known = [each for each in PROFILES[: PROFILES.index(profile) + 1] if each in spec]
    return space(spec[known[-1]])
