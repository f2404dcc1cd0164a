"""How the demo ends what it started: asked first, and then with all that it started in turn."""

import os
import signal
import subprocess
from contextlib import suppress

_GRACE_SECONDS = 8


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process, the leader of a session of its own, and whatever it started."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # What could not be written to one that has ended is lost with it.
            with suppress(OSError):
                pipe.close()
