"""Meetings held in a system that has no API, behind a link the booker gives: we lead people there and know no more."""
