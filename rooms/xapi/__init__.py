"""What is said to a RoomOS endpoint, once for every way of saying it."""
