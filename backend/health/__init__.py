"""Health: whether the product is alive and ready, what it measures, and the description of its API."""
