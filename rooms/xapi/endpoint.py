"""A RoomOS room over any channel: each method of the port, wired to what is said."""

from collections.abc import Callable, Sequence

from rooms.endpoint import (
    Booking,
    Capability,
    Diagnostic,
    Dial,
    FeedbackSlot,
    Identity,
    Listener,
    Prompt,
    State,
)
from rooms.xapi import bookings as _bookings
from rooms.xapi import commands, configuration, feedback, messages, panels, slots, status
from rooms.xapi.channel import Channel, Path
from rooms.xapi.session import Session


class RoomosEndpoint:
    """Cisco RoomOS 11 and 26 and CE 9.15. Keeps every promise of `rooms.endpoint.Endpoint`.

    What the room runs is read when it is first needed. A value outside its space and a thing this room does not have
    are refused before anything is sent.
    """

    def __init__(self, channel: Channel) -> None:
        self._session = Session(channel)
        self._announcement = commands.Announcement(self._session)
        self._identity: Identity | None = None

    def capabilities(self) -> frozenset[Capability]:
        """Return what it can do as connected now."""
        return self._session.capabilities()

    def identity(self) -> Identity:
        """Return which device it is; read once."""
        if self._identity is None:
            self._identity = status.identity(self._session)
        return self._identity

    def state(self) -> State:
        """Return how the room is now, read anew."""
        return status.state(self._session)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what the device says is wrong with it."""
        return status.diagnostics(self._session)

    def dial(self, call: Dial) -> str:
        """Begin the call and return its id."""
        return commands.dial(self._session, call)

    def accept(self, call_id: str) -> None:
        """Answer a call."""
        commands.accept(self._session, call_id)

    def reject(self, call_id: str) -> None:
        """Turn an incoming call away."""
        commands.reject(self._session, call_id)

    def hang_up(self, call_id: str) -> None:
        """End this call. One that is gone is no error."""
        commands.hang_up(self._session, call_id)

    def send_tones(self, call_id: str, tones: str) -> None:
        """Send 0–9, *, # and comma, at most 32."""
        commands.send_tones(self._session, call_id, tones)

    def wake(self) -> None:
        """Wake the screens."""
        commands.wake(self._session)

    def sleep(self) -> None:
        """Let the room sleep."""
        commands.sleep(self._session)

    def set_volume(self, level: int) -> None:
        """Set the loudspeakers, 0 to 100."""
        commands.set_volume(self._session, level)

    def mute_microphones(self, *, muted: bool) -> None:
        """Mute or open the room's microphones."""
        commands.mute_microphones(self._session, muted=muted)

    def present(self, source: int | None) -> None:
        """Share the source 1 to 5 with the call, or stop with None."""
        commands.present(self._session, source)

    def set_layout(self, name: str) -> None:
        """Choose the layout the device knows by this name; 9.15 knows families only."""
        commands.set_layout(self._session, name)

    def layout(self) -> str:
        """Return the layout that is chosen now; 9.15 does not tell."""
        return status.layout(self._session)

    def activate_camera_preset(self, preset: int) -> None:
        """Turn the camera to preset 1 to 35."""
        commands.activate_camera_preset(self._session, preset)

    def alert(self, title: str, text: str, seconds: int = 10) -> None:
        """Show a text on screen and panel."""
        messages.alert(self._session, title, text, seconds)

    def ask(self, prompt: Prompt) -> None:
        """Ask the people in the room; the answer is an event."""
        messages.ask(self._session, prompt)

    def withdraw(self, feedback_id: str) -> None:
        """Take our question away, if it is still there."""
        messages.withdraw(self._session, feedback_id)

    def set_widget(self, widget_id: str, value: str) -> None:
        """Set a widget's value."""
        messages.set_widget(self._session, widget_id, value)

    def save_panel(self, panel_id: str, xml: str) -> None:
        """Save a panel under its id, in place of the one there."""
        panels.save(self._session, panel_id, xml)

    def remove_panel(self, panel_id: str) -> None:
        """Take the panel away. One that is gone is no error."""
        panels.remove(self._session, panel_id)

    def panels(self) -> tuple[str, ...]:
        """Return the ids of all panels on the device, ours and others'."""
        return panels.read(self._session)

    def put_bookings(self, bookings: Sequence[Booking]) -> None:
        """Replace the room's whole list."""
        _bookings.put(self._session, bookings)

    def bookings(self) -> tuple[Booking, ...]:
        """Return what the room has, as far as it tells."""
        return _bookings.read(self._session)

    def configuration(self, path: Path) -> str:
        """Return one setting."""
        return configuration.read(self._session, path)

    def configure(self, path: Path, value: str | int) -> None:
        """Set one setting."""
        configuration.write(self._session, path, value)

    def feedback_slots(self) -> tuple[FeedbackSlot, ...]:
        """Return where the device posts its events now."""
        return slots.read(self._session)

    def post_feedback(self, slot: FeedbackSlot) -> None:
        """Let the device post its events to the slot's address; also wakes one that has given up."""
        slots.register(self._session, slot)

    def announce(self, name: str, serial_number: str, *, seconds: int) -> None:
        """Show up as a control system, known to be there for so many seconds; repeat to stay."""
        self._announcement.announce(name, serial_number, seconds)

    def watch(self, paths: Sequence[Path], listener: Listener) -> Callable[[], None]:
        """Hear what happens at the paths; return what ends it."""
        return feedback.watch(self._session, paths, listener)

    def close(self) -> None:
        """End the session in the room. May be called again."""
        self._session.channel.close()
