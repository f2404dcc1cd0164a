"""How the demo's parts speak to one another over HTTP."""

from typing import Any

import requests

PATIENCE_SECONDS = 10.0


class Local(requests.Session):
    """Speaks to this machine, past any proxy, and never waits for long."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, *words: Any, **more: Any) -> requests.Response:  # noqa: ANN401 - as the library has it
        """Send one request."""
        return super().request(*words, **{"timeout": PATIENCE_SECONDS, **more})
