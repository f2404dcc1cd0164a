"""What a unit records and takes back, each with who may do it."""
