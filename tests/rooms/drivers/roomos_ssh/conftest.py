"""One scripted device for each test, with one host key for the whole run, and what opens channels to it."""

import threading
from collections.abc import Callable, Iterator

import asyncssh
import pytest

from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ssh.channel import SshChannel
from rooms.drivers.roomos_ssh.connect import open_channel
from rooms.endpoint import Account
from tests.rooms.drivers.roomos_ssh.device import ACCOUNT, Device, Trusting, standing
from tests.waiting import until

Opened = Callable[..., SshChannel]


@pytest.fixture(scope="session")
def host_key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def device(host_key: asyncssh.SSHKey) -> Iterator[Device]:
    with standing(host_key) as device:
        yield device


@pytest.fixture
def opened(device: Device) -> Iterator[Opened]:
    """Open a channel; at the end all are closed, and neither a thread nor a session is left."""
    before = set(threading.enumerate())
    channels: list[SshChannel] = []

    def open_it(account: Account = ACCOUNT, answer: float = 5.0, alive: float = 10.0) -> SshChannel:
        patience = Patience(connect=2.0, answer=answer, alive=alive)
        channels.append(open_channel(device.address, account, Trusting(device.fingerprint), patience))
        return channels[-1]

    yield open_it
    for channel in channels:
        channel.close()
    device.resume()
    until(lambda: not device.sessions)
    assert not [thread for thread in set(threading.enumerate()) - before if not thread.name.startswith("asyncio")]
