"""The choice guide: a few questions, then the meeting type, another system, or why there should be no meeting."""

from backend.guide.gates import Gates
from backend.guide.service import Guide

__all__ = ["Gates", "Guide"]
