"""Answers the choice guide for a unit, and remembers what the unit last answered."""
