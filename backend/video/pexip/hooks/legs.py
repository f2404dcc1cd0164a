"""Calls as they come out of events, in whatever order and however often those came.

Of each call the newest event counts, by moment and then by number; a node's word that a call has ended counts for good.
So the same events always end in the same calls, and nothing has to be taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.video.pexip.hooks.call_told import CallTold
from backend.video.pexip.hooks.models import PexipLeg
from backend.video.pexip.hooks.reading import GONE, IN, LOST, WAITING

Json = dict[str, Any]
_BEGUN = {WAITING: "waiting_at", IN: "in_at"}
# A node may say of a room that it is in before it says that it waits; nobody is sent back to the lobby so soon.
_AT_ONCE = 5_000_000


class Known(Protocol):
    """What decides whether a call was let in."""

    @property
    def place(self) -> str:
        """Where it is."""

    @property
    def waiting_at(self) -> int | None:
        """When it first waited."""

    @property
    def in_at(self) -> int | None:
        """When it was first told to be in."""


def let_in_at(leg: Known) -> int | None:
    """Return when a call came in, None for one that never did: one that was told to be in, and at once to wait.

    Whether that one was let in later is known only while it is in; then it is not told when, and its wait is left out.
    """
    if leg.in_at is None or leg.waiting_at is None or not leg.in_at < leg.waiting_at <= leg.in_at + _AT_ONCE:
        return leg.in_at
    return leg.waiting_at if leg.place == IN else None


@dataclass(frozen=True)
class Seen:
    """One thing known of the calls to a conference: an event, or (with number 0) what Pexip answered when asked.

    `data` is as `reading.Told.data`.
    """

    node: str
    seq: int
    time: int
    event: str
    data: Json = field(default_factory=dict, repr=False)


@dataclass
class Calls:
    """The calls to one conference by their ids, and when each node's part of it was over.

    `locks` is what was told of its lock, in that order: which event, and whether it was locked.
    """

    reference: str
    legs: dict[str, PexipLeg]
    ends: dict[str, int]
    locks: list[tuple[str, bool]] = field(default_factory=list)

    def see(self, seen: Seen) -> None:
        """Take in one thing more."""
        if seen.event == "conference_ended":
            self.ends[seen.node] = max(self.ends.get(seen.node, 0), seen.time)
        elif "locked" in seen.data:
            self.locks.append((seen.event, seen.data["locked"]))
        elif "call" in seen.data:
            self._see_call(seen, CallTold.of(seen.data))

    def see_all_there_are(self, calls: Iterable[CallTold], asked: int, settled: int) -> None:
        """Take in which calls there were at the moment `asked`; those known at `settled` and not among them are gone.

        That may be a mistake of a moment, so a newer event may say otherwise.
        """
        there = {told.call: told for told in calls}
        for told in there.values():
            known = self.legs.get(told.call)
            # What a look only confirms stays as old as it was: a node's clock may be behind the one that looked.
            if known is None or not (self.is_open(known) and _is_as_known(known, told)):
                self._see_call(Seen("", 0, asked, "participant_updated"), told)
        for leg in self.legs.values():
            if leg.call not in there and leg.time <= settled and self.is_open(leg):
                leg.place, leg.time, leg.seq, leg.gone_at, leg.reason = GONE, asked, 0, asked, leg.reason or LOST

    def is_open(self, leg: PexipLeg) -> bool:
        """Tell whether the call goes on."""
        return leg.place != GONE and leg.time > self.ends.get(leg.node, -1)

    def _see_call(self, seen: Seen, told: CallTold) -> None:
        leg = self.legs.get(told.call)
        if leg is None:
            leg = self.legs[told.call] = _new(self.reference, seen.node, told.call)
        began = _BEGUN.get(told.place)
        if began is not None:
            known = getattr(leg, began)
            setattr(leg, began, seen.time if known is None else min(known, seen.time))
        # What a call is called by never changes; an event may come before it is known.
        leg.tag, leg.conversation = max(leg.tag, told.tag), max(leg.conversation, told.conversation)
        # Nor whose it is: where it was asked for before its node told of it, that node has told of it all the same.
        leg.node = leg.node or seen.node
        is_final = told.place == GONE
        if (is_final, seen.time, seen.seq) >= (leg.final, leg.time, leg.seq):
            _follow(leg, seen, told, is_final=is_final)


def _is_as_known(leg: PexipLeg, told: CallTold) -> bool:
    now = (told.place, told.role, told.muted, told.media, told.name)
    return now == (leg.place, leg.role, leg.muted, leg.media, leg.display_name) and (
        (told.tag or leg.tag, told.conversation or leg.conversation) == (leg.tag, leg.conversation)
    )


def _new(reference: str, node: str, call: str) -> PexipLeg:
    return PexipLeg(
        reference=reference,
        call=call,
        node=node,
        seq=-1,
        time=-1,
        tag="",
        conversation="",
        display_name="",
        place=WAITING,
        role="",
        muted=False,
        media=False,
        final=False,
        reason="",
    )


def _follow(leg: PexipLeg, seen: Seen, told: CallTold, *, is_final: bool) -> None:
    # Pexip may have said that the call went on a moment after it had ended; nothing is less known for that.
    leg.node, leg.seq, leg.time = seen.node or leg.node, seen.seq, max(leg.time, seen.time)
    leg.place, leg.final, leg.role = told.place, is_final, told.role
    leg.muted, leg.media, leg.display_name = told.muted, told.media, told.name
    leg.gone_at = seen.time if is_final else None
    leg.reason = told.reason
