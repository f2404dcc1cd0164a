"""Sending an invitation all the same: the reason is recorded, what the invitation says is not."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend import versions
from backend.audit import AccessLog, Entry
from backend.clock import Clock, swedish_day
from backend.errors import Conflict, FieldFault, Forbidden, Invalid, Outdated, Text
from backend.identity import Actor
from backend.meetings import access
from backend.meetings.about import about_meeting
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.recording import acted_for
from backend.meetings.refusals import Refusals
from backend.privacy import detector
from backend.privacy.detector import Invite
from backend.privacy.rules import RULES
from backend.profiles import Profile
from backend.profiles.shapes import OverrideReason
from backend.storage import Database

_NOT_HERE = Text(
    "I din region skickas inte inbjudan med de här uppgifterna. Inget är ändrat. Ta bort dem och skicka igen.",
    "In your region the invitation is not sent with this in it. Nothing has changed. Remove it and send again.",
)
_RULES_LIMIT = 80
"""The access log takes details of at most so many characters."""


class Overrides:
    """Records that somebody sends an invitation in spite of what was found in it, and why."""

    def __init__(self, database: Database, clock: Clock, profile: Profile, access_log: AccessLog) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._access_log = access_log
        self._refusals = Refusals(database, clock, access_log)

    def override(self, actor: Actor, meeting_id: str, asked: Mapping[str, Any], if_match: str | None = None) -> None:
        """Record the reason for the findings, which come without anything of what was written.

        Raises NotFound; Forbidden when the person may not change the meeting, or the region lets nobody override;
        Conflict (meeting-removed); Outdated when the meeting is another than was read; Invalid (unknown-reason;
        note-missing; unknown-field for a note nobody asks for or a rule that is none; personal-data when the
        note itself holds what may not be written). An attempt elsewhere is noted.
        """
        with (
            self._refusals.noted(actor, meeting_id, "send.overridden"),
            self._database.write(about_meeting(meeting_id)) as session,
        ):
            meeting = access.require_changing(actor, session.get(Meeting, meeting_id))
            if not self._profile.send_check.override:
                raise Forbidden("forbidden", _NOT_HERE)
            if meeting.lifecycle == Lifecycle.REMOVED:
                raise Conflict("meeting-removed")
            if not versions.names(if_match, str(meeting.version)):
                raise Outdated("precondition-failed", version=meeting.version)
            _require_known(asked["findings"])
            reason = self._reason(asked["reason"])
            note = self._note(reason, asked.get("note"))
            self._access_log.record(
                session,
                Entry(
                    action="send.overridden",
                    user=actor.user,
                    unit=meeting.unit,
                    on_behalf_of=acted_for(actor, meeting),
                    meeting=meeting.id,
                    detail={"reason": reason.code, **_found(asked["findings"])},
                    note=note,
                ),
            )

    def _reason(self, code: str) -> OverrideReason:
        for reason in self._profile.send_check.reasons:
            if reason.code == code:
                return reason
        raise Invalid("unknown-reason", faults=(FieldFault("/reason", "unknown-reason"),))

    def _note(self, reason: OverrideReason, given: str | None) -> str:
        note = (given or "").strip()
        if not reason.note and given is not None:
            raise Invalid("unknown-field", faults=(FieldFault("/note", "unknown-field"),))
        if reason.note and not note:
            raise Invalid("note-missing", faults=(FieldFault("/note", "note-missing"),))
        today = swedish_day(self._clock.now()).isoformat()
        if detector.check(Invite(subject=note, today=today)).verdict == "block":
            raise Invalid("personal-data", faults=(FieldFault("/note", "personal-data"),))
        return note


def _require_known(findings: Sequence[Mapping[str, str]]) -> None:
    """Refuse rules that the check does not have: what goes into the log is never text that somebody wrote."""
    unknown = [at for at, finding in enumerate(findings) if finding["rule"] not in RULES["severity"]]
    if unknown:
        raise Invalid(
            "unknown-field", faults=tuple(FieldFault(f"/findings/{at}/rule", "unknown-field") for at in unknown)
        )


def _found(findings: Sequence[Mapping[str, str]]) -> dict[str, str | int]:
    """Return what the entry tells of the findings: which rules, and how many of each severity."""
    rules = ""
    for rule in sorted({finding["rule"] for finding in findings}):
        longer = f"{rules}+{rule}" if rules else rule
        if len(longer) > _RULES_LIMIT:
            break
        rules = longer
    blocking = sum(finding["severity"] == "block" for finding in findings)
    return {"rules": rules, "blocking": blocking, "warning": len(findings) - blocking}
