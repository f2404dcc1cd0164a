"""How an entry of the access log is shown to whoever may read it."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from backend.audit.actions import ACTIONS
from backend.audit.reading import Opened
from backend.audit.tables import LogRow
from backend.errors import Text
from backend.identity import Directory

Json = dict[str, Any]


class Showing:
    """Turns rows of the log into what is answered, with the names staff have in the directory now."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def entry(self, row: LogRow) -> Json:
        """Return an entry without anybody it is about."""
        action = ACTIONS.get(row.action)
        label = action.label if action else Text(row.action, row.action)
        return {
            **self._done(row),
            "action": row.action,
            "label": {"sv": label.sv, "en": label.en},
            "unit": row.unit,
            "on_behalf_of": row.on_behalf_of or None,
            "meeting": row.meeting or None,
            "about": json.loads(row.about),
            "detail": json.loads(row.detail),
            "reads_patient_data": action is not None and action.reads_patient_data,
        }

    def opened(self, opened: Opened) -> Json:
        """Return an entry with those of its people that were asked for."""
        subjects = [asdict(subject) for subject in opened.subjects]
        return {**self.entry(opened.row), "subjects": subjects, "note": opened.note or None}

    def review(self, row: LogRow) -> Json:
        """Return a documented check."""
        detail = json.loads(row.detail)
        return {
            **self._done(row),
            "unit": row.unit,
            "from": detail["from"],
            "to": detail["to"],
            "result": detail["result"],
            "entries": [int(number) for number in detail["entries"].split("+") if number],
        }

    def _done(self, row: LogRow) -> Json:
        person = self._directory.by_user(row.user)
        return {
            "number": row.number,
            "at": datetime.fromisoformat(row.at).isoformat(),
            "user": row.user,
            "name": person.name if person else None,
        }
