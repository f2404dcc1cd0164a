"""The camera: where it looks, and the presets it keeps (roomos 2, Camera)."""

from dataclasses import dataclass, replace

from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import Branch, at

MOST = 35
_AXES = ("Pan", "Tilt", "Zoom")
_RAMP_SECONDS = 0.5
_RAMPS = {"Left": -500, "Right": 500, "Down": -300, "Up": 300, "In": -400, "Out": 400, "Stop": 0}
_LIMITS = {"Pan": (-17000, 17000), "Tilt": (-9000, 9000), "Zoom": (0, 12000)}


@dataclass(frozen=True)
class Preset:
    """Where the camera looked when it was stored."""

    name: str
    camera: int
    position: dict[str, int]
    default: str = "False"


class Cameras:
    """The cameras of one endpoint. Presets survive a restart. A ramp goes on until it is told to stop."""

    def __init__(self, machine: Machine) -> None:
        self.presets: dict[int, Preset] = {}
        self._machine = machine
        self._ramps: dict[str, int] = {}
        self.handlers: Handlers = {
            "Camera Preset Activate": self._activate,
            "Camera Preset Store": self._store,
            "Camera Preset List": self._list,
            "Camera Preset Remove": self._remove,
            "Camera Preset Edit": self._edit,
            "Camera PositionSet": self._position,
            "Camera Ramp": self._ramp,
            "Cameras SpeakerTrack Activate": lambda _order: self._track("Active"),
            "Cameras SpeakerTrack Deactivate": lambda _order: self._track("Inactive"),
        }

    def _activate(self, order: Order) -> Branch:
        preset = self._wanted(order)
        self._look(preset.camera, preset.position)
        self._machine.happen("CameraPresetActivated", {"CameraId": preset.camera, "PresetId": order.number("PresetId")})
        return {}

    def _store(self, order: Order) -> Branch:
        number = order.number("PresetId") or next((one for one in range(1, MOST + 1) if one not in self.presets), 0)
        if not number:
            raise order.failed("No preset is left")
        camera = order.number("CameraId")
        position = {axis: int(self._machine.tree_text(*_CAMERA, "1", "Position", axis)) for axis in _AXES}
        name = order.text("Name", f"Preset {number}")
        self.presets[number] = Preset(name, camera, position, order.text("DefaultPosition", "False"))
        self._machine.happen("CameraPresetListUpdated")
        return {"PresetId": number}

    def _list(self, order: Order) -> Branch:
        camera = order.number("CameraId")
        rows: list[Branch] = [
            {
                "id": place,
                "CameraId": preset.camera,
                "DefaultPosition": preset.default,
                "Name": preset.name,
                "PresetId": number,
            }
            for place, (number, preset) in enumerate(sorted(self.presets.items()), 1)
            if camera in {0, preset.camera}
        ]
        return {"Preset": list(rows)} if rows else {}

    def _remove(self, order: Order) -> Branch:
        self._wanted(order)
        del self.presets[order.number("PresetId")]
        self._machine.happen("CameraPresetListUpdated")
        return {}

    def _edit(self, order: Order) -> Branch:
        preset = self._wanted(order)
        self.presets[order.number("PresetId")] = replace(
            preset, name=order.text("Name", preset.name), default=order.text("DefaultPosition", preset.default)
        )
        self._machine.happen("CameraPresetListUpdated")
        return {}

    def _position(self, order: Order) -> Branch:
        self._look(order.number("CameraId"), {axis: order.number(axis) for axis in _AXES if axis in order.values})
        return {}

    def _ramp(self, order: Order) -> Branch:
        was_still = not any(self._ramps.values())
        self._ramps |= {axis: _RAMPS[order.text(axis)] for axis in _AXES if axis in order.values}
        if was_still:
            self._turn(order.number("CameraId"))
        return {}

    def _turn(self, camera: int) -> None:
        if not any(self._ramps.values()):
            return
        now = {
            axis: int(self._machine.tree_text(*_CAMERA, "1", "Position", axis)) + by for axis, by in self._ramps.items()
        }
        self._look(camera, {axis: max(_LIMITS[axis][0], min(_LIMITS[axis][1], value)) for axis, value in now.items()})
        self._machine.later(_RAMP_SECONDS, lambda: self._turn(camera))

    def _track(self, status: str) -> Branch:
        self._machine.change({"Cameras": {"SpeakerTrack": {"Status": status}}})
        return {}

    def _look(self, camera: int, position: dict[str, int]) -> None:
        self._machine.change(at((*_CAMERA, camera), {"Position": {**position}}))

    def _wanted(self, order: Order) -> Preset:
        found = self.presets.get(order.number("PresetId"))
        if found is None:
            raise order.failed("No such preset")
        return found


_CAMERA = ("Cameras", "Camera")
