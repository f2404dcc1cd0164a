"""A conferencing node and its management node: strict, with a lobby, a lock, limits and timers, and wrong when told.

What others build on: `Configuration` (what a conference is), `Asker` (who says so), `Conference` (a running one),
`Node` and `Cluster` (where it runs), `Happening` (what watchers are told), `Site` (all of it listening).
"""
