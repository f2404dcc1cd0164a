"""Where the processes of one `serve` find what it tells them: a folder named in their environment."""

RUN = "VARDMOTE_SERVING_RUN"
# While this file is there, the server is on its way down.
DRAINING = "draining"
