"""Pexip: no room exists there. Everybody has an alias of their own, and Pexip asks us what it leads to."""

# What this service is called in the table of services, and in rows.
CODE = "pexip"
