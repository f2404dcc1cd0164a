"""A conference bridge of the stand-in's own: addresses with roles, PINs by tones, a lobby until a host is in.

At a domain that it keeps for meetings held elsewhere, every address is a conference of guests: who they are let in by
is told from outside.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

_TRIES = 3
NO_PIN = ""


class Role(StrEnum):
    """What somebody in a conference may do."""

    HOST = "host"
    GUEST = "guest"


class Place(StrEnum):
    """Where somebody who called stands."""

    PIN = "pin"  # asked for a PIN
    LOBBY = "lobby"  # waits for a host
    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Entrance:
    """An address, and which PIN gives which role there. The PIN `NO_PIN` is "#" alone; the only one: nobody asks."""

    address: str
    pins: Mapping[str, Role] = field(repr=False)

    @property
    def request(self) -> str:
        """What the call says of the PIN: the words of Conference Call AuthenticationRequest."""
        if set(self.pins) == {NO_PIN}:
            return "None"
        return "HostPinOrGuest" if NO_PIN in self.pins else "HostPinOrGuestPin"


def host(address: str, pin: str = NO_PIN) -> Entrance:
    """Return an address for hosts."""
    return Entrance(address, MappingProxyType({pin: Role.HOST}))


def guest(address: str, pin: str = NO_PIN) -> Entrance:
    """Return an address for guests."""
    return Entrance(address, MappingProxyType({pin: Role.GUEST}))


def either(address: str, host_pin: str, guest_pin: str = NO_PIN) -> Entrance:
    """Return an address where the PIN decides; a guest without one presses "#"."""
    return Entrance(address, MappingProxyType({host_pin: Role.HOST, guest_pin: Role.GUEST}))


class Leg:
    """One call into a conference. `changed` is told after each step; it may ask the leg where it stands."""

    def __init__(self, conference: "Conference", entrance: Entrance, name: str, changed: "Changed") -> None:
        self.conference = conference
        self.name = name
        self.role: Role | None = None
        self.place = Place.PIN
        self.invited = False  # somebody has let this guest in, host or no host
        self._entrance = entrance
        self._changed = changed
        self._typed = ""
        self._wrong = 0

    @property
    def request(self) -> str:
        """What is asked for now: "None", or which PINs are taken."""
        return self._entrance.request if self.place is Place.PIN else "None"

    def send_tones(self, tones: str) -> None:
        """Take what is typed; "#" ends a PIN. After three wrong ones the call is ended."""
        for tone in tones:
            if self.place is not Place.PIN:
                return
            if tone == "#":
                typed, self._typed = self._typed, ""
                self.try_pin(typed)
            elif tone in "0123456789":
                self._typed += tone

    def try_pin(self, pin: str) -> None:
        """Take a whole PIN."""
        self.role = self._entrance.pins.get(pin)
        if self.role is not None:
            self.conference.admit(self)
            return
        self._wrong += 1
        if self._wrong == _TRIES:
            self.hang_up()

    def hang_up(self) -> None:
        """Leave. May be called again."""
        if self.place is not Place.OUT:
            self.conference.release(self)

    def move(self, place: Place) -> None:
        """Stand somewhere else, and say so."""
        if place is not self.place:
            self.place = place
            self._changed(self)


Changed = Callable[[Leg], None]


class Conference:
    """Who is in and who waits. Guests wait until a host is in, and again when the last host has left."""

    def __init__(self, name: str, entrances: Iterable[Entrance], limit: int = 100) -> None:
        self.name = name
        self.entrances = tuple(entrances)
        self.limit = limit
        self.legs: list[Leg] = []

    def people(self, place: Place = Place.IN) -> list[str]:
        """Return the names of those who stand there, in the order they came."""
        return [leg.name for leg in self.legs if leg.place is place]

    def admit(self, leg: Leg) -> None:
        """Let somebody with a role in, or into the lobby."""
        if leg.role is Role.HOST:
            leg.move(Place.IN)
            self._settle()
        else:
            leg.move(self._place_of(leg))

    def invite(self, name: str, *, wanted: bool) -> None:
        """Let the guests of that name in without a host, or no longer."""
        for leg in self.legs:
            if leg.name == name:
                leg.invited = wanted
        self._settle()

    def dismiss(self, name: str) -> None:
        """Put those of that name out."""
        for leg in [leg for leg in self.legs if leg.name == name]:
            leg.hang_up()

    def release(self, leg: Leg) -> None:
        """Let somebody go."""
        self.legs.remove(leg)
        leg.move(Place.OUT)
        self._settle()

    def end(self) -> None:
        """Put everybody out."""
        for leg in list(self.legs):
            leg.hang_up()

    def _hosted(self) -> bool:
        return any(leg.role is Role.HOST and leg.place is Place.IN for leg in self.legs)

    def _place_of(self, leg: Leg) -> Place:
        return Place.IN if leg.invited or self._hosted() else Place.LOBBY

    def _settle(self) -> None:
        for leg in list(self.legs):
            if leg.role is Role.GUEST:
                leg.move(self._place_of(leg))


class Bridge:
    """All conferences, by the addresses they are called at, whatever their case and with "sip:" or without."""

    def __init__(self) -> None:
        self.conferences: dict[str, Conference] = {}
        self._entrances: dict[str, tuple[Conference, Entrance]] = {}
        self._domains: set[str] = set()

    def keep(self, domain: str) -> None:
        """Have a conference for guests at every address of the domain, from the first call to it."""
        self._domains.add(domain.lower())

    def open(self, name: str, *entrances: Entrance, limit: int = 100) -> Conference:
        """Make a conference; a second of the same name takes the first one's place, and its people are put out."""
        self.close(name)
        made = self.conferences[name] = Conference(name, entrances, limit)
        self._entrances |= {_plain(one.address): (made, one) for one in made.entrances}
        return made

    def close(self, name: str) -> None:
        """End a conference and give up its addresses. One that is gone is no error."""
        if gone := self.conferences.pop(name, None):
            self._entrances = {key: pair for key, pair in self._entrances.items() if pair[0] is not gone}
            gone.end()

    def knows(self, address: str) -> bool:
        """Tell whether the address is one of ours."""
        return _plain(address) in self._entrances or self._keeps(address)

    def call(self, address: str, name: str, changed: Changed) -> Leg | None:
        """Let somebody call in; None when the conference is full. Raises KeyError for an address that is not ours.

        `changed` is told of every step after this one.
        """
        if _plain(address) not in self._entrances and self._keeps(address):
            self.open(_plain(address), guest(_plain(address)))
        conference, entrance = self._entrances[_plain(address)]
        if len(conference.legs) >= conference.limit:
            return None
        leg = Leg(conference, entrance, name, changed)
        conference.legs.append(leg)
        if entrance.request == "None":
            leg.try_pin(NO_PIN)
        return leg

    def _keeps(self, address: str) -> bool:
        alias, at, domain = _plain(address).partition("@")
        return bool(alias and at) and domain in self._domains


def _plain(address: str) -> str:
    return address.lower().removeprefix("sip:")
