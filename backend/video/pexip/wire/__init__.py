"""How Pexip's nodes are asked: within a deadline, signed in, slowed where they say so, and answers read as data."""
