"""`manifest.json`: the unified manifest for Microsoft 365: the add-in in Outlook and the personal tab in Teams.

Written for schema v1.30, which `manifest/schemas` holds; `manifestVersion` is a constant there, so the two go together.
"""

from typing import Any

from backend.manifest.names import (
    EVENTS,
    PERMISSIONS,
    PLACES,
    REQUIRED_ICON_SIZES,
    RIBBON_ICON_SIZES,
    SEND_MODES,
    SHARED_FOLDERS,
)
from backend.manifest.source import Control, Description, Event, Words

SCHEMA_VERSION = "1.30"
SCHEMA_URL = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json"
LANGUAGE_SCHEMA_URL = SCHEMA_URL.replace("MicrosoftTeams.schema", "MicrosoftTeams.Localization.schema")
COLOR_ICON, OUTLINE_ICON = "color.png", "outline.png"
Json = dict[str, Any]


def unified(description: Description) -> Json:
    """The unified manifest in the default language, ready for `json.dumps`."""
    default, *others = description.languages
    return {
        "$schema": SCHEMA_URL,
        "manifestVersion": SCHEMA_VERSION,
        "version": description.version,
        "id": description.unified_id,
        "developer": {
            "name": description.provider,
            "websiteUrl": description.urls["support"],
            "privacyUrl": description.urls["privacy"],
            "termsOfUseUrl": description.urls["terms"],
        },
        "localizationInfo": {
            "defaultLanguageTag": default,
            "defaultLanguageFile": f"{default}.json",
            "additionalLanguages": [{"languageTag": tag, "file": f"{tag}.json"} for tag in others],
        },
        "name": {"short": description.name[default], "full": description.name[default]},
        "description": {"short": description.summary[default], "full": description.description[default]},
        "icons": {"color": COLOR_ICON, "outline": OUTLINE_ICON},
        "accentColor": description.accent_color,
        "staticTabs": [
            {
                "entityId": description.tab_id,
                "name": description.tab_name[default],
                "contentUrl": description.urls["tab"],
                "websiteUrl": description.urls["tab"],
                "scopes": ["personal"],
                "context": ["personalTab"],
            }
        ],
        "validDomains": [description.host],
        "authorization": {"permissions": {"resourceSpecific": _permissions(description)}},
        "extensions": [_extension(description)],
    }


def language_files(description: Description) -> dict[str, Json]:
    """`sv.json`, `en.json` …: every text of the manifest in one language, keyed by its path."""
    return {f"{language}.json": _texts(description, language) for language in description.languages}


def _permissions(description: Description) -> list[Json]:
    names = [PERMISSIONS[description.permission].unified]
    if description.shared_folders:
        names.append(SHARED_FOLDERS)
    return [{"name": name, "type": "Delegated"} for name in names]


def _requirements(version: str) -> Json:
    return {
        "capabilities": [{"name": "Mailbox", "minVersion": version}],
        "scopes": ["mail"],
        "formFactors": ["desktop"],
    }


def _extension(description: Description) -> Json:
    code = {"page": description.urls["commands"]}
    if "events_script" in description.urls:
        code["script"] = description.urls["events_script"]
    first = description.languages[0]
    return {
        "requirements": {
            "capabilities": [{"name": "Mailbox", "minVersion": description.requirements["base"]}],
            "scopes": ["mail"],
        },
        "runtimes": [
            {
                "id": "pane",
                "requirements": _requirements(description.requirements["commands"]),
                "code": {"page": description.urls["pane"]},
                "actions": [
                    {"id": control.id, "type": "openPage", "view": "pane", "displayName": control.label[first]}
                    for control in description.controls
                    if control.opens
                ],
            },
            {
                "id": "commands",
                "requirements": _requirements(description.requirements["commands"]),
                "code": code,
                "actions": [
                    {"id": name, "type": "executeFunction", "displayName": name} for name in description.functions
                ],
            },
        ],
        "ribbons": [_ribbon(context, description) for context in _contexts(description)],
        "autoRunEvents": [
            {
                "requirements": _requirements(description.requirements["events"]),
                "events": [_event(event) for event in description.events],
            }
        ],
        # Whoever has been given both manifests sees the buttons once: this one hides the add-in only one.
        "alternates": [{"hide": {"customOfficeAddin": {"officeAddinId": description.outlook_id}}}],
    }


def _event(event: Event) -> Json:
    options = {"options": {"sendMode": SEND_MODES[event.send_mode]}} if event.send_mode else {}
    return {"type": EVENTS[event.type].unified, "actionId": event.runs, **options}


def _contexts(description: Description) -> tuple[str, ...]:
    return tuple(dict.fromkeys(context for control in description.controls for context in control.contexts))


def _ribbon(context: str, description: Description) -> Json:
    first = description.languages[0]
    return {
        "requirements": _requirements(description.requirements["commands"]),
        "contexts": [PLACES[context].unified],
        "tabs": [
            {
                "builtInTabId": "TabDefault",
                "groups": [
                    {
                        "id": f"vardmote.{context}",
                        "label": description.group[first],
                        "icons": _icons(description, "mark", REQUIRED_ICON_SIZES),
                        "controls": [
                            _button(control, context, description) for control in description.in_context(context)
                        ],
                    }
                ],
            }
        ],
    }


def _button(control: Control, context: str, description: Description) -> Json:
    first = description.languages[0]
    return {
        "id": f"vardmote.{context}.{control.id}",
        "type": "button",
        "label": control.label[first],
        "icons": _icons(description, control.icon, RIBBON_ICON_SIZES),
        "supertip": {"title": control.label[first], "description": control.tip[first]},
        "actionId": control.runs or control.id,
    }


def _icons(description: Description, name: str, sizes: tuple[int, ...]) -> list[Json]:
    return [{"size": size, "url": description.icon(name, size)} for size in sizes]


def _texts(description: Description, language: str) -> Json:
    texts: dict[str, Words] = {
        "name.short": description.name,
        "name.full": description.name,
        "description.short": description.summary,
        "description.full": description.description,
        "staticTabs[0].name": description.tab_name,
    }
    pane = [control for control in description.controls if control.opens]
    texts |= {f"extensions[0].runtimes[0].actions[{index}].displayName": item.label for index, item in enumerate(pane)}
    for ribbon, context in enumerate(_contexts(description)):
        group = f"extensions[0].ribbons[{ribbon}].tabs[0].groups[0]"
        texts[f"{group}.label"] = description.group
        for index, control in enumerate(description.in_context(context)):
            button = f"{group}.controls[{index}]"
            texts[f"{button}.label"] = control.label
            texts[f"{button}.supertip.title"] = control.label
            texts[f"{button}.supertip.description"] = control.tip
    return {"$schema": LANGUAGE_SCHEMA_URL} | {key: words[language] for key, words in texts.items()}
