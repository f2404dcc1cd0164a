"""Short visits to a running conference by a Conferencing Node's client API, for what nothing else can do there."""
