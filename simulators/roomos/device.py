"""One software endpoint, whatever way it is spoken to. Fronts ask for this and nothing else.

All of it belongs to the site's loop: from another thread go through `site.Endpoint`. Nothing here waits.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from simulators.roomos.clock import Clock
from simulators.roomos.errors import BadParameter, Denied, Failed, NoSessionLeft
from simulators.roomos.exchange import Exchange
from simulators.roomos.faults import Fault, Faults
from simulators.roomos.feedback import Subscription
from simulators.roomos.identity import Identity
from simulators.roomos.machine import Machine
from simulators.roomos.nodes import BODY, Profile
from simulators.roomos.order import Handlers, Order
from simulators.roomos.parts import Parts
from simulators.roomos.power import Power, Supply
from simulators.roomos.sessions import Account, Session, Sessions
from simulators.roomos.tree import Branch, Node, Path
from simulators.roomos.values import Given, Value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

READERS = frozenset({"Admin", "Audit", "Integrator", "User", "RoomControl"})
LONGEST_LOG = 10_000
WRITERS = frozenset({"Admin", "Integrator"})


@dataclass(frozen=True)
class Done:
    """One command that was carried out, for tests to look at."""

    user: str
    transport: str
    path: str
    values: Mapping[str, list[Value]] = field(repr=False)


class Device:
    """One endpoint: who may sign in, what it knows, what it does, what goes wrong with it."""

    def __init__(
        self, identity: Identity, clock: Clock, exchange: Exchange, accounts: Mapping[str, Account] | None = None
    ) -> None:
        self.machine = Machine(identity, clock)
        self.sessions = Sessions(
            {user: replace(account) for user, account in (accounts or {}).items()},
            clock.seconds,
            lambda name: self.machine.number("Security", "Session", name),
        )
        self.faults = Faults()
        self.supply = Supply(self.machine)
        self.parts = Parts(self.machine, exchange, self.supply, self.sessions, self.reboot)
        self.log: deque[Done] = deque(maxlen=LONGEST_LOG)
        self._handlers: Handlers = self.parts.handlers()

    @property
    def identity(self) -> Identity:
        """Which device it is."""
        return self.machine.identity

    def sign_in(self, user: str, password: str, transport: str) -> Session:
        """Begin a session. Raises SignInRefused, NoSessionLeft."""
        self.sessions.check(user, password)
        return self.sessions.open(user, transport)

    def check_room_for_session(self) -> None:
        """Raise NoSessionLeft when it was ordered to have none."""
        if self.faults.due(Fault.SESSION_LIMIT):
            raise NoSessionLeft

    def command(
        self,
        session: Session,
        path: Path,
        parameters: Mapping[str, Given | Sequence[Given]] | None = None,
        body: str | None = None,
    ) -> Branch:
        """Do the command and return what stands in its result, {} when nothing does.

        Raises UnknownCommand, Denied, BadParameter, Failed.
        """
        command = self.machine.nodes.command(path)
        if not session.roles & command.roles:
            raise Denied(command.path)
        if self.identity.teams and not command.teams:
            raise Failed(command.path, "Not available in Microsoft Teams mode")
        values = command.take(parameters or {})
        if command.body != bool(body):
            raise BadParameter(command.path, BODY)
        name = " ".join(command.path)
        self.log.append(Done(session.user, session.transport, name, values))
        return self._handlers[name](Order(session, command.path, values, body or ""))

    def put_legacy_bookings(self, session: Session, root: "Element") -> None:
        """Replace the bookings by a document in the older form (roomos 5.2). Raises Denied, Failed."""
        command = self.machine.nodes.command(("Bookings", "Put"))
        if not session.roles & command.roles:
            raise Denied(command.path)
        self.parts.bookings.put_legacy(root)
        self.log.append(Done(session.user, session.transport, "bookingsputxml", {}))

    def read(self, session: Session, root: str, path: Path) -> Node | None:
        """Return what stands below "Status" or "Configuration"; None for what is known and empty.

        Raises NoMatch, Denied.
        """
        if not session.roles & READERS:
            raise Denied((root, *path))
        return self.machine.read(root, path)

    def configure(self, session: Session, path: Path, value: Given) -> None:
        """Change one setting. Raises NoMatch, Denied, IllegalValue."""
        self.machine.nodes.configuration(path)
        if not session.roles & WRITERS:
            raise Denied(("Configuration", *path))
        self.machine.configure(path, value)

    def check_expression(self, expression: Path) -> None:
        """Raise NoMatch for feedback that this software does not know, unless it has a wildcard."""
        if "*" not in expression and "**" not in expression:
            self.machine.nodes.check(str(expression[0]), expression[1:])

    def subscribe(self, subscription: Subscription) -> Callable[[], None]:
        """Let somebody hear of changes; return what ends it."""
        return self.machine.subscribe(subscription)

    @property
    def awake(self) -> bool:
        """Whether it answers at all."""
        return self.supply.state is Power.ON

    def become(self, profile: Profile) -> None:
        """Get another software, as after an upgrade."""
        self.machine.become(profile)

    def power_off(self) -> None:
        """Pull the plug: calls end without a word, what was not stored is gone."""
        self.parts.lose_power()
        self.supply.become(Power.OFF)
        self.machine.restart()

    def reboot(self) -> None:
        """Start anew, as by SystemUnit Boot or when the plug is put back."""
        self.power_off()
        self.parts.start()
        self.supply.start()
