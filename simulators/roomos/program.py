"""`vardmote simulate roomos`: endpoints that say where they listen in one JSON line, and end on SIGTERM."""

import json
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from simulators.roomos.desk import Desk
from simulators.roomos.device import Device
from simulators.roomos.endpoint import HAND
from simulators.roomos.errors import Refusal
from simulators.roomos.sessions import Account
from simulators.roomos.site import Site, start


@dataclass(frozen=True)
class Wanted:
    """What to run. A port of 0 is any that is free; others count up, one for each endpoint."""

    count: int
    ssh_port: int
    https_port: int
    user: str
    password: str = field(repr=False)
    desk_port: int = 0
    name: tuple[str, ...] = ()  # of the first, the second and so on; the others are called Room 3, Room 4
    setting: tuple[tuple[str, str], ...] = ()  # path and value, that each endpoint has from the start
    framed_by: tuple[str, ...] = ()


def main(wanted: Wanted) -> int:
    """Run until told to end. Returns 2 when a port is taken or a setting is none."""
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    accounts = {wanted.user: Account(wanted.password)}
    try:
        site = start(
            wanted.count,
            accounts=accounts,
            ssh_port=wanted.ssh_port,
            https_port=wanted.https_port,
            names=wanted.name,
        )
    except OSError as fault:
        sys.stderr.write(f"A port is taken: {fault.strerror or fault}. Nothing was started; choose other ports.\n")
        return 2
    with site:
        try:
            for endpoint in site.endpoints:
                endpoint.do(partial(_set, settings=wanted.setting))
        except Refusal as refusal:
            sys.stderr.write(f"{refusal}. Nothing was started.\n")
            return 2
        try:
            desk = Desk(site, wanted.desk_port, wanted.framed_by)
        except OSError as fault:
            sys.stderr.write(f"The desk's port is taken: {fault.strerror or fault}. Nothing was started.\n")
            return 2
        sys.stdout.write(json.dumps(ready(site, desk)) + "\n")
        sys.stdout.flush()
        signal.sigwait(ends)
        desk.close()
    return 0


def _set(device: Device, settings: Iterable[tuple[str, str]]) -> None:
    for path, value in settings:
        device.configure(HAND, tuple(path.split()), value)


def ready(site: Site, desk: Desk) -> dict[str, Any]:
    """Return what the ready line says. ssh, https and ws are ports; keys are as OpenSSH writes their fingerprints."""
    return {
        "ready": True,
        "endpoints": [
            {
                "id": one.id,
                "ssh": one.ssh,
                "https": one.https,
                "ws": one.https,
                "host_key": one.host_key,
                "address": one.address,
                "screen": f"{desk.url}/{one.id}/",
            }
            for one in site.endpoints
        ],
        "certificate": site.tls.fingerprint,
        "control": f"{desk.url}/_control",
    }
