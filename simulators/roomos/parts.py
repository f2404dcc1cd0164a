"""All parts of one endpoint, and the one table of what they answer to."""

from collections.abc import Callable

from simulators.roomos.accounts import Accounts
from simulators.roomos.analytics import Analytics
from simulators.roomos.bookings import Bookings
from simulators.roomos.calls import Calls
from simulators.roomos.cameras import Cameras
from simulators.roomos.exchange import Exchange
from simulators.roomos.feedback_post import poster
from simulators.roomos.feedback_slots import FeedbackSlots
from simulators.roomos.machine import Machine
from simulators.roomos.messages import Messages
from simulators.roomos.order import Handlers
from simulators.roomos.panels import Panels
from simulators.roomos.peripherals import Peripherals
from simulators.roomos.pictures import Pictures
from simulators.roomos.power import Supply
from simulators.roomos.sessions import Sessions
from simulators.roomos.sound import Sound
from simulators.roomos.standby import Standby
from simulators.roomos.upkeep import Upkeep


class Parts:
    """What the endpoint consists of."""

    def __init__(
        self,
        machine: Machine,
        exchange: Exchange,
        supply: Supply,
        sessions: Sessions,
        restart: Callable[[], None],
    ) -> None:
        self.standby = Standby(machine, supply)
        self.calls = Calls(machine, exchange, supply, self.standby)
        self.sound = Sound(machine)
        self.analytics = Analytics(machine)
        self.cameras = Cameras(machine)
        self.pictures = Pictures(machine, self.calls)
        self.panels = Panels(machine)
        self.messages = Messages(machine)
        self.bookings = Bookings(machine, self.standby.wake)
        self.peripherals = Peripherals(machine)
        self.accounts = Accounts(sessions)
        self.upkeep = Upkeep(machine, restart)
        self.slots = FeedbackSlots(machine, poster(machine))

    def handlers(self) -> Handlers:
        """Return what does each command of the table."""
        return {
            **self.standby.handlers,
            **self.calls.handlers,
            **self.sound.handlers,
            **self.cameras.handlers,
            **self.pictures.handlers,
            **self.panels.handlers,
            **self.messages.handlers,
            **self.bookings.handlers,
            **self.peripherals.handlers,
            **self.accounts.handlers,
            **self.upkeep.handlers,
            **self.slots.handlers(),
        }

    def lose_power(self) -> None:
        """Drop calls and what is about to be posted, without a word."""
        self.calls.vanish()
        self.slots.stop()

    def start(self) -> None:
        """Begin anew: panels, presets, accounts and feedback slots are kept, all else is gone."""
        self.messages.forget()
        self.peripherals.forget()
        self.bookings.forget()
        self.panels.forget()
        self.pictures.begin()
        self.slots.restart()
