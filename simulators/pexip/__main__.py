"""`python -m simulators.pexip`: as `vardmote simulate pexip`, told on stdin what to run, as JSON of `wanted.Wanted`.

One line is read. When stdin ends they end: whoever started them is gone, whichever way. A PIN or a password told so is
on no command line, and nothing of the product is loaded.
"""

import json
import sys

from simulators import parent
from simulators.pexip.program import main
from simulators.pexip.wanted import Wanted

if __name__ == "__main__":
    told = Wanted(**json.loads(sys.stdin.readline()))
    parent.end_with()
    sys.exit(main(told))
