"""What the demo's units have on record as they begin: in any region a newcomer can book with the first press."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.clock import swedish_day
from backend.identity.models import Training
from backend.profiles import Profile
from backend.storage import new_id
from backend.storage.marks import has_mark, put_mark
from backend.units import records
from backend.units.models import Kind

_HEAD = "chef"
_TRAINED = {"medicin": ("personal", "kollega", "sekreterare"), "barn": ("annan",)}
_APPROVED = timedelta(days=365)


def put_on_record(session: Session, profile: Profile, now: datetime) -> None:
    """Record the training and approval that the region's profile asks for, once per region.

    What somebody at the demo takes away stays away.
    """
    mark = f"on record in {profile.code}"[:40]
    if has_mark(session, mark):
        return
    put_mark(session, mark)
    by, today = records.By(_HEAD, now), swedish_day(now)
    for unit, people in _TRAINED.items():
        if profile.training.required:
            session.add_all(
                Training(
                    id=new_id("t"), unit=unit, user=user, completed_on=today, recorded_by=by.user, recorded_at=by.at
                )
                for user in people
            )
        if profile.approval.required:
            answers = {question.code: True for question in profile.suitability.questions}
            records.put(session, records.of(unit, Kind.APPROVAL, {"answers": answers}, valid_to=today + _APPROVED), by)
