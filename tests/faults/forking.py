"""Orders and answers as lines of JSON, and one child for each: every kill is a real SIGKILL of a real process."""

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any


def serve(suffer: Callable[[dict[str, Any]], None]) -> None:
    """Fork a child for each order on standard input, and tell how it ended, until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _child(suffer, order)
        _, status = os.waitpid(child, 0)
        answer = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _child(suffer: Callable[[dict[str, Any]], None], order: dict[str, Any]) -> None:
    # What the product tells of itself goes nowhere: standard output is for answers, and no file takes any more.
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    code = 0
    try:
        suffer(order)
    except BaseException:  # noqa: BLE001 - a child must never go on as its parent
        (Path(order["data"]) / "fault.txt").write_text(traceback.format_exc())
        code = 1
    os._exit(code)
