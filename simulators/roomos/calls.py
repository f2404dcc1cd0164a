"""The calls of one endpoint: dialled, taken by hand, held, ended (roomos 2, Dial and Call)."""

from itertools import count

from simulators.roomos.call import Call, Step
from simulators.roomos.errors import BadParameter
from simulators.roomos.exchange import BUSY, LOST, REJECTED, UNKNOWN, Cause, End, Exchange, Ring, plain
from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.power import Power, Supply
from simulators.roomos.standby import Standby
from simulators.roomos.tree import Branch

# How many calls an endpoint holds; one more is busy.
MOST = 3
SEND_SECONDS = 0.2
RING_SECONDS = 0.1
# An address nobody has stays Connecting for about two seconds, then fails.
SEARCH_SECONDS = 2.0
# How long the far end waits for a picture before it gives up on one that has vanished.
LOSS_SECONDS = 10.0
_TONES = frozenset("0123456789*#,")


class Calls:
    """All calls of one endpoint. Nobody's call is taken by itself unless Conference AutoAnswer Mode is On."""

    def __init__(self, machine: Machine, exchange: Exchange, supply: Supply, standby: Standby) -> None:
        self.all: dict[int, Call] = {}
        self.sharing = False
        self._machine = machine
        self._exchange = exchange
        self._supply = supply
        self._standby = standby
        self._numbers = count(1)
        self.handlers: Handlers = {
            "Dial": self._dial,
            "Call Disconnect": self._disconnect,
            "Call Accept": self._accept,
            "Call Reject": self._reject,
            "Call DTMFSend": self._tones,
            "Call Hold": self._hold,
            "Call Resume": self._resume,
            "Call Join": self._join,
            "Conference ParticipantList Search": self._participants,
        }
        exchange.put(machine.identity.address, self.receive)

    def live(self) -> list[Call]:
        """Return the calls that have not come to their end."""
        return [call for call in self.all.values() if call.live]

    def connected(self) -> list[Call]:
        """Return the calls people speak in."""
        return [call for call in self.all.values() if call.step is Step.CONNECTED]

    def receive(self, ring: Ring) -> End | Cause:
        """Take a call that comes in: it rings, and somebody accepts it by hand, or does not."""
        if self._supply.state is not Power.ON:
            return UNKNOWN
        if self._machine.tree_text("Conference", "DoNotDisturb") == "Active":
            return REJECTED
        if len(self.live()) >= MOST:
            return BUSY
        call = self._new(ring.caller.address, ring.protocol, ring.rate)
        call.remote_name, call.far = ring.caller.name, ring.caller
        alone = len(self.live()) == 1
        self._standby.wake()
        call.begin(incoming=True)
        self._machine.later(RING_SECONDS, ring.caller.rings)
        if alone and self._machine.text("Conference", "AutoAnswer", "Mode") == "On":
            delay = self._machine.number("Conference", "AutoAnswer", "Delay")
            self._machine.later(RING_SECONDS + delay, lambda: self._answer_alone(call))
        return call

    def accept(self, call: Call) -> None:
        """Answer by hand; another call people speak in is held."""
        for other in self.connected():
            other.hold()
        call.accept()

    def share(self, *, sharing: bool) -> None:
        """Let all far ends see what is shared, or no more."""
        self.sharing = sharing
        for call in self.connected():
            if call.far is not None:
                call.far.sees(sharing=sharing)
        self._changed()

    def vanish(self) -> None:
        """Lose all calls without a word; the far ends notice when no picture comes."""
        for call in self.all.values():
            far = call.vanish()
            if far is not None:
                self._machine.later(LOSS_SECONDS, lambda far=far: far.ends(LOST))  # type: ignore[misc] # bound now
        self.all.clear()
        self.sharing = False

    def _dial(self, order: Order) -> Branch:
        if len(self.live()) >= MOST:
            raise order.failed("Maximum number of active calls reached", 17)
        number = order.text("Number")
        if not number.strip():
            raise order.failed("No number to dial", 3)
        call = self._new(plain(number), order.text("Protocol", "Sip"), order.number("CallRate", 6000))
        call.remote_name, call.booking = order.text("DisplayName"), order.text("BookingId")
        self._standby.wake()
        call.begin(incoming=False)
        self._machine.later(SEND_SECONDS, lambda: self._send(call))
        return {"CallId": call.number, "ConferenceId": call.number}

    def _send(self, call: Call) -> None:
        if call.step is not Step.DIALLING:
            return
        call.move(Step.CONNECTING)
        place = self._exchange.find(call.remote)
        answer = UNKNOWN if place is None else place(Ring(call, call.protocol, call.rate))
        if isinstance(answer, Cause):
            self._machine.later(SEARCH_SECONDS if answer is UNKNOWN else RING_SECONDS, lambda: call.ends(answer))
        else:
            call.far = answer

    def _answer_alone(self, call: Call) -> None:
        if call.step is Step.RINGING:
            call.accept("Autoanswered")

    def _disconnect(self, order: Order) -> Branch:
        self._chosen(order, self.live()).hang_up()
        return {}

    def _accept(self, order: Order) -> Branch:
        self.accept(self._chosen(order, self._ringing()))
        return {}

    def _reject(self, order: Order) -> Branch:
        self._chosen(order, self._ringing()).hang_up()
        return {}

    def _tones(self, order: Order) -> Branch:
        tones = order.text("DTMFString")
        if not set(tones) <= _TONES:
            raise BadParameter(order.path, "DTMFString")
        call = self._chosen(order, self.connected())
        if call.far is not None:
            call.far.hears(tones)
        return {}

    def _hold(self, order: Order) -> Branch:
        self._chosen(order, self.connected()).hold()
        return {}

    def _resume(self, order: Order) -> Branch:
        held = [call for call in self.all.values() if call.step is Step.ON_HOLD]
        self._chosen(order, held).resume()
        return {}

    def _join(self, order: Order) -> Branch:
        del order
        for call in self.all.values():
            if call.step is Step.ON_HOLD:
                call.resume()
        return {}

    def _participants(self, order: Order) -> Branch:
        call = self._chosen(order, self.connected())
        row: Branch = {"id": 1, "DisplayName": call.remote_name, "ParticipantId": str(call.number)}
        return {"Participant": [row], "ResultInfo": {"TotalRows": 1}}

    def _chosen(self, order: Order, among: list[Call]) -> Call:
        """0, -1 or none is the latest one (roomos 2)."""
        wanted = order.number("CallId")
        found = [call for call in among if wanted in {0, -1, call.number}]
        if not found:
            raise order.failed("No such call" if wanted > 0 else "No active call", 3)
        return found[-1]

    def _ringing(self) -> list[Call]:
        return [call for call in self.all.values() if call.incoming and call.step is Step.RINGING]

    def _new(self, remote: str, protocol: str, rate: int) -> Call:
        call = Call(self._machine, next(self._numbers), self._changed)
        call.remote, call.protocol, call.rate = remote, protocol, rate
        self.all[call.number] = call
        return call

    def _changed(self) -> None:
        known = self._machine.numbers_of("Call")
        self.all = {number: call for number, call in self.all.items() if number in known}
        receiving = any(call.sees_picture for call in self.connected())
        self.sharing = self.sharing and bool(self.connected())
        self._machine.change(
            {
                "Conference": {
                    "Presentation": {"Mode": "Sending" if self.sharing else "Receiving" if receiving else "Off"}
                },
                "SystemUnit": {
                    "State": {
                        "NumberOfActiveCalls": len(self.connected()),
                        "NumberOfInProgressCalls": len(self.live()) - len(self.connected()),
                        "NumberOfSuspendedCalls": sum(call.step is Step.ON_HOLD for call in self.all.values()),
                        **({"System": self._system()} if self._machine.identity.profile != "9.15" else {}),
                    }
                },
            }
        )

    def _system(self) -> str:
        return "InCall" if self.live() else "Initialized"
