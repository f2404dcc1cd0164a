"""What the doctor looks at of Pexip's Management Node: that it is there, and has not refused our account."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from backend.config import Production
from backend.errors import Text
from backend.health.finding import Wrong, when
from backend.health.video_words import refusal
from backend.storage import Database
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from backend.video.pexip.wire.budget import pressed
from backend.video.pexip.wire.connections import Connections
from backend.video.pexip.wire.gate import NO_ANSWER, REFUSING
from backend.video.service import ServiceUnavailable

_NONE = Text("Ingen förvaltningsnod är inställd.", "No management node has been set.")
_ANYTHING = "/api/admin/status/v1/conference/?limit=1"
_BY_KEY = Text(
    " Se också efter att OAuth2 är på för Pexips management API, att pexip.management_url är nodens eget värdnamn (ett "
    "annat namn för samma nod nekas), och klockan här och på noden: en klient nekas när vår går mer än en minut före "
    "nodens, eller fyra efter.",
    " See too that OAuth2 is on for Pexip's management API, that pexip.management_url is the node's own host name "
    "(another name of the same node is refused), and to the clock here and at the node: a client is refused when ours "
    "is more than a minute ahead of the node's, or four behind.",
)
# As on the page of the services' state: one that did not answer just now may have been busy.
_SILENT_AFTER = timedelta(minutes=2)


def management(told: Production) -> Text:
    """See how it went when the product last asked it. The account is not tried for this: too many tries lock it."""
    if told.settings.pexip is None or told.settings.pexip.management_url is None:
        return _NONE
    opened = Database(told.settings.database_url)
    try:
        with opened.read() as session:
            found = session.get(PexipPart, PART_MANAGEMENT)
    finally:
        opened.close()
    if found is not None and found.fault_since is not None:
        since = when(found.fault_since)
        if found.fault in REFUSING:
            why = refusal(found.fault)
            by_key = _BY_KEY if told.settings.pexip.management_client_id else Text("", "")
            raise Wrong(
                f"{why.sv} Sedan {since.sv}. Rätta kontot i Pexip eller pexip.management_* och starta om produkten; "
                f"det som väntar görs sedan av sig självt.{by_key.sv}",
                f"{why.en} Since {since.en}. Mend the account at Pexip, or pexip.management_*, and restart the "
                f"product; what waits is then done by itself.{by_key.en}",
            )
        if found.fault == NO_ANSWER and found.fault_since <= datetime.now(UTC) - _SILENT_AFTER:
            raise Wrong(
                f"Noden svarade inte när produkten frågade {since.sv}, och har inte svarat sedan dess. Är "
                "pexip_management_node rätt här: starta om produkten, inte noden, om du har ändrat något. Felet "
                "försvinner när noden svarar.",
                f"The node did not answer when the product asked it at {since.en}, and has not since. If "
                "pexip_management_node is right here: restart the product, not the node, if you changed anything. "
                "This is gone once the node answers.",
            )
    if found is None or found.heard_at is None:
        return Text("Noden har inte behövt tillfrågas än.", "The node has not had to be asked yet.")
    last = when(found.heard_at)
    return Text(f"Noden godtog vårt konto {last.sv}.", f"The node took our account {last.en}.")


def management_node(told: Production) -> Text:
    """See that the node answers as the product asks it, but once and without an account: it wants one, which is 401."""
    pexip = told.settings.pexip
    if pexip is None or pexip.management_url is None:
        return _NONE
    place = pexip.management_url
    try:
        status = Connections(pexip).send("GET", place + _ANYTHING, pressed(), lambda answer, _: answer.status_code)
    except ServiceUnavailable as away:
        why = type(away.__cause__).__name__
        raise Wrong(
            f"{place} svarar inte ({why}). Se efter pexip.management_url, brandväggen, och vid SSLError pexip.ca_file.",
            f"{place} does not answer ({why}). Look at pexip.management_url, the firewall and, for SSLError, "
            "pexip.ca_file.",
        ) from away
    if status != HTTPStatus.UNAUTHORIZED:
        raise Wrong(
            f"{place} svarar {status} utan konto, inte 401: är det en förvaltningsnod? Ändra pexip.management_url.",
            f"{place} answers {status} without an account, not 401: is it a Management Node? Change "
            "pexip.management_url.",
        )
    return Text(f"{place} svarar, och vill ha ett konto.", f"{place} answers, and wants an account.")
