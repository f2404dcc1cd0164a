"""Serving in production: the processes, what comes between the network and the product, and what is refused."""
