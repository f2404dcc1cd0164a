"""A service of another company's without the wire: the simulator's own memory, and no answer while it is down."""

from backend.video.builtin.service import BuiltinService
from backend.video.service import ConferenceRequest, Embedded, Role, ServiceRefused, ServiceUnavailable
from simulators.conference.hall import Hall


class Far:
    """One service in a hall. While `is_down` it does not answer; `lost` answers get lost after the work is done."""

    capabilities = BuiltinService.capabilities

    def __init__(self, code: str, hall: Hall) -> None:
        self.code = code
        self.hall = hall
        self.is_down = False
        self.lost = 0

    def create(self, request: ConferenceRequest) -> str:
        self._require_up()
        made = self.hall.create(self.code, _asked(request))
        self._lose()
        return str(made["reference"])

    def change(self, reference: str, request: ConferenceRequest) -> None:
        self._require_up()
        if self.hall.change(self.code, reference, _asked(request)) is None:
            raise ServiceRefused("no-such-conference")
        self._lose()

    def remove(self, reference: str) -> None:
        self._require_up()
        self.hall.remove(self.code, reference)
        self._lose()

    def find(self, key: str) -> str | None:
        self._require_up()
        return next((str(room["reference"]) for room in self.hall.held(self.code, key)), None)

    def references(self) -> list[str]:
        self._require_up()
        return [str(room["reference"]) for room in self.hall.held(self.code)]

    def occupied(self, reference: str) -> bool:
        self._require_up()
        return any(room["people"] for room in self.hall.held(self.code) if room["reference"] == reference)

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Embedded:  # noqa: ARG002 - the port's signature
        return Embedded()

    def _require_up(self) -> None:
        if self.is_down:
            raise ServiceUnavailable

    def _lose(self) -> None:
        if self.lost:
            self.lost -= 1
            raise ServiceUnavailable


def _asked(request: ConferenceRequest) -> dict[str, object]:
    return {
        "key": request.key,
        "start": request.start.isoformat(),
        "end": request.end.isoformat(),
        "limit": request.participant_limit,
    }
