from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy.orm import Session

from backend.steps import END, OVER, Kind, Outcome, Step, Work, run, unwatched


@dataclass
class Noting(Work):
    done: list[str] = field(default_factory=list)

    def transaction(self) -> AbstractContextManager[Session]:
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        self.done.append("begun")
        try:
            yield Session()
        except BaseException:
            self.done.append("rolled back")
            raise
        self.done.append("committed")


def step(name: str, outcome: Outcome | None = None) -> Step[Noting]:
    def do(work: Noting) -> Outcome | None:
        work.done.append(name)
        return outcome

    return Step(name, do)


BEGIN, COMMIT = Step[Noting]("begin", kind=Kind.BEGIN), Step[Noting]("commit", kind=Kind.COMMIT)


def test_steps_are_taken_in_their_order_and_watched() -> None:
    work, seen = Noting(), list[str]()
    run(
        "case", (step("a"), BEGIN, step("b"), COMMIT, step("c")), work, lambda case, name: seen.append(f"{case} {name}")
    )
    assert work.done == ["a", "begun", "b", "committed", "c"]
    assert seen == ["case a", "case begin", "case b", "case commit", "case c", f"case {END}"]


def test_after_over_only_the_open_transaction_is_committed() -> None:
    work = Noting()
    run("case", (BEGIN, step("a", OVER), step("b"), COMMIT, step("c"), BEGIN, COMMIT), work, unwatched)
    assert work.done == ["begun", "a", "committed"]


@pytest.mark.parametrize("at", ["b", "commit"])
def test_what_a_watcher_raises_rolls_back(at: str) -> None:
    work = Noting()

    def watch(_case: str, name: str) -> None:
        if name == at:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run("case", (BEGIN, step("a"), step("b"), COMMIT), work, watch)
    assert work.done[-1] == "rolled back"
    assert "committed" not in work.done
