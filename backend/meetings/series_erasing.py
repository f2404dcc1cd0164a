"""Makes a series nobody's once all of its meetings are: rule, times, type and unit are left."""

from datetime import datetime

from sqlalchemy import exists, update
from sqlalchemy.orm import Session

from backend.meetings.models import Meeting
from backend.meetings.series_models import Series


def erase_before(session: Session, moment: datetime) -> int:
    """Blank organiser, booker, mailbox, co-hosts, link and appointment of series that are over; how many.

    Call after the meetings' own (`erasing`): a series has its people for as long as any meeting of it has. `moment`
    spares one that was just begun.
    """
    has_people = exists().where(Meeting.series_id == Series.id, Meeting.organiser != "")
    over = update(Series).where(Series.organiser != "", Series.created_at < moment, ~has_people)
    blank: dict[str, object] = {
        "organiser": "", "booked_by": "", "mailbox": "", "cohosts": [], "appointment_item": None,
        "appointment_series": None, "link": None,
    }  # fmt: skip
    blanked = over.values(blank).returning(Series.id).execution_options(synchronize_session="fetch")
    return len(session.scalars(blanked).all())
