"""A device for the SSH driver's own tests: asyncssh behind one port, which says what its script says.

It is no stand-in for a room (that is `simulators.roomos`): it says what no room should, and counts what it is told.
"""

import asyncio
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncssh

from rooms.endpoint import Account, Address
from simulators.roomos import listening

USER, PASSWORD = "kontroll", "lösenord-42"
GREETING = (
    "Welcome to Sal 4\nCisco Codec Release RoomOS 11.27.2.0\nSW Release Date: 2025-05-01\n*r Login successful\n\nOK\n\n"
)
_THREAD = "scripted device"
_TAG = re.compile(r'(.*) \| resultId="([^"]*)"', re.DOTALL)
_LENGTH = re.compile(rb"\{(\d+)\} $")


@dataclass
class Said:
    """One request as the device read it. `body` is None when there was none."""

    line: str
    tag: str
    body: str | None = None


Script = Callable[["Device", Said], str | bytes | None]


def answered(said: Said, tree: dict[str, Any]) -> str:
    return json.dumps({**tree, "ResultId": said.tag}, indent=2) + "\n"


def obliging(_: "Device", said: Said) -> str:
    """Answer all that is asked, each with something that fits."""
    if said.line.startswith("xCommand"):
        return answered(said, {"CommandResponse": {"Result": {"status": "OK", "Line": {"Value": said.line}}}})
    if said.line.startswith("xStatus"):
        return answered(said, {"Status": {"Audio": {"Volume": {"Value": "50"}}}})
    return answered(said, {})


@dataclass
class Device:
    """What it does, and what it has seen. Everything may be read and set from the test's thread."""

    script: Script = obliging
    greeting: str | None = GREETING
    goodbye: bool = False
    password: str = PASSWORD
    methods: tuple[str, ...] = ("password",)
    asks_again: bool = False
    sessions_left: int = 100
    on_password: Callable[[asyncssh.SSHServerConnection], None] | None = None
    keys: list[str] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    wrong: list[bytes] = field(default_factory=list)
    terminals: list[str | None] = field(default_factory=list)
    sessions: int = 0
    connections: int = 0
    port: int = 0
    fingerprint: str = ""
    _processes: list[asyncssh.SSHServerProcess[bytes]] = field(default_factory=list)
    _connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop | None = None

    @property
    def address(self) -> Address:
        return Address("ssh", "127.0.0.1", self.port)

    def say(self, text: str | bytes) -> None:
        """Say it on every session, unasked."""
        self._do(lambda: [process.stdout.write(_bytes(text)) for process in self._processes])

    def vanish(self) -> None:
        """Cut all connections without a word. Also from a script."""
        self._do(lambda: [connection.abort() for connection in tuple(self._connections)])

    def stop_listening(self) -> None:
        """Hear nothing more of what comes; the connections stand."""
        self._do(lambda: [one._transport.pause_reading() for one in self._connections if one._transport])

    def resume(self) -> None:
        """Hear again."""
        self._do(lambda: [one._transport.resume_reading() for one in self._connections if one._transport])

    def disconnect(self, code: int, words: str) -> None:
        self._do(lambda: [connection.disconnect(code, words) for connection in self._connections])

    def end_sessions(self) -> None:
        """End every session, but not its connection."""
        self._do(lambda: [process.exit(0) for process in self._processes])

    def _do(self, work: Callable[[], object]) -> None:
        assert self._loop is not None
        if threading.current_thread().name == _THREAD:
            work()
            return
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (work(), done.set()))
        assert done.wait(5)

    async def handle(self, process: asyncssh.SSHServerProcess[bytes]) -> None:
        """Serve one session."""
        self.terminals.append(process.term_type)
        self.sessions += 1
        self._processes.append(process)
        try:
            await self._talk(process)
        except (asyncssh.BreakReceived, asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.sessions -= 1
            self._processes.remove(process)
            process.exit(0)

    async def _talk(self, process: asyncssh.SSHServerProcess[bytes]) -> None:
        if self.greeting is not None:
            process.stdout.write(self.greeting.encode())
        if self.goodbye:
            return
        while raw := await process.stdin.readuntil(b"\n"):
            length = _LENGTH.match(raw.rstrip(b"\n"))
            if length:
                raw = await process.stdin.readexactly(int(length[1]))
                if not raw.endswith(b"\n"):
                    self.wrong.append(raw)
            line, _, body = raw.decode().rstrip("\n").partition("\n") if not length else _split(raw)
            self.lines.append(line)
            if line == "bye":
                return
            if line == "echo off":
                process.stdout.write(b"\nOK\n\n")
            tagged = _TAG.fullmatch(line)
            if tagged:
                said = self.script(self, Said(tagged[1], tagged[2], body if length else None))
                if said is not None:
                    process.stdout.write(_bytes(said))


def _split(raw: bytes) -> tuple[str, str, str]:
    line, separator, body = raw.decode().partition("\n")
    return line, separator, body.removesuffix("\n")


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


class _Server(asyncssh.SSHServer):
    def __init__(self, device: Device) -> None:
        self.device = device

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.device.connections += 1
        self.device._connections.append(conn)
        self.connection = conn

    def connection_lost(self, *_: object) -> None:
        self.device.connections -= 1
        self.device._connections.remove(self.connection)

    def begin_auth(self, *_: object) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return "password" in self.device.methods

    def validate_password(self, username: str, password: str) -> bool:
        self.device.attempts.append(password)
        if self.device.on_password is not None:
            self.device.on_password(self.connection)
        return (username, password) == (USER, self.device.password)

    def kbdint_auth_supported(self) -> bool:
        return "keyboard-interactive" in self.device.methods

    def get_kbdint_challenge(self, *_: object) -> Any:
        return ("", "", "", [("Password: ", False)])

    def validate_kbdint_response(self, _: str, responses: Any) -> Any:
        self.device.attempts.extend(responses)
        right = list(responses) == [self.device.password]
        return right or (("", "Try again", "", [("Password: ", False)]) if self.device.asks_again else False)

    def public_key_auth_supported(self) -> bool:
        return "publickey" in self.device.methods

    def validate_public_key(self, _: str, key: asyncssh.SSHKey) -> bool:
        self.device.attempts.append(key.get_fingerprint())
        return key.get_fingerprint() in self.device.keys

    def session_requested(self) -> Any:
        if not self.device.sessions_left:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_RESOURCE_SHORTAGE, "no session left")
        return asyncssh.SSHServerProcess(self.device.handle, sftp_factory=None, sftp_version=3, allow_scp=False)


@contextmanager
def standing(
    key: asyncssh.SSHKey, device: Device | None = None, port: int = 0, rekey_bytes: int = 2**30
) -> Iterator[Device]:
    """Run the device with this host key."""
    device = device or Device()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name=_THREAD, daemon=True)
    thread.start()

    ear = listening.at(port)

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            sock=ear,
            server_factory=lambda: _Server(device),
            server_host_keys=[key],
            encoding=None,
            rekey_bytes=rekey_bytes,
        )

    async def end() -> None:
        await listening.hush(ear)
        server.close()
        device.vanish()
        await server.wait_closed()

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    device.port, device.fingerprint, device._loop = server.get_port(), key.get_fingerprint(), loop
    try:
        yield device
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class Trusting:
    """Knows one fingerprint, and remembers what it was shown."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.shown: list[tuple[Address, str]] = []

    def allows(self, address: Address, fingerprint: str) -> bool:
        self.shown.append((address, fingerprint))
        return fingerprint == self.fingerprint


ACCOUNT = Account(USER, PASSWORD)
