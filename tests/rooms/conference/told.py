"""A conference that a test tells what happens."""

from dataclasses import dataclass, field
from datetime import datetime

from rooms.conference.course import step
from rooms.conference.messages import Action, CallChanged, Dialled, Looked, Message, Press, Pressed, Seen
from rooms.conference.state import Course, SiteState, Stage, read, written
from tests.rooms.conference.planned import OPENS, PLAN


@dataclass
class Told:
    """A conference that is told what happens, one thing at a time."""

    course: Course = field(default_factory=lambda: Course("tag"))
    now: datetime = OPENS
    done: list[Action] = field(default_factory=list)
    presses: int = 0

    def tell(self, message: Message) -> tuple[Action, ...]:
        self.course, actions = step(PLAN, self.course, message, self.now)
        self.course = read(written(self.course))
        self.done += actions
        return actions

    def press(self, press: Press, site_id: str, press_id: str = "") -> tuple[Action, ...]:
        self.presses += 1
        return self.tell(Pressed(press_id or f"press-{self.presses}", press, site_id))

    def look(self, site_id: str, *calls: Seen, booked: bool = False) -> tuple[Action, ...]:
        return self.tell(Looked(site_id, self.site(site_id).turn, calls, booked))

    def site(self, site_id: str) -> SiteState:
        return self.course.sites[site_id]

    def stage(self, site_id: str) -> Stage:
        return self.site(site_id).stage

    def connect(self, site_id: str) -> None:
        if self.stage(site_id) is Stage.LOOKING and site_id != self.course.begun_by:
            self.look(site_id)
        if self.stage(site_id) is Stage.ASKING:
            self.press(Press.JOIN, site_id)
        self.look(site_id)
        self.tell(Dialled(site_id, self.site(site_id).turn, "1"))
        self.tell(CallChanged(site_id, Seen("1", ours=True, connected=True)))
        assert self.stage(site_id) is Stage.CONNECTED
