"""What stands on one room's panel: saved anew only when its shape changes, its texts set when they do."""

from contextlib import suppress
from datetime import datetime

from rooms import panel
from rooms.conference.plan import Plan
from rooms.conference.state import Course
from rooms.conference.words import Language
from rooms.endpoint import Capability, Endpoint
from rooms.errors import NotSupported
from rooms.panel import PANEL, Shape
from rooms.xapi.panel_xml import as_xml

_USUAL: Language = "sv"


class Showing:
    """One room's panel. Belongs to one thread."""

    def __init__(self, plan: Plan, site_id: str) -> None:
        self.language = _USUAL
        self._plan, self._site_id = plan, site_id
        self._shape: Shape | None = None
        self._known = False
        self._texts: dict[str, str] = {}

    def begin(self, room: Endpoint) -> None:
        """Learn the language of a room that was reached anew; a panel of ours survives a restart, its texts do not."""
        self._texts = {}
        with suppress(NotSupported):
            told = room.configuration(("UserInterface", "Language"))
            self.language = "sv" if told.startswith("Swedish") or not told else "en"
        if Capability.PANELS in room.capabilities() and (PANEL in room.panels()) != (self._shape is not None):
            self._known = False

    def texts_are_gone(self) -> None:
        """Note that the device has lost what the texts said."""
        self._texts = {}

    def show(self, room: Endpoint, course: Course, now: datetime) -> None:
        """Let the panel show how the conference stands. Raises RoomError; what was shown until then is kept."""
        able = room.capabilities()
        shape = panel.shape(self._plan, course, self._site_id, now)
        if Capability.PANELS in able and not (self._known and shape is self._shape):
            self._save(room, shape)
        if shape is None or not {Capability.PANELS, Capability.MESSAGES} <= able:
            return
        for widget_id, text in panel.texts(self._plan, course, self.language, now).items():
            if self._texts.get(widget_id) != text:
                room.set_widget(widget_id, text)
                self._texts[widget_id] = text

    def _save(self, room: Endpoint, shape: Shape | None) -> None:
        self._texts = {}
        if shape is None:
            room.remove_panel(PANEL)
        else:
            drawn = panel.panel(self._plan, shape, self.language)
            room.save_panel(PANEL, as_xml(drawn, room.identity().profile))
        self._shape, self._known = shape, True
