"""The SSH front: sign-in by password, keyboard-interactive or key, one tshell dialogue a connection (roomos 1.1)."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import asyncssh

from simulators.roomos import listening
from simulators.roomos.device import Device
from simulators.roomos.dialogue import Dialogue, Wire
from simulators.roomos.errors import NoSessionLeft, SignInRefused
from simulators.roomos.faults import Fault, Spoilt

if TYPE_CHECKING:
    import socket

    from simulators.roomos.sessions import Session

_NO_SESSION = "Too many sessions"
_Challenge: TypeAlias = tuple[str, str, str, list[tuple[str, bool]]]


class Front:
    """The SSH port of one device."""

    def __init__(self, device: Device, key: asyncssh.SSHKey) -> None:
        self.key = key
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self._device = device
        self._ear: socket.socket | None = None
        self._acceptor: asyncssh.SSHAcceptor | None = None

    async def open(self, port: int) -> int:
        """Listen at the port, at any free one for 0, and return it. Raises OSError when it is taken."""
        self._ear = listening.at(port)
        self._acceptor = await asyncssh.create_server(
            lambda: _Server(self._device, self),
            sock=self._ear,
            server_host_keys=[self.key],
            line_editor=False,
            encoding=None,
            server_version="tandberg",
            agent_forwarding=False,
            allow_scp=False,
            login_timeout=60,
        )
        return self._acceptor.get_port()

    async def close(self) -> None:
        """Listen no more, and cut off who is there without a word."""
        if self._ear is not None and self._acceptor is not None:
            await listening.hush(self._ear)
            self._acceptor.close()
            self._ear = self._acceptor = None
        for connection in list(self.connections):
            connection.abort()


class _Server(asyncssh.SSHServer):
    def __init__(self, device: Device, front: Front) -> None:
        self._device = device
        self._front = front
        self._connection: asyncssh.SSHServerConnection | None = None
        self._user = ""

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._front.connections.add(conn)
        if self._device.faults.due(Fault.REFUSE):
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._connection is not None:
            self._front.connections.discard(self._connection)

    def begin_auth(self, username: str) -> bool:
        self._user = username
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        try:
            self._device.sessions.check(username, password)
        except SignInRefused:
            return False
        return True

    def kbdint_auth_supported(self) -> bool:
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> _Challenge:
        del username, lang, submethods
        return "", "", "", [("Password: ", False)]

    def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool:
        return self.validate_password(username, "".join(responses))

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return self._device.sessions.check_key(username, key.export_public_key().decode().strip())

    def session_requested(self) -> "asyncssh.SSHServerSession[bytes]":
        try:
            self._device.check_room_for_session()
            session = self._device.sessions.open(self._user, "ssh")
        except NoSessionLeft as fault:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_RESOURCE_SHORTAGE, _NO_SESSION) from fault
        return _Shell(self._device, session)


class _Shell(asyncssh.SSHServerSession[bytes]):
    def __init__(self, device: Device, session: "Session") -> None:
        self._device = device
        self._session = session
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._pty = False
        self._dialogue: Dialogue | None = None

    def connection_made(self, chan: "asyncssh.SSHServerChannel[bytes]") -> None:
        self._channel = chan

    def pty_requested(self, term_type: str, term_size: object, term_modes: object) -> bool:
        del term_type, term_size, term_modes
        self._pty = True
        return True

    def shell_requested(self) -> bool:
        return True

    def session_started(self) -> None:
        self._dialogue = Dialogue(self._device, self._session, Wire(self._send, self._close), pty=self._pty)
        self._dialogue.begin()

    def data_received(self, data: bytes, datatype: int | None) -> None:
        del datatype
        if self._dialogue is not None:
            self._dialogue.feed(data)

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._dialogue is not None:
            self._dialogue.end()
        self._device.sessions.close(self._session)

    def _send(self, spoilt: Spoilt) -> None:
        if spoilt.delay:
            late = Spoilt(spoilt.data, cut=spoilt.cut)
            asyncio.get_running_loop().call_later(spoilt.delay, self._send, late)
            return
        if self._channel is None or self._channel.is_closing():
            return
        self._channel.write(spoilt.data)
        if spoilt.cut:
            self._channel.get_connection().abort()

    def _close(self) -> None:
        if self._channel is not None:
            self._channel.exit(0)
