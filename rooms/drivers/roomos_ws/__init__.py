"""RoomOS over WebSocket with JSON-RPC: a held session for rooms where SSH is not allowed."""

from rooms.drivers.roomos_ws.connect import connect, open_channel

__all__ = ["connect", "open_channel"]
