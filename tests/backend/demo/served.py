"""A product behind a port of its own, for those who speak to it over HTTP from outside."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from backend.app import Product


class _Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@contextmanager
def served(product: Product) -> Iterator[str]:
    """Serve the product on a free loopback port and give its origin."""
    web = ThreadedWSGIServer("127.0.0.1", 0, product.app, _Quiet)
    web.daemon_threads = True
    thread = threading.Thread(target=web.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()
    web.server_close()
    thread.join()
