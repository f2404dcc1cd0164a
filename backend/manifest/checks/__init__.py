"""What is checked in a manifest: one module per subject, each a function from a parsed file to its faults."""
