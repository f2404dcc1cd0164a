"""Pexip: it asks us what each person's alias leads to (mode `policy`), or has rooms made beforehand (`management`)."""

# What this service is called in the table of services, and in rows.
CODE = "pexip"
