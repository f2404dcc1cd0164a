"""Why the guide answers as it does: the row that holds, what it replaces, and better rows that could not be."""

from collections.abc import Iterator

from backend.errors import Text
from backend.guide.deciding import Decision, Obstacle
from backend.guide.words import REPLACED, ROOM, SKIPPED, fill
from backend.profiles import Profile
from backend.profiles.guide import GuideRow, System

Item = tuple[str, Text]


def reasons(profile: Profile, decision: Decision, retired: tuple[System, ...]) -> tuple[Item, ...]:
    """Return the reasons by code, the most important first. `retired` are systems that once served such meetings."""
    found: list[Item] = [(decision.row, decision.title)]
    row = decision.from_row
    if row is not None and row.code != decision.row:
        found.append((row.code, row.title))
    if decision.limit is not None:
        words = {"limit": decision.limit}
        found.append(("room", fill(ROOM, words, words)))
    found += _replaced(profile, decision, retired)
    found += _passed(profile, decision)
    first: dict[Text, Item] = {}
    for item in found:
        first.setdefault(item[1], item)
    return tuple(first.values())


def label(profile: Profile, decision: Decision) -> Text | None:
    """Return the label of the type or the system that the decision sends to; None when it sends nowhere."""
    if decision.type is not None:
        return profile.type(decision.type).label
    return profile.guide.system(decision.system).label if decision.system is not None else None


def _replaced(profile: Profile, decision: Decision, retired: tuple[System, ...]) -> Iterator[Item]:
    for system in retired:
        new = label(profile, decision) or _named(profile, system.successor or "")
        texts = fill(REPLACED, {"old": system.label.sv, "new": new.sv}, {"old": system.label.en, "new": new.en})
        yield f"replaced_{system.code}", texts


def _passed(profile: Profile, decision: Decision) -> Iterator[Item]:
    for row, obstacle in decision.passed:
        # Where there is an answer, only what the region takes for granted is missed.
        is_missed = obstacle == "gate" and any(profile.guide.system(code).gate for code in _systems(row))
        if obstacle in SKIPPED and (decision.outcome == "stop" or is_missed):
            yield f"skipped_{row.code}", _skipped(profile, row, obstacle)


def _systems(row: GuideRow) -> list[str]:
    return [code for code in (row.gate, row.system) if code is not None]


def _named(profile: Profile, code: str) -> Text:
    labels: dict[str, Text] = {row.code: row.label for row in profile.types}
    labels |= {row.code: row.label for row in profile.services}
    labels |= {row.code: row.label for row in profile.guide.systems}
    return labels[code]


def _skipped(profile: Profile, row: GuideRow, obstacle: Obstacle) -> Text:
    codes = _systems(row)
    system = profile.guide.system(codes[0]).label if codes else row.title
    return fill(
        SKIPPED[obstacle],
        {"row": row.title.sv, "system": system.sv, "day": row.valid_from},
        {"row": row.title.en, "system": system.en, "day": row.valid_from},
    )
