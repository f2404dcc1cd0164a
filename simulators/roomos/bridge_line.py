"""The lines between the exchange and the conference bridge: a call into a conference, as its caller sees it."""

from collections.abc import Callable

from simulators.roomos.bridge import Bridge, Leg, Place
from simulators.roomos.clock import Clock
from simulators.roomos.exchange import BUSY, REMOTE, Cause, End, Ring
from simulators.roomos.exchange import Place as Called

ANSWER_SECONDS = 0.3


class BridgeLine:
    """The bridge's end of one call: it answers by itself, asks for a PIN by tones, and lets in, or not."""

    def __init__(self, caller: End, lines: list["BridgeLine"]) -> None:
        self.address = "bridge"
        self.name = "Conference"
        self.caller = caller
        self.leg: Leg | None = None
        self.sharing = False
        self._shown = False  # whether the caller sees what somebody else shares
        self._lines = lines

    def changed(self, leg: Leg) -> None:
        """Tell the caller where it stands, and everybody what is to be seen now."""
        if leg.place is Place.OUT:
            self._leave()
            self.caller.ends(REMOTE)
        else:
            self.caller.asks(leg.request)
            self._settle()

    def rings(self) -> None:
        """Callers do not ring at a bridge."""

    def accepts(self) -> None:
        """Callers have accepted by calling."""

    def asks(self, request: str) -> None:
        """Callers ask for no PIN."""

    def ends(self, cause: Cause) -> None:
        """Leave the conference."""
        del cause
        self._leave()
        if self.leg is not None:
            self.leg.hang_up()

    def hears(self, tones: str) -> None:
        """Take the tones as a PIN."""
        if self.leg is not None:
            self.leg.send_tones(tones)

    def sees(self, *, sharing: bool) -> None:
        """Show the caller's picture to all others who are in, also to those who come later, or no more."""
        self.sharing = sharing
        self._settle()

    def look(self) -> None:
        """See what others share now, or no more."""
        shown = any(line is not self and line.sharing and self._together(line) for line in self._lines)
        if shown is not self._shown:
            self._shown = shown
            self.caller.sees(sharing=shown)

    def _leave(self) -> None:
        if self in self._lines:
            self._lines.remove(self)
            self._settle()

    def _settle(self) -> None:
        for line in list(self._lines):
            line.look()

    def _together(self, other: "BridgeLine") -> bool:
        mine, theirs = self.leg, other.leg
        return (
            mine is not None
            and theirs is not None
            and mine.conference is theirs.conference
            and mine.place is theirs.place is Place.IN
        )


class BridgeLines:
    """All lines into one bridge."""

    def __init__(self, bridge: Bridge, clock: Clock) -> None:
        self._bridge = bridge
        self._clock = clock
        self._lines: list[BridgeLine] = []

    def find(self, address: str) -> Called | None:
        """Return the conference at the address, as the exchange wants it; None when the bridge has none there."""
        return self._place(address) if self._bridge.knows(address) else None

    def _place(self, address: str) -> Callable[[Ring], End | Cause]:
        def called(ring: Ring) -> End | Cause:
            line = BridgeLine(ring.caller, self._lines)
            leg = self._bridge.call(address, ring.caller.name, line.changed)
            if leg is None:
                return BUSY
            line.leg, line.name = leg, leg.conference.name
            self._lines.append(line)
            self._clock.later(ANSWER_SECONDS, lambda: self._answer(line, leg))
            return line

        return called

    def _answer(self, line: BridgeLine, leg: Leg) -> None:
        if leg.place is not Place.OUT:
            line.caller.accepts()
            line.caller.asks(leg.request)
            line.look()
