"""RoomOS and CE over HTTPS with the XML interface: for what no session can be held with."""

from rooms.drivers.roomos_http.connect import connect, open_channel

__all__ = ["connect", "open_channel"]
