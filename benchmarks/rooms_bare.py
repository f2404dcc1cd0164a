"""Paramiko with nothing around it, saying to a room what our driver says: what the driver's cost is measured beside."""

import json
from typing import Any

import paramiko

from rooms.endpoint import Account, Address


class Bare:
    """A session: key checked, signed in, banner read, answers as JSON. It believes whatever it is told."""

    def __init__(self, address: Address, account: Account, fingerprint: str) -> None:
        self._transport = paramiko.Transport((address.host, address.port))
        self._transport.start_client()
        assert self._transport.get_remote_server_key().fingerprint == fingerprint
        self._transport.auth_password(account.user, account.password or "")
        self._shell = self._transport.open_session()
        self._shell.invoke_shell()
        self._read(b"\nOK\n")
        self._shell.sendall(b"echo off\nxPreferences outputmode json\n")
        self._read(b"OK\n")

    def ask(self, line: bytes) -> dict[str, Any]:
        """Say the line and return the answer."""
        self._shell.sendall(line)
        answer: dict[str, Any] = json.loads(self._read(b"\n}\n"))
        return answer

    def close(self) -> None:
        """Take leave."""
        self._shell.sendall(b"bye\n")
        self._transport.close()

    def _read(self, end: bytes) -> bytes:
        read = b""
        while not read.endswith(end) and end not in read:
            more = self._shell.recv(65536)
            assert more, "the session ended"
            read += more
        return read
