"""How each part of the way to Pexip is: written down by whichever process sees it, read by whoever looks after it."""

from datetime import datetime

import structlog
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.clock import Clock
from backend.storage import AWAY, Base, Database, UtcDateTime

log = structlog.get_logger(__name__)

PART_POLICY, PART_MANAGEMENT, PART_THEME = "policy", "management", "theme"
TELL_SECONDS = 10.0
WRONG_SIGN_IN = "wrong-sign-in"


class PexipPart(Base):
    """One part: `policy`, which answers Pexip's questions, `management`, the node we ask, or `theme`, which rooms have.

    `alive_at` is when our own process last said that it lives; `heard_at` when Pexip last asked it, or the node last
    did what we asked. `fault` is a code of what is wrong since `fault_since`, empty when nothing is; after
    `refusals` in a row the node is asked again at `again_at` and not before, but for another
    `account`, which for a theme says which it was. A node that does not answer has `refusals` too, one, and two when it
    was silent again after a minute. Of `policy` the fault is that somebody asked with a wrong user or password, and
    `fault_since` when that was last; nothing takes it away.
    """

    __tablename__ = "pexip_part"

    part: Mapped[str] = mapped_column(String(10), primary_key=True)
    alive_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(20), default="")
    fault_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusals: Mapped[int] = mapped_column(default=0)
    account: Mapped[str] = mapped_column(String(8), default="")


def about(part: str) -> str:
    """Return what a transaction about the part is called."""
    return f"pexip-part:{part}"


def row(session: Session, part: str) -> PexipPart:
    """Return the part's row, new when there is none yet."""
    known = session.get(PexipPart, part)
    if known is None:
        known = PexipPart(part=part, fault="", refusals=0, account="")
        session.add(known)
    return known


def note(database: Database, clock: Clock, part: str, fault: str, account: str) -> None:
    """Write down what is wrong with a part, empty for nothing. Writes only when it differs from what stands there."""
    with database.read() as session:
        known = session.get(PexipPart, part)
    if (known.fault, known.account) == (fault, account) if known is not None else not fault:
        return
    with database.write(about(part)) as session:
        found = row(session, part)
        found.fault, found.account = fault, account
        found.fault_since = clock.now() if fault else None


class Telling:
    """Tells that the process which answers Pexip lives, and when Pexip last asked it, rightly and wrongly."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._heard_at: datetime | None = None
        self._refused_at: datetime | None = None

    def heard(self) -> None:
        """Note that Pexip asked, in memory only: an answer never waits for it."""
        self._heard_at = self._clock.now()

    def refused(self) -> None:
        """Note that somebody asked with a wrong user or password, in memory only."""
        self._refused_at = self._clock.now()

    def tell(self) -> None:
        """Write it down. What can't be written now is by the next call; never raises for a database that is away."""
        try:
            with self._database.write(about(PART_POLICY)) as session:
                part = row(session, PART_POLICY)
                part.alive_at = self._clock.now()
                part.heard_at = self._heard_at or part.heard_at
                if self._refused_at is not None:
                    part.fault, part.fault_since = WRONG_SIGN_IN, self._refused_at
        except AWAY as error:
            log.warning("policy.not-told", error=type(getattr(error, "orig", None) or error).__name__)
