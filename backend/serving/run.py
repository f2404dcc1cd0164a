"""Where the processes of one `serve` find what it tells them: in their environment, and in a folder named there."""

RUN = "VARDMOTE_SERVING_RUN"
# The number the open port has in the web server, when it was opened for it.
LISTENING = "VARDMOTE_SERVING_LISTENING"
# While this file is there, the server is on its way down.
DRAINING = "draining"
