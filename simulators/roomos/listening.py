"""A port that is listened at, and how that ends without forgetting anybody who has just been let in."""

import asyncio
import socket

_HOST = "127.0.0.1"


def at(port: int) -> socket.socket:
    """Return a socket for a server to listen with, at any free port for 0. Raises OSError when it is taken."""
    return socket.create_server((_HOST, port))


async def hush(listening: socket.socket) -> None:
    """Let nobody more in, and return when its server knows all who have been: now it may be closed.

    Whoever the loop lets in becomes a connection a turn later. A server that is closed in between (asyncio 3.11) fails
    to make it without a word, and leaves it open until Python collects it: the loop knows of it no more.
    """
    asyncio.get_running_loop().remove_reader(listening)
    await asyncio.sleep(0)  # they become connections
    await asyncio.sleep(0)  # which say so
