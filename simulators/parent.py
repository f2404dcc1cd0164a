"""A program that is told on stdin what to run, and outlives nobody."""

import os
import signal
import sys
import threading


def end_with() -> None:
    """End this process when its stdin does: whoever started it is gone, whichever way. Call it before any thread is."""
    # Before there is a thread: it must not take what ends the program.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    # Not by `sys.stdin`: who waits in it holds a lock that the program needs as it ends.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
