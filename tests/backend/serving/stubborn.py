"""A process that hears no SIGTERM, with a child that hears none either."""

import os
import signal
import threading

signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
threading.Event().wait(60)
