"""What stands on the screens: layout, sources, selfview, and what is shared (roomos 2, Video and Presentation)."""

from simulators.roomos.calls import Calls
from simulators.roomos.errors import BadParameter
from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import Branch, at

LAYOUTS = ("Auto", "Equal", "Overlay", "Prominent", "Single")


class Pictures:
    """The pictures of one endpoint."""

    def __init__(self, machine: Machine, calls: Calls) -> None:
        self._machine = machine
        self._calls = calls
        self.handlers: Handlers = {
            "Presentation Start": self._start,
            "Presentation Stop": self._stop,
            "Video Layout LayoutFamily Set": self._family,
            "Video Layout SetLayout": self._layout,
            "Video Matrix Assign": self._assign,
            "Video Matrix Unassign": lambda order: self._sources(order.number("Output"), ""),
            "Video Matrix Swap": self._swap,
            "Video Matrix Reset": self._reset,
            "Video Selfview Set": self._selfview,
        }
        self.begin()

    def begin(self) -> None:
        """Show the layouts there are, where the software has names for them."""
        if self._machine.identity.profile != "9.15":
            names: list[Branch] = [{"id": number, "LayoutName": name} for number, name in enumerate(LAYOUTS, 1)]
            current: Branch = {"ActiveLayout": LAYOUTS[0], "AvailableLayouts": list(names)}
            self._machine.change({"Video": {"Layout": {"CurrentLayouts": current}}})

    def _start(self, order: Order) -> Branch:
        if "PresentationSource" in order.values and "ConnectorId" in order.values:
            raise BadParameter(order.path, "ConnectorId")  # not both
        source = order.text("PresentationSource") or order.text("ConnectorId") or "1"
        mode = order.text("SendingMode", "LocalRemote")
        instance: Branch = {"SendingMode": mode, "Source": int(source) if source.isdecimal() else source}
        self._machine.change(at(("Conference", "Presentation", "LocalInstance", 1), instance))
        self._calls.share(sharing=mode == "LocalRemote" and bool(self._calls.connected()))
        self._machine.happen("PresentationStarted", {"LocalInstance": 1})
        return {}

    def _stop(self, order: Order) -> Branch:
        del order
        if self._machine.numbers_of("Conference", "Presentation", "LocalInstance"):
            self._machine.vanish("Conference", "Presentation", "LocalInstance", 1)
            self._calls.share(sharing=False)
            self._machine.happen("PresentationStopped", {"LocalInstance": 1})
        return {}

    def _family(self, order: Order) -> Branch:
        target = order.text("Target", "Local")
        self._machine.change({"Video": {"Layout": {"LayoutFamily": {target: order.text("LayoutFamily")}}}})
        return {}

    def _layout(self, order: Order) -> Branch:
        name = next((one for one in LAYOUTS if one.lower() == order.text("LayoutName").lower()), None)
        if name is None:
            raise order.failed("No such layout")
        self._machine.change({"Video": {"Layout": {"CurrentLayouts": {"ActiveLayout": name}}}})
        return {}

    def _assign(self, order: Order) -> Branch:
        sources = [str(one) for one in order.values.get("SourceId", [])]
        sources += ["RemoteMain"] if "RemoteMain" in order.values else []
        output = order.number("Output")
        if order.text("Mode") == "Add" and self._shown(output):
            sources = [self._shown(output), *sources]
        return self._sources(output, ",".join(sources))

    def _swap(self, order: Order) -> Branch:
        one, other = order.number("OutputA"), order.number("OutputB")
        first, second = self._shown(one), self._shown(other)
        self._sources(one, second)
        return self._sources(other, first)

    def _reset(self, order: Order) -> Branch:
        for output in self._machine.numbers_of("Video", "Output", "Monitor"):
            if order.number("Output") in {0, output}:
                self._sources(output, "")
        return {}

    def _shown(self, output: int) -> str:
        return self._machine.tree_text("Video", "Output", "Monitor", str(output), "MatrixSource")

    def _sources(self, output: int, sources: str) -> Branch:
        self._machine.change(at(("Video", "Output", "Monitor", output), {"MatrixSource": sources}))
        return {}

    def _selfview(self, order: Order) -> Branch:
        self._machine.change({"Video": {"Selfview": {name: values[0] for name, values in order.values.items()}}})
        return {}
