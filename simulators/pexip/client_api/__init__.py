"""The client REST API v2 of a conferencing node (pexip 4): what web apps and our host controls speak."""
