"""A conference service of another company, small and real: HTTP on loopback, a memory of its own, faults on request."""
