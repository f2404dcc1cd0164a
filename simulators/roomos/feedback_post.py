"""Sends what a device posts. An address that answers 400 or more, or not in time, has not taken it (roomos 1.4)."""

import ssl

import aiohttp

from simulators.roomos.feedback_slots import Post
from simulators.roomos.machine import Machine

ANSWER_SECONDS = 5.0
_REFUSED = 400


def poster(machine: Machine, trusted: ssl.SSLContext | None = None) -> Post:
    """Return what posts for a device. `trusted` knows the authorities that are on it; none but the usual without.

    No proxy is used, whatever HttpFeedback UseHttpProxy says: the stand-in has none.
    """

    async def post(url: str, content_type: str, body: bytes) -> bool:
        verify = machine.text("HttpFeedback", "TlsVerify") == "On"
        context: ssl.SSLContext | bool = (trusted or True) if verify else False
        patience = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=patience) as session,
                session.post(
                    url, data=body, headers={"Content-Type": content_type}, ssl=context, allow_redirects=False
                ) as answer,
            ):
                return answer.status < _REFUSED
        except (aiohttp.ClientError, OSError):
            return False

    return post
