"""The sign at a room's door: free or not, and until when. Never what a meeting is about."""
