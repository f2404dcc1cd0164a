"""XML from a device, made the same tree as its JSON."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from rooms.errors import Unreadable
from rooms.xapi.channel import Node
from rooms.xapi.limits import MOST_BYTES, MOST_LEVELS, MOST_NAME, MOST_TAGS
from rooms.xapi.text import clean

# What an element's attributes are called in the tree. The rest (product, version, maxOccurrence) says nothing we need.
_ATTRIBUTES = {"item": "id", "ghost": "ghost", "status": "status", "error": "error"}
# With one of these an element without children is more than its text.
_MARKS = ("ghost", "status", "error")


def read_xml(text: str | bytes) -> dict[str, Node]:
    """Return the tree from its root element (or below XmlDoc): {"Status": {"Audio": {"Volume": "50"}}}.

    Elements with the same name become a list, and so does a single one that may be many (maxOccurrence); a single one
    with an item number is an object with an "id". A leaf marked as an error is {"error": "True", "Value": its text}.
    Raises Unreadable when it is no XML, has a document type or entities, is longer than MOST_BYTES, too deep or made of
    too many elements, or when a name is too long.
    """
    if len(text) > MOST_BYTES:
        raise Unreadable(f"an answer of {len(text)} is longer than {MOST_BYTES}")
    if (text.count("<") if isinstance(text, str) else text.count(b"<")) > MOST_TAGS:
        raise Unreadable(f"an answer has more than {MOST_TAGS} tags")
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise Unreadable("the answer is no XML") from fault
    top = {_name(root): _node(root, 0)}
    around = top.get("XmlDoc")
    return around if isinstance(around, dict) else top


def _node(element: Element, level: int) -> Node:
    if level > MOST_LEVELS:
        raise Unreadable(f"the answer is deeper than {MOST_LEVELS} levels")
    marks: dict[str, Node] = {
        key: clean(element.attrib[name]) for name, key in _ATTRIBUTES.items() if name in element.attrib
    }
    if not len(element):
        words = clean((element.text or "").strip())
        if not any(mark in marks for mark in _MARKS):
            return words
        return marks | {"Value": words} if words else marks
    for child in element:
        _add(marks, _name(child), _node(child, level + 1), many="maxOccurrence" in child.attrib)
    return marks


def _add(node: dict[str, Node], name: str, child: Node, *, many: bool) -> None:
    there = node.get(name)
    if isinstance(there, list):
        there.append(child)
    elif there is not None:
        node[name] = [there, child]
    else:
        node[name] = [child] if many else child


def _name(element: Element) -> str:
    name = element.tag.rpartition("}")[2]
    if len(name) > MOST_NAME:
        raise Unreadable(f"a name is longer than {MOST_NAME}")
    return name
