"""One profile built on another: merged by key, with every place remembered by the file it was written in.

The rule (decision 23): a profile says `extends` and names a base. Objects are merged key by key, the own value
wins. A list replaces the base's list whole; within it `{"base": code, …}` stands for the base's row with that code (in
deliveries: that kind) with the row's own keys merged over it, and `{"base": "*"}` for all rows of the base's list that
are not named elsewhere in it, in the base's order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.profiles.faults import Fault, pointer

Steps = tuple[str | int, ...]
Place = tuple[str, Steps]
_REST = "*"
_KEYS = ("code", "kind", "host")


@dataclass(frozen=True)
class Merged:
    """A whole document and, for each of its places, the file and the place in it where it was written."""

    document: Any
    origins: Mapping[Steps, Place]

    def told(self, fault: Fault) -> Fault:
        """Return the fault as it stands in the file it was written in."""
        written = {pointer(steps): place for steps, place in self.origins.items()}
        near, rest = fault.pointer, ""
        while near not in written and near:
            near, _, step = near.rpartition("/")
            rest = f"/{step}{rest}"
        file, place = written.get(near, ("", ()))
        return Fault(pointer(place) + rest, fault.text, file)


class Unknown(Exception):
    """A row names a row that the base does not have."""

    def __init__(self, steps: Steps, code: object) -> None:
        self.steps = steps
        self.code = code
        super().__init__(code)


def whole(file: str, document: Any) -> Merged:  # noqa: ANN401 - checked by the schema later
    """Return a document that extends nothing."""
    return Merged(document, {steps: (file, steps) for steps in _places(document)})


def extend(base: Merged, file: str, document: Mapping[str, Any]) -> Merged:
    """Return `document` built on `base`. Raises Unknown for a row that the base does not have."""
    origins: dict[Steps, Place] = {}
    own = {key: value for key, value in document.items() if key != "extends"}
    value = _Merge(base, file, origins).object((), base.document, (), (), own)
    return Merged(value, origins)


@dataclass(frozen=True)
class _Merge:
    """Merges one file over its base; `at` is a place in the result, `there` in the base, `here` in the file."""

    base: Merged
    file: str
    origins: dict[Steps, Place]

    def object(self, at: Steps, old: Mapping[str, Any], there: Steps, here: Steps, new: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        self.origins[at] = (self.file, here)
        merged: dict[str, Any] = {}
        for key in (*old, *(key for key in new if key not in old)):
            if key not in new:
                merged[key] = self.kept((*at, key), old[key], (*there, key))
            elif key not in old:
                merged[key] = self.own((*at, key), (*here, key), new[key])
            else:
                merged[key] = self.both((*at, key), old[key], (*there, key), (*here, key), new[key])
        return merged

    def both(self, at: Steps, old: Any, there: Steps, here: Steps, new: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(old, dict) and isinstance(new, dict):
            return self.object(at, old, there, here, new)
        if isinstance(old, list) and isinstance(new, list):
            return self.rows(at, old, there, here, new)
        return self.own(at, here, new)

    def rows(self, at: Steps, old: list[Any], there: Steps, here: Steps, new: list[Any]) -> list[Any]:
        self.origins[at] = (self.file, here)
        known = {code: index for index, row in enumerate(old) if (code := _code(row)) is not None}
        named = {row["base"] for row in new if _refers(row)}
        merged: list[Any] = []
        for index, row in enumerate(new):
            place = (*here, index)
            if not _refers(row):
                merged.append(self.own((*at, len(merged)), place, row))
            elif row["base"] == _REST:
                for code, found in known.items():
                    if code not in named:
                        merged.append(self.kept((*at, len(merged)), old[found], (*there, found)))
            elif row["base"] not in known:
                raise Unknown(place, row["base"])
            else:
                found = known[row["base"]]
                mine = {key: value for key, value in row.items() if key != "base"}
                merged.append(self.object((*at, len(merged)), old[found], (*there, found), place, mine))
        return merged

    def own(self, at: Steps, here: Steps, value: Any) -> Any:  # noqa: ANN401 - JSON
        for steps in _places(value):
            self.origins[(*at, *steps)] = (self.file, (*here, *steps))
        return value

    def kept(self, at: Steps, value: Any, there: Steps) -> Any:  # noqa: ANN401 - JSON
        for steps in _places(value):
            self.origins[(*at, *steps)] = self.base.origins[(*there, *steps)]
        return value


def _code(row: Any) -> str | None:  # noqa: ANN401 - JSON
    if not isinstance(row, dict):
        return None
    return next((row[key] for key in _KEYS if isinstance(row.get(key), str)), None)


def _refers(row: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(row, dict) and isinstance(row.get("base"), str)


def _places(value: Any, steps: Steps = ()) -> Iterator[Steps]:  # noqa: ANN401 - JSON
    yield steps
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _places(part, (*steps, step))
