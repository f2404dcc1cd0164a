"""Statistics without persons: counts of meetings that are over, by month, unit, type and video service."""
