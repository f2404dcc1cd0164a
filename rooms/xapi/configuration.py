"""A room's settings."""

from rooms.endpoint import Capability
from rooms.errors import NotSupported
from rooms.xapi import nodes
from rooms.xapi.channel import Path
from rooms.xapi.session import Session


def read(session: Session, path: Path) -> str:
    """Return one setting. Raises NotSupported when there is none at the path, or a whole tree of them."""
    session.need(Capability.CONFIGURATION)
    nodes.check_path(path)
    found = session.channel.configuration(path)
    if not isinstance(found, str):
        raise NotSupported(f"xConfiguration {' '.join(path)} is not one setting")
    return found


def write(session: Session, path: Path, value: str | int) -> None:
    """Set one setting."""
    session.need(Capability.CONFIGURATION)
    nodes.check_setting(path, value, profile=session.software().profile)
    session.channel.configure(path, value)
