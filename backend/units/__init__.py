"""Units: who may do what there, and what each unit has put on record before a service or a right counts."""

from backend.units.gates import Gates

__all__ = ["Gates"]
