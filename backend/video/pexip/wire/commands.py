"""What hosts do to people and conferences, as calls of command/v1. Doing again what is done is no error."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from backend.video.pexip.wire.answers import Answer, Refusal
from backend.video.pexip.wire.budget import Budget, pressed
from backend.video.pexip.wire.client import Client
from backend.video.service import NO_HOST, HostControl, NothingDone, Order, ServiceRefused, ServiceUnavailable

_CONFERENCES = "status/v1/conference/"
_PARTICIPANTS = "status/v1/participant/"
# What a node answers about a call, or a conference, that is not there.
_NO_SUCH_CALL = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND})
_NO_SUCH_CONFERENCE = frozenset({HTTPStatus.NOT_FOUND})
# Who is in without leading: `unknown` is at the PIN. Anybody else keeps a conference from being ended.
_HARMLESS = frozenset({"guest", "unknown"})
# What is done to one person, and with what beside the person's call.
_TO_ONE: Mapping[HostControl, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        HostControl.ADMIT: ("unlock", {}),
        HostControl.DENY: ("disconnect", {}),
        HostControl.REMOVE: ("disconnect", {}),
        HostControl.MUTE: ("mute", {}),
        HostControl.UNMUTE: ("unmute", {}),
        HostControl.MAKE_HOST: ("role", {"role": "chair"}),
    }
)
_TO_ALL: Mapping[HostControl, Callable[[Order], str]] = MappingProxyType(
    {
        HostControl.MUTE_GUESTS: lambda _: "mute_guests",
        HostControl.UNMUTE_GUESTS: lambda _: "unmute_guests",
        HostControl.LOCK: lambda order: "lock" if order.locked else "unlock",
        HostControl.END: lambda _: "disconnect",
    }
)
CONTROLS = frozenset({*_TO_ONE, *_TO_ALL})


class Commands:
    """Speaks to running conferences, known by their name. What takes no `Budget` was pressed: it has five seconds."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def do(self, name: str, order: Order, *, lobby: bool, calls: Sequence[str] = ()) -> None:
        """Do what a host wants in the conference of this name.

        `calls` are all by which the one it is about is there, when there are more than `order.call`: it is done when it
        is to any of them, and to none that has gone.

        With `lobby` the conference is locked in Pexip from the beginning, and that lock is what lets people wait: it is
        put on again for an order to lock, and never taken off. Without it only a conference that runs can be locked.
        Raises `ServiceRefused` (no-such-call; not-supported; no-host) and `NothingDone` only when nothing was done to
        anybody, else `ServiceUnavailable`.
        """
        budget = pressed()
        if order.control in _TO_ONE:
            verb, more = _TO_ONE[order.control]
            self._to_any(verb, calls or (order.call,), more, budget)
        elif order.control in _TO_ALL:
            is_lock = order.control == HostControl.LOCK
            if lobby and is_lock and not order.locked:
                return
            found = self._to_all(_TO_ALL[order.control](order), name, budget)
            if not found and not lobby and is_lock and order.locked:
                raise ServiceRefused(NO_HOST)
        else:
            raise ServiceRefused("not-supported")

    def end(self, name: str, budget: Budget) -> None:
        """End the conference for everybody; one that is not running is no error."""
        self._to_all("disconnect", name, budget)

    def end_hostless(self, name: str, budget: Budget) -> bool:
        """End the conference for who is left in it or waits, unless a host is in; tell whether none runs any more.

        Pexip is asked who is in, since what it told us of may have been lost. In doubt nothing is ended: a removal can
        wait, a meeting can't be given back.
        """
        if not self.running(name, budget):
            return True
        roles = {one.get("role") for one in self.people(name, budget)}
        # Nobody told of in a conference that runs is no answer either.
        if not roles or not roles <= _HARMLESS:
            return False
        self.end(name, budget)
        return True

    def running(self, name: str, budget: Budget) -> list[str]:
        """Return the ids of the running conferences of this name: none, or one; more while nodes find each other."""
        found = self._client.every(_CONFERENCES, budget, name=name)
        return [str(one["id"]) for one in found if one.get("name") == name and one.get("id")]

    def people(self, name: str, budget: Budget) -> list[dict[str, Any]]:
        """Return the calls that are in the conference or wait for it, as Pexip tells of them."""
        found = self._client.every(_PARTICIPANTS, budget, conference=name)
        return [one for one in found if one.get("conference") == name]

    def _to_any(self, verb: str, calls: Sequence[str], more: Mapping[str, str], budget: Budget) -> None:
        bodies = [{"participant_id": call, **more} for call in calls if call]
        if not self._each(f"participant/{verb}", bodies, _NO_SUCH_CALL, budget):
            raise ServiceRefused("no-such-call")

    def _to_all(self, verb: str, name: str, budget: Budget) -> int:
        """Do it to every running conference of the name; to how many it was done."""
        bodies = [{"conference_id": conference} for conference in self.running(name, budget)]
        return self._each(f"conference/{verb}", bodies, _NO_SUCH_CONFERENCE, budget)

    def _each(self, path: str, bodies: Iterable[Mapping[str, str]], gone: Collection[int], budget: Budget) -> int:
        """Ask for it once for each; how many it was done to. A status of `gone` says that there is no such one.

        Once something was done, whatever fails is `ServiceUnavailable`: of the whole nobody can say that nothing was.
        """
        done = 0
        for body in bodies:
            try:
                _require_done(self._client.post(f"command/v1/{path}/", body, budget))
            except (NothingDone, ServiceRefused) as no:
                if isinstance(no, Refusal) and no.status in gone:
                    continue
                if done:
                    raise ServiceUnavailable from no
                raise
            done += 1
        return done


def _require_done(answer: Answer) -> None:
    body = answer.body
    # What a success says beside its status is not known for sure (pexip 6); what says it is none, is none.
    if isinstance(body, dict) and body.get("status", "success") != "success":
        raise ServiceUnavailable
