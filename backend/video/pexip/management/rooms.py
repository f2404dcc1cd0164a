"""Virtual meeting rooms (VMRs) of ours at the Management Node: known to us by name, and as ours by their tag."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NamedTuple

from backend.video.pexip.management.theme import Theme
from backend.video.pexip.wire.answers import Answer, Refusal
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.client import Client
from backend.video.service import ServiceRefused, ServiceUnavailable

_ROOMS = "configuration/v1/conference/"
_THEME = "ivr_theme"
# What Pexip takes for a PIN, but for those that end with a number sign (pexip 1).
_PIN = re.compile(r"\d{4,20}")
# A name or an alias that is there already: ours from before the answer was lost, or somebody else's.
_TAKEN = frozenset({"name", "alias", "aliases", "__all__"})


class NameTaken(ServiceUnavailable):
    """Somebody else has the name. Nothing was made; another name has to be chosen."""


@dataclass(frozen=True)
class Wanted:
    """A room as it is to be. Guests need no PIN: the alias is all the secret they have."""

    name: str
    alias: str = field(repr=False)
    pin: str = field(repr=False)
    participant_limit: int | None
    protected: bool
    # Whose it is, by a name that means nothing: stands at Pexip as the room's description. Empty in advance.
    owner: str = ""


class Made(NamedTuple):
    """A room as it is there; `owner` as in `Wanted`."""

    vmr: str
    name: str
    owner: str


class Rooms:
    """Makes, changes, finds and removes rooms that bear our tag, and touches no others.

    Every method raises `ServiceUnavailable`, and `ServiceRefused` for what the node will not do.
    """

    def __init__(
        self, client: Client, tag: str, *, view: str | None = None, theme: Theme | None = None, chat: str = "default"
    ) -> None:
        self._client = client
        self._tag = tag
        self._view = view
        self._theme = theme
        self._chat = chat

    def make(self, wanted: Wanted, budget: Budget) -> str:
        """Make the room and return its id; one that is there already, of ours and of this name, is the one.

        Raises `NameTaken` when somebody else has the name.
        """
        try:
            answer = self._themed(budget, lambda theme: self._client.post(_ROOMS, self._body(wanted, theme), budget))
        except Refusal as refused:
            if refused.status != HTTPStatus.BAD_REQUEST or not refused.fields & _TAKEN:
                raise
            return self._found(wanted.name, budget)
        return answer.created or self._found(wanted.name, budget)

    def make_many(self, wanted: Sequence[Wanted], budget: Budget) -> list[Made]:
        """Make the rooms in one request, all or none, and return them."""
        self._themed(
            budget,
            lambda theme: self._client.patch(_ROOMS, {"objects": [self._body(each, theme) for each in wanted]}, budget),
        )
        names = {each.name for each in wanted}
        return [made for made in self.ours(budget) if made.name in names]

    def change(self, vmr: str, budget: Budget, *, participant_limit: int | None, protected: bool) -> bool:
        """Bring the room in line; False when it is there no more."""
        return self._patched(vmr, self._asked(participant_limit, protected=protected), budget)

    def renew(self, vmr: str, wanted: Wanted, budget: Budget) -> bool:
        """Give the room the alias, the PIN and all else that is wanted; False when it is there no more."""
        body = {"aliases": [{"alias": wanted.alias}], "pin": wanted.pin}
        body |= {"description": wanted.owner}
        body |= self._asked(wanted.participant_limit, protected=wanted.protected)
        return self._patched(vmr, body, budget)

    def claim(self, vmr: str, wanted: Wanted, budget: Budget) -> bool:
        """Let a room in advance be its owner's, with the limit and the protection wanted; False when it is gone."""
        body = {"description": wanted.owner, **self._asked(wanted.participant_limit, protected=wanted.protected)}
        return self._patched(vmr, body, budget)

    def set_pin(self, vmr: str, pin: str, budget: Budget) -> bool:
        """Let hosts come into a room that is `there` by this PIN from now on; False when it is so no more."""
        _require_pin(pin)
        return self._patched(vmr, {"pin": pin}, budget)

    def there(self, vmr: str, name: str, budget: Budget) -> bool:
        """Tell whether the room is there, under its name and with our tag."""
        return self.owner(vmr, name, budget) is not None

    def owner(self, vmr: str, name: str, budget: Budget) -> str | None:
        """Return whose the room is, empty for nobody's; None when it is not there under its name and with our tag."""
        try:
            row = self._client.get(f"{_ROOMS}{vmr}/", budget)
        except Refusal as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
            return None
        is_ours = isinstance(row, dict) and (row.get("name"), row.get("tag")) == (name, self._tag)
        return str(row.get("description") or "") if is_ours else None

    def named(self, vmr: str, budget: Budget) -> str | None:
        """Return the name of one of our rooms; None when it is there no more, or not ours."""
        return next((made.name for made in self.ours(budget) if made.vmr == vmr), None)

    def find(self, name: str, budget: Budget) -> str | None:
        """Return the id of our room of this name, or None."""
        return next((made.vmr for made in self._listed(budget, name=name) if made.name == name), None)

    def remove(self, vmr: str, name: str, budget: Budget) -> None:
        """Remove the room; one that is gone is no error, and one that is not ours by name and tag is left."""
        if self.there(vmr, name, budget):
            try:
                self._client.delete(f"{_ROOMS}{vmr}/", budget)
            except Refusal as refused:
                if refused.status != HTTPStatus.NOT_FOUND:
                    raise

    def ours(self, budget: Budget) -> Iterable[Made]:
        """Return every room with our tag."""
        return list(self._listed(budget))

    def _listed(self, budget: Budget, **filters: str) -> Iterator[Made]:
        for row in self._client.every(_ROOMS, budget, tag=self._tag, **filters):
            if row.get("tag") == self._tag and isinstance(row.get("name"), str) and str(row.get("id", "")).isdigit():
                yield Made(str(row["id"]), row["name"], str(row.get("description") or ""))

    def _patched(self, vmr: str, body: dict[str, Any], budget: Budget) -> bool:
        try:
            self._client.patch(f"{_ROOMS}{vmr}/", body, budget)
        except Refusal as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise
            return False
        return True

    def _found(self, name: str, budget: Budget) -> str:
        vmr = self.find(name, budget)
        if vmr is None:
            raise NameTaken
        return vmr

    def _themed(self, budget: Budget, ask: Callable[[str | None], Answer]) -> Answer:
        """Ask with the region's theme, and without when Pexip has it no more: no meeting fails for a theme."""
        uri = self._theme.uri(budget) if self._theme is not None else None
        try:
            return ask(uri)
        except Refusal as refused:
            is_named = _THEME in refused.fields
            # What is wrong with an address is said of no field.
            if (
                self._theme is None
                or uri is None
                or refused.status != HTTPStatus.BAD_REQUEST
                or refused.fields - {_THEME}
            ):
                raise
            found = self._theme.uri(budget, anew=True)
            if found == uri and not is_named:
                raise
        return ask(None if found == uri else found)

    def _body(self, wanted: Wanted, theme: str | None) -> dict[str, Any]:
        _require_pin(wanted.pin)
        body = {
            "name": wanted.name,
            "service_type": "conference",
            "tag": self._tag,
            "description": wanted.owner,
            "aliases": [{"alias": wanted.alias}],
            "allow_guests": True,
            "pin": wanted.pin,
            **self._asked(wanted.participant_limit, protected=wanted.protected),
        }
        if self._view:
            body |= {"host_view": self._view}
        if theme is not None:
            body |= {_THEME: theme}
        return body

    def _asked(self, participant_limit: int | None, *, protected: bool) -> dict[str, Any]:
        return {
            "participant_limit": participant_limit,
            "crypto_mode": "on" if protected else None,
            "enable_chat": self._chat,
        }


def _require_pin(pin: str) -> None:
    # Without one whoever is in could let others in.
    if not _PIN.fullmatch(pin):
        raise ServiceRefused("pin-form")
