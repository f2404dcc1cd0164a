"""One visit: in with control only, one thing done, and out. No call is made, and no conference is started by it."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from backend.video.pexip.visits import roster
from backend.video.pexip.visits.node import Node, Refusal
from backend.video.pexip.visits.roster import Somebody
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.inside import INSIDE
from backend.video.service import HostControl, Order, ServiceError, ServiceRefused, ServiceUnavailable

# What others see while it is in.
NAME = "Skyddat vårdmöte"
# The node's own texts (pexip 4), and the word our own answer to it has.
FULL = "full"
_FULL_TEXTS = frozenset({"Participant limit reached", FULL})
_ROLE_TEXT = "Invalid role"
# After a token is given the role may need this long to be there (pexip 4).
_SETTLES_SECONDS, _PAUSE_SECONDS = 2.0, 0.25
# That it was not let in is to be told while somebody waits to hear it.
_TELLING_SECONDS = 0.5
_LEAVING_SECONDS = 2.0
_ABOUT_ONE: Mapping[HostControl, Callable[[Order], tuple[str, Mapping[str, str]]]] = MappingProxyType(
    {
        HostControl.LOWER_HAND: lambda _: ("clearbuzz", {}),
        HostControl.SPOTLIGHT: lambda order: ("spotlighton" if order.on else "spotlightoff", {}),
        HostControl.NOTE: lambda order: ("message", {"type": "text/plain", "payload": order.text}),
    }
)
CONTROLS = frozenset({HostControl.HANDS, *_ABOUT_ONE})


@dataclass(frozen=True)
class Credentials:
    """By what the visitor comes in. `tag` comes back in all that Pexip tells of it.

    `asked` says whether Pexip asks us before it lets the visitor in.
    """

    alias: str = field(repr=False)
    pin: str = field(repr=False)
    tag: str
    asked: bool = True


class Visit:
    """A visitor who is in. Made by `join`; call `leave` whatever happens."""

    def __init__(self, node: Node, credentials: Credentials, budget: Budget, told: Mapping[str, Any]) -> None:
        self._node = node
        self._alias = credentials.alias
        self._budget = budget
        self._token = str(told["token"])
        self._call = str(told.get("participant_uuid", ""))
        self._has_chat = told.get("chat_enabled") is not False
        self._settled_at = min(time.monotonic() + _SETTLES_SECONDS, budget.until - _TELLING_SECONDS)
        self._is_host = told.get("role") == "HOST" and told.get("current_service_type") in INSIDE

    def look(self) -> Sequence[Somebody]:
        """Return who is there. Raises `ServiceRefused`: `not-let-in` when it came in as no host, `no-host`."""
        there = self._roster()
        while not self._is_host:
            # What the token was given with may be said before the place and the role are settled.
            if time.monotonic() > self._settled_at:
                raise ServiceRefused("not-let-in")
            self._pause()
            there = self._roster()
        if not roster.has_host(there, self._call):
            raise ServiceRefused("no-host")
        return there

    def do(self, order: Order, begun: threading.Event) -> None:
        """Do something about one participant; before `begun` is set, nothing has been asked for.

        Raises `ServiceRefused`: no-such-call, no-chat, and as `look`.
        """
        there = {one.call: one for one in self.look()}
        one = there.get(order.call)
        is_note = order.control == HostControl.NOTE
        if one is None and not is_note:
            raise ServiceRefused("no-such-call")
        if is_note and not (self._has_chat and (one is None or one.takes_messages)):
            raise ServiceRefused("no-chat")
        verb, body = _ABOUT_ONE[order.control](order)
        path = f"participants/{quote(order.call, safe='')}/{verb}"
        begun.set()
        try:
            self._patiently(lambda: self._node.post(self._alias, path, self._budget, body, token=self._token))
        except Refusal as refused:
            if refused.status == HTTPStatus.NOT_FOUND or "participant" in refused.text.lower():
                raise ServiceRefused("no-such-call") from refused
            raise ServiceRefused("no-chat" if is_note else "not-allowed") from refused

    def leave(self) -> bool:
        """Give the place back; False when the node did not say so: then it is free when the token has run out."""
        budget = Budget(time.monotonic() + _LEAVING_SECONDS, pressed=True)
        with suppress(ServiceError):
            self._node.post(self._alias, "release_token", budget, {}, token=self._token)
            return True
        return False

    def _roster(self) -> Sequence[Somebody]:
        told = self._patiently(lambda: self._node.get(self._alias, "participants", self._budget, self._token))
        there = roster.read(told)
        own = next((one for one in there if one.call == self._call), None)
        self._is_host = self._is_host or (own is not None and own.is_host and own.is_inside)
        return there

    def _pause(self) -> None:
        threading.Event().wait(min(_PAUSE_SECONDS, self._budget.require_left()))

    def _patiently(self, ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever JSON says
        while True:
            try:
                return ask()
            except Refusal as refused:
                if refused.text != _ROLE_TEXT or time.monotonic() > self._settled_at:
                    raise
                self._pause()


def join(node: Node, credentials: Credentials, budget: Budget) -> Visit:
    """Go in. Raises `ServiceRefused`: `full`, `not-let-in`; `ServiceUnavailable`, after which it may be in unseen."""
    asked = {"display_name": NAME, "call_tag": credentials.tag}
    try:
        told = node.post(credentials.alias, "request_token", budget, asked, pin=credentials.pin)
    except Refusal as refused:
        raise ServiceRefused(FULL if refused.text in _FULL_TEXTS else "not-let-in") from refused
    if not isinstance(told, dict) or not isinstance(told.get("token"), str):
        raise ServiceUnavailable
    return Visit(node, credentials, budget, told)
