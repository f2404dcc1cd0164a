"""Privacy: what personal data is kept, how long, and the job that erases it."""

from backend.privacy.service import Retention, Retentions

__all__ = ["Retention", "Retentions"]
