"""`python -m simulators.entra PORT`: prints one JSON line when it listens, ends on SIGTERM."""

import json
import logging
import signal
import sys
import tempfile
from pathlib import Path

from simulators.entra.server import Entra


def main(port: int) -> None:
    """Run until told to end."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with tempfile.TemporaryDirectory(prefix="vardmote-entra-") as folder:
        entra = Entra(Path(folder), port)
        sys.stdout.write(json.dumps(entra.ready()) + "\n")
        sys.stdout.flush()
        signal.sigwait(ends)
        entra.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
