"""A channel to one room, and what is known of the room: what it can do, and that nothing else is asked of it."""

from collections.abc import Mapping
from threading import RLock

from rooms.endpoint import Capability
from rooms.errors import NotSupported, Refused
from rooms.xapi import nodes, software, tree
from rooms.xapi.channel import Channel, Node, Path, Value, Way
from rooms.xapi.software import Software


class Session:
    """One channel, with the room's software read when it is first needed. Safe to use from several threads."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._lock = RLock()
        self._system_unit: Node | None = None
        self._software: Software | None = None

    def system_unit(self) -> Node:
        """Return xStatus SystemUnit, read once."""
        with self._lock:
            if self._system_unit is None:
                self._system_unit = self.channel.status(("SystemUnit",))
            return self._system_unit

    def software(self) -> Software:
        """Return what the room runs, read once."""
        with self._lock:
            if self._software is None:
                self._software = self._read_software()
            return self._software

    def capabilities(self) -> frozenset[Capability]:
        """Return what the room can do over this channel."""
        return software.capabilities(self.software(), self.channel.ways)

    def need(self, capability: Capability) -> None:
        """Return if the room has the capability. Raises NotSupported."""
        if capability not in self.capabilities():
            raise NotSupported(f"{capability} is not among what this room can do over this way of speaking")

    def do(
        self, capability: Capability, path: Path, parameters: Mapping[str, Value] | None = None, body: str | None = None
    ) -> Node:
        """Do the command if the room has the capability and takes the parameters; nothing is sent otherwise."""
        self.need(capability)
        runs = self.software()
        nodes.check_command(
            path, parameters or {}, body=body is not None, profile=runs.profile, teams_mode=runs.teams_mode
        )
        return self.channel.command(path, parameters, body)

    def read(self, path: Path) -> Node:
        """Return the status at the path, {} when this software, product or mode has no such thing."""
        if not nodes.has_status(path, self.software().profile):
            return {}
        try:
            return self.channel.status(path)
        except NotSupported:
            return {}

    def setting(self, path: Path) -> Node:
        """Return the configuration at the path, {} when the room has no such thing or does not show it."""
        try:
            return self.channel.configuration(path)
        except (NotSupported, Refused):  # as devices answer an account of few rights
            return {}

    def _read_software(self) -> Software:
        unit = self.system_unit()
        version = tree.text(unit, "Software", "Version") or tree.text(unit, "Software", "DisplayName")
        runs = Software(version, software.profile_of(version), software.runs_teams(unit))
        if software.takes_bookings_put(runs) or Way.LEGACY_BOOKINGS in self.channel.ways:
            return runs
        return runs._replace(linked=self._is_linked())

    def _is_linked(self) -> bool:
        """Tell whether a room with 9.15 is known to a cloud: registered there, or on premises and linked to Edge."""
        try:
            words = tree.text(self.channel.status(("Webex", "Status")))
        except NotSupported:
            return False
        return words == "Registered"
