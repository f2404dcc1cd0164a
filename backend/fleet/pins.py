"""The keys that somebody approved, by the address that showed them."""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.fleet.models import PinnedKey
from backend.storage import Database
from rooms.endpoint import Address
from rooms.inventory import parse_address, written


class PinnedKeys(Mapping[Address, str]):
    """The approved keys, kept; as a mapping it is read anew at each question, so that an approval counts at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def __getitem__(self, address: Address) -> str:
        """Return the approved key of the address. Raises KeyError."""
        with self._database.read() as session:
            row = session.get(PinnedKey, written(address))
        if row is None:
            raise KeyError(address)
        return row.fingerprint

    def __iter__(self) -> Iterator[Address]:
        """Go through the addresses that have a key."""
        return iter(self.all())

    def __len__(self) -> int:
        """Count the approved keys."""
        return len(self.all())

    def all(self) -> Mapping[Address, str]:
        """Return every approved key by its address."""
        with self._database.read() as session:
            return {parse_address(row.address): row.fingerprint for row in session.scalars(select(PinnedKey))}

    def pin(self, approved: Mapping[Address, str], also: Callable[[Session], None] = lambda _: None) -> None:
        """Keep these as the keys of their addresses, in place of any others; `also` is done in the transaction."""
        now = self._clock.now()
        with self._database.write(about="rooms") as session:
            for address, fingerprint in approved.items():
                session.merge(PinnedKey(address=written(address), fingerprint=fingerprint, approved_at=now))
            also(session)
