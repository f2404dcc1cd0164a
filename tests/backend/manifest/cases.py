"""One good manifest, one thing wrong, one fault: every fault there is, and where it must be said to be."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.backend.manifest.samples import Files, drop, edit, png, put, resub, swap


class Case(NamedTuple):
    """What is done to a good manifest, the code of the fault it must give, and a word of the place."""

    code: str
    place: str
    change: Callable[[Any], Any]


LONG = "x" * 251
XML = (
    Case("not-xml", "-", lambda text: text[:-30]),
    Case("not-xml", "-", lambda _: "<OfficeApp>&unknown;</OfficeApp>"),
    Case("doctype", "-", swap("<OfficeApp", '<!DOCTYPE OfficeApp [<!ENTITY a "b">]><OfficeApp')),
    Case("wrong-root", "-", swap('xsi:type="MailApp"', 'xsi:type="TaskPaneApp"')),
    Case("wrong-root", "-", lambda _: "<html/>"),
    Case("unexpected-element", "Surprise", swap("<Hosts>", "<Surprise/><Hosts>")),
    Case("unexpected-element", "Events", swap("</LaunchEvents>", "</LaunchEvents><Events/>")),
    Case("missing-element", "Supertip", resub(r"<Title resid=[^>]*>", "")),
    Case("missing-element", "OfficeApp", resub(r"<HighResolutionIconUrl[^>]*>", "")),
    Case("repeated-element", "Permissions", swap("<Permissions>", "<Permissions>ReadItem</Permissions><Permissions>")),
    Case("wrong-order", "Id", resub(r"(<Id>.*?</Id>)\s*(<Version>.*?</Version>)", r"\2\1")),
    Case("wrong-order", "Label", resub(r"(<Group [^>]*>)\s*(<Label[^>]*>)(.*?)</Group>", r"\1\3\2</Group>")),
    Case("wrong-order", "Requirements", resub(r"(<Requirements>\s*<bt:Sets>.*?</Requirements>)(.*?</Hosts>)", r"\2\1")),
    Case("missing-attribute", "LaunchEvent", swap(' FunctionName="onAppointmentOpened"', "")),
    Case("missing-attribute", "FunctionFile", swap('<FunctionFile resid="url.commands"/>', "<FunctionFile/>")),
    Case("unexpected-attribute", "Group", swap("<Group ", '<Group label="x" ')),
    Case("unknown-type", "ExtensionPoint", swap("AppointmentAttendeeCommandSurface", "AppointmentGuestCommandSurface")),
    Case("unknown-type", "Control", swap(' xsi:type="Button"', "")),
    Case("bad-value", "Permissions", swap("ReadWriteItem", "ReadWriteEverything")),
    Case("bad-value", "SupportsSharedFolders", swap("Folders>true", "Folders>yes")),
    Case("bad-value", "Host", swap('Host Name="Mailbox"', 'Host Name="Document"')),
    Case("no-overrides-1-1", "OfficeApp", resub(r"<VersionOverrides [^>]*1\.1.*?</VersionOverrides>", "")),
    Case("bad-guid", "Id", resub(r"<Id>.", "<Id>g")),
    Case("bad-version", "Version", swap("<Version>0.2.0.0", "<Version>0.2.0")),
    Case("bad-version", "Set", swap('MinVersion="1.5"', 'MinVersion="latest"')),
    Case("empty", "ProviderName", resub(r"<ProviderName>.*?<", "<ProviderName><")),
    Case("empty", "Override", swap('Value="Protected care meeting"', 'Value=" "')),
    Case("too-long", "DisplayName", resub(r'(<DisplayName DefaultValue=")', rf"\g<1>{LONG}")),
    Case("too-long", "Description", resub(r'(<Description DefaultValue=")', rf"\g<1>{LONG}")),
    Case("too-long", "newMeeting.label", resub(r'(id="newMeeting.label" DefaultValue=")', rf"\g<1>{LONG[:126]}")),
    Case("too-long", "newMeeting.tip", resub(r'(id="newMeeting.tip" DefaultValue=")', rf"\g<1>{LONG}")),
    Case("too-long", LONG[:33], lambda text: text.replace("url.pane", LONG[:33])),
    Case("not-https", "SupportUrl", resub(r'(<SupportUrl DefaultValue=")https', r"\1http")),
    Case("not-https", "url.pane", resub(r'(id="url.pane" DefaultValue=")https://[^/]*', r"\1")),
    Case("not-https", "AppDomain", swap("<AppDomain>https", "<AppDomain>javascript")),
    Case("bad-locale", "DefaultLocale", swap(">sv-SE<", ">svenska<")),
    Case("bad-locale", "OfficeApp", lambda text: text.replace('"en-GB"', '"en_GB"')),
    Case("locale-missing", "String", resub(r'(id="group".*?)<bt:Override Locale="en-GB"[^>]*>', r"\1")),
    Case("locale-missing", "DisplayName", swap('<Override Locale="en-US" Value="Protected care meeting"/>', "")),
    Case("locale-repeated", "DisplayName", swap('"en-GB"', '"en-US"')),
    Case(
        "resource-unknown", "SourceLocation", swap('<SourceLocation resid="url.pane"', '<SourceLocation resid="url.x"')
    ),
    Case("resource-unknown", "Label", swap('<Label resid="group"', '<Label resid="newMeeting.tip"')),
    Case("resource-unused", "url.x", swap("<bt:Urls>", '<bt:Urls><bt:Url id="url.x" DefaultValue="https://x.se"/>')),
    Case("resource-repeated", "url.pane", resub(r'(<bt:Url id="url.pane"[^>]*>)', r"\1\1")),
    Case("id-repeated", "Control", swap('"vardmote.organizer.startMeeting"', '"vardmote.organizer.newMeeting"')),
    Case("function-missing", "FunctionName", swap("<FunctionName>startMeeting<", "<FunctionName><")),
    Case("function-missing", "LaunchEvent", swap('FunctionName="onAppointmentOpened"', 'FunctionName=""')),
    Case("function-file-missing", "DesktopFormFactor", swap('<FunctionFile resid="url.commands"/>', "")),
    Case("event-unknown", "LaunchEvent", swap("OnAppointmentTimeChanged", "OnAppointmentTimeChange")),
    Case("event-repeated", "LaunchEvent", swap("OnAppointmentTimeChanged", "OnAppointmentOrganizer")),
    Case(
        "send-event-repeated",
        "LaunchEvent",
        swap("<LaunchEvents>", '<LaunchEvents><LaunchEvent Type="OnAppointmentSend" FunctionName="check"/>'),
    ),
    Case("send-script-missing", "LaunchEvent", resub(r'<Override type="javascript"[^>]*>', "")),
    Case("resource-unused", "url.events_script", resub(r'<Override type="javascript"[^>]*>', "")),
    Case("send-mode-misplaced", "LaunchEvent", swap("<LaunchEvent ", '<LaunchEvent SendMode="Block" ')),
    Case(
        "bad-value",
        "LaunchEvent",
        swap('SendMode="SoftBlock"', 'SendMode="HardBlock"'),
    ),
    Case("runtime-unknown", "SourceLocation", swap('<Runtime resid="url.commands"', '<Runtime resid="url.pane"')),
    Case("icon-size-missing", "Icon", resub(r'<bt:Image size="80"[^>]*>', "")),
    Case("icon-size-unknown", "Icon", swap('size="24"', 'size="25"')),
    Case("icon-missing", "Image", swap("new-meeting-16.png", "new-meetings-16.png")),
    Case("icon-wrong-size", "Image", swap("start-meeting-32.png", "start-meeting-16.png")),
    Case("icon-wrong-size", "IconUrl", swap("mark-64.png", "mark-128.png")),
)
BUTTON = "extensions.0.ribbons.0.tabs.0.groups.0.controls.0"
SEND = {"type": "appointmentSending", "actionId": "onAppointmentOpened"}
UNIFIED = (
    Case("schema", "/icons", drop("icons.outline")),
    Case("schema", "/description/short", put("description.short", "x" * 81)),
    Case("schema", "/extensions/0", put("extensions.0.surprise", 1)),
    Case(
        "schema",
        "/extensions/0/autoRunEvents/0/events/0/options",
        put("extensions.0.autoRunEvents.0.events.0", SEND | {"options": {"sendMode": "hardBlock"}}),
    ),
    Case("schema-version", "/manifestVersion", put("manifestVersion", "1.29")),
    Case("schema-version", "/manifestVersion", put("$schema", "https://example.se/v1.30.json")),
    Case("not-https", "/developer/privacyUrl", put("developer.privacyUrl", "http://vard.example/")),
    Case("not-https", "/url", put(f"{BUTTON}.icons.0.url", "http://vard.example/new-meeting-16.png")),
    Case("member-missing", "/staticTabs/0/contentUrl", drop("staticTabs.0.contentUrl")),
    Case("member-missing", "/staticTabs/0/scopes", put("staticTabs.0.scopes", [])),
    Case("member-missing", "/actions/0/view", drop("extensions.0.runtimes.0.actions.0.view")),
    Case("member-missing", "/tabs/0/builtInTabId", drop("extensions.0.ribbons.0.tabs.0.builtInTabId")),
    Case("member-missing", "/tabs/0/groups", drop("extensions.0.ribbons.1.tabs.0.groups")),
    Case("member-missing", "/ribbons/0/contexts", drop("extensions.0.ribbons.0.contexts")),
    Case("member-missing", "/ribbons/0/tabs", put("extensions.0.ribbons.0.tabs", [])),
    Case("permission-missing", "/authorization", drop("authorization")),
    Case("domain-missing", "/staticTabs/0", put("validDomains", ["annan.example"])),
    Case("id-repeated", "/runtimes/1/id", put("extensions.0.runtimes.1.id", "pane")),
    Case("id-repeated", "/actions/1/id", put("extensions.0.runtimes.1.actions.1.id", "startMeeting")),
    Case("id-repeated", "/ribbons/1", put("extensions.0.ribbons.1.tabs.0.groups.0.id", "vardmote.organizer")),
    Case("action-unknown", "/actionId", put(f"{BUTTON}.actionId", "newMeetings")),
    Case("action-unknown", "/actionId", drop(f"{BUTTON}.actionId")),
    Case("action-unknown", "/autoRunEvents", put("extensions.0.autoRunEvents.0.events.1.actionId", "onMoved")),
    Case("action-unused", "/actions", drop("extensions.0.autoRunEvents.0.events.1")),
    Case("event-unknown", "/type", put("extensions.0.autoRunEvents.0.events.0.type", "appointmentOrganizerOpen")),
    Case("event-repeated", "/type", put("extensions.0.autoRunEvents.0.events.1.type", "appointmentOrganizerOpened")),
    Case("send-event-repeated", "/type", put("extensions.0.autoRunEvents.0.events", [SEND, SEND])),
    Case("send-script-missing", "/events/2/type", drop("extensions.0.runtimes.1.code.script")),
    Case(
        "send-mode-misplaced",
        "/options",
        put("extensions.0.autoRunEvents.0.events.1.options", {"sendMode": "softBlock"}),
    ),
    Case("icon-size-missing", "/icons", drop(f"{BUTTON}.icons.7")),
    Case("icon-missing", "/icons/0", put(f"{BUTTON}.icons.0.url", "https://x.se/icons/nothing-16.png")),
    Case("icon-wrong-size", "/icons/0", put(f"{BUTTON}.icons.0.url", "https://x.se/icons/new-meeting-32.png")),
)


def without(name: str) -> Callable[[Files], Files]:
    return lambda files: {key: data for key, data in files.items() if key != name}


def having(name: str, data: bytes) -> Callable[[Files], Files]:
    return lambda files: files | {name: data}


def with_text(key: str, value: str | None) -> Callable[[Files], Files]:
    """Set a text of the English language file, or take it away."""

    def change(files: Files) -> Files:
        texts = {name: text for name, text in json.loads(files["en.json"]).items() if name != key}
        return files | {"en.json": json.dumps(texts if value is None else texts | {key: value}).encode()}

    return change


PACKAGE = (
    Case("file-missing", "manifest.json", without("manifest.json")),
    Case("file-missing", "manifest.json", without("outline.png")),
    Case("file-missing", "manifest.json", without("en.json")),
    Case("file-unused", "notes.txt", having("notes.txt", b"")),
    Case("bad-file-name", "../evil", having("../evil", b"")),
    Case("bad-file-name", "C:\\evil", having("C:\\evil", b"")),
    Case("too-large", "color.png", having("color.png", bytes(2_000_000))),
    Case("too-large", "-", lambda files: files | {f"{number}.txt": b"" for number in range(80)}),
    Case("not-json", "manifest.json", having("manifest.json", b"{")),
    Case("not-json", "manifest.json", having("manifest.json", b"[]")),
    Case("not-json", "en.json", having("en.json", b"\xff")),
    Case("icon-wrong-size", "color.png", having("color.png", png(96, 96))),
    Case("icon-wrong-size", "outline.png", having("outline.png", png(32, 31))),
    Case("icon-opaque", "outline.png", having("outline.png", png(32, 32, colour=2))),
    Case("icon-not-png", "outline.png", having("outline.png", b"GIF89a")),
    Case("schema", "manifest.json/", edit("manifest.json", drop("icons"))),
    Case("schema", "en.json/", having("en.json", b"{}")),
    Case("text-unknown", "staticTabs[3].name", with_text("staticTabs[3].name", "Möten")),
    Case("text-missing", "staticTabs[0].name", with_text("staticTabs[0].name", None)),
)
