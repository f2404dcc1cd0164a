"""How a request is written on the terminal of the device: one line, tagged, or a body with its length before it."""

import json
import re
from collections.abc import Iterator, Mapping

from rooms.errors import BadParameter, NotSupported
from rooms.xapi.channel import Path, Value

_PART = re.compile(r"[A-Za-z][A-Za-z0-9_]*|\d+", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.\d+)?", re.ASCII)
# What ends a line would end the command in the middle of a value.
_BREAKING = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def command(path: Path, parameters: Mapping[str, Value]) -> str:
    """Return xCommand with its parameters: texts quoted, numbers bare, a sequence as the same parameter again.

    Raises BadParameter for a name or a value that cannot be written on a line, NotSupported for such a path.
    """
    return " ".join(["xCommand", *_parts(path), *_written(parameters)])


def status(path: Path) -> str:
    """Return xStatus. Raises NotSupported for a path that cannot be written."""
    return " ".join(["xStatus", *_parts(path)])


def configuration(path: Path) -> str:
    """Return xConfiguration that reads. Raises NotSupported for a path that cannot be written."""
    return " ".join(["xConfiguration", *_parts(path)])


def setting(path: Path, value: str | int | bool) -> str:  # noqa: FBT001 - a configuration's value, not a flag
    """Return xConfiguration that sets. Raises as `command` does."""
    return f"{configuration(path)}: {_value(path[-1], value)}"


def expression(path: Path) -> str:
    """Return what xFeedback calls the path: ("Status", "Call", "2") is /Status/Call[2]. Raises NotSupported.

    All of Status is never asked for: it makes both the device and its sessions slow, as the guide warns.
    """
    if not path or path == ("Status",):
        raise NotSupported("feedback of everything")
    return "".join(f"[{part}]" if part.isdigit() else f"/{part}" for part in _parts(path))


def tagged(line: str, tag: str, body: str | None = None) -> bytes:
    """Return the line with its tag as it is sent, with its body after it when there is one.

    The length counts the bytes of both lines with their ends; a space stands after its brace, as Cisco's client has it.
    """
    if body is None:
        return f'{line} | resultId="{tag}"\n'.encode()
    whole = f'{line} | resultId="{tag}"\n{body}\n'.encode("utf-8", "replace")
    return b"{%d} \n%b" % (len(whole), whole)


def _parts(path: Path) -> Path:
    if not all(_PART.fullmatch(part) for part in path):
        raise NotSupported("a path that cannot be written")
    return path


def _written(parameters: Mapping[str, Value]) -> Iterator[str]:
    for name, value in parameters.items():
        if not _NAME.fullmatch(name):
            raise BadParameter(name)
        several = [value] if isinstance(value, str | int) else value
        for one in several:
            yield f"{name}: {_value(name, one)}"


def _value(name: str, value: str | int | bool) -> str:  # noqa: FBT001 - a parameter's value, not a flag
    if not isinstance(value, str):
        return str(value)
    if _BREAKING.search(value):
        raise BadParameter(name)
    return json.dumps(value, ensure_ascii=False)
