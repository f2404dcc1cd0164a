"""In which looks a page is checked: narrow in both languages and wide in one; with VARDMOTE_LONG_TESTS in every one."""

import itertools
import os

_ALL = tuple(itertools.product(("sv", "en"), (320, 1280)))
LOOKS = _ALL if "VARDMOTE_LONG_TESTS" in os.environ else (("sv", 320), ("en", 320), ("sv", 1280))
