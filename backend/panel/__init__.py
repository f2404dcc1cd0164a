"""The standing touch panel in every room: what it shows, what a press does, and how presses reach us."""
