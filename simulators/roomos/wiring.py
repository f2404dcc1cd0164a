"""The fronts of one endpoint follow its power: nothing listens when it is off, the web alone while it starts."""

import asyncio

import asyncssh

from simulators.roomos.device import Device
from simulators.roomos.power import Power
from simulators.roomos.ssh import Front
from simulators.roomos.web import Web

_WEB = frozenset({Power.ON, Power.STARTING})
_SSH = frozenset({Power.ON})


class Wiring:
    """The ports of one endpoint. They stay the same through every loss of power."""

    def __init__(self, device: Device, web: Web, ssh: Front) -> None:
        self.ssh_port = 0
        self.https_port = 0
        self._device = device
        self._web = web
        self._ssh = ssh
        self._open: set[str] = set()
        self._changing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._unwatch = device.supply.watch(self._changed)

    async def open(self, ssh_port: int, https_port: int) -> None:
        """Listen. Raises OSError for a port that is taken."""
        self.ssh_port, self.https_port = ssh_port, https_port
        await self._follow()

    @property
    def host_key(self) -> str:
        """The fingerprint of the SSH host key."""
        return self._ssh.key.get_fingerprint()

    @property
    def listening(self) -> bool:
        """Whether all its fronts listen."""
        return self._open == {"ssh", "web"}

    async def rekey(self) -> None:
        """Listen with another SSH host key."""
        async with self._changing:
            await self._set(web="web" in self._open, ssh=False)
            self._ssh.key = asyncssh.generate_private_key("ssh-ed25519")
            await self._set(web="web" in self._open, ssh=self._device.supply.state in _SSH)

    async def close(self) -> None:
        """Listen no more, and cut off who is there."""
        self._unwatch()
        # One that is cut off in the middle would leave its port open.
        await asyncio.gather(*self._tasks)
        async with self._changing:
            await self._set(web=False, ssh=False)

    def _changed(self, state: Power) -> None:
        del state  # what counts is what it is when its turn comes
        task = asyncio.get_running_loop().create_task(self._follow())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self) -> None:
        async with self._changing:
            state = self._device.supply.state
            if state is not Power.ON:  # whoever is connected is cut off, also by a quick restart
                await self._set(web=False, ssh=False)
            await self._set(web=state in _WEB, ssh=state in _SSH)

    async def _set(self, *, web: bool, ssh: bool) -> None:
        if ssh != ("ssh" in self._open):
            if ssh:
                self.ssh_port = await self._ssh.open(self.ssh_port)
            else:
                await self._ssh.close()
            self._open ^= {"ssh"}
        if web != ("web" in self._open):
            if web:
                self.https_port = await self._web.open(self._device, self.https_port)
            else:
                await self._web.close(self.https_port)
            self._open ^= {"web"}
