"""An endpoint as tests and pages hold it, from any thread: its ports, its keys, and the hands of the people in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from simulators.roomos.call import Step
from simulators.roomos.device import Device, Done
from simulators.roomos.errors import Failed
from simulators.roomos.sessions import Session
from simulators.roomos.tree import Node

if TYPE_CHECKING:
    from simulators.roomos.wiring import Wiring

T = TypeVar("T")
# Whoever stands in the room, at the panel.
HAND = Session(0, "panel", frozenset({"Admin", "User", "RoomControl", "Integrator"}), "panel")


class _Loop(Protocol):
    def call(self, action: Callable[[], T]) -> T: ...


class Endpoint:
    """One endpoint of a site. What it is told it does before the method returns."""

    def __init__(self, site: _Loop, device: Device, wiring: "Wiring") -> None:
        self._site = site
        self.device = device
        self.wiring = wiring

    @property
    def id(self) -> str:
        """What it is called in orders: room1."""
        return self.address.partition("@")[0]

    @property
    def host_key(self) -> str:
        """The fingerprint of its SSH host key, SHA256:… as OpenSSH writes it."""
        return self.wiring.host_key

    @property
    def ssh(self) -> int:
        """The port it speaks SSH at."""
        return self.wiring.ssh_port

    @property
    def https(self) -> int:
        """The port it speaks HTTPS at; the WebSocket is at /ws there."""
        return self.wiring.https_port

    @property
    def address(self) -> str:
        """Where it is called."""
        return self.device.identity.address

    @property
    def log(self) -> list[Done]:
        """The commands it has done."""
        return self._site.call(lambda: list(self.device.log))

    @property
    def calls(self) -> list[Step]:
        """Where its calls are, in the order they began."""
        return self._site.call(lambda: [call.step for call in self.device.parts.calls.all.values()])

    @property
    def sessions(self) -> list[str]:
        """Who is signed in, as user and way of speaking."""
        return self._site.call(lambda: [f"{one.user} {one.transport}" for one in self.device.sessions.open_now])

    def status(self, *path: str | int) -> Node | None:
        """Return what stands in its status at the path."""
        return self._site.call(lambda: self.device.read(HAND, "Status", path))

    def press_panel(self, panel_id: str) -> None:
        """Press a panel's button. Raises Failed when there is none."""
        self._command("UserInterface Extensions Panel Clicked", PanelId=panel_id)

    def press_widget(self, widget_id: str, value: str = "") -> None:
        """Press and let go of a widget. Raises Failed when there is none."""
        for kind in ("Pressed", "Released", "Clicked"):
            self._command("UserInterface Extensions Widget Action", WidgetId=widget_id, Type=kind, Value=value)

    def answer_prompt(self, option: int, feedback_id: str = "") -> None:
        """Press an answer of the question on the screen."""
        extra = {"FeedbackId": feedback_id} if feedback_id else {}
        self._command("UserInterface Message Prompt Response", OptionId=option, **extra)

    def accept(self) -> None:
        """Take the call that rings."""
        self._command("Call Accept")

    def reject(self) -> None:
        """Turn the call that rings away."""
        self._command("Call Reject")

    def hang_up(self) -> None:
        """End the call."""
        self._command("Call Disconnect")

    def people(self, number: int) -> None:
        """Let so many people be in the room."""
        self._site.call(lambda: self.device.parts.analytics.come(number))

    def dial(self, address: str) -> None:
        """Call somebody."""
        self._command("Dial", Number=address)

    def join(self, booking_id: str) -> None:
        """Press a booking's button. Raises Failed when it is not there."""
        self._site.call(lambda: join(self.device, booking_id))

    def power_off(self) -> None:
        """Pull the plug."""
        self._site.call(self.device.power_off)

    def power_on(self) -> None:
        """Put the plug back."""
        self._site.call(self.device.reboot)

    async def rekey(self) -> None:
        """Show another SSH host key from now on, as after a factory reset. In the site's loop."""
        await self.wiring.rekey()

    def do(self, action: Callable[[Device], T]) -> T:
        """Do anything with the device, in the loop it lives in."""
        return self._site.call(lambda: action(self.device))

    def _command(self, path: str, **values: str | int) -> None:
        self._site.call(lambda: self.device.command(HAND, tuple(path.split()), values))


def join(device: Device, booking_id: str) -> None:
    """Press a booking's button, in the site's loop. Raises Failed when it is not there now."""
    booking = next((one for one in device.parts.bookings.joinable() if one.id == booking_id), None)
    if booking is None:
        raise Failed(("Bookings",), "No such booking can be joined now")
    device.command(HAND, ("Dial",), {"Number": booking.number, "Protocol": booking.protocol, "BookingId": booking.id})
