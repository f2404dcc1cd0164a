"""What Pexip's parts give the application to put in its place."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import Blueprint


class PexipSide(NamedTuple):
    """Routes, and what one process does at intervals: seconds, a name, the work."""

    blueprints: Sequence[Blueprint] = ()
    timed: Sequence[tuple[float, str, Callable[[], None]]] = ()
