"""What kind of service a call has that is in a conference, in Pexip's own words (`service_type`)."""

# Whoever is asked for a PIN, still connecting, or waits has another.
INSIDE = frozenset({"conference", "lecture"})
