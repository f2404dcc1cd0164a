"""One command as a part of the device gets it: checked against the table, its values by the table's names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from simulators.roomos.errors import Failed
from simulators.roomos.sessions import Session
from simulators.roomos.tree import Branch
from simulators.roomos.values import Value


@dataclass(frozen=True)
class Order:
    """A command to do. Its words may tell of people and are not printed."""

    session: Session
    path: tuple[str, ...]
    values: Mapping[str, list[Value]] = field(repr=False)
    body: str = field(default="", repr=False)

    def text(self, name: str, otherwise: str = "") -> str:
        """Return one parameter as text."""
        return str(self.values.get(name, [otherwise])[0])

    def number(self, name: str, otherwise: int = 0) -> int:
        """Return one parameter as a number."""
        return int(self.values.get(name, [otherwise])[0])

    def failed(self, reason: str, cause: int = 1) -> Failed:
        """Return the refusal to raise: the command is right, but not now."""
        return Failed(self.path, reason, cause)


Handler: TypeAlias = Callable[[Order], Branch]
# The commands of one part by their path, as the table writes it.
Handlers: TypeAlias = Mapping[str, Handler]
