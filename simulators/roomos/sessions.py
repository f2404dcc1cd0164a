"""Who may sign in, and how many at a time (roomos 1.2). A session never ends by itself: whoever leaks them runs out."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from simulators.roomos.errors import NoSessionLeft, SignInRefused

ROLES = frozenset({"Admin", "Audit", "User", "Integrator", "RoomControl"})
SECONDS_A_MINUTE = 60


@dataclass
class Account:
    """Somebody who may sign in. `keys` are public keys as OpenSSH writes them, without a comment."""

    password: str = field(repr=False)
    roles: frozenset[str] = ROLES
    keys: frozenset[str] = frozenset()
    active: bool = True
    failures: int = 0
    locked_until: float = 0.0


@dataclass(eq=False)
class Session:
    """One session, until it is closed. `transport` is ssh, ws, http or panel."""

    number: int
    user: str
    roles: frozenset[str]
    transport: str


class Sessions:
    """The accounts and sessions of one device. `limit` reads a number of Configuration Security Session."""

    def __init__(self, accounts: dict[str, Account], clock: Callable[[], float], limit: Callable[[str], int]) -> None:
        self.accounts = accounts
        self.open_now: list[Session] = []
        self.refused = 0  # how often somebody was turned away for a wrong password
        self._clock = clock
        self._limit = limit
        self._numbers = count(1)

    def check(self, user: str, password: str) -> None:
        """Raise SignInRefused when the password is wrong or the account is locked; wrong ones lock it in the end."""
        account = self.accounts.get(user)
        if account is None or not account.active or self.locked(user):
            self.refused += 1
            raise SignInRefused
        if not hmac.compare_digest(account.password.encode(), password.encode("utf-8", "surrogatepass")):
            self._fail(account)
            raise SignInRefused
        account.failures = 0

    def check_key(self, user: str, key: str) -> bool:
        """Tell whether the account may sign in with this public key ("ssh-ed25519 AAAA…")."""
        account = self.accounts.get(user)
        return account is not None and account.active and not self.locked(user) and key in account.keys

    def locked(self, user: str) -> bool:
        """Tell whether too many wrong passwords have locked the account."""
        return self._clock() < self.accounts[user].locked_until

    def open(self, user: str, transport: str) -> Session:
        """Begin a session for a user who has been checked. Raises NoSessionLeft."""
        mine = sum(session.user == user for session in self.open_now)
        if mine >= self._limit("MaxSessionsPerUser") or len(self.open_now) >= self._limit("MaxTotalSessions"):
            raise NoSessionLeft
        session = Session(next(self._numbers), user, self.accounts[user].roles, transport)
        self.open_now.append(session)
        return session

    def close(self, session: Session) -> None:
        """End a session. May be called again."""
        if session in self.open_now:
            self.open_now.remove(session)

    def _fail(self, account: Account) -> None:
        self.refused += 1
        account.failures += 1
        most = self._limit("MaxFailedLogins")
        if most and account.failures >= most:
            account.failures = 0
            account.locked_until = self._clock() + SECONDS_A_MINUTE * self._limit("FailedLoginsLockoutTime")
