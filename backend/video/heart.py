"""What keeps a process that serves pages on record, from its start to its end."""

import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from backend.video.live import Live
from backend.video.processes import BEAT_SECONDS

log = structlog.get_logger(__name__)

_BEATS_PER_CHECK = 30


class Heart:
    """Beats in a thread of its own, so that a busy process is not taken for one that is gone; the only one need not."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._live.resume()
        if self._live.is_one_of_many:
            self._thread.start()

    def stop(self) -> None:
        """End, and say so, that nobody waits to find out."""
        if not self._thread.is_alive():
            return
        self._ending.set()
        self._thread.join()
        try:
            self._live.close()
        except SQLAlchemyError as error:
            # The others will find out.
            log.warning("video.end-not-noted", error=type(error).__name__)

    def _beat(self) -> None:
        beats = 0
        while not self._ending.wait(BEAT_SECONDS):
            beats += 1
            try:
                self._live.beat()
                if beats % _BEATS_PER_CHECK == 0:
                    self._live.check_streams()
            except SQLAlchemyError as error:
                log.warning("video.beat-missed", error=type(error).__name__)
