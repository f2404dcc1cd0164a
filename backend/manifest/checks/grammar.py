"""Which elements and attributes stand where, and in what order.

The table is written from [MS-OWEMXML] 5.1 to 5.5 and learn.microsoft.com/javascript/api/manifest; it holds the part of
the language that mail add-ins with commands and events use. A rule lists `@attributes` and then children in order, each
once unless marked ? (may be left out), * (any number) or + (at least one). A child without prefix is of the parent's
namespace. Names marked with a type, as `Control[Button]`, go by xsi:type.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lxml import etree

from backend.manifest.checks.tree import elements, local, place, short, typed
from backend.manifest.faults import Fault, fault
from backend.manifest.markup import XSI, Element
from backend.manifest.names import PLACES

BASE = {
    "app:OfficeApp": "@xsi:type Id AlternateId? Version ProviderName DefaultLocale DisplayName Description IconUrl"
    " HighResolutionIconUrl SupportUrl? AppDomains? Hosts Requirements? FormSettings Permissions Rule"
    " DisableEntityHighlighting? v10:VersionOverrides?",
    "app:DisplayName": "@DefaultValue Override*",
    "app:Description": "@DefaultValue Override*",
    "app:IconUrl": "@DefaultValue Override*",
    "app:HighResolutionIconUrl": "@DefaultValue Override*",
    "app:SupportUrl": "@DefaultValue Override*",
    "app:SourceLocation": "@DefaultValue Override*",
    "app:Override": "@Locale @Value",
    "app:AppDomains": "AppDomain*",
    "app:Hosts": "Host+",
    "app:Host": "@Name",
    "app:Requirements": "Sets",
    "app:Sets": "@DefaultMinVersion? Set+",
    "app:Set": "@Name @MinVersion?",
    "app:FormSettings": "Form+",
    "app:Form[ItemEdit]": "@xsi:type DesktopSettings TabletSettings? PhoneSettings?",
    "app:Form[ItemRead]": "@xsi:type DesktopSettings TabletSettings? PhoneSettings?",
    "app:DesktopSettings": "SourceLocation RequestedHeight?",
    "app:TabletSettings": "SourceLocation RequestedHeight?",
    "app:PhoneSettings": "SourceLocation",
    "app:Rule[ItemIs]": "@xsi:type @ItemType @FormType? @ItemClass? @IncludeSubClasses?",
    "app:Rule[RuleCollection]": "@xsi:type @Mode Rule+",
}
BASIC_TYPES = {
    "bt:Sets": "@DefaultMinVersion? Set+",
    "bt:Set": "@Name @MinVersion?",
    "Icon/bt:Image": "@size @resid @scale?",
    "Images/bt:Image": "@id @DefaultValue Override*",
    "bt:Images": "Image+",
    "bt:Urls": "Url+",
    "bt:Url": "@id @DefaultValue Override*",
    "bt:ShortStrings": "String+",
    "bt:LongStrings": "String+",
    "bt:String": "@id @DefaultValue Override*",
    "bt:Override": "@Locale @Value",
}
COMMANDS = {
    "Description": "@resid",
    "Requirements": "bt:Sets",
    "Hosts": "Host",
    "Host[MailHost]": "@xsi:type Runtimes? DesktopFormFactor MobileFormFactor?",
    "FunctionFile": "@resid",
    "SourceLocation": "@resid",
    **{f"ExtensionPoint[{name.xml}]": "@xsi:type OfficeTab" for name in PLACES.values()},
    "OfficeTab": "@id Group+",
    "Group": "@id Label Tooltip? Control+",
    "Label": "@resid",
    "Title": "@resid",
    "Tooltip": "@resid",
    "Control[Button]": "@xsi:type @id Label Supertip Icon Action",
    "Control[Menu]": "@xsi:type @id Label Supertip Icon? Items",
    "Control[MobileButton]": "@xsi:type @id Label Icon Action",
    "Supertip": "Title Description",
    "Items": "Item+",
    "Item": "@id @xsi:type? Label Supertip Icon? Action",
    "Icon": "@xsi:type? bt:Image+",
    "Action[ExecuteFunction]": "@xsi:type FunctionName",
    "Action[ShowTaskpane]": "@xsi:type SourceLocation SupportsPinning?",
    "Resources": "bt:Images? bt:Urls? bt:ShortStrings? bt:LongStrings?",
}
ONLY_1_0 = {
    "VersionOverrides": "@xsi:type Description? Requirements? Hosts? Resources? v11:VersionOverrides?",
    "DesktopFormFactor": "FunctionFile? ExtensionPoint+",
}
ONLY_1_1 = {
    "VersionOverrides": "@xsi:type Description? Requirements? Hosts Resources WebApplicationInfo? ExtendedPermissions?",
    "Runtimes": "Runtime+",
    "Runtime": "@resid @lifetime? Override*",
    "Override": "@type @resid",
    "DesktopFormFactor": "SupportsSharedFolders? FunctionFile? ExtensionPoint+",
    "MobileFormFactor": "FunctionFile? ExtensionPoint+",
    "ExtensionPoint[MobileOnlineMeetingCommandSurface]": "@xsi:type Control",
    "ExtensionPoint[LaunchEvent]": "@xsi:type LaunchEvents SourceLocation",
    "LaunchEvents": "LaunchEvent+",
    "LaunchEvent": "@Type @FunctionName @SendMode?",
    "WebApplicationInfo": "Id Resource Scopes?",
    "Scopes": "Scope+",
    "ExtendedPermissions": "ExtendedPermission+",
}
GRAMMAR = (
    BASE
    | BASIC_TYPES
    | {f"v10:{key}": rule for key, rule in (COMMANDS | ONLY_1_0).items()}
    | {f"v11:{key}": rule for key, rule in (COMMANDS | ONLY_1_1).items()}
)
BY_TYPE = {key.partition("[")[0] for key in GRAMMAR if "[" in key}


class Rule(NamedTuple):
    """What one element may hold: name → whether it must be there, and whether it may repeat; in order."""

    attributes: dict[str, bool]
    children: dict[str, str]


@cache
def rule_of(key: str) -> Rule:
    """The parsed rule; an element that is not in the table holds text only."""
    prefix = key.rpartition("/")[2].partition(":")[0]
    attributes, children = {}, {}
    for token in GRAMMAR.get(key, "").split():
        name = token.strip("@?*+")
        if token.startswith("@"):
            attributes[name] = not token.endswith("?")
        else:
            children[name if ":" in name else f"{prefix}:{name}"] = token[-1] if token[-1] in "?*+" else ""
    return Rule(attributes, children)


def check_structure(element: Element) -> Iterator[Fault]:
    """Every attribute and child of `element` and of all below it is one the grammar has, in its order."""
    key = short(element)
    if key in BY_TYPE:
        if f"{key}[{typed(element)}]" not in GRAMMAR:
            yield fault(place(element), "unknown-type", name=typed(element) or "-")
            return
        key = f"{key}[{typed(element)}]"
    parent = element.getparent()
    nested = f"{local(parent)}/{key}" if parent is not None else key
    rule = rule_of(nested if nested in GRAMMAR else key)
    yield from _check_attributes(element, rule)
    yield from _check_children(element, rule)


def _check_attributes(element: Element, rule: Rule) -> Iterator[Fault]:
    found = {str(name).replace(f"{{{XSI}}}", "xsi:") for name in element.attrib}
    for name, required in rule.attributes.items():
        if required and name not in found:
            yield fault(place(element), "missing-attribute", name=name)
    for name in sorted(found - rule.attributes.keys()):
        yield fault(place(element), "unexpected-attribute", name=name)


def _check_children(element: Element, rule: Rule) -> Iterator[Fault]:
    order = list(rule.children)
    seen: set[str] = set()
    furthest = 0
    for child in elements(element):
        name = short(child)
        if name not in rule.children:
            yield fault(place(child), "unexpected-element", name=etree.QName(child).localname)
            continue
        position = order.index(name)
        if position < furthest:
            yield fault(place(child), "wrong-order", name=local(child), before=order[furthest].partition(":")[2])
        if name in seen and rule.children[name] in {"", "?"}:
            yield fault(place(child), "repeated-element", name=local(child))
        furthest = max(furthest, position)
        seen.add(name)
        yield from check_structure(child)
    for name, marker in rule.children.items():
        if marker in {"", "+"} and name not in seen:
            yield fault(place(element), "missing-element", name=name.partition(":")[2])
