"""Lets requests speak over one connection that we make, to the one device that it is for."""

from collections.abc import Callable

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

from rooms import tls
from rooms.endpoint import Address

Dial = Callable[[], tls.Line]


class OneDevice(HTTPAdapter):
    """Sends whatever it is given to one device. What `dial` raises comes out as it is."""

    def __init__(self, address: Address, dial: Dial) -> None:
        super().__init__(max_retries=0)
        self._pool = _Pool(address, dial)

    def hang_up(self) -> None:
        """End the connection; the next request makes another."""
        if self._pool.made is not None:
            self._pool.made.close()

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,  # noqa: ARG002 - all go to the one device
        verify: object,  # noqa: ARG002 - Trust has decided
        proxies: object = None,  # noqa: ARG002 - there are none
        cert: object = None,  # noqa: ARG002 - we show none
    ) -> HTTPSConnectionPool:
        """Return where the one connection is kept."""
        return self._pool

    def close(self) -> None:
        """End the connection for good."""
        super().close()
        self._pool.close()


class _Connection(HTTPSConnection):
    def __init__(self, address: Address, dial: Dial) -> None:
        super().__init__(address.host, address.port)
        self._dial = dial

    def connect(self) -> None:
        self.sock = self._dial()
        self.is_verified = True


class _Pool(HTTPSConnectionPool):
    def __init__(self, address: Address, dial: Dial) -> None:
        super().__init__(address.host, address.port, maxsize=1, retries=False)
        self._address = address
        self._dial = dial
        self.made: _Connection | None = None

    def _new_conn(self) -> _Connection:
        self.made = _Connection(self._address, self._dial)
        return self.made
