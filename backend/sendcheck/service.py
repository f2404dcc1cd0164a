"""Checks an invitation, and notes that one was sent with a stated reason."""
