"""`outlook.xml`: the add-in only manifest, which alone reaches Outlook on Mac, mobile and volume-licensed Windows.

OfficeApp 1.1 holds VersionOverrides 1.0, which holds VersionOverrides 1.1; only the innermost knows events and shared
calendars. Element order is Microsoft's ([MS-OWEMXML] 5.1 to 5.5) and is proven by `check_xml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from backend.manifest.markup import APP, BASIC, OVERRIDES_1_0, OVERRIDES_1_1, Element, Maker
from backend.manifest.names import PERMISSIONS, PLACES, RIBBON_ICON_SIZES
from backend.manifest.source import Control, Description, Event, Words

app = Maker(APP)
basic = Maker(BASIC, "bt")
outer = Maker(OVERRIDES_1_0)
inner = Maker(OVERRIDES_1_1)


@dataclass
class Resources:
    """What the commands refer to by resource id; written last, when all of it is known."""

    description: Description
    images: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    short: dict[str, Words] = field(default_factory=dict)
    long: dict[str, Words] = field(default_factory=dict)

    def icons(self, name: str) -> Iterator[Element]:
        """The sizes of one icon."""
        for size in RIBBON_ICON_SIZES:
            resid = f"{name}.{size}"
            self.images[resid] = self.description.icon(name, size)
            yield basic("Image", size=str(size), resid=resid)

    def url(self, key: str) -> str:
        """Resource id of one of the description's addresses."""
        self.urls[f"url.{key}"] = self.description.urls[key]
        return f"url.{key}"

    def text(self, resid: str, words: Words, *, long: bool = False) -> str:
        """Resource id of a text."""
        (self.long if long else self.short)[resid] = words
        return resid

    def element(self) -> Element:
        """The Resources element."""
        return inner(
            "Resources",
            basic("Images", *(basic("Image", id=key, DefaultValue=value) for key, value in self.images.items())),
            basic("Urls", *(basic("Url", id=key, DefaultValue=value) for key, value in self.urls.items())),
            basic("ShortStrings", *(self._string(key, words) for key, words in self.short.items())),
            basic("LongStrings", *(self._string(key, words) for key, words in self.long.items())),
        )

    def _string(self, resid: str, words: Words) -> Element:
        overrides = [basic("Override", Locale=tag, Value=value) for tag, value in translations(self.description, words)]
        return basic("String", *overrides, id=resid, DefaultValue=words[self.description.languages[0]])


def translations(description: Description, words: Words) -> list[tuple[str, str]]:
    """(locale tag, text) of every language but the default."""
    return [(tag, words[language]) for language in description.languages[1:] for tag in description.locales[language]]


def outlook_xml(description: Description) -> bytes:
    """The add-in only manifest as UTF-8 XML."""
    default = description.languages[0]
    sets = app("Sets", app("Set", Name="Mailbox", MinVersion=description.requirements["base"]))
    root = app(
        "OfficeApp",
        app("Id", description.outlook_id),
        app("Version", f"{description.version}.0"),
        app("ProviderName", description.provider),
        app("DefaultLocale", description.locales[default][0]),
        _localized("DisplayName", description, description.name),
        _localized("Description", description, description.description),
        app("IconUrl", DefaultValue=description.icon("mark", 64)),
        app("HighResolutionIconUrl", DefaultValue=description.icon("mark", 128)),
        app("SupportUrl", DefaultValue=description.urls["support"]),
        app("AppDomains", app("AppDomain", description.origin)),
        app("Hosts", app("Host", Name="Mailbox")),
        app("Requirements", sets),
        app(
            "FormSettings",
            app(
                "Form",
                app("DesktopSettings", app("SourceLocation", DefaultValue=description.urls["pane"])),
                kind="ItemEdit",
            ),
        ),
        app("Permissions", PERMISSIONS[description.permission].xml),
        app("Rule", ItemType="Appointment", FormType="Edit", kind="ItemIs"),
        app("DisableEntityHighlighting", "true"),
        outer("VersionOverrides", _overrides(description), kind="VersionOverridesV1_0"),
        kind="MailApp",
    )
    etree.indent(root, "  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _localized(tag: str, description: Description, words: Words) -> Element:
    overrides = [app("Override", Locale=tag, Value=value) for tag, value in translations(description, words)]
    return app(tag, *overrides, DefaultValue=words[description.languages[0]])


def _overrides(description: Description) -> Element:
    resources = Resources(description)
    commands = resources.url("commands")
    # The add-in's page is its runtime in Outlook on the web, new Outlook and Mac; classic Windows needs the script.
    script = (
        [inner("Override", type="javascript", resid=resources.url("events_script"))]
        if "events_script" in description.urls
        else []
    )
    contexts = tuple(dict.fromkeys(context for control in description.controls for context in control.contexts))
    surfaces = [_surface(context, description, resources) for context in contexts]
    events = inner(
        "ExtensionPoint",
        inner(
            "LaunchEvents",
            *(_launch_event(event) for event in description.events),
        ),
        inner("SourceLocation", resid=commands),
        kind="LaunchEvent",
    )
    shared = inner("SupportsSharedFolders", str(description.shared_folders).lower())
    host = inner(
        "Host",
        inner("Runtimes", inner("Runtime", *script, resid=commands)),
        inner("DesktopFormFactor", shared, inner("FunctionFile", resid=commands), *surfaces, events),
        kind="MailHost",
    )
    sets = basic("Sets", basic("Set", Name="Mailbox", MinVersion=description.requirements["commands"]))
    return inner(
        "VersionOverrides",
        inner("Description", resid=resources.text("description", description.description, long=True)),
        inner("Requirements", sets),
        inner("Hosts", host),
        resources.element(),
        kind="VersionOverridesV1_1",
    )


def _launch_event(event: Event) -> Element:
    mode = {"SendMode": event.send_mode} if event.send_mode else {}
    return inner("LaunchEvent", Type=event.type, FunctionName=event.runs, **mode)


def _surface(context: str, description: Description, resources: Resources) -> Element:
    group = inner(
        "Group",
        inner("Label", resid=resources.text("group", description.group)),
        *(_button(control, context, resources) for control in description.in_context(context)),
        id=f"vardmote.{context}",
    )
    return inner("ExtensionPoint", inner("OfficeTab", group, id="TabDefault"), kind=PLACES[context].xml)


def _button(control: Control, context: str, resources: Resources) -> Element:
    if control.runs:
        action = inner("Action", inner("FunctionName", control.runs), kind="ExecuteFunction")
    else:
        action = inner("Action", inner("SourceLocation", resid=resources.url(str(control.opens))), kind="ShowTaskpane")
    label = resources.text(f"{control.id}.label", control.label)
    return inner(
        "Control",
        inner("Label", resid=label),
        inner(
            "Supertip",
            inner("Title", resid=label),
            inner("Description", resid=resources.text(f"{control.id}.tip", control.tip, long=True)),
        ),
        inner("Icon", *resources.icons(control.icon)),
        action,
        id=f"vardmote.{context}.{control.id}",
        kind="Button",
    )
