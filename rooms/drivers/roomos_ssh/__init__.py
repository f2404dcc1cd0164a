"""RoomOS over SSH: a held session on the device's terminal, by paramiko."""

from rooms.drivers.roomos_ssh.connect import connect, open_channel

__all__ = ["connect", "open_channel"]
