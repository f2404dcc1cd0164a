"""What `vardmote simulate pexip` is told to run."""

from dataclasses import dataclass, field

from simulators.pexip.configuration import Configuration


@dataclass(frozen=True)
class Wanted:
    """What to run. A port of 0 is any that is free; of several nodes the others count up. "" is for what is not there.

    `alias` is a conference of this command line; with `policy_url` or `management_port` there may be none. Seconds are
    the real node's: `timer_scale` shortens all of its timers, 0.01 to a hundredth. Seen by nobody: PINs and passwords.
    """

    port: int
    alias: str = ""
    host_pin: str = field(default="", repr=False)
    guest_pin: str = field(default="", repr=False)
    limit: int | None = None
    locked: bool = False
    nodes: int = 1
    tls: bool = False
    location: str = "Plats"
    name: str = ""
    service_tag: str = ""
    host_idp: str = ""
    guest_idp: str = ""
    timer_scale: float = 1.0
    policy_url: str = ""
    policy_user: str = ""
    policy_password: str = field(default="", repr=False)
    theme: tuple[str, ...] = ()
    event_url: str = ""
    event_user: str = ""
    event_password: str = field(default="", repr=False)
    event_version: int = 2
    event_bulk: bool = False
    management_port: int | None = None
    management_user: str = "admin"
    management_password: str = field(default="", repr=False)
    replication_seconds: float = 90.0

    def configuration(self) -> Configuration:
        """Return the conference of the command line. With a host PIN guests are allowed, and else all are hosts."""
        return Configuration(
            name=self.name or self.alias,
            service_tag=self.service_tag,
            pin=self.host_pin,
            guest_pin=self.guest_pin,
            allow_guests=bool(self.host_pin),
            participant_limit=self.limit,
            locked=self.locked,
            host_identity_provider_group=self.host_idp,
            guest_identity_provider_group=self.guest_idp,
        )
