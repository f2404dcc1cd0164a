"""The namespaces of an add-in only manifest, and a small way to write its elements."""

from dataclasses import dataclass
from typing import cast

from lxml import etree

APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
BASIC = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
OVERRIDES_1_0 = "http://schemas.microsoft.com/office/mailappversionoverrides"
OVERRIDES_1_1 = "http://schemas.microsoft.com/office/mailappversionoverrides/1.1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TYPE = f"{{{XSI}}}type"

Element = etree._Element  # noqa: SLF001 - lxml's only name for the type of an element


@dataclass(frozen=True)
class Maker:
    """Makes elements of one namespace: content is text or children, `kind` becomes xsi:type."""

    namespace: str
    prefix: str | None = None

    def __call__(self, tag: str, *content: str | Element, kind: str = "", **attributes: str) -> Element:
        """One element."""
        nsmap = {self.prefix: self.namespace} | ({"xsi": XSI, "bt": BASIC} if self.namespace == APP else {})
        # The stubs do not know None, lxml's key for the default namespace.
        element = etree.Element(f"{{{self.namespace}}}{tag}", {}, cast("dict[str, str]", nsmap))
        if kind:
            element.set(TYPE, kind)
        for name, value in attributes.items():
            element.set(name, value)
        for part in content:
            if isinstance(part, str):
                element.text = part
            else:
                element.append(part)
        return element
