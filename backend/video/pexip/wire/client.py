"""Requests to the Management Node: signed in, within a deadline, never led elsewhere, no more than it takes."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

from backend.config import PexipSettings
from backend.video.pexip.wire import answers
from backend.video.pexip.wire.account import INVALID_SCOPE, TOKEN_PATH, Account, ClientKey, Password, ScopeRefused
from backend.video.pexip.wire.answers import Answer, Refusal
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.connections import Connections
from backend.video.pexip.wire.gate import REFUSING, Gate
from backend.video.pexip.wire.throttle import Throttle, shared
from backend.video.service import NothingDone, ServiceRefused, ServiceUnavailable

# So many presses are at the node at once. Who comes when it keeps them all waiting is told so in time, as they are.
_MOST_PRESSED_AT_ONCE = 8
_PAGE, _MOST_PAGES = 500, 200
_ADMIN = "/api/admin"


class Client:
    """One Management Node. Every method raises `ServiceUnavailable`, and Refusal when the node says no.

    `NothingDone` is for the one request: of an order made of several, those before it may have been done.

    Used by several threads: each has connections of its own. What `gate` holds back is not asked, and unavailable.
    """

    def __init__(self, settings: PexipSettings, gate: Gate, throttle: Throttle | None = None) -> None:
        if settings.management_url is None:
            raise ValueError("no Management Node is known")
        self._url = settings.management_url.rstrip("/")
        self._basic = (settings.management_user or "", settings.management_password or "")
        self._account = _account(settings, self._url)
        self._throttle = throttle or shared(self._url, settings.processes)
        self._gate = gate
        self._connections = Connections(settings)
        self._presses = ThreadPoolExecutor(_MOST_PRESSED_AT_ONCE, "pexip-press")

    def get(self, path: str, budget: Budget) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return one object, as it stands on the path below `/api/admin`."""
        return self._ask("GET", path, budget).body

    def every(self, path: str, budget: Budget, **filters: str) -> Iterator[dict[str, Any]]:
        """Yield every object of a list that the filters let through, page by page."""
        offset = 0
        for _ in range(_MOST_PAGES):
            asked = {**filters, "limit": str(_PAGE), "offset": str(offset)}
            found, more = answers.objects(self._ask("GET", path, budget, params=asked))
            yield from found
            if not more or not found:
                return
            offset += len(found)
        raise ServiceUnavailable

    def post(self, path: str, body: Mapping[str, Any], budget: Budget) -> Answer:
        """Create an object, or do what the path says."""
        return self._ask("POST", path, budget, json=body)

    def patch(self, path: str, body: Mapping[str, Any], budget: Budget) -> Answer:
        """Change an object, or, on a list, many: `objects` and `deleted_objects`."""
        return self._ask("PATCH", path, budget, json=body)

    def delete(self, path: str, budget: Budget) -> None:
        """Delete one object."""
        if not path.rstrip("/").rpartition("/")[2].isdigit():
            # On the address of a list this would delete all there is.
            raise ValueError("only an object by its number is deleted")
        self._ask("DELETE", path, budget)

    def _ask(
        self,
        method: str,
        path: str,
        budget: Budget,
        *,
        json: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Answer:
        asked: dict[str, Any] = {"json": json, "params": params}
        if not budget.pressed:
            return self._do(method, path, budget, asked)
        # A socket's timeout counts from its last byte, and looking up a name has none: who has pressed waits beside.
        doing = self._presses.submit(self._do, method, path, budget, asked)
        try:
            return doing.result(max(0.0, budget.until - time.monotonic()))
        except TimeoutError as late:
            # Not begun, it is not to be done when nobody waits for it any more.
            raise (NothingDone if doing.cancel() else ServiceUnavailable) from late

    def _do(self, method: str, path: str, budget: Budget, asked: dict[str, Any]) -> Answer:
        fault = self._gate.enter()
        try:
            answer = self._tried(method, path, budget, asked)
        except ServiceRefused as refusal:
            if refusal.reason in REFUSING:
                raise self._gate.refused(refusal) from None
            self._gate.accepted(fault)
            raise
        except ServiceUnavailable as away:
            if away.retry_after is None:
                self._gate.silent(fault)
            raise
        self._gate.accepted(fault)
        return answer

    def _tried(self, method: str, path: str, budget: Budget, asked: dict[str, Any]) -> Answer:
        try:
            return self._signed_in(method, f"{_ADMIN}/{path}", budget, asked)
        except Refusal as refused:
            if refused.status != HTTPStatus.UNAUTHORIZED or isinstance(self._account, Password):
                raise
            # A token ends early when the node is restarted. Nothing was done, so nothing is done twice.
            self._account.forget()
            return self._signed_in(method, f"{_ADMIN}/{path}", budget, asked)

    def _signed_in(self, method: str, path: str, budget: Budget, asked: dict[str, Any]) -> Answer:
        def fetch(form: dict[str, str], seconds: float) -> Any:  # noqa: ANN401 - whatever JSON says
            asking = Budget(time.monotonic() + seconds, budget.pressed)
            try:
                return self._send("POST", TOKEN_PATH, asking, data=form).body
            except Refusal as refused:
                if refused.error == INVALID_SCOPE:
                    raise ScopeRefused from refused
                # Whatever it has against the client or its key: it will not sign us in.
                raise ServiceRefused("not-signed-in") from refused

        told = self._account.header(fetch, budget.require_left())
        if told is None:
            return self._send(method, path, budget, **asked, auth=self._basic)
        return self._send(method, path, budget, **asked, headers={"Authorization": told})

    def _send(self, method: str, path: str, budget: Budget, **asked: Any) -> Answer:  # noqa: ANN401 - as requests takes them
        self._throttle.take(pressed=budget.pressed)
        return self._connections.send(method, self._url + path, budget, answers.read, **asked)


def _account(settings: PexipSettings, url: str) -> Account:
    if settings.management_client_id and settings.management_private_key:
        return ClientKey(settings.management_client_id, settings.management_private_key, url + TOKEN_PATH)
    return Password()
