"""The process that answers Pexip at a port of its own: what the web processes are busy with never keeps it waiting.

Started by `vardmote serve` where Pexip asks us about meetings. One process: what it remembers is remembered once.
"""

import gc
import sys
from multiprocessing.util import Finalize

from backend.clock import SystemClock
from backend.policy_side import application, wire
from backend.serving import silence
from backend.serving.application import chosen
from backend.serving.bodies import Bodies
from backend.serving.keep_doing import keep_doing
from backend.serving.parent import leave_with_parent
from backend.serving.proxies import Application, Proxies
from backend.video.pexip.parts import TELL_SECONDS, Telling
from backend.video.pexip.policy.hurried import hurried
from backend.web import logs

TARGET = "backend.serving.policy:answers"
_LONGEST_BODY = 1024
# How long a thread may go on while another wants to: Python's own 5 ms are more than ten answers take.
TURN_SECONDS = 0.0001


def answers() -> Application:
    """Make the application; called by the server in its process. Raises ValueError where Pexip doesn't ask us."""
    logs.configure(sys.stderr)
    told = chosen()
    pexip = told.settings.asked_by_pexip
    if pexip is None:
        raise ValueError("Pexip does not ask us")
    leave_with_parent()
    sys.setswitchinterval(TURN_SECONDS)
    database = hurried(told.settings.database_url)
    Finalize(None, database.close, exitpriority=1)
    telling = Telling(database, SystemClock())
    app = application(wire(told.settings, pexip, SystemClock(), database, telling))
    keep_doing(telling.tell, TELL_SECONDS, "policy-lives")
    if not pexip.policy_listen.startswith("unix:"):
        silence.watch(int(pexip.policy_listen.rpartition(":")[2]), 2.0 * (told.header_seconds + told.body_seconds))
    # What is made by now stays: nobody is to look through it for garbage while Pexip waits.
    gc.collect()
    gc.freeze()
    return Proxies(Bodies(app, _LONGEST_BODY, 1), told.trusted_proxies)


if __name__ == "__main__":
    import os
    import socket

    from backend.config import production, read
    from backend.serving.answering import answering
    from backend.serving.run import LISTENING
    from backend.serving.web import serve

    served = answering(production(read(os.environ)))
    if served is None:
        sys.exit("Pexip does not ask us")
    serve(served, socket.socket(fileno=int(os.environ[LISTENING])), TARGET)
