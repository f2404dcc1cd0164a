"""What goes wrong: each fault, at which kinds of step it can strike, and why not at the others."""

import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from backend.steps import Kind
from tests.faults.remote import line_up
from tests.faults.world import World, die

_NO_CALL = "no service is called in this step"
_NO_COMMIT = "nothing is committed in this step"
_EVERYWHERE = frozenset(Kind)


class Driver(Exception):
    """Stands for what the database's driver says."""


class Grip:
    """Holds a product's databases away, or lets a commit be done and not answered for."""

    def __init__(self, world: World) -> None:
        self.held = self.unheard = self.full = False
        for database in (world.product.database, world.product.reads):
            event.listen(database.engine, "before_cursor_execute", self._statement)
            event.listen(database.engine, "commit", self._commit)

    def _statement(self, *arguments: object) -> None:
        statement = str(arguments[2]).lstrip().upper()
        if self.held or (self.full and statement.startswith(("INSERT", "UPDATE", "DELETE"))):
            raise OperationalError("away", None, Driver())

    def _commit(self, connection: Connection) -> None:
        if self.held:
            raise OperationalError("away", None, Driver())
        if self.unheard:
            self.unheard = False
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("COMMIT") if connection.dialect.name == "sqlite" else raw.commit()
            raise OperationalError("unheard", None, Driver())


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong: how it begins, how it ends, and where it makes no sense."""

    begin: Callable[[World, Grip], None]
    end: Callable[[World, Grip], None] = lambda _world, _grip: None
    kinds: frozenset[Kind] = _EVERYWHERE
    elsewhere: str = ""


def _service(name: str) -> Fault:
    return Fault(
        lambda world, _grip: line_up(world.place.port, name),
        lambda world, _grip: line_up(world.place.port, None),
        frozenset({Kind.CALL}),
        _NO_CALL,
    )


def _hold(_world: World, grip: Grip) -> None:
    grip.held = True


def _let_go(_world: World, grip: Grip) -> None:
    grip.held = False


def _fill(world: World, grip: Grip) -> None:
    if world.place.database_url.startswith("sqlite"):
        # No file of this process can be written any more: what the system says on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    grip.full = not world.place.database_url.startswith("sqlite")


def _empty(_world: World, grip: Grip) -> None:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    grip.full = False


def _unhear(_world: World, grip: Grip) -> None:
    grip.unheard = True


def _leap(days: float) -> Fault:
    return Fault(
        lambda world, _grip: world.clock.advance(days=days), lambda world, _grip: world.clock.advance(days=-days)
    )


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "killed": Fault(lambda _world, _grip: die()),
        "database away": Fault(_hold, _let_go),
        "commit unheard": Fault(_unhear, kinds=frozenset({Kind.COMMIT}), elsewhere=_NO_COMMIT),
        "disk full": Fault(_fill, _empty),
        "clock forward": _leap(3),
        "clock back": _leap(-3),
        **{f"service {name}": _service(name) for name in ("too-many", "server-error", "late", "never", "wrong", "lie")},
    }
)
