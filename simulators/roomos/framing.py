"""Where one command ends and the next begins in what is sent to tshell: lines, and bodies in two forms (roomos 1.1)."""

import re
from collections.abc import Callable, Iterator

MOST_BYTES = 10 * 1024 * 1024
# Form B: "{N} " and a line feed, then N bytes: the command's line and the body's, each with its line feed.
_LENGTH = re.compile(r"\{(\d{1,8})\}\s*")


class Framing:
    """Takes bytes in pieces of any size. `multiline` tells whether a line begins a command that has a body."""

    def __init__(self, multiline: Callable[[str], bool]) -> None:
        self._multiline = multiline
        self._buffer = b""
        self._awaited: int | None = None
        self._command: str | None = None  # form A: the line, after which come the body's, until one that is "."
        self._body: list[str] = []

    def feed(self, data: bytes) -> Iterator[tuple[str, str | None]]:
        """Give each command that is whole now: its line, and its body if there is one."""
        self._buffer += data
        while True:
            if self._awaited is not None:
                if len(self._buffer) < self._awaited:
                    return
                whole, self._buffer = self._buffer[: self._awaited], self._buffer[self._awaited :]
                self._awaited = None
                command, _, body = _decoded(whole).partition("\n")
                yield command, body.removesuffix("\n")
                continue
            before, found, after = self._buffer.partition(b"\n")
            if not found:
                return
            self._buffer = after
            yield from self._line(_decoded(before.removesuffix(b"\r")))

    def _line(self, text: str) -> Iterator[tuple[str, str | None]]:
        if self._command is not None:
            if text != ".":
                self._body.append(text)
                return
            command, self._command = self._command, None
            body, self._body = "\n".join(self._body), []
            yield command, body
            return
        length = _LENGTH.fullmatch(text)
        if length and int(length[1]) <= MOST_BYTES:
            self._awaited = int(length[1])
        elif self._multiline(text):
            self._command = text
        elif text.strip():
            yield text, None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
