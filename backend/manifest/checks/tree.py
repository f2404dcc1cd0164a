"""Walking an XML manifest: short names for namespaces, and where a fault is."""

from collections.abc import Iterator

from lxml import etree

from backend.manifest.markup import APP, BASIC, OVERRIDES_1_0, OVERRIDES_1_1, TYPE, Element

PREFIXES = {APP: "app", BASIC: "bt", OVERRIDES_1_0: "v10", OVERRIDES_1_1: "v11"}


def elements(parent: Element) -> Iterator[Element]:
    """Children without comments and processing instructions."""
    return (child for child in parent if isinstance(child.tag, str))


def short(element: Element) -> str:
    """Name with prefix, as in the grammar: `bt:Image`; an unknown namespace is written out."""
    name = etree.QName(element)
    return f"{PREFIXES.get(name.namespace or '', name.namespace or '')}:{name.localname}"


def local(element: Element) -> str:
    """Name without namespace."""
    return etree.QName(element).localname


def typed(element: Element) -> str:
    """The xsi:type, or an empty text."""
    return element.get(TYPE, "")


def place(element: Element) -> str:
    """Path of names from the root, each with its id or type, and the line."""
    steps = []
    step: Element | None = element
    while step is not None:
        mark = step.get("id") or step.get("resid") or typed(step)
        steps.append(f"{local(step)}[{mark[:64]}]" if mark else local(step))
        step = step.getparent()
    return f"{'/'.join(reversed(steps))} (line {element.sourceline})"


def find(root: Element, *names: str) -> Iterator[Element]:
    """Every element below `root` whose name without namespace is one of `names`."""
    return (element for element in root.iter() if isinstance(element.tag, str) and local(element) in names)


def own(overrides: Element) -> Iterator[Element]:
    """Everything in one VersionOverrides, without what stands in the one nested in it."""
    for child in elements(overrides):
        if local(child) != "VersionOverrides":
            yield from (element for element in child.iter() if isinstance(element.tag, str))
