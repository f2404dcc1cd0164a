"""Accepting a break: one of the anchor alone, where every entry that is left is as it was written.

That an entry is as it was written is shown against whoever lacks the secret. Who has it can write the whole chain anew:
then only the log of events, shipped elsewhere, tells (`audit.anchored`).
"""

from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError

from backend.audit.anchor import Anchor
from backend.audit.breaks import ACTION, SPOILT, Accepted, Gap, told
from backend.audit.chain import moment
from backend.audit.entries import Entry
from backend.audit.keys import Keyring
from backend.audit.store import Arrival, Store
from backend.audit.verify import REASONS, Broken, Fault, Row, start, verify, walk
from backend.clock import Clock
from backend.errors import Text, VardmoteError
from backend.storage import new_id

# What is wrong with the anchor alone; anything else is an entry that is not as it was written.
ACCEPTABLE = frozenset({"tail-missing", "anchor-differs", "anchor-changed", "anchor-missing"})
_NO_BREAK = Text("Loggen är hel: det finns inget brott att godta.", "The log is whole: there is no break to accept.")
_ANOTHER = Text(
    "Brottet är vid post {number}: {reason}. Inget är godtaget. Ange den posten om det är det brottet du menar.",
    "The break is at entry {number}: {reason}. Nothing was accepted. Name that entry if it is the break you mean.",
)
_AN_ENTRY = Text(
    "Post {number}: {reason}. Det kan ingen godta, och inget är godtaget. Spara lager och ankare och kontakta "
    "informationssäkerheten.",
    "Entry {number}: {reason}. Nobody can accept that, and nothing was accepted. Keep store and anchor and contact "
    "information security.",
)


_NOT_ASIDE = Text(
    "Ankaret går inte att lägga undan. Inget är godtaget och inget är ändrat. Kontrollera att det finns plats bredvid "
    "ankaret och att du får skriva där, och försök igen.",
    "The anchor can't be put aside. Nothing was accepted and nothing has changed. See that there is room beside the "
    "anchor and that you may write there, and try again.",
)
_HALF_WAY = Text(
    "Det gick inte att bli klar. Posten om brottet kan stå i loggen redan, men ankaret har inte börjat om. Det gamla "
    "ankaret är kvar. Kör vardmote audit verify och godta det brott som nämns då: säger det att loggen är hel är allt "
    "klart.",
    "This was not finished. The entry about the break may stand in the log already, but the anchor has not begun anew. "
    "The old anchor is kept. Run vardmote audit verify and accept the break it names then: if it says that the log is "
    "whole, all is done.",
)


class Unfinished(VardmoteError):
    """What kept a break from being accepted, and what is done and kept, for whoever asked."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


class Refusal(VardmoteError):
    """A break that is not accepted, and why, for whoever asked."""

    def __init__(self, text: Text, fault: Fault | None = None) -> None:
        reason = REASONS[fault.reason] if fault else Text("", "")
        number = fault.number if fault else 0
        self.text = Text(
            text.sv.format(number=number, reason=reason.sv), text.en.format(number=number, reason=reason.en)
        )
        super().__init__(self.text.en)


def accept(  # noqa: PLR0913 - the log's parts, and what is said of the break
    store: Store, anchor: Anchor, keys: Keyring, clock: Clock, *, number: int, by: str, why: str
) -> Accepted:
    """Record that somebody answers for the break at entry `number`, and begin the anchor anew from that entry.

    Call within the log's turn. Nothing is made by a call that is refused. Raises Refusal when there is no such break or
    it is more than the anchor's, ValueError for a `by` that is no user, OSError and SQLAlchemyError when store or
    anchor can't be read, Unfinished when they can't be written: the break is still there, and can be accepted again.
    """
    fault = verify(store, anchor, keys).fault
    if fault is None:
        raise Refusal(_NO_BREAK)
    gap = _gap(store, anchor, keys, fault)
    if fault.number != number:
        raise Refusal(_ANOTHER, fault)
    now = clock.now()
    entry = Entry(action=ACTION, user=by, unit="", detail=told(gap), note=why)
    try:
        anchor.put_aside(number, now)
    except OSError as error:
        raise Unfinished(_NOT_ASIDE) from error
    store.prepare()
    try:
        head = store.append([Arrival(new_id("a"), now, entry)])
        anchor.begin_anew(head.number, head.mac, moment(now))
    except (OSError, SQLAlchemyError) as error:
        raise Unfinished(_HALF_WAY) from error
    return Accepted(head.number, moment(now), by, why, gap)


def _gap(store: Store, anchor: Anchor, keys: Keyring, fault: Fault) -> Gap:
    """Return what the anchor shows beyond the store. Raises Refusal when an entry is not as it was written."""
    points = list(anchor.points())
    shown = {point.number: point.mac for point in points if point.genuine and point.number}
    purged, agreed = _agreed(store, keys, shown)
    if fault.reason not in ACCEPTABLE:
        raise Refusal(_AN_ENTRY, fault)
    whole = fault.reason not in SPOILT and all(point.genuine for point in points)
    lost = [number for number in shown.keys() - set(agreed) if number > purged]
    if not lost:
        return Gap(fault.reason, 0, 0, whole=whole)
    kept = max((number for number in agreed if number < min(lost)), default=purged)
    return Gap(fault.reason, fault.number - 1 if fault.reason == "tail-missing" else kept, max(lost), whole=whole)


def _agreed(store: Store, keys: Keyring, shown: Mapping[int, str]) -> tuple[int, list[int]]:
    """Return where the chain begins, and the numbers that are the anchor's too. Raises Refusal as `_gap`."""
    if not store.exists():
        return 0, []
    try:
        with store.database.read() as session:
            connection = session.connection()
            purged, mac = start(connection, keys)
            return purged, [row["number"] for row in walk(connection, keys, purged, mac) if _is(shown, row)]
    except Broken as broken:
        raise Refusal(_AN_ENTRY, broken.fault) from broken


def _is(shown: Mapping[int, str], row: Row) -> bool:
    return bool(shown.get(row["number"]) == row["mac"])
