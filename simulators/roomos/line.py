"""One line typed to tshell, taken apart: a verb, a path, parameters, and the tag of its answer (roomos 1.1)."""

import json
import re
from dataclasses import dataclass, field

from simulators.roomos.errors import BadParameter
from simulators.roomos.tree import Path

_TAG = re.compile(r'\s*\|\s*resultId\s*=\s*"([^"]*)"\s*$', re.IGNORECASE)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]+')
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.]*")


@dataclass(frozen=True)
class Line:
    """A line. `path` are the words until the first that names a value; `words` all after those, as typed."""

    verb: str
    path: Path
    result_id: str | None
    rest: str = field(repr=False)  # all after the verb, without the tag
    words: tuple[str, ...] = field(repr=False)

    def parameters(self) -> dict[str, list[str]]:
        """Return {"Level": ["50"]}; a name may be repeated. Raises BadParameter for words where one should begin."""
        found: dict[str, list[str]] = {}
        words = list(self.words)
        while words:
            name, _, glued = words.pop(0).partition(":")
            if glued:
                words.insert(0, glued)
            if not _NAME.fullmatch(name) or not words:
                raise BadParameter(self.path, name)
            found.setdefault(name, []).append(_unquoted(words.pop(0)))
        return found

    def setting(self) -> tuple[Path, str] | None:
        """Return ("Audio", "DefaultVolume") and "55" of "Audio DefaultVolume: 55"; None when no value is given."""
        if not self.words:
            return None
        name, _, glued = self.words[0].partition(":")
        value = [glued] if glued else list(self.words[1:])
        return _numbered([*map(str, self.path), *([name] if name else [])]), _unquoted(" ".join(value))


def parse(text: str) -> Line:
    """Take a line apart; nothing is too odd for it."""
    tag = _TAG.search(text)
    verb, _, rest = (text[: tag.start()] if tag else text).strip().partition(" ")
    words: list[str] = _WORD.findall(rest)
    begins = next((at for at, word in enumerate(words) if word.startswith('"') or ":" in word), len(words))
    return Line(verb.lower(), _numbered(words[:begins]), tag[1] if tag else None, rest.strip(), tuple(words[begins:]))


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text, strict=False))
        except ValueError:
            return text[1:-1]
    return text


def _numbered(words: list[str]) -> Path:
    return tuple(int(word) if word.isdecimal() and word.isascii() else word for word in words)
