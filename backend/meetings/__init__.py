"""Meetings: the core. Creates, changes, moves, removes and starts meetings; owns doors, participants and invite text."""
