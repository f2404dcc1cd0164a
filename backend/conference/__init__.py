"""Multidisciplinary conferences between rooms: their plans, and who runs them now."""
