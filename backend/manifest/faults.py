"""What a check can find, in words: one table, so that every fault kind is listed, tested and said in two languages."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault: where it is, its stable code, and what is wrong in Swedish and English."""

    place: str
    code: str
    message_sv: str
    message_en: str


def fault(place: str, code: str, **values: object) -> Fault:
    """The fault `code` at `place`, its text filled in with `values` (shortened: a hostile file may hold anything)."""
    shown = {key: shorten(str(value)) for key, value in values.items()}
    sv, en = TEXTS[code]
    return Fault(place, code, sv.format(**shown), en.format(**shown))


def shorten(text: str, limit: int = 160) -> str:
    """`text` on one line, with an ellipsis when it is longer than `limit`."""
    line = " ".join(text.split())
    line = "".join(char if char.isprintable() else "?" for char in line[: limit + 1])
    return line if len(line) <= limit else f"{line[:limit]}…"


TEXTS = {
    # The file as such
    "unreadable": ("Filen går inte att läsa: {why}.", "The file can't be read: {why}."),
    "too-large": ("Storleken {size} är över gränsen {limit}.", "The size {size} is above the limit of {limit}."),
    "not-xml": ("Filen är inte giltig XML: {why}.", "The file is not valid XML: {why}."),
    "doctype": ("DTD och entiteter är inte tillåtna i ett manifest.", "A manifest may not hold a DTD or entities."),
    "not-json": ("Filen är inte giltig JSON: {why}.", "The file is not valid JSON: {why}."),
    "not-zip": ("Filen är inte en giltig zip: {why}.", "The file is not a valid zip: {why}."),
    "not-manifest": (
        "Filen är varken outlook.xml, manifest.json eller ett Teams-paket.",
        "The file is neither an add-in only manifest, a unified manifest nor a Teams package.",
    ),
    # Structure of the XML
    "wrong-root": ("Roten ska vara OfficeApp av typen MailApp.", "The root must be an OfficeApp of type MailApp."),
    "unexpected-element": ("{name} får inte stå här.", "{name} may not stand here."),
    "missing-element": ("{name} saknas.", "{name} is missing."),
    "repeated-element": ("{name} får bara stå en gång.", "{name} may stand only once."),
    "wrong-order": ("{name} måste stå före {before}.", "{name} must stand before {before}."),
    "missing-attribute": ("Attributet {name} saknas.", "The attribute {name} is missing."),
    "unexpected-attribute": ("Attributet {name} får inte stå här.", "The attribute {name} may not stand here."),
    "unknown-type": ("Typen {name} är okänd.", "The type {name} is unknown."),
    "bad-value": ("{value} är inte ett tillåtet värde ({allowed}).", "{value} is not an allowed value ({allowed})."),
    "no-overrides-1-1": (
        "VersionOverrides 1.1 saknas: utan den finns varken knappar eller händelser.",
        "VersionOverrides 1.1 is missing: without it there are neither buttons nor events.",
    ),
    # Values
    "bad-guid": ("{value} är inte ett GUID.", "{value} is not a GUID."),
    "bad-version": ("{value} är inte ett versionsnummer på formen {form}.", "{value} is not a version like {form}."),
    "empty": ("{name} är tom.", "{name} is empty."),
    "too-long": ("{length} tecken är mer än gränsen {limit}.", "{length} characters is above the limit of {limit}."),
    "not-https": ("{value} är inte en https-adress.", "{value} is not an https address."),
    "bad-locale": ("{value} är inte en språkkod som sv-SE.", "{value} is not a language tag such as en-US."),
    "locale-missing": ("Översättning till {locale} saknas.", "The translation to {locale} is missing."),
    "locale-repeated": ("{locale} är redan angivet här.", "{locale} is already given here."),
    # Resources
    "resource-unknown": ("Resursen {name} finns inte bland {kind}.", "There is no resource {name} among the {kind}."),
    "resource-unused": ("Resursen {name} används inte.", "The resource {name} is not used."),
    "resource-repeated": ("Resursen {name} finns redan.", "There already is a resource {name}."),
    # Commands and events
    "id-repeated": ("Id:t {name} används redan.", "The id {name} is already used."),
    "function-missing": ("Namnet på funktionen saknas.", "The name of the function is missing."),
    "function-file-missing": (
        "FunctionFile saknas, men en knapp kör en funktion.",
        "FunctionFile is missing, but a button runs a function.",
    ),
    "event-unknown": ("Outlook har ingen händelse {name}.", "Outlook has no event {name}."),
    "event-repeated": ("Händelsen {name} är redan angiven.", "The event {name} is already given."),
    "send-event-repeated": (
        "{name} får finnas högst en gång i ett manifest.",
        "A manifest may hold {name} at most once.",
    ),
    "send-mode-misplaced": (
        "Bara händelser vid utskick har ett utskicksläge.",
        "Only events at send have a send mode.",
    ),
    "send-script-missing": (
        "{name} har ingen JavaScript-fil: klassiska Outlook för Windows skickar då utan kontroll.",
        "{name} has no JavaScript file: classic Outlook for Windows then sends unchecked.",
    ),
    "runtime-unknown": ("{name} står inte bland Runtimes.", "{name} is not among the Runtimes."),
    "action-unknown": ("Ingen runtime har åtgärden {name}.", "No runtime has the action {name}."),
    "action-unused": ("Åtgärden {name} används inte.", "The action {name} is not used."),
    # Icons
    "icon-size-missing": ("Ikonen saknas i {size} punkter.", "The icon is missing in {size} pixels."),
    "icon-size-unknown": ("{size} är inte en ikonstorlek för {where}.", "{size} is not an icon size for {where}."),
    "icon-missing": ("Ikonen {name} finns inte.", "There is no icon {name}."),
    "icon-not-png": ("Ikonen {name} är inte en PNG-bild.", "The icon {name} is not a PNG image."),
    "icon-wrong-size": (
        "Ikonen {name} är {found} punkter, inte {wanted}.",
        "The icon {name} is {found} pixels, not {wanted}.",
    ),
    "icon-opaque": (
        "Ikonen {name} ska ha genomskinlig bakgrund.",
        "The icon {name} must have a transparent background.",
    ),
    # The unified manifest and its package
    "schema": ("Följer inte Microsofts schema: {why}", "Does not follow Microsoft's schema: {why}"),
    "schema-version": (
        "manifestVersion {version} och $schema {url} hör inte ihop; här gäller {wanted}.",
        "manifestVersion {version} and $schema {url} do not belong together; {wanted} applies here.",
    ),
    "member-missing": ("{name} saknas eller är tomt.", "{name} is missing or empty."),
    "permission-missing": (
        "Utan behörighet till brevlådan ({allowed}) startar tillägget inte i Outlook.",
        "Without a permission for the mailbox ({allowed}) the add-in does not start in Outlook.",
    ),
    "domain-missing": ("Värden {host} saknas i validDomains.", "The host {host} is missing in validDomains."),
    "file-missing": ("Filen {name} finns inte i paketet.", "The file {name} is not in the package."),
    "file-unused": ("Manifestet nämner inte filen {name}.", "The manifest does not mention the file {name}."),
    "bad-file-name": ("Filnamnet {name} får inte stå i ett paket.", "The file name {name} may not stand in a package."),
    "text-unknown": ("Manifestet har ingen text {name}.", "The manifest has no text {name}."),
    "text-missing": ("Texten {name} saknas på {language}.", "The text {name} is missing in {language}."),
}
