"""Jobs: every timed or outside effect, written in the same transaction as the change that asks for it."""

from backend.jobs.embedded import EmbeddedQueue
from backend.jobs.procrastinate import ProcrastinateQueue
from backend.jobs.service import Handler, JobQueue, Later

__all__ = ["EmbeddedQueue", "Handler", "JobQueue", "Later", "ProcrastinateQueue"]
