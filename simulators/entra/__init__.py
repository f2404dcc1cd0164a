"""A stand-in for Entra ID: discovery, keys, tokens and their faults over TLS, as Microsoft's own client expects them.

It imports nothing of the product and binds to loopback only. What it refuses is described in docs/simulators.md.
"""
