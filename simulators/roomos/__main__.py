"""`python -m simulators.roomos`: as `vardmote simulate roomos`, told on stdin what to run, as JSON of `program.Wanted`.

One line is read. When stdin ends they end: whoever started them is gone, whichever way. A password told so is on no
command line, and nothing of the product is loaded.
"""

import json
import sys

from simulators import parent
from simulators.roomos.program import Wanted, main

if __name__ == "__main__":
    wanted = Wanted(**json.loads(sys.stdin.readline()))
    parent.end_with()
    sys.exit(main(wanted))
