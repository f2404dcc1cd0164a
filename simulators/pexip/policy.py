"""External policy as a node asks it: within five seconds, by its own strict rules, with its fallbacks (pexip 2)."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

import aiohttp

from simulators.pexip import policy_answer, policy_query
from simulators.pexip.asker import Asker
from simulators.pexip.basic_auth import signed_in
from simulators.pexip.call import Call, Properties, Refused
from simulators.pexip.clock import Clock, LoopClock
from simulators.pexip.configuration import Configuration
from simulators.pexip.policy_answer import Invalid, Known
from simulators.pexip.policy_query import Query
from simulators.pexip.reasons import NOT_FOUND

LIMIT_SECONDS = 5.0
CACHED_SECONDS = 180.0
SERVICE, PARTICIPANT = "/policy/v1/service/configuration", "/policy/v1/participant/properties"
_MOST_BYTES = 1_000_000
_OK = 200
_NOT_IN = 403
_MAY_DIFFER = dict.fromkeys(("pin", "guest_pin", "host_identity_provider_group", "guest_identity_provider_group"), "")
_RATES = dict.fromkeys(("max_callrate_in", "max_callrate_out"))
T = TypeVar("T")


@dataclass(frozen=True)
class Redirected(Refused):
    """The caller is sent to another alias: a SIP caller by 302, a web app is told that there is nothing."""

    new_alias: str = ""


@dataclass(frozen=True)
class PolicyServer:
    """Where policy is asked. `limit` is in real seconds, as it measures somebody else."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    limit: float = LIMIT_SECONDS
    cached: float = CACHED_SECONDS
    verify: bool = True


class Asked(NamedTuple):
    """One request and what came of it: `continue`, `reject`, `redirect`, or why it failed."""

    path: str
    query: dict[str, str]
    outcome: str


class _Failed(Exception):
    """No answer that counts."""


class PolicyAsker:
    """Asks the policy server, and `then` when that fails. What failed or was rejected is not asked again for a while.

    `asked` is all that was asked; `complaints` is what Pexip would let pass and a server had better not say.
    """

    def __init__(
        self, server: PolicyServer, then: Asker | None = None, *, clock: Clock | None = None, known: Known | None = None
    ) -> None:
        self.asked: list[Asked] = []
        self.complaints: list[str] = []
        self._when_asked = False
        self._server, self._then = server, then
        self._clock = clock or LoopClock()
        self._known = known or Known()
        self._session: aiohttp.ClientSession | None = None
        self._not_again: dict[str, float] = {}
        self._told: dict[str, Configuration] = {}

    async def configuration(self, call: Call) -> Configuration | Refused:
        """Return what policy says the alias is; else what the node's own database says."""
        alias = call.local_alias.lower()
        if self._not_again.get(alias, 0.0) > self._clock.seconds():
            return await self._otherwise(call)
        try:
            found = await self._ask(SERVICE, policy_query.of_service(call), self._service)
        except _Failed:
            self._remember(alias)
            return await self._otherwise(call)
        if isinstance(found, Refused):
            self._remember(alias)
            return found
        if call.call_direction == "dial_out" and found.name != call.service_name:
            self.complaints.append("a dial-out was answered with another service than the one that dials")
            return Refused(NOT_FOUND)
        self._compare(found)
        return found

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Refused:
        """Return what policy says of who calls; when that fails, that nothing is special."""
        try:
            return await self._ask(PARTICIPANT, policy_query.of_participant(call, configuration), self._participant)
        except _Failed:
            return Properties() if self._then is None else await self._then.properties(call, configuration)

    async def look(self, alias: str, trigger: str = "options") -> Configuration | Refused:
        """Ask about an alias that nobody joins: `options` of SIP, `web_avatar_fetch` of a web app."""
        web = trigger.startswith("web")
        protocol, direction = ("api", "non_dial") if web else ("sip", "dial_in")
        return await self.configuration(
            Call(alias, protocol=protocol, call_direction=direction, trigger=trigger, participant_uuid="")
        )

    def sign_in(self, *, when_asked: bool) -> None:
        """Say who it is at once, or wait to be asked by a 401."""
        self._when_asked = when_asked

    def forget(self) -> None:
        """Ask again for what failed."""
        self._not_again.clear()

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _otherwise(self, call: Call) -> Configuration | Refused:
        return Refused(NOT_FOUND) if self._then is None else await self._then.configuration(call)

    def _remember(self, alias: str) -> None:
        self._not_again[alias] = self._clock.seconds() + self._server.cached

    def _compare(self, found: Configuration) -> None:
        """Complain when a service is another than it was, in what must be the same for all."""
        told = replace(found, **_MAY_DIFFER, **_RATES, call_tag="")  # type: ignore[arg-type]  # two tables of fields
        before = self._told.setdefault(found.name, told)
        if before != told:
            self.complaints.append("a service was answered with other fields than before")
            self._told[found.name] = told

    async def _ask(self, path: str, query: Query, read: Callable[[dict[str, Any]], T]) -> T:
        outcome = "no answer"
        try:
            found = read(await self._answer(path, query))
            outcome = _outcome(found)
        except Invalid as wrong:
            outcome = str(wrong)
            raise _Failed from wrong
        except (aiohttp.ClientError, TimeoutError, OSError) as gone:
            outcome = type(gone).__name__
            raise _Failed from gone
        finally:
            self.asked.append(Asked(path, dict(query), outcome))
        return found

    async def _answer(self, path: str, query: Query) -> dict[str, Any]:
        server = self._server
        async with (
            asyncio.timeout(server.limit),
            signed_in(
                self._open(),
                "GET",
                server.url.rstrip("/") + path,
                server.user,
                server.password,
                when_asked=self._when_asked,
                params=query,
            ) as answer,
        ):
            if answer.status != _OK:
                raise Invalid(f"status {answer.status}")
            if answer.content_type != "application/json":
                raise Invalid("not called JSON")
            body = await answer.content.read(_MOST_BYTES)
            while not answer.content.at_eof():
                body += await answer.content.read(_MOST_BYTES)
                if len(body) > _MOST_BYTES:
                    raise Invalid("too long")
        return _envelope(body)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._server.limit),
                connector=aiohttp.TCPConnector(ssl=self._server.verify),
            )
        return self._session

    def _service(self, told: dict[str, Any]) -> Configuration | Refused:
        action, result = told.get("action"), told.get("result")
        complaints: list[str] = []
        try:
            found = policy_answer.service(result, self._known, complaints)
        except Invalid:
            if action == "reject":
                return Refused(NOT_FOUND)
            if action == "redirect" and isinstance(result, dict) and isinstance(result.get("new_alias"), str):
                return Redirected(NOT_FOUND, new_alias=result["new_alias"])
            raise
        self.complaints += complaints
        return found

    def _participant(self, told: dict[str, Any]) -> Properties | Refused:
        result = told.get("result")
        found = policy_answer.participant(result, self.complaints)
        if told.get("action") == "reject":
            reason = result.get("reject_reason") if isinstance(result, dict) else None
            return Refused(reason or NOT_FOUND, _NOT_IN)
        return found


def _envelope(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        raise Invalid("no JSON") from None
    if not isinstance(told, dict) or told.get("status") != "success":
        raise Invalid("the status is not success")
    return told


def _outcome(found: object) -> str:
    if isinstance(found, Redirected):
        return "redirect"
    return "reject" if isinstance(found, Refused) else "continue"
