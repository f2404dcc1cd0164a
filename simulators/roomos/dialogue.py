"""What is said on one tshell session, byte for byte (roomos 1.1 and 7): banner, commands, answers, feedback."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from simulators.roomos import answers, doc, feedback, line, render
from simulators.roomos.device import Device
from simulators.roomos.errors import NoMatch, Refusal
from simulators.roomos.faults import Spoilt
from simulators.roomos.framing import Framing
from simulators.roomos.line import Line
from simulators.roomos.sessions import Session
from simulators.roomos.tree import TEXT, Branch, at

NOT_RECOGNIZED = "Command not recognized."
_WRITERS: Mapping[str, Callable[[Branch, str | None], str]] = {"json": render.as_text, "xml": render.as_xml}
_MODES = frozenset({"terminal", *_WRITERS})


@dataclass(frozen=True)
class Wire:
    """The connection below: `send` takes what is to be sent, now, late or spoilt; `close` ends the connection."""

    send: Callable[[Spoilt], None]
    close: Callable[[], None]


class Dialogue:
    """One session. With a terminal (`pty`) lines end in CR LF and what is typed comes back; without, LF and no echo."""

    def __init__(self, device: Device, session: Session, wire: Wire, *, pty: bool) -> None:
        self._device = device
        self._session = session
        self._wire = wire
        self._pty = pty
        self._echo = pty
        self._mode = "terminal"
        self._framing = Framing(self._multiline)
        self._subscription = feedback.Subscription(self._tell)
        self._end = device.subscribe(self._subscription)
        self._verbs: Mapping[str, Callable[[Line, str | None], None]] = {
            "xcommand": self._command,
            "xstatus": self._status,
            "xconfiguration": self._configuration,
            "xfeedback": self._feedback,
            "xpreferences": self._preferences,
            "xdocument": self._document,
            "xgetxml": self._get_xml,
            "echo": self._set_echo,
            "help": self._help,
            "bye": lambda _line, _body: wire.close(),
        }

    def begin(self) -> None:
        """Greet (roomos 1.1: clients wait for these lines in this order)."""
        identity = self._device.identity
        lines = [
            f"Welcome to {identity.name}",
            f"Cisco Codec Release {identity.software}",
            f"SW Release Date: {identity.released}",
            "*r Login successful",
            "",
            "OK",
            "",
        ]
        if self._device.machine.text("Security", "Session", "ShowLastLogon") == "On":
            lines.append("Last login: never")
        self._say(lines)

    def end(self) -> None:
        """Hear no more. May be called again."""
        self._end()

    def feed(self, data: bytes) -> None:
        """Take what was sent, in pieces of any size."""
        if self._pty:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if self._echo:
            self._wire.send(Spoilt(data.replace(b"\n", b"\r\n")))
        for text, body in self._framing.feed(data):
            self._do(text, body)

    def _do(self, text: str, body: str | None) -> None:
        said = line.parse(text)
        verb = self._verbs.get(said.verb)
        if verb is None:
            self._say([NOT_RECOGNIZED])
            return
        try:
            verb(said, body)
        except Refusal as refusal:
            self._answer(answers.refused(refusal, self._device.identity.profile), said.result_id)

    def _command(self, said: Line, body: str | None) -> None:
        command = self._device.machine.nodes.command(said.path)
        result = self._device.command(self._session, said.path, said.parameters(), body)
        self._answer(answers.done(command.path, result), said.result_id)

    def _status(self, said: Line, _body: str | None) -> None:
        self._read("Status", said)

    def _configuration(self, said: Line, _body: str | None) -> None:
        setting = said.setting()
        if setting is None:
            self._read("Configuration", said)
        else:
            self._device.configure(self._session, *setting)
            self._answer({}, said.result_id)

    def _read(self, root: str, said: Line) -> None:
        found = self._device.read(self._session, root, said.path)
        names = (root, *self._device.machine.nodes.spelled(said.path))
        self._answer({} if found is None or found in ({}, []) else at(names, found), said.result_id)

    def _feedback(self, said: Line, _body: str | None) -> None:
        word, _, expression = said.rest.partition(" ")
        act = {"register": self._register, "deregister": self._deregister, "list": self._list}.get(word.lower())
        if act is None:
            raise NoMatch((said.rest,))
        act(said, expression)

    def _register(self, said: Line, expression: str) -> None:
        path = feedback.parse(expression)
        self._device.check_expression(path)
        self._subscription.add(path)
        self._answer({}, said.result_id)

    def _deregister(self, said: Line, expression: str) -> None:
        self._subscription.remove(feedback.parse(expression))
        self._answer({}, said.result_id)

    def _list(self, said: Line, _expression: str) -> None:
        rows: list[Branch] = [
            {"id": number, TEXT: feedback.written(path)}
            for number, path in enumerate(self._subscription.expressions, 1)
        ]
        self._answer(answers.done(("Feedback", "List"), {"Expression": list(rows)}), said.result_id)

    def _preferences(self, said: Line, _body: str | None) -> None:
        words = [str(word).lower() for word in said.rest.split()]
        if words[:1] != ["outputmode"] or words[1:2] != words[1:] or not set(words[1:]) <= _MODES:
            self._say([NOT_RECOGNIZED])
        elif words[1:]:
            self._mode = words[1]
            if self._mode == "terminal":  # only then is there an answer (roomos 1.1)
                self._say(["OK", ""])

    def _document(self, said: Line, _body: str | None) -> None:
        given = {name.lower(): values[0] for name, values in said.parameters().items()}
        self._answer(doc.schema(self._device.machine.nodes, given.get("path", "").split("/")), said.result_id)

    def _get_xml(self, said: Line, _body: str | None) -> None:
        root, *path = feedback.parse(said.rest)
        found = self._device.read(self._session, str(root), tuple(path))
        self._say([render.as_xml({} if found is None else at((root, *path), found), said.result_id), "OK", ""])

    def _set_echo(self, said: Line, _body: str | None) -> None:
        word = said.rest.lower()
        if word not in {"on", "off"}:
            self._say([NOT_RECOGNIZED])
            return
        self._echo = word == "on"
        self._say(["OK", ""])

    def _help(self, _said: Line, _body: str | None) -> None:
        self._say(["- Commands available -", *sorted(self._verbs), "OK", ""])

    def _multiline(self, text: str) -> bool:
        """A body follows only a command that takes one, typed without a length (form A)."""
        said = line.parse(text)
        known = self._device.machine.nodes.commands.get(tuple(str(part).lower() for part in said.path))
        return said.verb == "xcommand" and known is not None and known.body

    def _answer(self, answer: Branch, result_id: str | None) -> None:
        writer = _WRITERS.get(self._mode)
        if writer is not None:
            self._say([writer(answer, result_id)])
            return
        self._say(
            [
                *_verdict(answer),
                *self._rows(answer),
                *([f'** resultId: "{result_id}"'] if result_id is not None else []),
                "** end",
                *(["", "OK"] if "CommandResponse" not in answer else []),
                "",
            ]
        )

    def _tell(self, tree: Branch) -> None:
        if self._device.identity.wordy and "Event" in tree:
            tree = {"Event": {name: render.wordy(below) for name, below in cast("Branch", tree["Event"]).items()}}
        writer = _WRITERS.get(self._mode)
        self._say([writer(tree, None)] if writer else [*self._rows(tree), "** end"])

    def _rows(self, tree: Branch) -> list[str]:
        """With a terminal, devices put an empty line between rows (roomos 1.1)."""
        rows = list(render.rows(tree))
        return [part for row in rows for part in (row, "")] if self._pty else rows

    def _say(self, lines: list[str]) -> None:
        end = "\r\n" if self._pty else "\n"
        text = "".join(part.replace("\n", end) + end for part in lines)
        self._wire.send(self._device.faults.spoil(text.encode("utf-8", "replace")))


def _verdict(answer: Branch) -> list[str]:
    below = answer.get("CommandResponse")
    if not isinstance(below, dict):
        return []
    failed = any(isinstance(one, dict) and one.get("status") != answers.OK for one in below.values())
    return ["ERROR" if failed else "OK", ""]
