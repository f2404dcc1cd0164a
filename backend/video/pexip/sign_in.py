"""How Pexip's nodes sign in to us: by Basic, with a user and a password. Wrong ones are slowed, and nothing else is.

Whether a node sends its password unasked, or waits for the 401 first, is said nowhere. So a question without any is
only asked for one: were it counted, a node that waits would be shut out by a few joins, and everybody with it.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import NamedTuple

import structlog

from backend.clock import Clock
from backend.video.pexip.rates import Rate, Rates

log = structlog.get_logger(__name__)

WRONG = Rate(20, timedelta(minutes=1))
_NOTED = Rate(1, timedelta(hours=1))
# Of all together: anybody may ask where events come, from any number of addresses.
_WRONG_NOTED = Rate(60, timedelta(hours=1))
# A node that waits for the 401 signs in at once: so many in a row without, and it has nothing to sign in with.
_IN_A_ROW = 20
_MOST_ADDRESSES = 1_000


class Refused(NamedTuple):
    """What is answered to who does not sign in rightly. `is_wrong`: with something else than the right password."""

    status: int
    headers: Mapping[str, str]
    is_wrong: bool


class SignIn:
    """One part's user and password. `part` is what its lines in the log begin with, and its realm.

    `<part>.wrong-sign-in` for what is wrong, until there are too many from one address, and of all 60 and then one a
    minute; `<part>.no-sign-in` for what has none, once an hour: from an address from which nobody has signed in rightly
    since this process began, or from which many in a row had none since. Neither says who it was.
    """

    def __init__(self, part: str, user: str, password: str, clock: Clock) -> None:
        self._realm, self._none, self._wrong = part, f"{part}.no-sign-in", f"{part}.wrong-sign-in"
        self._right = f"{user}:{password}".encode()
        self._rates = Rates(clock)
        # Apart: however many addresses there are, these are not forgotten.
        self._lines = Rates(clock)
        # How many in a row had none, from each address from which somebody has signed in rightly.
        self._none_since_right: dict[str, int] = {}

    def refuses(self, authorization: str, address: str) -> Refused | None:
        """Return what to answer to a header Authorization, "" for none; None for the right one.

        Takes the same time wherever it is wrong.
        """
        kind, _, told = authorization.strip().partition(" ")
        if not kind:
            self._note_none(address)
            return self._asked_again(is_wrong=False)
        if hmac.compare_digest(_decoded(told), self._right) and kind.lower() == "basic":
            self._note_right(address)
            return None
        if self._rates.is_over(address, WRONG):
            return Refused(HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": "10"}, is_wrong=True)
        if not self._lines.is_over(self._wrong, _WRONG_NOTED):
            log.warning(self._wrong)
        return self._asked_again(is_wrong=True)

    def _note_none(self, address: str) -> None:
        in_a_row = self._none_since_right.get(address)
        if in_a_row is not None:
            self._none_since_right[address] = in_a_row + 1
        if (in_a_row is None or in_a_row >= _IN_A_ROW) and not self._lines.is_over(self._none, _NOTED):
            log.warning(self._none)

    def _note_right(self, address: str) -> None:
        if len(self._none_since_right) >= _MOST_ADDRESSES and address not in self._none_since_right:
            self._none_since_right.clear()
        self._none_since_right[address] = 0

    def _asked_again(self, *, is_wrong: bool) -> Refused:
        return Refused(HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": f'Basic realm="{self._realm}"'}, is_wrong)


def _decoded(told: str) -> bytes:
    try:
        return base64.b64decode(told.strip().encode(), validate=True)
    except (binascii.Error, ValueError):
        return b""
