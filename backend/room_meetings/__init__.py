"""Which meetings a room has, where it dials them, and the join entries on its panel."""
