"""What a device tells of its own commands, settings and statuses: xDocument over SSH, xDoc over the WebSocket."""

from collections.abc import Sequence

from simulators.roomos.errors import NoMatch
from simulators.roomos.nodes import Command, Nodes, Parameter
from simulators.roomos.tree import Branch, Node, at, find, merge
from simulators.roomos.values import Integer, Literal, Space


def schema(nodes: Nodes, path: Sequence[str | int]) -> Branch:
    """Return the schema at "Command", … or "Configuration", …, from the root on. Raises NoMatch."""
    whole: Branch = {}
    for command in nodes.commands.values():
        merge(whole, at(("Command", *command.path), _command(command)))
    for setting in nodes.configurations.values():
        leaf: Branch = {"default": str(setting.default), "ValueSpace": _space(setting.space)}
        merge(whole, at(("Configuration", *setting.path), leaf))
    found = find(whole, path)
    if found is None or not path:
        raise NoMatch(tuple(path))
    return at(path, found)


def _command(command: Command) -> Branch:
    rows: Branch = {parameter.name: _parameter(parameter) for parameter in command.parameters.values()}
    return {"command": "True", "role": " ".join(sorted(command.roles)), "multiline": str(command.body), **rows}


def _parameter(parameter: Parameter) -> Node:
    return {
        "required": str(parameter.required),
        "maxOccurrence": str(parameter.many),
        "ValueSpace": _space(parameter.space),
    }


def _space(space: Space) -> Branch:
    if isinstance(space, Literal):
        return {"type": "Literal", "Values": " ".join(space.words)}
    names = ("Min", "Max") if isinstance(space, Integer) else ("MinLength", "MaxLength")
    return {"type": type(space).__name__, names[0]: space.least, names[1]: space.most}
