"""The check of an invitation before it is sent, and sending it anyway with a stated reason."""
