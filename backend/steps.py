"""A use case as a list of named steps, run in that order, with a place between any two where somebody may look on.

The list is what is really run, so whoever walks it (tests of faults, documentation) walks what the product does.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy.orm import Session


class Kind(StrEnum):
    """What a step does to the world: nothing but its work, the bounds of a transaction, or a call to another system."""

    WORK = "work"
    BEGIN = "begin"
    COMMIT = "commit"
    CALL = "call"


class Outcome(Enum):
    """What a step may say of the rest."""

    OVER = "over"


OVER = Outcome.OVER
# Where a watcher is when every step has been taken.
END = "end"
# Told the name of the use case and of the step that is about to be taken, or END. What it raises ends the use case.
Watch = Callable[[str, str], None]


def unwatched(_case: str, _step: str) -> None:
    """Look on at nothing: what the product is wired with."""


@dataclass
class Work(ABC):
    """What a use case carries from step to step. `session` is that of the transaction that is open."""

    session: Session = field(init=False)

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Session]:
        """Return a write transaction that commits when it is left without an error."""


W = TypeVar("W", bound=Work)
# A step that can do with less may stand in the list of a case that carries more.
_Less_contra = TypeVar("_Less_contra", bound=Work, contravariant=True)


def _nothing(_work: Work) -> None:
    """Leave it to the runner, which begins and commits."""


class Step(NamedTuple, Generic[_Less_contra]):
    """One step. Its name is unique in its list; `do` returns OVER when what follows is not needed."""

    name: str
    do: Callable[[_Less_contra], Outcome | None] = _nothing
    kind: Kind = Kind.WORK


def run(case: str, steps: Sequence[Step[W]], work: W, watch: Watch) -> None:
    """Take the steps in their order; an open transaction is rolled back when one raises.

    After OVER only the commit of the transaction that is open is taken.
    """
    with ExitStack() as transaction:
        is_open = is_over = False
        for step in steps:
            if is_over and not (is_open and step.kind == Kind.COMMIT):
                continue
            watch(case, step.name)
            if step.kind == Kind.BEGIN:
                work.session = transaction.enter_context(work.transaction())
                is_open = True
            elif step.kind == Kind.COMMIT:
                is_open = False
                transaction.close()
            else:
                is_over = step.do(work) is OVER
        watch(case, END)
