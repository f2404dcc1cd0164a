"""What a device answers, before it is written as JSON, XML or rows: trees in which small letters are attributes.

"status", "error", "id" and "ghost" belong to the element they stand in; `TEXT` beside one is the element's text. The
forms of the refusals are those of roomos 1.1.
"""

from typing import cast

from simulators.roomos.errors import BadParameter, IllegalValue, NoMatch, Refusal, UnknownCommand
from simulators.roomos.nodes import Profile
from simulators.roomos.tree import TEXT, Branch, Path, at

OK = "OK"


def result_name(path: Path) -> str:
    """Return the name of a command's result: its last two words, or its only one, and Result."""
    return "".join(str(part) for part in path[-2:]) + "Result"


def done(path: Path, result: Branch) -> Branch:
    """Return the answer to a command that was carried out."""
    return {"CommandResponse": {result_name(path): {"status": OK, **result}}}


def refused(refusal: Refusal, profile: Profile) -> Branch:
    """Return the answer to what was refused."""
    if isinstance(refusal, IllegalValue):
        root, *names = refusal.path
        return {str(root): at(names, {"error": "True", TEXT: refusal.reason})}
    if isinstance(refusal, NoMatch):
        answer: Branch = {_root(refusal.path): {"status": "Error", "Reason": refusal.reason, "XPath": _xpath(refusal)}}
        return {"CommandResponse": answer} if profile == "9.15" else answer
    if isinstance(refusal, UnknownCommand):
        unknown: Branch = {"status": "Error", "Reason": refusal.reason, "XPath": _xpath(refusal)}
        return {"CommandResponse": {"Result": unknown}}
    name = result_name(refusal.path) if refusal.path and refusal.path[0] not in _ROOTS else "Result"
    if isinstance(refusal, BadParameter):
        named = {} if profile == "9.15" else {refusal.parameter: refusal.reason}
        return {"CommandResponse": {name: {"status": "ParameterError", **cast("Branch", named)}}}
    return {"CommandResponse": {name: {"status": "Error", "Error": refusal.reason}}}


_ROOTS = frozenset({"Status", "Configuration", "Event"})


def _root(path: Path) -> str:
    return str(path[0]) if path and path[0] in _ROOTS else "Status"


def _xpath(refusal: Refusal) -> str:
    return "/" + "/".join(str(part) for part in refusal.path)
