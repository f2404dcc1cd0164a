"""How a visit to a room ended, by name, and what to say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from rooms import errors
from rooms.inventory import Room, Told

T = TypeVar("T")


class Outcome(StrEnum):
    """How a visit ended. Those of `SKIPPED` mean that the room was not spoken to."""

    OK = "ok"
    UNREACHABLE = "unreachable"
    AUTHENTICATION_REFUSED = "authentication-refused"
    UNTRUSTED = "untrusted"
    NOT_SUPPORTED = "not-supported"
    BAD_PARAMETER = "bad-parameter"
    REFUSED = "refused"
    IN_CALL = "in-call"
    BUSY = "busy"
    RATE_LIMITED = "rate-limited"
    LOST = "lost"
    UNREADABLE = "unreadable"
    NO_ADDRESS = "no-address"
    NO_ACCOUNT = "no-account"
    NOT_ALLOWED = "not-allowed"
    NOT_APPROVED = "not-approved"
    STOPPED = "stopped"
    BACKING_OFF = "backing-off"
    DONE_BEFORE = "done-before"
    CUT_BEFORE = "cut-before"
    ACCOUNT_REFUSED = "account-refused"
    KEY_UNUSABLE = "key-unusable"


SKIPPED = frozenset(
    {
        Outcome.NO_ADDRESS,
        Outcome.NO_ACCOUNT,
        Outcome.NOT_ALLOWED,
        Outcome.NOT_APPROVED,
        Outcome.STOPPED,
        Outcome.BACKING_OFF,
        Outcome.DONE_BEFORE,
        Outcome.CUT_BEFORE,
        Outcome.ACCOUNT_REFUSED,
        Outcome.KEY_UNUSABLE,
    }
)


class InCall(errors.Busy):
    """The room is in a call, or in a meeting of another service; it was left alone."""


@dataclass(frozen=True)
class Result(Generic[T]):
    """What became of one room. `value` is there when it is ok; `detail` is the room's own word for why not, if any."""

    room: Room
    outcome: Outcome
    value: T | None = None
    detail: str = ""

    @property
    def is_ok(self) -> bool:
        """Tell whether what was wanted is so: done now, or in an earlier run."""
        return self.outcome in {Outcome.OK, Outcome.DONE_BEFORE}


# The narrowest first.
_NAMES: tuple[tuple[type[errors.RoomError], Outcome], ...] = (
    (InCall, Outcome.IN_CALL),
    (errors.Unreachable, Outcome.UNREACHABLE),
    (errors.AuthenticationRefused, Outcome.AUTHENTICATION_REFUSED),
    (errors.KeyUnusable, Outcome.KEY_UNUSABLE),
    (errors.Untrusted, Outcome.UNTRUSTED),
    (errors.NotSupported, Outcome.NOT_SUPPORTED),
    (errors.BadParameter, Outcome.BAD_PARAMETER),
    (errors.Refused, Outcome.REFUSED),
    (errors.Busy, Outcome.BUSY),
    (errors.RateLimited, Outcome.RATE_LIMITED),
    (errors.Lost, Outcome.LOST),
)


def outcome_of(fault: errors.RoomError) -> Outcome:
    """Return the outcome that the error stands for."""
    return next((name for kind, name in _NAMES if isinstance(fault, kind)), Outcome.UNREADABLE)


def detail_of(fault: errors.RoomError) -> str:
    """Return what the room itself said of it: the parameter, its cause, or the key it showed."""
    found = (getattr(fault, name, None) for name in ("parameter", "cause", "fingerprint"))
    return next((word for word in found if word), "")


WORDS: Mapping[Outcome, Told] = MappingProxyType(
    {
        Outcome.OK: Told("Klart.", "Done."),
        Outcome.UNREACHABLE: Told(
            "Svarar inte, eller sover djupt. Försök senare.", "Does not answer, or sleeps deeply. Try later."
        ),
        Outcome.AUTHENTICATION_REFUSED: Told(
            "Kontot nekades. Rummet prövas inte igen förrän du har rättat kontot och kört `rooms retry`.",
            "The account was refused. The room is not tried again until you have mended it and run `rooms retry`.",
        ),
        Outcome.UNTRUSTED: Told(
            "Visar en annan nyckel än den godkända. Inget lösenord gavs. Ta reda på varför och kör `rooms approve`.",
            "Shows another key than the approved one. No password was sent. Find out why, then run `rooms approve`.",
        ),
        Outcome.NOT_SUPPORTED: Told("Rummet kan inte det.", "The room can't do that."),
        Outcome.BAD_PARAMETER: Told("Rummet tar inte värdet.", "The room does not take the value."),
        Outcome.REFUSED: Told("Rummet sa nej.", "The room said no."),
        Outcome.IN_CALL: Told(
            "Rummet är i ett samtal och lämnades i fred.", "The room is in a call and was left alone."
        ),
        Outcome.BUSY: Told(
            "Rummet har ingen session kvar åt oss. Försök senare.", "The room has no session left for us. Try later."
        ),
        Outcome.RATE_LIMITED: Told(
            "Rummet får för många frågor. Försök senare.", "The room gets too many questions. Try later."
        ),
        Outcome.LOST: Told(
            "Förbindelsen bröts innan svaret kom. Titta i rummet innan du gör om det.",
            "The connection ended before the answer. Look in the room before doing it again.",
        ),
        Outcome.UNREADABLE: Told("Rummets svar går inte att förstå.", "The room's answer can't be understood."),
        Outcome.NO_ADDRESS: Told("Har ingen adress.", "Has no address."),
        Outcome.NO_ACCOUNT: Told("Inget konto är angivet för rummet.", "No account has been told for the room."),
        Outcome.NOT_ALLOWED: Told(
            "Adressen ligger utanför de nät som är tillåtna (networks).",
            "The address is outside the networks that are allowed (networks).",
        ),
        Outcome.NOT_APPROVED: Told(
            "Rummets nyckel är inte godkänd. Kör `rooms approve`.",
            "The room's key is not approved. Run `rooms approve`.",
        ),
        Outcome.STOPPED: Told(
            "Nekade oss förut och prövas inte. Rätta det och kör `rooms retry`.",
            "Turned us away before and is not tried. Mend it and run `rooms retry`.",
        ),
        Outcome.BACKING_OFF: Told(
            "Svarade inte nyss och prövas snart igen.", "Did not answer a moment ago and is soon tried again."
        ),
        Outcome.DONE_BEFORE: Told("Redan gjort.", "Done already."),
        Outcome.ACCOUNT_REFUSED: Told(
            "Kontot nekades i tre andra rum och prövades inte här. Rätta kontot först.",
            "The account was refused in three other rooms and not tried here. Mend the account first.",
        ),
        Outcome.KEY_UNUSABLE: Told(
            "Kontots nyckelfil går inte att läsa här. Rummet tillfrågades inte. Rätta filen.",
            "The account's key file can't be read here. The room was not asked. Mend the file.",
        ),
        Outcome.CUT_BEFORE: Told(
            "Avbröts förra gången mitt i. Gjordes inte om, det kan ha hunnit hända.",
            "Was cut in the middle last time. Not done again, as it may have happened.",
        ),
    }
)
