"""Trying what somebody has pressed: who may not, or what makes no sense, is refused, and nothing is kept of it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TypeVar

T = TypeVar("T")


class _TriedError(Exception):
    """What was tried would be done; it is to be taken back."""


@contextmanager
def tried(transaction: AbstractContextManager[T]) -> Iterator[T]:
    """Give what the transaction gives, and take back all that is done in it. Raises what the block raises."""
    with suppress(_TriedError), transaction as given:
        yield given
        raise _TriedError
