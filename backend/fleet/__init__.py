"""The product's rooms: which there are, what is on their panels, and the conferences between them. Uses `rooms`."""
