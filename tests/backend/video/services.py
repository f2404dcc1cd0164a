"""Video services that fail, or are overtaken, where a test lines it up."""

from collections.abc import Callable

from backend.video.builtin.service import BuiltinService
from backend.video.service import ConferenceRequest, Embedded, Role, ServiceRefused
from tests.backend.video.house import House


class Killed(BaseException):
    """What a `kill -9` looks like from inside: nothing after it runs."""


class Unruly(BuiltinService):
    """A service that does, before or after its work, what the test lines up."""

    def __init__(self, house: House) -> None:
        super().__init__(house.database, house.clock)
        self.before: list[BaseException] = []
        self.after: list[BaseException] = []

    def create(self, request: ConferenceRequest) -> str:
        if self.before:
            raise self.before.pop(0)
        reference = super().create(request)
        if self.after:
            raise self.after.pop(0)
        return reference

    def remove(self, reference: str) -> None:
        if self.before:
            raise self.before.pop(0)
        super().remove(reference)
        if self.after:
            raise self.after.pop(0)


class Separate:
    """A service with rooms of its own, which lets something happen while it works."""

    capabilities = BuiltinService.capabilities

    def __init__(self, code: str) -> None:
        self.code = code
        self.made: dict[str, str] = {}
        self.meanwhile: Callable[[], None] | None = None

    def create(self, request: ConferenceRequest) -> str:
        reference = self.made.setdefault(request.key, f"{self.code} {request.key}")
        self._happens()
        return reference

    def change(self, reference: str, request: ConferenceRequest) -> None:
        if self.made.get(request.key) != reference:
            raise ServiceRefused("no-such-conference")

    def remove(self, reference: str) -> None:
        self.made = {key: made for key, made in self.made.items() if made != reference}
        self._happens()

    def find(self, key: str) -> str | None:
        return self.made.get(key)

    def references(self) -> list[str]:
        return list(self.made.values())

    def occupied(self, reference: str) -> bool:  # noqa: ARG002 - the port's signature
        return False

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Embedded:  # noqa: ARG002 - the port's signature
        return Embedded()

    def room_entry(self, reference: str) -> None:  # noqa: ARG002 - the port's signature
        return None

    def _happens(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
