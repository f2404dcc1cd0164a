"""What a device refuses with; each way of speaking writes it in its own form (roomos 1.1, 1.3, 1.4)."""

from simulators.roomos.tree import Path


class Refusal(Exception):
    """Base of all that a device says no with. `path` is what was asked for."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{'/'.join(map(str, path))}: {reason}")


class UnknownCommand(Refusal):
    """There is no such command, on this software."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "Unknown command")


class BadParameter(Refusal):
    """A parameter is missing, unknown, or has a value outside of what it takes; `parameter` names it."""

    def __init__(self, path: Path, parameter: str, reason: str = "Bad parameter") -> None:
        self.parameter = parameter
        super().__init__(path, reason)


class NoMatch(Refusal):
    """There is no such status or configuration; `path` begins with which of the two."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "No match on address expression")


class IllegalValue(Refusal):
    """The configuration does not take the value; `path` begins with "Configuration"."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "Illegal value")


class Denied(Refusal):
    """The account's roles do not allow it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "Permission denied")


class Failed(Refusal):
    """The command is right but cannot be done now; `cause` is the number told over the WebSocket (roomos 1.3)."""

    def __init__(self, path: Path, reason: str, cause: int = 1) -> None:
        self.cause = cause
        super().__init__(path, reason)


class TooManyExpressions(Refusal):
    """At most 38 expressions in a session (roomos 1.1)."""

    def __init__(self) -> None:
        super().__init__((), "Too many feedback expressions")


class SignInRefused(Exception):
    """The account, the password or the key is wrong; or the account is locked, which is not told apart."""


class NoSessionLeft(Exception):
    """The account, or the device, has as many sessions as it takes (roomos 1.2)."""
