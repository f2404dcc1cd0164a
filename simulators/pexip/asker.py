"""The port to whoever says what an alias is and who may in: a command line, an external policy, a directory of VMRs."""

from typing import Protocol

from simulators.pexip.call import Call, Properties, Refused
from simulators.pexip.configuration import Configuration
from simulators.pexip.reasons import NOT_FOUND


class Asker(Protocol):
    """Asked at every call, in this order; of a web call properties come after PIN and sign-in, of SIP before."""

    async def configuration(self, call: Call) -> Configuration | Refused:
        """Return what the dialled alias is, or that there is none."""
        ...

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Refused:
        """Return what is special about who calls, or that they may not in."""
        ...


class OneConference:
    """One conference with one alias, as the command line says. `sip:alias@domain` is the same as `alias`."""

    def __init__(self, alias: str, configuration: Configuration) -> None:
        self.alias = alias
        self._configuration = configuration

    async def configuration(self, call: Call) -> Configuration | Refused:
        """Return the conference for its alias, whatever the case of its letters."""
        return self._configuration if same_alias(call.local_alias, self.alias) else Refused(NOT_FOUND)

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Refused:  # noqa: ARG002  the port's
        """Return that nothing is special."""
        return Properties()


class FirstOf:
    """Several who are asked one after the other: the first who knows the alias answers for it."""

    def __init__(self, *askers: Asker) -> None:
        self._askers = askers

    async def configuration(self, call: Call) -> Configuration | Refused:
        """Return what the first who knows says."""
        for asker in self._askers:
            found = await asker.configuration(call)
            if not isinstance(found, Refused):
                return found
        return Refused(NOT_FOUND)

    async def properties(self, call: Call, configuration: Configuration) -> Properties | Refused:  # noqa: ARG002  the port's
        """Return that nothing is special: databases know of nobody."""
        return Properties()


def same_alias(dialled: str, alias: str) -> bool:
    """Tell whether what was dialled means the alias, which bears no domain of its own unless it is dialled with it."""
    whole = dialled.lower().removeprefix("sip:").removeprefix("sips:").removeprefix("h323:").partition(";")[0]
    return alias.lower() in {whole, whole.partition("@")[0]}
