"""The bookings on a device's screen (roomos 5): Put replaces them all, List is not the mirror of Put."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from simulators.roomos.booking import Booking, Malformed, from_json, from_xml, written
from simulators.roomos.errors import Failed
from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import Branch

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from simulators.roomos.clock import Cancels

_NOT_LINKED = "Only for devices registered to Webex or linked to Webex Edge for Devices"
_LEGACY = ("Bookings", "Put")


class Bookings:
    """The bookings of one endpoint. A restart loses them (roomos 5.1: put them again after BootEvent)."""

    def __init__(self, machine: Machine, wake: Callable[[], None]) -> None:
        self.all: dict[str, Booking] = {}
        self._updated = ""
        self._machine = machine
        self._wake = wake
        self._timers: list[Cancels] = []
        self._current = ""
        self.handlers: Handlers = {
            "Bookings Put": self._put,
            "Bookings List": self._list,
            "Bookings Get": self._get,
            "Bookings Clear": self._clear,
            "Bookings Extend": self._extend,
            "Bookings CheckOut": self._check_out,
            "Bookings Delete": self._delete,
        }

    def forget(self) -> None:
        """Lose them all, as over a restart."""
        self._replace([])

    def put_legacy(self, root: "Element") -> None:
        """Replace them all by those of a document in the older form. Raises Failed."""
        try:
            self._replace(from_xml(root))
        except Malformed as fault:
            raise Failed(_LEGACY, f"Invalid booking: {fault}") from fault

    def stored(self) -> list[Booking]:
        """Return them all, the earliest first."""
        return sorted(self.all.values(), key=lambda one: one.start)

    def joinable(self) -> list[Booking]:
        """Return those whose button is there now, the earliest first."""
        now = self._machine.clock.now()
        return [one for one in self.stored() if one.joinable(now)]

    def _put(self, order: Order) -> Branch:
        if self._machine.identity.profile == "9.15" and not self._machine.identity.edge:
            raise order.failed(_NOT_LINKED)  # roomos 5.1
        try:
            self._replace(from_json(order.body, self._machine.identity.profile))
        except Malformed as fault:
            raise order.failed(f"Invalid booking: {fault}") from fault
        return {}

    def _list(self, order: Order) -> Branch:
        found = self.stored()
        if "Days" in order.values or "DayOffset" in order.values:
            today = self._machine.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
            first = today + timedelta(days=order.number("DayOffset"))
            last = first + timedelta(days=order.number("Days", 1))
            found = [one for one in found if one.start < last and one.end >= first]
        after = order.number("Offset")
        shown = found[after : after + order.number("Limit", len(found))]
        rows: list[Branch] = [one.listed(place) for place, one in enumerate(shown, 1)]
        return {
            "ResultInfo": {"TotalRows": len(found)},
            "LastUpdated": self._updated,
            **({"Booking": list(rows)} if rows else {}),
        }

    def _get(self, order: Order) -> Branch:
        return {"Booking": self._wanted(order).listed(1)}

    def _clear(self, order: Order) -> Branch:
        del order
        self._replace([])
        return {}

    def _extend(self, order: Order) -> Branch:
        booking = self._wanted(order)
        self._keep(replace(booking, end=booking.end + timedelta(minutes=order.number("Duration"))))
        return {}

    def _check_out(self, order: Order) -> Branch:
        self._keep(replace(self._wanted(order), end=self._machine.clock.now()))
        return {}

    def _delete(self, order: Order) -> Branch:
        gone = self._wanted(order)
        self._replace([one for one in self.all.values() if one is not gone])
        self._machine.happen("Bookings Deleted", {"Id": gone.id})
        return {}

    def _keep(self, booking: Booking) -> None:
        self._replace([booking if one.id == booking.id else one for one in self.all.values()])

    def _wanted(self, order: Order) -> Booking:
        found = self.all.get(order.text("Id", self._current))
        if found is None:
            raise order.failed("No such booking")
        return found

    def _replace(self, bookings: list[Booking]) -> None:
        self.all = {booking.id: booking for booking in bookings}
        self._updated = written(self._machine.clock.now())
        for timer in self._timers:
            timer.cancel()
        now = self._machine.clock.now()
        turns = {turn for one in bookings for turn in (one.start, one.end) if turn > now}
        self._timers = [self._machine.clock.at(turn, self._look) for turn in turns]
        self._machine.happen("Bookings Updated")
        self._look()

    def _look(self) -> None:
        """See which booking it is time for, and say when that changes."""
        now = self._machine.clock.now()
        current = next((one.id for one in self.all.values() if one.start <= now < one.end), "")
        if current != self._current:
            if self._current:
                self._machine.happen("Bookings End", {"Id": self._current})
            if current:
                self._machine.happen("Bookings Start", {"Id": current})
                self._rouse()
            self._current = current
        change: Branch = {"Current": {"Id": current}}
        if self._machine.identity.profile != "9.15":
            change["Availability"] = self._availability(now)
        self._machine.change({"Bookings": change})

    def _rouse(self) -> None:
        """Wake the screens when a meeting begins, where the software can and may (roomos 2, WakeupAtMeetingStart)."""
        if self._machine.identity.profile != "9.15" and self._machine.text("Standby", "WakeupAtMeetingStart") == "Auto":
            self._wake()

    def _availability(self, now: datetime) -> Branch:
        if self._current:
            return {"Status": "BookedUntil", "TimeStamp": written(self.all[self._current].end)}
        coming = [
            one.start for one in self.all.values() if one.start.astimezone(UTC).date() == now.date() and one.start > now
        ]
        return {"Status": "FreeUntil" if coming else "Free", "TimeStamp": written(min(coming)) if coming else ""}
