"""`vardmote simulate pexip`: nodes that say where they listen in one JSON line, and end on SIGTERM."""

import json
import signal
import sys

from simulators.pexip import pins, wiring
from simulators.pexip.wanted import Wanted


def main(wanted: Wanted) -> int:
    """Run until told to end. Returns 2 when a port is taken, or the PINs are against the rules; nothing runs then."""
    fault = pins.fault(wanted.host_pin, wanted.guest_pin, allow_guests=bool(wanted.host_pin))
    if fault:
        sys.stderr.write(f"The PINs cannot be these: {fault}. Nothing was started.\n")
        return 2
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        site, told = wiring.start(wanted)
    except OSError as taken:
        sys.stderr.write(f"A port is taken: {taken.strerror or taken}. Nothing was started; choose other ports.\n")
        return 2
    with site:
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        signal.sigwait(ends)
    return 0
