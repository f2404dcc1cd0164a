"""Everything a room can fail with, named by what the caller can do about it.

No text carries a password, a name or a number that was dialled.
"""


class RoomError(Exception):
    """Base of everything this library raises on purpose."""


class Unreachable(RoomError):
    """Nothing answers at the address, or the room sleeps deeply; try again later."""


class AuthenticationRefused(RoomError):
    """The account is refused. Never tried again until a person says so: some rooms lock the account after five."""


class KeyUnusable(RoomError):
    """The account's key file can't be read here, or holds no key; nothing was sent. Mend the file, then try again."""


class Untrusted(RoomError):
    """What answers does not show the key pinned for the room; a person decides. `fingerprint` is what it showed."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        super().__init__(f"the key {fingerprint} is not the room's")


class NotSupported(RoomError):
    """This room, its software, its mode or this way of speaking to it has no such thing."""


class BadParameter(RoomError):
    """A value the room does not take; `parameter` names it when the room did."""

    def __init__(self, parameter: str | None = None) -> None:
        self.parameter = parameter
        super().__init__(f"the room does not take this value: {parameter or 'it did not say which'}")


class Refused(RoomError):
    """The room understood and said no. `cause` is its own word or number for why, if it gave any."""

    def __init__(self, cause: str | None = None) -> None:
        self.cause = cause
        super().__init__(f"the room refused: {cause or 'without a reason'}")


class Busy(RoomError):
    """The room is in a call, or has no session left for us; come back when it is free."""


class RateLimited(RoomError):
    """The room has more questions than it takes; slow down."""


class Lost(RoomError):
    """The connection ended before the answer came: whether the room did it is not known. Look before doing it again."""


class Unreadable(RoomError):
    """What came is no answer in the room's language; the connection is closed, as nothing after it can be trusted."""
