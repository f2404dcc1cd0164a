"""One worker process: does the jobs, serves nothing. Started by `vardmote serve`."""

import signal
import sys
import threading

from backend.parts import Part
from backend.serving.application import chosen, product_of
from backend.serving.parent import leave_with_parent
from backend.web import logs


def main() -> None:
    """Work until told to end; what runs then is finished."""
    logs.configure(sys.stderr)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    leave_with_parent(ending.set)
    product = product_of(chosen(), Part.WORKER)
    product.start()
    ending.wait()
    product.stop()


if __name__ == "__main__":
    main()
