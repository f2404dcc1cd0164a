"""A change of a series under way: what was asked for, the meetings as they are, and what has been changed so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.meetings import series_rows
from backend.meetings.desk import Case, Json
from backend.meetings.models import Meeting
from backend.meetings.occurrences import Fixed, Left, Likeness
from backend.meetings.series_models import Series
from backend.video.models import Conference

ALL, FOLLOWING, THIS = "all", "following", "this"
SCOPES = (THIS, FOLLOWING, ALL)


@dataclass
class ChangingSeries(Case):
    """A change of a series as it was asked for, and what has been changed so far.

    `former` is what a split leaves behind; None where there is none.
    """

    meeting_id: str
    request: Json
    scope: str
    if_match: str | None
    series: Series = field(init=False)
    rows: list[Meeting] = field(init=False)
    conferences: dict[str, Conference] = field(init=False)
    fixed: dict[str, Fixed] = field(init=False)
    former: Series | None = None
    alike: tuple[Likeness, ...] = ()
    changed: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    made: Sequence[Meeting] = ()
    gone: Sequence[Meeting] = ()
    left_alone: list[Left] = field(default_factory=list)

    @property
    def appointment(self) -> Json:
        """What the request says of the appointment."""
        return dict(self.request.get("appointment") or {})

    @property
    def free(self) -> Sequence[Meeting]:
        """The meetings the operation may touch."""
        return [row for row in self.rows if row.id not in self.fixed]

    def look(self) -> None:
        """Look at the meetings of the series as they are now."""
        self.rows = list(series_rows.meetings(self.session, self.series.id))
        self.conferences = series_rows.conferences(self.session, self.rows)
        seen = series_rows.standing(self.session, self.rows, self.conferences, self.desk.clock.now())
        self.fixed = {each.id: each.fixed for each in seen if each.fixed}
