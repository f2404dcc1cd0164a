"""In which looks a page is checked: narrow in both languages and wide in one; with VARDMOTE_LONG_TESTS in every one."""

import os

NARROW, WIDE = 320, 1280
_BOTH = (NARROW, WIDE)
WIDTHS = {"sv": _BOTH, "en": _BOTH if "VARDMOTE_LONG_TESTS" in os.environ else (NARROW,)}
