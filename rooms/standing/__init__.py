"""The panel that always stands in a room: join the booked meeting, call the unit, get help, and be called."""
