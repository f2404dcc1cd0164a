"""The demo's stand-in for Pexip: nodes that ask this demo who calls, tell it what happens, and do what hosts press."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from backend.config import DEMO_PEXIP, HostEntry
from backend.demo.beside import Process, ready, running, write_private

_FOLDER = "pexip"
_MANAGER = "admin"
# How hosts come in: by an alias alone, unless the demo is started with this set to "pin".
_HOST_ENTRY = "VARDMOTE_DEMO_HOST_ENTRY"
# Where the demo's rooms dial what is held there, and the location that they alone come in by.
DOMAIN = "video.example.test"
ROOMS_LOCATION = "Vårdens rum"
# The nodes' own, from which courts and telephones are called.
_NODES_LOCATION = "Noderna"


class NoPexip(Exception):
    """The stand-in could not be started."""


def file_in(data: Path) -> Path:
    """Return the file that tells the demo's server of the stand-in; one is there if there was a stand-in ever."""
    return data / _FOLDER / "pexip.json"


def node_in(file: str | None) -> str | None:
    """Return the node of a demo whose server is told of the stand-in by this file; None without one."""
    return None if file is None else str(json.loads(Path(file).read_text("utf-8"))["node"])


@contextmanager
def beside(data: Path, port: int) -> Iterator["Starting"]:
    """Start the nodes for as long as the block lasts; they ask and tell the demo at this port, once it is there."""
    folder = data / _FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    keys = {
        "policy_user": "vardmote-policy",
        "policy_password": secrets.token_urlsafe(24),
        "events_user": "vardmote-events",
        "events_password": secrets.token_urlsafe(24),
        "management_user": _MANAGER,
        "management_password": secrets.token_urlsafe(24),
    }
    demo = f"http://127.0.0.1:{port}"
    wanted = {
        "port": 0,
        "location": _NODES_LOCATION,
        "policy_url": demo,
        "policy_user": keys["policy_user"],
        "policy_password": keys["policy_password"],
        "event_url": f"{demo}/hooks/pexip/events",
        "event_user": keys["events_user"],
        "event_password": keys["events_password"],
        "management_port": 0,
        "management_user": _MANAGER,
        "management_password": keys["management_password"],
    }
    with running("simulators.pexip", wanted, folder / "pexip.log") as process:
        yield Starting(process, file_in(data), keys)


class Starting:
    """Nodes that are about to listen."""

    def __init__(self, process: Process, file: Path, keys: Mapping[str, str]) -> None:
        self._process, self._file, self._keys = process, file, keys

    def furnish(self) -> Mapping[str, str]:
        """Wait until they listen, write down where, and return what the server is to be told. Raises NoPexip."""
        try:
            told = ready(self._process)
            settings = {
                "node": told["base_url"],
                "management_url": told["management"],
                "domain": DOMAIN,
                "trusted_locations": [ROOMS_LOCATION],
                "dial_out_domains": ["domstol.example.test"],
                "dial_out_location": _NODES_LOCATION,
                "host_entry": HostEntry.PIN if os.environ.get(_HOST_ENTRY) == "pin" else HostEntry.ALIAS,
                **self._keys,
            }
            write_private(self._file, json.dumps(settings))
        except (OSError, ValueError, LookupError) as fault:
            raise NoPexip(type(fault).__name__) from fault
        return {DEMO_PEXIP: str(self._file)}
