"""The access log: who did what to whose data. Its own store, fed through an outbox; changes to it are found."""
