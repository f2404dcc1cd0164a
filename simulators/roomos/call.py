"""One call at one endpoint, from the first sign of it until its ghost (roomos 2, Dial, and roomos 3)."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from simulators.roomos.exchange import LOCAL, NO_ANSWER, REJECTED, REMOTE, Cause, End
from simulators.roomos.machine import Machine
from simulators.roomos.tree import Branch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulators.roomos.clock import Cancels
    from simulators.roomos.tree import Leaf

GONE_SECONDS = 0.3
PATIENCE_SECONDS = 120.0


class Step(StrEnum):
    """Where a call is, as xStatus Call says."""

    DIALLING = "Dialling"
    CONNECTING = "Connecting"
    RINGING = "Ringing"
    CONNECTED = "Connected"
    ON_HOLD = "OnHold"
    DISCONNECTING = "Disconnecting"


class Call:
    """One call. It is an `End`: the far end speaks to it; the device's people through `accept` and `hang_up`."""

    def __init__(self, machine: Machine, number: int, tell: Callable[[], None]) -> None:
        self.number = number
        self.step = Step.DIALLING
        self.incoming = False
        self.remote = ""
        self.remote_name = ""
        self.booking = ""
        self.protocol = "Sip"
        self.rate = 6000
        self.request = "None"
        self.answer = "Unanswered"
        self.sees_picture = False
        self.far: End | None = None
        self.heard = ""
        self._machine = machine
        self._tell = tell  # told after every step
        self._connected_at = 0.0
        self._waiting: Cancels | None = None

    @property
    def address(self) -> str:
        """Where this end is called."""
        return self._machine.identity.address

    @property
    def name(self) -> str:
        """What this end is called by people."""
        return self._machine.identity.name

    @property
    def live(self) -> bool:
        """Whether it has not come to its end."""
        return self.step is not Step.DISCONNECTING

    def begin(self, *, incoming: bool) -> None:
        """Show up in the status."""
        self.incoming = incoming
        self.step = Step.RINGING if incoming else Step.DIALLING
        self._waiting = self._machine.later(PATIENCE_SECONDS, lambda: self.hang_up(NO_ANSWER))
        self._machine.change({"Call": [self._status()], "Conference": {"Call": [self._conference()]}})
        if incoming:
            indication: Mapping[str, Leaf] = {
                "RemoteURI": f"sip:{self.remote}",
                "DisplayNameValue": self.remote_name,
                "CallId": self.number,
            }
            self._machine.happen("IncomingCallIndication", indication)
        else:
            self._machine.happen("OutgoingCallIndication", {"CallId": self.number})
        self._tell()

    def move(self, step: Step) -> None:
        """Take the next step and show it."""
        self.step = step
        self._show({"Status": str(step)})
        self._tell()

    def rings(self) -> None:
        """Show that the far end rings."""
        if self.step in {Step.DIALLING, Step.CONNECTING}:
            self.move(Step.RINGING)

    def accepts(self) -> None:
        """Be connected, as the far end has accepted."""
        if self.live and self.step is not Step.CONNECTED:
            self._connect("Answered")

    def accept(self, how: str = "Answered") -> None:
        """Answer an incoming call."""
        self._connect(how)
        if self.far is not None:
            self.far.accepts()

    def hold(self) -> None:
        """Let the far end wait."""
        self._show({"PlacedOnHold": "True"})
        self.move(Step.ON_HOLD)

    def resume(self) -> None:
        """Go on with a call that was held."""
        self._show({"PlacedOnHold": "False"})
        self.move(Step.CONNECTED)

    def hang_up(self, cause: Cause = LOCAL) -> None:
        """End the call from here."""
        far, turned_away = self.far, self.incoming and self.step is Step.RINGING
        if self._leave(cause) and far is not None:
            far.ends(NO_ANSWER if cause is NO_ANSWER else REJECTED if turned_away else REMOTE)

    def ends(self, cause: Cause) -> None:
        """End the call, as the far end did."""
        self._leave(cause)

    def hears(self, tones: str) -> None:
        """Keep the tones, for tests to look at."""
        self.heard += tones

    def sees(self, *, sharing: bool) -> None:
        """Show the far end's picture, or no more."""
        self.sees_picture = sharing
        self._tell()

    def asks(self, request: str) -> None:
        """Show that a PIN is wanted, or no more."""
        self.request = request
        if self.live:
            conference: Branch = {"id": self.number, "AuthenticationRequest": request}
            self._machine.change({"Conference": {"Call": [conference]}})

    def vanish(self) -> End | None:
        """Be gone at once without a word, as when the plug is pulled; return who does not know of it yet."""
        self._stop_waiting()
        self.step = Step.DISCONNECTING
        far, self.far = self.far, None
        return far

    def _connect(self, how: str) -> None:
        self._stop_waiting()
        self._connected_at = self._machine.clock.seconds()
        self.answer = how
        self._show({"AnswerState": how, "Encryption": {"Type": "Aes-128"}, "DeviceType": "Endpoint"})
        self.move(Step.CONNECTED)
        self._machine.happen(
            "CallSuccessful",
            {
                "CallId": self.number,
                "Protocol": self.protocol.upper(),
                "Direction": self._direction().lower(),
                "CallRate": self.rate,
                "RemoteURI": f"sip:{self.remote}",
                "EncryptionIn": "On",
                "EncryptionOut": "On",
                "BookingId": self.booking,
            },
        )

    def _leave(self, cause: Cause) -> bool:
        if not self.live:
            return False
        self._stop_waiting()
        duration = self._duration()
        self.far = None
        self.sees_picture = False
        self.move(Step.DISCONNECTING)
        self._machine.later(GONE_SECONDS, lambda: self._gone(cause, duration))
        return True

    def _gone(self, cause: Cause, duration: int) -> None:
        self._machine.happen(
            "CallDisconnect",
            {
                "CallId": self.number,
                "CauseValue": cause.value,
                "CauseType": cause.kind,
                "CauseString": cause.text,
                "CauseCode": cause.code,
                "CauseOrigin": cause.origin,
                "OrigCallDirection": self._direction().lower(),
                "RemoteURI": f"sip:{self.remote}",
                "DisplayName": self.remote_name,
                "Protocol": self.protocol.upper(),
                "Duration": duration,
                "BookingId": self.booking,
            },
        )
        self._machine.vanish("Call", self.number)
        self._machine.vanish("Conference", "Call", self.number)
        self._tell()

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()

    def _show(self, change: Branch) -> None:
        self._machine.change({"Call": [{"id": self.number, **change}]})

    def _direction(self) -> str:
        return "Incoming" if self.incoming else "Outgoing"

    def _duration(self) -> int:
        connected = self.step in {Step.CONNECTED, Step.ON_HOLD}
        return int(self._machine.clock.seconds() - self._connected_at) if connected else 0

    def _status(self) -> Branch:
        return {
            "id": self.number,
            "Status": str(self.step),
            "Direction": self._direction(),
            "Protocol": self.protocol,
            "CallbackNumber": f"{self.protocol.lower()}:{self.remote}",
            "RemoteNumber": self.remote,
            "DisplayName": self.remote_name,
            "CallType": "Video",
            "AnswerState": self.answer,
            "Encryption": {"Type": "None"},
            "DeviceType": "Unknown",
            "TransmitCallRate": self.rate,
            "ReceiveCallRate": self.rate,
            "PlacedOnHold": "False",
            "Duration": self._duration,
        }

    def _conference(self) -> Branch:
        return {
            "id": self.number,
            "AuthenticationRequest": self.request,
            "BookingId": self.booking,
            "Capabilities": {"Presentation": "True"},
            "Manufacturer": "",
            "MeetingPlatform": "",
            "MicrophonesMuted": "False",
            "Recording": "False",
        }
