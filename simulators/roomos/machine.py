"""What every part of a device stands on: its status, its settings, who listens, its clock."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from simulators.roomos.clock import Cancels, Clock
from simulators.roomos.errors import IllegalValue
from simulators.roomos.feedback import Subscription
from simulators.roomos.identity import Identity
from simulators.roomos.nodes import Nodes, Profile, nodes
from simulators.roomos.tree import GHOST, Branch, Leaf, Node, Path, at, changes, find, merge, settled
from simulators.roomos.values import Given, Unfit, Value


class Machine:
    """One device without its parts. All of it belongs to the site's loop."""

    def __init__(self, identity: Identity, clock: Clock) -> None:
        self.identity = identity
        self.clock = clock
        self.nodes: Nodes = nodes(identity.profile)
        self.tree: Branch = {}
        self.settings: dict[tuple[str, ...], Value] = {}
        self.subscriptions: list[Subscription] = []
        self._started = clock.seconds()
        self.restart()

    def restart(self) -> None:
        """Begin with the status of a device that has just started; settings stay."""
        self._started = self.clock.seconds()
        self.tree = self.nodes.known(self.identity.status())
        merge(self.tree, {"SystemUnit": {"Uptime": self._uptime}, "Time": {"SystemTime": self._hour}})

    def become(self, profile: Profile) -> None:
        """Get another software; what it does not know is as if it were not there."""
        self.identity = replace(self.identity, profile=profile)
        self.nodes = nodes(profile)
        merge(self.tree, {"SystemUnit": {"Software": self.identity.status_of_software()}})
        self.tree = self.nodes.known(self.tree)

    def read(self, root: str, path: Path) -> Node | None:
        """Return what stands at the path below Status or Configuration; None for what is empty. Raises NoMatch."""
        self.nodes.check(root, path)
        found = find(self.tree if root == "Status" else self._configuration(), path)
        return None if found is None else settled(found)

    def whole(self, root: str) -> Branch:
        """Return all that this software knows of, from the root on."""
        return {root: settled(self.tree if root == "Status" else self._configuration())}

    def tree_text(self, *path: str) -> str:
        """Return one leaf of the status as text, "" when it is not there."""
        found = find(self.tree, path)
        return "" if found is None else str(found)

    def numbers_of(self, *path: str) -> frozenset[int]:
        """Return the ids of a list's items in the status."""
        items = find(self.tree, path)
        return frozenset(int(str(one["id"])) for one in items) if isinstance(items, list) else frozenset()

    def text(self, *path: str) -> str:
        """Return one setting as text."""
        return str(self.setting(path))

    def number(self, *path: str) -> int:
        """Return one setting as a number."""
        return int(self.setting(path))

    def setting(self, path: tuple[str, ...]) -> Value:
        """Return one setting. Raises NoMatch."""
        node = self.nodes.configuration(path)
        return self.settings.get(node.path, node.default)

    def configure(self, path: Path, value: Given) -> None:
        """Change one setting and tell of it. Raises NoMatch, IllegalValue."""
        node = self.nodes.configuration(path)
        try:
            taken = node.space.take(value)
        except Unfit as fault:
            raise IllegalValue(("Configuration", *node.path)) from fault
        self.settings[node.path] = taken
        self.publish({"Configuration": at(node.path, taken)})

    def change(self, change: Branch) -> None:
        """Write into the status, below "Status", and tell of what is new in it."""
        new = changes(self.tree, change)
        merge(self.tree, change)
        if new:
            self.publish({"Status": settled(new)})

    def vanish(self, *path: str | int) -> None:
        """Take away the item of a list, whose number ends the path, and tell of its ghost (roomos 1.1)."""
        *names, number = path
        items = find(self.tree, names)
        if isinstance(items, list) and find(items, [number]) is not None:
            items[:] = [one for one in items if one["id"] != number]
            self.publish({"Status": at((*names, number), {"ghost": GHOST})})

    def happen(self, path: str, fields: Mapping[str, Leaf] | None = None) -> None:
        """Tell of an event, if this software has it."""
        if self.nodes.has_event(path):
            self.publish({"Event": at(path.split(), cast("Branch", dict(fields or {})))})

    def publish(self, tree: Branch) -> None:
        """Let everybody hear who listens."""
        for subscription in list(self.subscriptions):
            subscription.hear(tree)

    def subscribe(self, subscription: Subscription) -> Callable[[], None]:
        """Let somebody listen; return what ends it, which may be called again."""
        self.subscriptions.append(subscription)

        def end() -> None:
            if subscription in self.subscriptions:
                self.subscriptions.remove(subscription)

        return end

    def later(self, seconds: float, action: Callable[[], None]) -> Cancels:
        """Do something after so many seconds."""
        return self.clock.later(seconds, action)

    def _configuration(self) -> Branch:
        whole: Branch = {}
        for node in self.nodes.configurations.values():
            merge(whole, at(node.path, self.settings.get(node.path, node.default)))
        return whole

    def _uptime(self) -> int:
        return int(self.clock.seconds() - self._started)

    def _hour(self) -> str:
        return self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
