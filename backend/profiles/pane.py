"""The parts of a profile that pages show: the pane (`GET /api/v1/profile`) and the contacts of pane and door."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.errors import Text
from backend.profiles.link_hosts import LINK
from backend.profiles.shapes import Card, MeetingType, Profile, Role, Support

Json = dict[str, Any]


def pane_view(profile: Profile, available: Mapping[str, int | None], day: date) -> Json:
    """Return the profile as the pane reads it, JSON ready; every human text is {"sv", "en"}.

    `available` maps the code of each connected video service to the most participants it takes (None = no bound);
    a type lists only services among them, and its limit is the smaller of the region's and its default service's. What
    holds on `day` counts.
    """
    return {
        "profile": profile.code,
        "region": {"name": _text(profile.region.name), "accent": profile.region.accent},
        "languages": list(profile.languages),
        "default_type": profile.default_type,
        "ribbon": {"create_directly": profile.ribbon.create_directly},
        "types": [_type(profile, row, available, day) for row in profile.types],
        "cards": {
            "before": _cards(profile.cards.before),
            "during": _cards(profile.cards.during),
            "end": _cards(profile.cards.end),
        },
        "help_links": [{"label": _text(row.label), "url": row.url} for row in profile.help_links],
        "support": support_view(profile, "host"),
        "send_check": {
            "override": profile.send_check.override,
            "looks_like_care": profile.send_check.looks_like_care,
            "reasons": [
                {"code": row.code, "text": _text(row.text), "note": row.note} for row in profile.send_check.reasons
            ],
        },
    }


def support_view(profile: Profile, role: Role) -> list[Json]:
    """Return whom to ask, JSON ready, as told to `role` (host or guest). A patient never sees staff's contacts."""
    return [_support(row) for row in profile.support if row.role in (role, "everyone")]


def _text(text: Text) -> Json:
    return {"sv": text.sv, "en": text.en}


def _type(profile: Profile, row: MeetingType, available: Mapping[str, int | None], day: date) -> Json:
    usual = profile.default_service(row.code, available)
    services = [code for code in profile.offered_services(row.code, available) if code != LINK]
    limit = profile.participant_limit(row.code, available[usual] if usual else None)
    return {
        "code": row.code,
        "label": _text(row.label),
        "when": [_text(text) for text in row.when],
        "icon": row.icon,
        "audience": row.audience,
        "picker": row.picker,
        "services": [_service(profile, code, default=code == usual) for code in services],
        "link": _link(profile, row.code, available, day),
        "participant_limit": limit,
        "templates": [
            {"case_type": part.case_type, "internal_name": part.internal_name, "when": _text(part.when)}
            for part in row.templates
        ],
    }


def _link(profile: Profile, type_code: str, available: Mapping[str, int | None], day: date) -> Json | None:
    """Return how the type is booked by a link to another system; None where it can't be.

    Apart from `services`: whoever chooses it has to give a link too.
    """
    if LINK not in profile.offered_services(type_code, available):
        return None
    hosts = [row for row in profile.link_hosts if row.serves(type_code, day)]
    systems = [{"host": row.host, "system": _text(row.system)} for row in hosts]
    return {"service": LINK, "label": _text(profile.service_text(LINK).label), "systems": systems} if systems else None


def _service(profile: Profile, code: str, *, default: bool) -> Json:
    service = profile.service_text(code)
    note = {"note": _text(service.note)} if service.note else {}
    return {"code": code, "label": _text(service.label), "default": default, **note}


def nobody_came(profile: Profile, day: date) -> Json | None:
    """Return what hosts are shown while they wait for somebody who does not come, and after how many minutes."""
    for card in profile.cards.during:
        holds = card.has_begun(day) and not card.is_over(day)
        if card.nobody_came_minutes is not None and card.role != "guest" and holds:
            return {"minutes": card.nobody_came_minutes, "title": _text(card.title), "text": _text(card.text)}
    return None


def _cards(cards: tuple[Card, ...]) -> list[Json]:
    return [
        {"code": card.code, "icon": card.icon, "title": _text(card.title), "text": _text(card.text)}
        for card in cards
        if card.role != "guest"
    ]


def _support(row: Support) -> Json:
    reach = {"phone": row.phone, "email": row.email, "url": row.url}
    hours = {"hours": _text(row.hours)} if row.hours else {}
    return {
        "problem": _text(row.problem),
        "label": _text(row.label),
        **{name: value for name, value in reach.items() if value},
        **hours,
    }
