"""The choice guide: a few questions, then the meeting type, another system, or why there should be no meeting."""
