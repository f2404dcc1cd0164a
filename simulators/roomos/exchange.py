"""Who can be called at which address: the other endpoints, and the conference bridge."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Cause:
    """Why a call ended, in the words of CallDisconnect (roomos 3)."""

    value: int
    kind: str
    text: str
    code: int = 0
    origin: str = "SIP"


LOCAL = Cause(1, "LocalDisconnect", "", 200)
REMOTE = Cause(2, "RemoteDisconnect", "", 200)
REJECTED = Cause(4, "RemoteDisconnect", "Decline", 603)
BUSY = Cause(17, "Busy", "Busy here", 486)
UNKNOWN = Cause(1, "UnknownRemoteSite", "Not Found", 404)
NO_ANSWER = Cause(19, "NoAnswer", "Request Timeout", 408)
LOST = Cause(34, "MediaTimeout", "Media timeout", 0, "Internal")


class End(Protocol):
    """One end of a call, as the other end speaks to it. All of it in the site's loop."""

    @property
    def address(self) -> str:
        """Where it is called."""
        ...

    @property
    def name(self) -> str:
        """What it is called by people."""
        ...

    def rings(self) -> None:
        """The other end rings."""
        ...

    def accepts(self) -> None:
        """Somebody at the other end has accepted."""
        ...

    def ends(self, cause: Cause) -> None:
        """The other end ended, or never began."""
        ...

    def hears(self, tones: str) -> None:
        """The other end sent tones."""
        ...

    def sees(self, *, sharing: bool) -> None:
        """The other end began or stopped to share a picture."""
        ...

    def asks(self, request: str) -> None:
        """The other end wants a PIN: the words of Conference Call AuthenticationRequest, "None" when no more."""
        ...


@dataclass(frozen=True)
class Ring:
    """A call that comes in."""

    caller: End
    protocol: str
    rate: int


# Takes a call and returns its own end, or why it does not.
Place = Callable[[Ring], "End | Cause"]


class Exchange:
    """The address book of a site. Addresses are told apart as in SIP: without regard to case or "sip:"."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._finders: list[Callable[[str], Place | None]] = []

    def put(self, address: str, place: Place) -> None:
        """Let somebody be called at the address."""
        self._places[plain(address)] = place

    def ask(self, finder: Callable[[str], Place | None]) -> None:
        """Let somebody who knows many addresses be asked for one, without its "sip:" and in small letters."""
        self._finders.append(finder)

    def find(self, address: str) -> Place | None:
        """Return who is called there, None for an address nobody has."""
        wanted = plain(address)
        found = self._places.get(wanted)
        return found or next((place for finder in self._finders if (place := finder(wanted))), None)


def plain(address: str) -> str:
    """Return the address without what does not tell it from others."""
    return address.strip().lower().removeprefix("sip:").removeprefix("sips:").removeprefix("h323:")
