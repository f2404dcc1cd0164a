"""What the doctor looks at of the rooms: conferences that can't be read, and the address book."""

from collections.abc import Sequence

from sqlalchemy import select

from backend.conference import view
from backend.conference.models import ConferenceCourse
from backend.config import Production
from backend.errors import Text
from backend.fleet.models import FleetRoom
from backend.health.finding import Wrong
from backend.panel.models import CareUnit
from backend.storage import Database
from rooms.address_book import AddressBook, AddressBookFault, read

_MOST_NAMED = 5


def conferences(told: Production) -> Text:
    """See that it can be read how each conference stands."""
    opened = Database(told.settings.database_url)
    try:
        with opened.read() as session:
            rows = session.scalars(select(ConferenceCourse).order_by(ConferenceCourse.plan_id)).all()
    finally:
        opened.close()
    wrong = [row.plan_id for row in rows if view.readable(row, row.plan_id) is None]
    if wrong:
        named = _named(wrong)
        raise Wrong(
            f"{len(wrong)} MDK går inte att läsa och hålls inte: {named}. Lägg på i rummen från deras egna paneler. "
            "Raderna är kvar: är de skrivna av en nyare version, kör den; annars läs in en säkerhetskopia.",
            f"{len(wrong)} conferences can't be read and are not held: {named}. Hang up in the rooms by their own "
            "panels. The rows are kept: if a newer version wrote them, run that; else restore a backup.",
        )
    return Text("Alla MDK går att läsa.", "Every conference can be read.")


def address_book(told: Production) -> Text:
    """See that the address book can be used, and that rooms that are in the inventory call entries that it has."""
    file = told.settings.rooms.address_book
    book = AddressBook()
    if file is not None:
        try:
            book = read(file.read_bytes())
        except OSError as error:
            raise Wrong("Adressboken går inte att läsa.", "The address book can't be read.") from error
        except AddressBookFault as fault:
            raise Wrong(f"{fault.place}: {fault.told.sv}.", f"{fault.place}: {fault.told.en}.") from fault
    opened = Database(told.settings.database_url)
    try:
        with opened.read() as session:
            units = session.scalars(select(CareUnit).order_by(CareUnit.room_id)).all()
            rooms = set(session.scalars(select(FleetRoom.id)))
    finally:
        opened.close()
    _require_whole(units=units, rooms=rooms, book=book)
    if file is None:
        return Text("Ingen adressbok är angiven.", "No address book has been told.")
    return Text(f"{len(book.entries)} att ringa.", f"{len(book.entries)} to call.")


def _require_whole(*, units: Sequence[CareUnit], rooms: set[str], book: AddressBook) -> None:
    gone = [one.room_id for one in units if one.room_id not in rooms]
    if gone:
        named = _named(gone)
        raise Wrong(
            f"Rum som inte finns i förteckningen har en enhet att ringa: {named}. Läs in dem, eller ta bort den.",
            f"Rooms that are not in the inventory have a unit to call: {named}. Import them, or take it away.",
        )
    lacking = [f"{one.room_id} → {one.entry}" for one in units if one.entry and one.entry not in book.entries]
    if lacking:
        named = _named(lacking)
        raise Wrong(
            f"Rum ringer det som inte finns i adressboken: {named}. Lägg in koden, eller välj en annan för rummet.",
            f"Rooms call what is not in the address book: {named}. Add the code, or choose another for the room.",
        )


def _named(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
