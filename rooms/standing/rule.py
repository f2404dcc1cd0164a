"""The rule of the standing panel: what was touched, and how the room stands → what to do. Pure.

A room in a call is left alone. What others have booked is entered only after a second question, and so is a unit's
meeting, which the question names by time and unit: it is not the room's own, and a wrong press would stand in the
middle of somebody's care. Nothing is dialled that was not touched: a button and a question name the meeting that they
are for, and open no other.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from rooms.standing.panel import Name, digest
from rooms.standing.touches import Touch

PROBLEMS = ("no-sound", "no-picture", "no-call", "camera", "other")
_MOST_OPTIONS = 5
_YES = 1


@dataclass(frozen=True)
class Way:
    """Where a meeting is dialled, or somebody of the address book.

    `tag` is our opaque id of it, `time` a meeting's local start as people read it; "" for who is no meeting.
    """

    tag: str
    number: str = field(repr=False)
    protocol: Literal["SIP", "H323"] = "SIP"
    time: str = ""


class Seen(NamedTuple):
    """How the room is: in no call, in one with our tag or in another (its tag is ""), and whether others booked it."""

    in_call: bool = False
    tag: str = ""
    booked: bool = False
    answers_alone: bool = False


class Standing(NamedTuple):
    """What can be dialled: the room's own meeting, the unit's open ones, and the call a host waits with, by its id.

    `on` is the tag of the own meeting that is on now, whether it can be dialled or not. `answered` are the hosts' calls
    that the room has said yes to. `unit_name` is what the unit is called, in Swedish and in English.
    """

    own: Way | None = None
    unit: tuple[Way, ...] = ()
    calls: Mapping[str, Way] = {}
    on: str = ""
    answered: Collection[str] = ()
    unit_name: Name = ("", "")


@dataclass(frozen=True)
class Enter:
    """Dial. `call` is the host's call that it answers."""

    way: Way
    call: str = ""


@dataclass(frozen=True)
class Say:
    """Tell the people in the room; nothing else is done."""

    key: str


@dataclass(frozen=True)
class Question:
    """Ask them. `options` are texts' keys; of `which` they are times, and `more` has what each stands for.

    `time` and `unit` are what the text tells of the meeting, and all that may be told of it.
    """

    about: str
    text: str
    options: tuple[str, ...]
    more: tuple[str, ...] = ()
    time: str = ""
    unit: Name = ("", "")


@dataclass(frozen=True)
class Case:
    """Open a support case."""

    problem: str


@dataclass(frozen=True)
class TurnDown:
    """Tell the host no: `reason` is "" when people said so."""

    call: str
    reason: str = ""


Deed: TypeAlias = Enter | Say | Question | Case | TurnDown | None


def decide(touch: Touch, standing: Standing, seen: Seen) -> Deed:
    """Return what a touch that counts leads to; None for nothing, as for an answer that says no."""
    return _TABLE[touch.kind, touch.about](touch, standing, seen)


def may_ask(way: Way, seen: Seen, on: str = "") -> Literal["ask", "in", "call", "booking", "auto-answer"]:
    """Tell whether a host's call may become a question in the room, where the meeting with the tag `on` is on.

    Never in another call, in another meeting of the room's, or in what others booked.
    """
    if seen.in_call:
        return "in" if seen.tag == way.tag else "call"
    if seen.booked or on not in {"", way.tag}:
        return "booking"
    return "auto-answer" if seen.answers_alone else "ask"


def _join(touch: Touch, standing: Standing, seen: Seen) -> Deed:
    if standing.own is None:
        return Say("no-meeting")
    if touch.more != (digest(standing.own.tag),):
        return Say("again")
    return _enter("join", standing.own, seen, sure=touch.kind == "answer")


def _unit(touch: Touch, standing: Standing, seen: Seen) -> Deed:
    if not standing.unit:
        return Say("no-unit-meeting")
    if touch.more and touch.more[0] not in {digest(way.tag) for way in standing.unit}:
        return Say("again")
    if touch.more and len(standing.unit) == 1:
        return _only(standing.unit[0], touch, standing, seen)
    if seen.in_call:
        return _hindered(seen, {way.tag for way in standing.unit})
    if seen.booked and touch.kind == "press":
        return _sure("unit", touch.more)
    offered = standing.unit[:_MOST_OPTIONS]
    return Question("which", "which-meeting", tuple(way.time for way in offered), tuple(way.tag for way in offered))


def _only(way: Way, touch: Touch, standing: Standing, seen: Seen) -> Deed:
    """Return what comes of a touch for the unit's only meeting, or for whom the address book has."""
    is_answer = touch.kind == "answer"
    if way.time and not (is_answer or seen.in_call):
        text, yes = ("booked-meeting", "anyway") if seen.booked else ("this-meeting", "yes")
        return Question("unit", text, (yes, "leave-it"), touch.more, way.time, standing.unit_name)
    return _enter("unit", way, seen, sure=is_answer)


def _which(touch: Touch, standing: Standing, seen: Seen) -> Deed:
    wanted = touch.more[touch.option - 1] if touch.option <= len(touch.more) else ""
    way = next((way for way in standing.unit if way.tag == wanted), None)
    return _enter("unit", way, seen, sure=True) if way else Say("no-unit-meeting")


def _call(touch: Touch, standing: Standing, seen: Seen) -> Deed:
    way = standing.calls.get(touch.mark)
    if way is None:
        told_twice = touch.mark in standing.answered
        return Say("called-off") if touch.option == _YES and not told_twice else None
    if touch.option != _YES:
        return TurnDown(touch.mark)
    # People said yes: what is booked is theirs to know, a call is not to be broken.
    if seen.in_call and seen.tag != way.tag:
        return TurnDown(touch.mark, "call")
    return Enter(way, touch.mark)


def _ask_help(touch: Touch, standing: Standing, seen: Seen) -> Deed:
    del touch, standing, seen
    return Question("help", "which-problem", PROBLEMS)


def _help(touch: Touch, standing: Standing, seen: Seen) -> Deed:
    del standing, seen
    return Case(PROBLEMS[touch.option - 1]) if touch.option <= len(PROBLEMS) else None


def _answered(decided: Callable[[Touch, Standing, Seen], Deed]) -> Callable[[Touch, Standing, Seen], Deed]:
    return lambda touch, standing, seen: decided(touch, standing, seen) if touch.option == _YES else None


def _enter(about: str, way: Way, seen: Seen, *, sure: bool) -> Deed:
    if seen.in_call:
        return _hindered(seen, {way.tag})
    return _sure(about, (digest(way.tag),)) if seen.booked and not sure else Enter(way)


def _hindered(seen: Seen, tags: set[str]) -> Say:
    return Say("already" if seen.tag in tags else "in-call")


def _sure(about: str, meant: tuple[str, ...]) -> Question:
    return Question(about, "booked", ("anyway", "leave-it"), meant)


_TABLE: Mapping[tuple[str, str], Callable[[Touch, Standing, Seen], Deed]] = {
    ("press", "join"): _join,
    ("press", "unit"): _unit,
    ("press", "help"): _ask_help,
    ("answer", "join"): _answered(_join),
    ("answer", "unit"): _answered(_unit),
    ("answer", "which"): _which,
    ("answer", "help"): _help,
    ("answer", "call"): _call,
}
