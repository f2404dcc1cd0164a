"""How Pexip's own client packages are run against a node: one process of Node for all checks."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_MODULES = _HERE.parents[2] / "addin" / "package.json"
_NODE = Path(sys.executable).parent / "node"
# What the judge says when nothing is wrong.
CONTENT = "21 checks\n"


def judged(place: dict[str, Any]) -> str:
    """Return what the judge says: a line for each thing that is wrong, and how many checks there are.

    `place`: `base` of the node; `host` and `guests` as ways in ({alias, pin?}), one guest after the other; `asks`
    whether guests need a PIN ("required", "none", None where nobody is asked); `starts` how the host starts it
    ("order", "media"); `signs` whether hosts sign in with an identity provider; `locked`,
    `limit`; `names` by which guests are known to others; `patience` in milliseconds.
    """
    done = subprocess.run(
        [_NODE, "--experimental-eventsource", "--no-warnings", _HERE / "judges" / "judge.mjs"],
        env={"PLACE": json.dumps({"modules": str(_MODULES), **place})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr
