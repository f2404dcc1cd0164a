"""How long a driver waits. Stands by itself, so that a driver needs nothing of the table that names it."""

from typing import NamedTuple


class Patience(NamedTuple):
    """How long, in seconds, to wait for a connection and for one answer, and between signs of life on a held one."""

    connect: float = 5.0
    answer: float = 10.0
    alive: float = 10.0


USUAL = Patience()
