"""Patients: the door they come through and the waiting room behind it."""
