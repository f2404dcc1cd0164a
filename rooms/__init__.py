"""Conference rooms as a library: endpoints, panels, fleets. Knows nothing of Flask or the backend."""
