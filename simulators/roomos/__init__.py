"""The software endpoint: RoomOS devices that are strict, call one another, and go wrong when told."""

from simulators.roomos.site import DOMAIN, PASSWORD, USER, Site, start

__all__ = ["DOMAIN", "PASSWORD", "USER", "Site", "start"]
