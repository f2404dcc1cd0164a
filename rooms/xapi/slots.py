"""HttpFeedback: the four places where a device posts what happens to somebody's address. The third is Cisco TMS's."""

from rooms.endpoint import Capability, FeedbackSlot
from rooms.xapi import tree
from rooms.xapi.channel import Node
from rooms.xapi.session import Session


def read(session: Session) -> tuple[FeedbackSlot, ...]:
    """Return the slots in use, by number. Raises NotSupported where the software has none."""
    session.need(Capability.FEEDBACK_SLOTS)
    found = (_slot(item) for item in tree.items(session.channel.status(("HttpFeedback",))))
    return tuple(sorted((slot for slot in found if slot.slot and slot.url), key=lambda slot: slot.slot))


def register(session: Session, wanted: FeedbackSlot) -> None:
    """Let the device post to the slot's address, as JSON; one that is right and has given up is only woken."""
    session.need(Capability.FEEDBACK_SLOTS)
    here = next((slot for slot in read(session) if slot.slot == wanted.slot), None)
    if here is not None and _says(here) == _says(wanted):
        if not here.ok:
            session.do(Capability.FEEDBACK_SLOTS, ("HttpFeedback", "Enable"), {"FeedbackSlot": wanted.slot})
        return
    session.do(
        Capability.FEEDBACK_SLOTS,
        ("HttpFeedback", "Register"),
        {
            "FeedbackSlot": wanted.slot,
            "ServerUrl": wanted.url,
            "Format": "JSON",
            "Expression": wanted.expressions,
        },
    )


def _slot(item: dict[str, Node]) -> FeedbackSlot:
    return FeedbackSlot(
        slot=tree.number(item, "id") or 0,
        url=tree.text(item, "URL"),
        expressions=tree.leaves(item, "Expression"),
        ok=tree.text(item, "Status") != "Failed",
    )


def _says(slot: FeedbackSlot) -> tuple[str, frozenset[str]]:
    return slot.url, frozenset(slot.expressions)
