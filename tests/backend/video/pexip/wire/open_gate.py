"""A gate for a client whose account nobody refuses."""

from backend.video.service import ServiceRefused


class OpenGate:
    """Lets everything through and remembers nothing."""

    def enter(self) -> str:
        """Let it through."""
        return ""

    def accepted(self, fault: str) -> None:
        """Forget it."""

    def silent(self, fault: str) -> None:
        """Forget it."""

    def refused(self, refusal: ServiceRefused) -> Exception:
        """Return the refusal as it is."""
        return refusal
