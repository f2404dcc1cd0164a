"""One session on the device's terminal: lines out, answers and feedback in, whichever way it ends."""

from collections.abc import Callable
from functools import partial
from threading import Event, Lock
from typing import TYPE_CHECKING

import paramiko
from paramiko.buffered_pipe import BufferedPipe

from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ssh import phrases
from rooms.drivers.roomos_ssh.frames import Frames
from rooms.drivers.roomos_ssh.signing_in import turned_away
from rooms.drivers.roomos_ssh.waiting import Fault, Waiting
from rooms.drivers.roomos_ssh.wire import Wire
from rooms.errors import Busy, Lost, RoomError, Unreachable, Unreadable
from rooms.xapi import from_json

if TYPE_CHECKING:
    Pipe = BufferedPipe[bytes]  # generic only in its stubs
else:
    Pipe = BufferedPipe
# Answers as JSON: nothing comes back for the second line, and what comes for the first may come at any time.
_SETTING_UP = b"echo off\nxPreferences outputmode json\n"
_READY = b"OK"
_NOT_RECOGNIZED = b"Command not recognized"
_STRANGE_LINES = 100
_BYE_SECONDS = 1.0
# The connection's own deadline comes first, with its reason.
_GRACE_SECONDS = 5.0
# Told what is said without being asked, and how many bytes it was; nothing at all when the session has ended by itself.
# It is called in the connection's own thread and with locks held: it must take note and return.
Heard = Callable[[dict[str, object], int], None]


class Inflow(Pipe):
    """A channel's buffer that hands on what comes at once, in the connection's own thread: no second one is needed."""

    def __init__(
        self, shell: paramiko.Channel, may_send: Event, take: Callable[[bytes], None], end: Callable[[], None]
    ) -> None:
        super().__init__()
        self._shell, self._may_send, self._take, self._end = shell, may_send, take, end

    def feed(self, data: bytes) -> None:
        """Take what came, and let the device send as much again, which is said now and then.

        Not while keys are being changed: saying it would wait for this very thread.
        """
        shell = self._shell
        if shell.in_window_sofar + len(data) > shell.in_window_threshold and self._may_send.is_set():
            super().feed(data)
            data = shell.recv(len(data))
        else:
            shell.in_window_sofar += len(data)
        self._take(data)

    def close(self) -> None:
        """Note that nothing more comes. Called with the channel's lock held."""
        super().close()
        self._end()


class Session:
    """Lines out and answers in, from any thread. Once it has ended it stays so, and says why to whoever asks."""

    def __init__(self, wire: Wire, patience: Patience, heard: Heard) -> None:
        """Open a terminal without one (no PTY) on the signed-in wire, and make it answer in JSON.

        Raises Busy when the device has no session left, Lost when the connection ends, Unreadable.
        """
        self._wire = wire
        self._patience = patience
        self._heard = heard
        self._frames = Frames()
        self._waiting = Waiting()
        self._sending = Lock()
        self._ending: Fault | None = None
        self._strange = 0
        self._in_json = False
        self._welcome, greeted = self._waiting.begin()
        self._shell = self._open()
        if not greeted.wait(patience.answer + _GRACE_SECONDS):
            raise Unreachable("the device does not greet")
        if greeted.fault is not None:
            raise greeted.fault()
        self._in_json = True
        self._send(_SETTING_UP)
        wire.settle(patience.alive)

    def ask(self, line: str, body: str | None = None) -> dict[str, object]:
        """Say a line and return the whole answer as it came, with its ResultId.

        Raises NotSupported when the device did not understand it, Lost when no answer came in time or the connection
        ended, Unreadable; the session has ended after the last two.
        """
        tag, waiter = self._waiting.begin()
        if self._ending is not None:
            self._waiting.forget(tag)
            raise self._ending()
        self._send(phrases.tagged(line, tag, body))
        if not waiter.wait(self._patience.answer):
            self.end(partial(Lost, "no answer came in time"))
            waiter.wait(_BYE_SECONDS)
        if waiter.fault is not None:
            raise waiter.fault()
        return waiter.answer

    def end(self, fault: Fault) -> None:
        """End the session for this reason, unless it has ended already. From any thread."""
        if self._ending is None:
            self._ending = fault
            self._heard({}, 0)
        self._wire.cut()
        self._waiting.fail(self._ending)

    def close(self) -> None:
        """Take leave of the device, if it is still there, and let the connection's thread end. May be called again."""
        if self._ending is None:
            self._ending = partial(Lost, "the connection was closed")
            self._take_leave()
        self._wire.hang_up()
        self._waiting.fail(self._ending)

    def _open(self) -> paramiko.Channel:
        try:
            shell = self._wire.open_session()
            shell.in_buffer = Inflow(shell, self._wire.clear_to_send, self._take, self._ended)
            shell.settimeout(self._patience.answer)
            shell.invoke_shell()
        except paramiko.ChannelException as fault:
            raise Busy("the device has no session left") from fault
        except Exception as fault:  # whatever paramiko's thread met comes out here
            why = self._ending or partial(turned_away, self._wire, _gone)
            raise why() from fault
        return shell

    def _take_leave(self) -> None:
        """Say bye, unless another thread is in the middle of something long: the device sees the end either way."""
        if not self._sending.acquire(timeout=_BYE_SECONDS):
            return
        try:
            self._shell.settimeout(_BYE_SECONDS)
            self._shell.sendall(b"bye\n")
        except (paramiko.SSHException, OSError, EOFError):
            pass  # it was leaving too
        finally:
            self._sending.release()

    def _send(self, data: bytes) -> None:
        try:
            # Longer than a packet is more than one: two threads must not mix theirs.
            with self._sending:
                self._shell.sendall(data)
        except (paramiko.SSHException, OSError, EOFError) as fault:
            self.end(partial(Lost, f"the connection ended ({type(fault).__name__})"))

    def _take(self, data: bytes) -> None:
        try:
            for frame in self._frames.feed(data):
                self._hear(frame)
        except Unreadable as fault:
            self.end(partial(Unreadable, str(fault)))

    def _hear(self, frame: bytes) -> None:
        if not frame.startswith(b"{"):
            self._read(frame)
            return
        self._strange = 0
        answer = from_json.loads(frame.decode("utf-8", "replace"))
        if not isinstance(answer, dict):
            raise Unreadable("an answer is no object")
        if "ResultId" in answer:
            self._waiting.answered(str(answer["ResultId"]), answer)
        elif answer:
            self._heard(answer, len(frame))

    def _read(self, line: bytes) -> None:
        """Read a line of text: a device says little in words once it answers in JSON."""
        if line == _READY:
            self._waiting.answered(self._welcome, {})
        elif line.startswith(_NOT_RECOGNIZED):
            self._waiting.not_recognized()
        elif self._in_json:
            self._strange += 1
            if self._strange > _STRANGE_LINES or not _is_text(line):
                raise Unreadable("what comes is neither an answer nor text")

    def _ended(self) -> None:
        """Say why nothing more comes: in the middle it is lost; before the greeting it did not take us."""
        if self._in_json:
            self.end(partial(Lost, "the connection ended"))
        elif self._wire.saved_exception is None and self._wire.farewell is None:
            self.end(partial(Busy, "the device ended the session before it began"))
        else:
            self.end(partial(turned_away, self._wire, _gone))


def _is_text(line: bytes) -> bool:
    try:
        return line.decode().replace("\t", " ").isprintable()
    except UnicodeDecodeError:
        return False


def _gone() -> RoomError:
    return Unreachable("the connection ended before the session began")
