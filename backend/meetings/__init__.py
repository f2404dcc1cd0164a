"""Meetings: the core. Creates, changes, moves, removes and starts them; owns doors, participants and invite text."""
