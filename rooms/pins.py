"""Which key each room is known by, and the first meeting, where a person approves it."""

from collections.abc import Mapping
from typing import NamedTuple

from rooms.drivers import DRIVERS, USUAL, Connect, Patience
from rooms.endpoint import Account, Address
from rooms.errors import Untrusted

# Never sent: whoever looks at a key believes none.
_NOBODY = Account("nobody", "")


class Pins(NamedTuple):
    """Trusts the approved keys, by address, and no others: a room without one is not spoken to."""

    keys: Mapping[Address, str]

    def allows(self, address: Address, fingerprint: str) -> bool:
        """Tell whether it is the approved key of the address."""
        return self.keys.get(address) == fingerprint


def shown_key(address: Address, drivers: Mapping[str, Connect] = DRIVERS, patience: Patience = USUAL) -> str:
    """Return the key that the one at the address shows; nothing of any account is sent.

    Raises what connecting raises before the key is shown: Unreachable, Busy, Unreadable.
    """
    try:
        drivers[address.scheme](address, _NOBODY, Pins({}), patience).close()
    except Untrusted as shown:
        return shown.fingerprint
    raise AssertionError("a driver believed a key that nobody approved")
