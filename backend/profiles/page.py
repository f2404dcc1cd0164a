"""A region's page in Markdown, in Swedish: the whole of the choice guide and the rules, with their sources."""

from collections.abc import Iterable, Iterator
from dataclasses import fields

from backend.profiles.guide import Condition, GuideRow, Span, System
from backend.profiles.page_words import CHANNELS, FIELDS, OUTCOMES, VALUES, YES_NO
from backend.profiles.rules import Rule
from backend.profiles.shapes import Profile

Cells = Iterable[object]
_NOTHING = "–"
_PROTOCOLS = {"sip": "SIP", "h323": "H.323"}


def page(profile: Profile) -> str:
    """Return the page of a region. The same profile always gives the same page."""
    lines = [
        f"# {profile.region.name.sv}",
        "",
        f"Sidan är gjord ur profilen `{profile.code}` med `vardmote profiles pages`. Ändra i profilen, inte här.",
    ]
    systems = (_systems, _link_hosts, _addresses)
    for section in (_guide, _closings, _advice, *systems, _types, _people, _demands, _questions, _sources):
        lines += ["", *section(profile)]
    return "\n".join(lines) + "\n"


def _guide(profile: Profile) -> Iterator[str]:
    yield "## Vilket möte passar?"
    yield ""
    yield "Den första raden som stämmer, och som går att göra på enheten, är svaret."
    yield ""
    head = ("Rad", "När", "Utfall", "Typ eller system", "Tjänst", "Leverans", "Mall", "Max", "Källa", "Gäller")
    rows = enumerate(profile.guide.rows, 1)
    yield from _table(head, [(number, *_row(profile, row)) for number, row in rows])
    for number, row in enumerate(profile.guide.rows, 1):
        if row.note is not None:
            yield from ("", f"Rad {number}: {row.note.sv}")


def _row(profile: Profile, row: GuideRow) -> Cells:
    when = " *eller* ".join(_condition(condition) for condition in row.when)
    gate = f" Enheten använder {profile.guide.system(row.gate).label.sv}." if row.gate else ""
    goes_to = profile.type(row.type).label.sv if row.type else _NOTHING
    if row.system is not None:
        goes_to = profile.guide.system(row.system).label.sv
    return (
        f"**{row.title.sv}.** {when}.{gate}",
        OUTCOMES[row.outcome],
        goes_to,
        _service(profile, row),
        _delivery(profile, row),
        row.template or _NOTHING,
        _limit(profile, row),
        row.source,
        _period(row),
    )


def _condition(condition: Condition) -> str:
    parts = ((part.name, getattr(condition, part.name)) for part in fields(condition))
    return "; ".join(_asked(name, value) for name, value in parts if value is not None) or "alltid"


def _asked(name: str, value: object) -> str:
    label = FIELDS[name]
    if isinstance(value, Span):
        return f"{label} {_span(value)}"
    if isinstance(value, bool):
        return f"{label}: {YES_NO[value]}"
    return f"{label}: {' eller '.join(VALUES[str(one)] for one in value)}" if isinstance(value, tuple) else label


def _span(span: Span) -> str:
    if span.least is None:
        return f"högst {span.most}"
    return f"minst {span.least}" if span.most is None else f"{span.least}–{span.most}"


def _service(profile: Profile, row: GuideRow) -> str:
    if row.type is None:
        return _NOTHING
    default = next(choice.code for choice in profile.type(row.type).services if choice.default)
    return profile.service_text(row.service or default).label.sv


def _delivery(profile: Profile, row: GuideRow) -> str:
    if row.type is None:
        return "i det systemet" if row.system else _NOTHING
    kind = profile.type(row.type).audience
    return next((CHANNELS[way.channel] for way in profile.deliveries if way.kind == kind), _NOTHING)


def _limit(profile: Profile, row: GuideRow) -> object:
    limit = profile.type(row.type).participant_limit if row.type else row.limit
    return "inte angett" if limit is None and row.outcome == "book" else limit or _NOTHING


def _closings(profile: Profile) -> Iterator[str]:
    yield "## När ingen rad går att svara med"
    yield ""
    closings = profile.guide.closings
    over = closings.over_limit
    rows = [(row.title.sv, row.advice.sv, row.source) for row in (closings.fallback, closings.not_available)]
    needed = "" if profile.approval.required else " (krävs inte här)"
    rows.append((closings.no_approval.title.sv + needed, closings.no_approval.advice.sv, closings.no_approval.source))
    rows.append((f"{over.title.sv}, känsligt innehåll", over.advice.sv, over.source))
    general = profile.type(over.general_type).label.sv
    rows.append((f"{over.title.sv}, allmänt innehåll", f"{general}. {over.general.sv}", over.source))
    yield from _table(("Läge", "Svar", "Källa"), rows)


def _advice(profile: Profile) -> Iterator[str]:
    yield "## Råd efter svaret"
    yield ""
    adjusters = profile.guide.adjusters
    rows = [
        (_condition(row.when), row.text.sv, "ja" if row.on else "nej, regionen kan slå på", row.source, _period(row))
        for row in adjusters
    ]
    yield from _table(("När", "Råd", "Används", "Källa", "Gäller"), rows)
    suitability = profile.suitability
    yield from ("", f"Fyra frågor innan vård ges på video (källa {suitability.source}):", "")
    yield from (f"- {point.text.sv}" for point in suitability.questions)
    yield from ("", "Video passar inte när:", "")
    sources = (f" (källa {point.source})" if point.source else "" for point in suitability.when_not)
    yield from (f"- {point.text.sv}{source}" for point, source in zip(suitability.when_not, sources, strict=True))


def _systems(profile: Profile) -> Iterator[str]:
    yield "## Andra system"
    yield ""
    rows = [
        (row.label.sv, row.text.sv, YES_NO[row.eid], _gate(row), row.source, _period(row))
        for row in profile.guide.systems
    ]
    yield from _table(("System", "Så gör du", "Kräver patientens e-legitimation", "Enheter", "Källa", "Gäller"), rows)


def _link_hosts(profile: Profile) -> Iterator[str]:
    yield "## Möten med länk till ett annat system"
    yield ""
    if not profile.link_hosts:
        yield "Inga."
        return
    yield "Den som bokar klistrar in länken. Bara adresser i listan går att boka; `*.` står för ett namn före punkten."
    yield ""
    rows = []
    for row in profile.link_hosts:
        kinds = row.types or tuple(kind.code for kind in profile.types)
        names = ", ".join(profile.type(code).label.sv for code in kinds)
        rows.append((row.system.sv, f"`{row.host}`", names, row.source, _period(row)))
    yield from _table(("System", "Adress", "Mötestyper", "Källa", "Gäller"), rows)


def _addresses(profile: Profile) -> Iterator[str]:
    yield "## Adresser som värdar kan ringa"
    yield ""
    if not profile.service_addresses:
        yield "Inga."
        return
    rows = [
        (row.label.sv, f"`{row.address}`", _PROTOCOLS[row.protocol], row.dtmf or _NOTHING, row.source, _period(row))
        for row in profile.service_addresses
    ]
    yield from _table(("Vem", "Adress", "Protokoll", "Toner", "Källa", "Gäller"), rows)


def _gate(row: System) -> str:
    if row.valid_to is not None:
        return f"inga; ersatt av {row.successor}"
    if row.gate is None:
        return "alla"
    return "de som är med; " + ("ja" if row.gate else "nej") + " tills enheten sagt annat"


def _types(profile: Profile) -> Iterator[str]:
    yield "## Mötestyper"
    yield ""
    rows = []
    for kind in profile.types:
        names = ", ".join(profile.service_text(choice.code).label.sv for choice in kind.services)
        limit = "inte angett" if kind.participant_limit is None else kind.participant_limit
        templates = "; ".join(part.internal_name for part in kind.templates) or _NOTHING
        rows.append((kind.label.sv, names, limit, templates, "ja" if kind.picker else "nej", kind.source))
    yield from _table(("Typ", "Tjänst", "Max", "Mall (Internt namn)", "I panelen", "Källa"), rows)


def _people(profile: Profile) -> Iterator[str]:
    yield "## Patientens ålder och vägen för länken"
    yield ""
    ages = [
        (f"{row.from_age}–{row.to_age}" if row.to_age is not None else f"{row.from_age}–", row.text.sv, row.source)
        for row in profile.ages
    ]
    yield from _table(("Ålder", "Regel", "Källa"), ages)
    yield ""
    ways = [(VALUES[row.kind], CHANNELS[row.channel], row.text.sv, row.source) for row in profile.deliveries]
    yield from _table(("Vem", "Väg", "Så gör du", "Källa"), ways)


def _demands(profile: Profile) -> Iterator[str]:
    yield "## Krav på enheten"
    yield ""
    training, approval, check = profile.training, profile.approval, profile.send_check
    responsible = "ska ha en ansvarig person" if profile.external_staff.responsible_required else "ingen regel"
    agreed = ", ".join(row.label.sv for row in profile.services if row.agreement) or "inga"
    rows: list[Cells] = [
        ("Utbildning", YES_NO[training.required], training.text.sv, training.source),
        ("Godkännande för vård på distans", YES_NO[approval.required], approval.text.sv, approval.source),
        ("Personal som inte är anställd", _NOTHING, responsible, profile.external_staff.source),
        ("Tjänster som är av tills avtal finns", _NOTHING, agreed, _NOTHING),
        ("Skicka trots varning", YES_NO[check.override], "; ".join(r.text.sv for r in check.reasons), check.source),
    ]
    rows += [
        (f"Undantag: {row.text.sv}", "med beslut", f"högst {row.longest_months} månader", row.source)
        for row in profile.exception_rules
    ]
    yield from _table(("Vad", "Krävs eller tillåts", "Innehåll", "Källa"), rows)


def _questions(profile: Profile) -> Iterator[str]:
    yield "## Frågorna"
    yield ""
    yield "Högst fem ställs, och bara de som kan ändra svaret."
    yield ""
    for question in profile.guide.questions:
        yield f"- {question.text.sv} {' / '.join(option.label.sv for option in question.options)}"


def _sources(profile: Profile) -> Iterator[str]:
    yield "## Källor"
    yield ""
    yield from _table(("Källa", "Vad"), [(code, text.sv) for code, text in sorted(profile.sources.items())])


def _period(row: Rule) -> str:
    if row.valid_from is None and row.valid_to is None:
        return _NOTHING
    return f"{row.valid_from or ''} till {row.valid_to or 'vidare'}".strip()


def _table(head: Cells, rows: Iterable[Cells]) -> Iterator[str]:
    head = tuple(head)
    yield _line(head)
    yield "|" + "---|" * len(head)
    yield from (_line(row) for row in rows)


def _line(cells: Cells) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
