"""Paramiko's transport as held rooms need it: quiet, one thread, one deadline for signing in, signs of life."""

import contextlib
import math
import socket
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import paramiko
from paramiko.common import cMSG_GLOBAL_REQUEST, cMSG_USERAUTH_REQUEST
from paramiko.packet import Packetizer

from rooms.drivers.roomos_ssh import keys

# How often a thread looks up from a silent line. Paramiko's tenth of a second costs a tenth of a core for 500 rooms.
_GLANCE_SECONDS = 1.0
_ALGORITHMS = tuple(keys.KINDS)


class Farewell(NamedTuple):
    """Why the other side said that it disconnects: one of SSH's codes, RFC 4253 section 11.1."""

    code: int
    words: str


class Packets(Packetizer):
    """Packets with one deadline instead of a timer's thread, which also knows how long the line has been silent."""

    def __init__(self, line: socket.socket) -> None:
        super().__init__(line)
        self.deadline = math.inf
        self.unanswered = 0

    def start_handshake(self, timeout: float) -> None:
        """Do nothing: the deadline is for all of the signing in."""

    def complete_handshake(self) -> None:
        """Do nothing: see `start_handshake`."""

    def handshake_timed_out(self) -> bool:
        """Tell whether the deadline has passed; reading then ends as if the line had."""
        return time.monotonic() > self.deadline

    def read_message(self) -> tuple[int, paramiko.Message]:
        """Read the next message, which also is a sign of life."""
        message = super().read_message()
        self.unanswered = 0
        return message


class Wire(paramiko.Transport):
    """One connection. Its thread hands what comes to the channel's buffer, and ends with the connection."""

    _active_check_timeout = _GLANCE_SECONDS
    packetizer: Packets

    if TYPE_CHECKING:

        def _send_message(self, data: paramiko.Message) -> None: ...
        def _send_user_message(self, data: paramiko.Message) -> None: ...

    def __init__(self, line: socket.socket) -> None:
        super().__init__(line, packetizer_class=Packets)
        self.name = "room over SSH"
        self.farewell: Farewell | None = None

    @property
    def preferred_keys(self) -> Sequence[str]:
        """Return the host keys that are asked for, in this order."""
        return _ALGORITHMS

    def hurry(self, seconds: float) -> None:
        """End the connection after so many seconds, unless it `settles`."""
        self.banner_timeout = seconds
        self.packetizer.deadline = time.monotonic() + seconds

    def settle(self, alive: float) -> None:
        """Take the deadline away; from now on ask for a sign of life when nothing has been heard for so long."""
        self.packetizer.deadline = math.inf
        self.packetizer.set_keepalive(alive, self._ask_for_life)

    def type_password(self, user: str, password: str, verdict: threading.Event) -> None:
        """Sign in by answering the question for the password; `verdict` is set when it has fallen.

        To be called after another way was not open. Paramiko's own would ask for the service once more, for which some
        servers hang up.
        """
        auth, answers = self.auth_handler, [password]
        if auth is None:
            raise paramiko.SSHException("no other way was tried")

        def answer(_title: str, _instructions: str, fields: list[tuple[str, bool]]) -> list[str]:
            return [answers.pop() for _ in fields]  # asked again, there is nothing more and the connection ends

        auth.username, auth.auth_event = user, verdict
        auth.auth_method, auth.interactive_handler = "keyboard-interactive", answer
        request = paramiko.Message()
        request.add_byte(cMSG_USERAUTH_REQUEST)
        for word in (user, "ssh-connection", auth.auth_method, "", ""):
            request.add_string(word)
        self._send_message(request)

    def cut(self) -> None:
        """End the connection; its thread then ends by itself. Takes no lock: may be called from anywhere, and again."""
        with contextlib.suppress(OSError):  # it has ended already
            self.sock.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """End the connection and see its thread end. May be called again."""
        self.cut()
        self.close()
        if self.is_alive() and self is not threading.current_thread():
            self.join(_GLANCE_SECONDS)

    def _ask_for_life(self) -> None:
        if self.packetizer.unanswered:
            raise EOFError
        self.packetizer.unanswered += 1
        request = paramiko.Message()
        request.add_byte(cMSG_GLOBAL_REQUEST)
        request.add_string("keepalive@openssh.com")
        request.add_boolean(True)  # noqa: FBT003 - paramiko's own: an answer is wanted, even if it is no
        self._send_user_message(request)

    def _verify_key(self, host_key: bytes, sig: bytes) -> None:
        self.host_key = keys.shown(self.host_key_type or "", host_key, self.H or b"", sig)
        if self.host_key is None:
            raise paramiko.SSHException("the host key did not sign the exchange")

    def _parse_disconnect(self, m: paramiko.Message) -> None:
        self.farewell = Farewell(m.get_int(), m.get_text())

    def _log(self, level: int, msg: object, *args: object) -> None:
        """Keep quiet: what matters comes as an error, and a traceback on standard error helps nobody."""
