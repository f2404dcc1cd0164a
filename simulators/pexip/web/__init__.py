"""What people and rooms meet at a node: a stand-in of Pexip's web app, and calls that a test makes."""
