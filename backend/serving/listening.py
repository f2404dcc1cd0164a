"""The port, opened by whoever looks after the processes: while nobody serves, calls wait instead of being refused.

With several web processes on a TCP port each opens it for itself, and the system shares the calls out evenly; there,
somebody is always there to take them.
"""

import os
import socket
from pathlib import Path

from backend.config import Production
from backend.errors import ConfigurationFault, Text

# Connections, not requests: streams and browsers that keep theirs open have to fit.
CONNECTIONS = 4096
_PROXYS_TOO = 0o660


def listening(told: Production, key: str = "listen") -> socket.socket | None:
    """Return the open port when there is to be one for all; None when each web process opens its own.

    Raises ConfigurationFault, naming the `key`, when the address is taken or not ours.
    """
    try:
        if told.listen.startswith("unix:"):
            return _at_path(Path(told.listen.removeprefix("unix:")))
        return _at_port(*told.listen.rpartition(":")[::2]) if told.web == 1 else None
    except OSError as error:
        text = Text("Adressen är upptagen eller inte datorns egen.", "The address is taken or not this machine's.")
        raise ConfigurationFault(key, text) from error


def _at_port(host: str, port: str) -> socket.socket:
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    return socket.create_server((host.strip("[]"), int(port)), family=family, backlog=CONNECTIONS)


def _at_path(path: Path) -> socket.socket:
    # What an earlier one left behind is in the way.
    path.unlink(missing_ok=True)
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    opened.bind(os.fspath(path))
    path.chmod(_PROXYS_TOO)
    opened.listen(CONNECTIONS)
    return opened
