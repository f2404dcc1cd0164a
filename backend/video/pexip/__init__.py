"""Pexip: no room exists there. Everybody has an alias of their own, and Pexip asks us what it leads to."""
