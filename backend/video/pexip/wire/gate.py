"""Asking no more of a Management Node that refuses our account: at Pexip, an account that is tried too often is locked.

A wrong password is an operator's fault and no meeting's: whatever wanted the node waits, and goes on once it is mended.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, TypeGuard

import structlog

from backend.clock import Clock
from backend.config import PexipSettings
from backend.storage import AWAY, Database
from backend.video.pexip import parts
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from backend.video.service import NothingDone, ServiceRefused

log = structlog.get_logger(__name__)

NO_ANSWER, NOT_ALLOWED = "no-answer", "not-allowed"
# With these nothing is asked again before its time; where something alone is not allowed, the rest may well be.
SHUTTING = frozenset({"not-signed-in", "private-key-unusable"})
REFUSING = SHUTTING | {NOT_ALLOWED}
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
_NOTED = timedelta(minutes=1)
# So many times in a row it has not answered, when it was asked again after a while.
SILENT_AGAIN = 2


class AccountRefused(NothingDone):
    """The node will not have our account: nothing was done, and it may be asked again in `retry_after` seconds."""


class Gate(Protocol):
    """What a client asks before it asks the node, and tells what came of it."""

    def enter(self) -> str:
        """Return what was wrong last, empty for nothing. Raises AccountRefused until the node may be asked."""
        ...

    def accepted(self, fault: str) -> None:
        """Note that the node took our sign-in; `fault` is what `enter` gave."""
        ...

    def silent(self, fault: str) -> None:
        """Note that it did not answer; `fault` is what `enter` gave."""
        ...

    def refused(self, refusal: ServiceRefused) -> Exception:
        """Note that it will not have us, or not for this, and return what is to be raised for it."""
        ...


class Lenient:
    """A gate for what can be done without: that it is not allowed is no fault of the account, which may do the rest.

    Nothing is asked while the account is refused. Whatever else goes wrong is left to whoever asks what matters.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def enter(self) -> str:
        """See `Gate.enter`."""
        return self._gate.enter()

    def accepted(self, fault: str) -> None:
        """See `Gate.accepted`: what was refused before is mended."""
        if fault in REFUSING:
            self._gate.accepted(fault)

    def silent(self, fault: str) -> None:
        """See `Gate.silent`."""

    def refused(self, refusal: ServiceRefused) -> Exception:
        """See `Gate.refused`."""
        return refusal if refusal.reason == NOT_ALLOWED else self._gate.refused(refusal)


class Unnoted(Lenient):
    """A gate behind which a refusal shuts nothing for others: a right that is lacking may be answered 401 as well.

    For what is asked once the account itself has been taken.
    """

    def refused(self, refusal: ServiceRefused) -> Exception:
        """See `Gate.refused`."""
        return refusal


class KeptGate:
    """A gate that all processes share, by the database; without it the node is asked as if nothing were known.

    When the account has been changed the node is asked at once. One process at a time tries a refused account.
    """

    def __init__(self, database: Database, clock: Clock, settings: PexipSettings) -> None:
        self._database = database
        self._clock = clock
        self._account = _fingerprint(settings)
        self._again_at: datetime | None = None
        self._noted_at: datetime | None = None

    def enter(self) -> str:
        """See `Gate.enter`."""
        now = self._clock.now()
        # Two that are told different passwords must not make each other forget what was refused.
        if _is_ahead(self._again_at, now):
            raise AccountRefused((self._again_at - now).total_seconds())
        try:
            with self._database.read() as session:
                known = session.get(PexipPart, PART_MANAGEMENT)
                fault = known.fault if known else ""
            if fault in SHUTTING:
                self._take_turn(now)
        except AWAY:
            return ""
        return fault

    def _take_turn(self, now: datetime) -> None:
        with self._database.write(parts.about(PART_MANAGEMENT)) as session:
            part = parts.row(session, PART_MANAGEMENT)
            is_same = part.account == self._account
            if is_same and _is_ahead(part.again_at, now):
                raise AccountRefused((part.again_at - now).total_seconds())
            part.account = self._account
            part.refusals = part.refusals if is_same else 0
            # Whoever comes while this one is on its way waits; should it die there, another has its turn then.
            part.again_at = now + _pause(part.refusals)

    def accepted(self, fault: str) -> None:
        """See `Gate.accepted`."""
        now = self._clock.now()
        self._again_at = None
        if not fault and self._noted_at is not None and abs(now - self._noted_at) < _NOTED:
            return
        self._noted_at = now

        def note(part: PexipPart) -> None:
            part.heard_at = now
            # What is allowed says nothing of what was not; that is forgotten when it has not been refused for a while.
            if part.fault != NOT_ALLOWED or not _is_ahead(part.again_at, now):
                part.fault, part.fault_since, part.again_at, part.refusals = "", None, None, 0

        self._write(note)

    def silent(self, fault: str) -> None:
        """See `Gate.silent`. What is asked again and again within a minute has been silent once."""
        now = self._clock.now()

        def note(part: PexipPart) -> None:
            if not part.fault:
                part.fault, part.fault_since, part.refusals = NO_ANSWER, now, 1
            elif part.fault == NO_ANSWER and (part.fault_since is None or abs(now - part.fault_since) >= _NOTED):
                part.refusals = SILENT_AGAIN

        if fault in {"", NO_ANSWER}:
            self._write(note)

    def refused(self, refusal: ServiceRefused) -> AccountRefused:
        """See `Gate.refused`. For a refused account: it may be asked again after 1, 2, 4, 8, then 15 minutes.

        For a right that is lacking nothing is held back; it is only told, for 15 minutes.
        """
        now, reason, pause = self._clock.now(), refusal.reason, _LONGEST_PAUSE

        def note(part: PexipPart) -> None:
            nonlocal pause
            part.account = self._account
            part.refusals = part.refusals + 1 if part.fault in REFUSING else 1
            if reason in SHUTTING:
                pause = _pause(part.refusals)
            if part.fault != reason:
                part.fault, part.fault_since = reason, now
            part.again_at = now + pause

        self._write(note)
        if reason in SHUTTING:
            self._again_at = now + pause
        log.error("pexip.management-refused", reason=reason, again_in=pause.total_seconds())
        return AccountRefused(pause.total_seconds())

    def _write(self, note: Callable[[PexipPart], None]) -> None:
        try:
            with self._database.write(parts.about(PART_MANAGEMENT)) as session:
                note(parts.row(session, PART_MANAGEMENT))
        except AWAY as error:
            log.warning("pexip.management-not-noted", error=type(getattr(error, "orig", None) or error).__name__)


def _is_ahead(moment: datetime | None, now: datetime) -> TypeGuard[datetime]:
    """Tell whether to wait for it. Further off than any pause lies only what was set before a clock was put back."""
    return moment is not None and now < moment <= now + _LONGEST_PAUSE


def _pause(refusals: int) -> timedelta:
    doublings = min(max(refusals - 1, 0), 10)
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * (1 << doublings))


def _fingerprint(settings: PexipSettings) -> str:
    """Return what tells one account from another, and is too short to tell anything else."""
    file = settings.management_private_key
    key = file.read_bytes() if file is not None and file.is_file() else b""
    told = (settings.management_url, settings.management_user, settings.management_password)
    words = "\0".join(str(each) for each in (*told, settings.management_client_id))
    return hashlib.sha256(words.encode() + key).hexdigest()[:8]
