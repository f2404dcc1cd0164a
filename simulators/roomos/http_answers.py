"""Answers of a device's HTTP as documents: what was refused stands in a 200 like everything else (roomos 1.4)."""

from typing import cast
from xml.etree.ElementTree import Element

from simulators.roomos import answers
from simulators.roomos.errors import Refusal
from simulators.roomos.http_orders import Said
from simulators.roomos.http_xml import document, fill, written
from simulators.roomos.identity import Identity
from simulators.roomos.tree import Branch, Node, Path, at


def tree(identity: Identity, root: str, path: Path, node: Node | None) -> bytes:
    """Return what stands at the path; None is a document with nothing in it."""
    found = {} if node is None else at(path, node) if path else cast("Branch", node)
    return written({root: {"product": "Cisco Codec", "version": identity.software, "apiVersion": "4", **found}})


def refused(refusal: Refusal) -> bytes:
    """Return the refusal of a question or a setting; newer software's form, as over HTTP no other is known."""
    return written(answers.refused(refusal, "26"))


class Results:
    """The results of the commands of one document, in their order."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._whole = Element("Command")

    def done(self, said: Said, result: Branch) -> None:
        """Take up that a command was done."""
        self._take(answers.done(said.path, result))

    def refused(self, refusal: Refusal) -> None:
        """Take up that one was not."""
        self._take(answers.refused(refusal, self._identity.profile))

    def document(self) -> bytes:
        """Return all of them."""
        return document(self._whole)

    def _take(self, answer: Branch) -> None:
        [below] = answer.values()
        fill(self._whole, below)
