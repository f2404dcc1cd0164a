"""What one region has decided, as checked data: types, services, texts, limits, cards, contacts."""

from backend.profiles.faults import Fault, ProfileFault
from backend.profiles.pane import nobody_came, pane_view, support_view
from backend.profiles.service import load
from backend.profiles.shapes import MeetingType, Profile, VideoServiceText

__all__ = [
    "Fault",
    "MeetingType",
    "Profile",
    "ProfileFault",
    "VideoServiceText",
    "load",
    "nobody_came",
    "pane_view",
    "support_view",
]
