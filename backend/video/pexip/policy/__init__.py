"""What Pexip asks at every call, and what it is answered: from our own tables, and from nothing else."""
