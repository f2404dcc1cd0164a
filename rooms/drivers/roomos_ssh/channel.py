"""The xAPI over SSH: what is asked, written as a line of the terminal, and what is answered, as a tree."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ssh import phrases
from rooms.drivers.roomos_ssh.feedback import Feedback
from rooms.drivers.roomos_ssh.session import Session
from rooms.drivers.roomos_ssh.waiting import Fault
from rooms.drivers.roomos_ssh.wire import Wire
from rooms.errors import NotSupported, Unreadable
from rooms.xapi import answers, from_json
from rooms.xapi.channel import Listener, Node, Path, Value, Way

_WAYS = frozenset({Way.EVENTS, Way.HELD})
Answer = TypeVar("Answer")
_NOTHING: Mapping[str, Value] = MappingProxyType({})


class SshChannel:
    """A held session with one device. See `rooms.xapi.channel.Channel` for what each method promises."""

    def __init__(self, wire: Wire, patience: Patience) -> None:
        self._feedback = Feedback(self._ask, self._end)
        self._session = Session(wire, patience, self._feedback.hear)

    @property
    def ways(self) -> frozenset[Way]:
        """Events come on the session, and its loss is noticed."""
        return _WAYS

    def command(self, path: Path, parameters: Mapping[str, Value] | None = None, body: str | None = None) -> Node:
        """Do the command and return its result."""
        return self._read(phrases.command(path, parameters or _NOTHING), answers.result, body)

    def status(self, path: Path) -> Node:
        """Return the status at the path."""
        return self._read(phrases.status(path), lambda answer: answers.status(answer, path))

    def configuration(self, path: Path) -> Node:
        """Return the configuration at the path."""
        return self._read(phrases.configuration(path), lambda answer: answers.configuration(answer, path))

    def configure(self, path: Path, value: str | int | bool) -> None:  # noqa: FBT001 - a configuration's value, not a flag
        """Set the configuration."""
        self._read(phrases.setting(path, value), answers.configured)

    def subscribe(self, path: Path, listener: Listener) -> Callable[[], None]:
        """Hear of the path in a thread of the channel's own; a listener that raises or is slow stops nobody else."""
        return self._feedback.subscribe(path, listener)

    def put_legacy_bookings(self, xml: str) -> None:
        """Say that this way has no such form."""
        del xml
        raise NotSupported("bookings in the older form go over HTTPS")

    def close(self) -> None:
        """Take leave, close, and let the threads end."""
        self._session.close()
        self._feedback.stop()

    def _ask(self, line: str) -> dict[str, object]:
        return self._session.ask(line)

    def _end(self, fault: Fault) -> None:
        self._session.end(fault)

    def _read(self, line: str, meaning: Callable[[dict[str, Node]], Answer], body: str | None = None) -> Answer:
        """Return what the answer means. One without meaning ends the session."""
        answer = self._session.ask(line, body)
        try:
            said = from_json.wrapped(answer)
            return meaning(said if isinstance(said, dict) else {})
        except Unreadable as fault:
            self._session.end(partial(Unreadable, str(fault)))
            raise
