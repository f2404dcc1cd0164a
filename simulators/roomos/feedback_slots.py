"""HttpFeedback: four slots that post what happens to an address, until that address does not answer (roomos 1.4)."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from simulators.roomos import feedback_body
from simulators.roomos.feedback import Subscription, parse
from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import TEXT, Branch, at, find

Format = Literal["XML", "JSON"]
Post = Callable[[str, str, bytes], Awaitable[bool]]
CONTENT_TYPES: dict[Format, str] = {"XML": "text/xml", "JSON": "application/json"}
# No guide says how many a device keeps; what is more than this is lost.
_MOST_WAITING = 1000


@dataclass(eq=False)
class Slot:
    """One registration. `ok` is False when its address did not take what was posted: then nothing is posted."""

    number: int
    url: str = field(repr=False)
    format: Format
    expressions: tuple[str, ...]
    ok: bool = True
    waiting: deque[Branch] = field(default_factory=lambda: deque(maxlen=_MOST_WAITING))
    posting: asyncio.Task[None] | None = None
    unsubscribe: Callable[[], None] = lambda: None


class FeedbackSlots:
    """One device's slots. `post` sends a body to an address with a content type, and tells whether it was taken."""

    def __init__(self, machine: Machine, post: Post) -> None:
        self.slots: dict[int, Slot] = {}
        self._machine = machine
        self._post = post

    def handlers(self) -> Handlers:
        """Return what does each command."""
        return {
            "HttpFeedback Register": self._register,
            "HttpFeedback Deregister": self._deregister,
            "HttpFeedback Enable": self._enable,
        }

    def register(self, number: int, url: str, written: Format, expressions: Sequence[str]) -> None:
        """Post to this address from now on, in place of what the slot did. Raises NoMatch for an expression."""
        paths = [parse(expression) for expression in expressions]
        self.deregister(number)
        slot = self.slots[number] = Slot(number, url, written, tuple(expressions))
        self._listen(slot, Subscription(lambda tree: self._hear(slot, tree), paths))

    def deregister(self, number: int) -> None:
        """Post no more. A slot without a registration is no error."""
        slot = self.slots.pop(number, None)
        if slot is not None:
            self._quiet(slot)
            self._machine.vanish("HttpFeedback", number)

    def stop(self) -> None:
        """Be silent, and forget what is not posted yet: the power is gone."""
        for slot in self.slots.values():
            self._quiet(slot)

    def restart(self) -> None:
        """Begin again with what is registered; a slot that had given up tries anew."""
        for slot in list(self.slots.values()):
            self.register(slot.number, slot.url, slot.format, slot.expressions)

    def _register(self, order: Order) -> Branch:
        expressions = [str(one) for one in order.values.get("Expression", [])]
        url, written = order.text("ServerUrl"), cast("Format", order.text("Format"))
        self.register(order.number("FeedbackSlot"), url, written, expressions)
        return {}

    def _deregister(self, order: Order) -> Branch:
        self.deregister(order.number("FeedbackSlot"))
        return {}

    def _enable(self, order: Order) -> Branch:
        slot = self.slots.get(order.number("FeedbackSlot"))
        if slot is None:
            raise order.failed("No feedback is registered in the slot")
        # What happened while it had given up is not told.
        slot.ok = True
        self._say(slot)
        return {}

    def _listen(self, slot: Slot, subscription: Subscription) -> None:
        slot.unsubscribe = self._machine.subscribe(subscription)
        self._say(slot)

    def _quiet(self, slot: Slot) -> None:
        slot.unsubscribe()
        slot.waiting.clear()
        if slot.posting is not None:
            slot.posting.cancel()
            slot.posting = None

    def _say(self, slot: Slot) -> None:
        expressions = [{"id": number, TEXT: text} for number, text in enumerate(slot.expressions, 1)]
        told = {"URL": slot.url, "Status": "OK" if slot.ok else "Failed", "Format": slot.format}
        self._machine.change(at(("HttpFeedback", slot.number), cast("Branch", {**told, "Expression": expressions})))

    def _hear(self, slot: Slot, tree: Branch) -> None:
        if slot.ok:
            slot.waiting.append(tree)
            if slot.posting is None:
                slot.posting = asyncio.get_running_loop().create_task(self._drain(slot))

    async def _drain(self, slot: Slot) -> None:
        while slot.ok and slot.waiting:
            body = feedback_body.WRITERS[slot.format](slot.waiting.popleft(), self._identification())
            if not await self._post(slot.url, CONTENT_TYPES[slot.format], body):
                slot.ok = False
                slot.waiting.clear()
        slot.posting = None
        if not slot.ok:
            self._say(slot)

    def _identification(self) -> Branch:
        machine = self._machine
        address = find(machine.tree, ("Network", 1, "IPv4", "Address"))
        mac = find(machine.tree, ("Network", 1, "Ethernet", "MacAddress"))
        return {
            "SystemName": machine.text("SystemUnit", "Name") or machine.identity.name,
            "MACAddress": mac or "",
            "IPAddress": address or "",
            "ProductType": find(machine.tree, ("SystemUnit", "ProductType")) or "",
            "ProductID": find(machine.tree, ("SystemUnit", "ProductId")) or "",
            "SWVersion": find(machine.tree, ("SystemUnit", "Software", "Version")) or "",
            "SerialNumber": machine.identity.serial_number,
        }
