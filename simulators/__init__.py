"""Stand-ins for other people's systems, honest ones.

Each speaks the real wire protocol, refuses what the real one refuses, and fails when told to. They import nothing of
the product, so that a shared mistake cannot hide itself, and bind to loopback only.
"""
