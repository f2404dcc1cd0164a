"""The Management Node: configuration, status, command, history and OAuth2, as much as a booking system meets."""
