"""Accepting a break: only one of the anchor, in a log whose every entry is as it was written."""

from collections.abc import Mapping

from backend.audit.anchor import Anchor
from backend.audit.breaks import ACTION, Accepted, Gap, told
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

    Call within the log's turn. Raises Refusal when there is no such break or it is more than the anchor's, ValueError
    for a `by` that is no user, OSError and SQLAlchemyError when store or anchor don't answer: a break that was recorded
    and not anchored is still there, and can be accepted again.
    """
    fault = verify(store, anchor, keys).fault
    if fault is None:
        raise Refusal(_NO_BREAK)
    store.prepare()
    gap = _gap(store, anchor, keys, fault)
    if fault.number != number:
        raise Refusal(_ANOTHER, fault)
    now = clock.now()
    entry = Entry(action=ACTION, user=by, unit="", detail=told(gap), note=why)
    head = store.append([Arrival(new_id("a"), now, entry)])
    anchor.begin_anew(head.number, head.mac, moment(now))
    return Accepted(head.number, moment(now), by, why, gap)


def _gap(store: Store, anchor: Anchor, keys: Keyring, fault: Fault) -> Gap:
    """Return what the anchor shows beyond the store. Raises Refusal when an entry is not as it was written."""
    shown = {point.number: point.mac for point in anchor.points() if point.genuine and point.number}
    agreed: list[int] = []
    try:
        with store.database.read() as session:
            connection = session.connection()
            purged, mac = start(connection, keys)
            agreed += (row["number"] for row in walk(connection, keys, purged, mac) if _is(shown, row))
    except Broken as broken:
        raise Refusal(_AN_ENTRY, broken.fault) from broken
    if fault.reason not in ACCEPTABLE:
        raise Refusal(_AN_ENTRY, fault)
    lost = [number for number in shown.keys() - set(agreed) if number > purged]
    if not lost:
        return Gap(fault.reason, 0, 0)
    kept = max((number for number in agreed if number < min(lost)), default=purged)
    return Gap(fault.reason, fault.number - 1 if fault.reason == "tail-missing" else kept, max(lost))


def _is(shown: Mapping[int, str], row: Row) -> bool:
    return bool(shown.get(row["number"]) == row["mac"])
