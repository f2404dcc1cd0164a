"""Made-up texts by the thousand, from one seed: numbers that must be found, and what only looks like them.

Serials are any at all, those of the official test numbers (238x, 239x, 98xx) among them.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from backend.privacy.checksums import VGR_LETTERS, national_reserve
from backend.privacy.detector import Invite

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[3]
READER = ROOT / "addin" / "tests" / "privacy"

# What stands around: the place of the text is {}, twice in none of them.
AROUND = (
    "{}",
    "<p>{}</p>",
    "<p>Vi ses {} i rum 3.</p>",
    "Hej! {}, välkommen",
    "<table><tr><td>Om</td><td>{}</td></tr></table>",
    "<div>({})</div><div>Med vänlig hälsning</div>",
    "<p>🙂🙂 {}<br>Tack</p>",
)


def check_digit(nine: str) -> str:
    """The tenth digit."""
    total = sum(sum(divmod(int(sign) * (2 - at % 2), 10)) for at, sign in enumerate(nine))
    return str(-total % 10)


def a_day(random: Random) -> date:
    return TODAY - timedelta(days=random.randrange(136 * 365))


def serial(random: Random) -> str:
    official = random.random() < 0.3
    return random.choice(("238", "239", f"98{random.randrange(10)}")) if official else f"{random.randrange(1000):03}"


def person(random: Random) -> str:
    """A personal number of twelve digits."""
    day = f"{a_day(random):%Y%m%d}"
    nine = day[2:] + serial(random)
    return day + nine[6:] + check_digit(nine)


def coordination(random: Random) -> str:
    """A coordination number: month 00 and day 60 are those of people whose birth date is not known in full."""
    year = random.randrange(1900, TODAY.year)
    nine = f"{year % 100:02}{random.randrange(13):02}{random.randrange(60, 92):02}{serial(random)}"
    return f"{year // 100}{nine}{check_digit(nine)}"


def with_time(random: Random) -> str:
    """A personal number whose last four digits read as a time."""
    while True:
        number = f"{a_day(random):%Y%m%d}{random.randrange(24):02}{random.randrange(60):02}"
        if check_digit(number[2:11]) == number[11]:
            return number


def written(number: str, random: Random) -> str:
    """One of the ways a number of twelve digits is written."""
    long, short = number[:8], number[2:8]
    old = int(number[:4]) + 100 <= TODAY.year
    sign = random.choice(("-", " ", "\u00a0", "\u2013", "\u2212", "", "+" if old else "-"))
    return random.choice((long, short)) + sign + number[8:]


def child_after_time(random: Random) -> str:
    """A child's number, old enough not to be taken for a day one books, after a word that leads a time."""
    while True:
        day = TODAY - timedelta(days=random.randrange(401, 18 * 365))
        number = f"{day:%Y%m%d}{random.randrange(24):02}{random.randrange(60):02}"
        if check_digit(number[2:11]) == number[11]:
            word = random.choice(("kl", "kl:", "kl.", "Tid:", "Ny tid", "tid", "klockan", "at", "Time:", "när, tid:"))
            return f"{word} {random.choice((number[:8], number[2:8]))}{random.choice('- ')}{number[8:]}"


def in_pieces(random: Random) -> str:
    """A personal number of somebody older than ten, written as few do."""
    number = person(random)
    while int(number[:4]) > TODAY.year - 12:
        number = person(random)
    short = number[2:]
    forms: tuple[Callable[[], str], ...] = (
        lambda: f"{short[:6]}-{short[6:8]} {short[8:]}",
        lambda: spaced(number, "222222"),
        lambda: spaced(number, "42222"),
        lambda: spaced(number, "444"),
        lambda: f"{short[:6]} ({short[6:]})",
        lambda: f"{number[:8]}{random.choice(':,')}{number[8:]}",
        lambda: f"{spaced(short[:6], '222', '/')}-{short[6:]}",
        lambda: spaced(short, "22222"),
    )
    return random.choice(forms)()


def stockholm_in_pieces(random: Random) -> str:
    number, mark = stockholm(random), random.choice(" -")
    return random.choice((f"{number[:6]}{mark}{number[6:]}", spaced(number, "246", mark)))


def vgr(random: Random) -> str:
    letters = random.choice("KMX")
    body = f"{a_day(random):%Y%m%d}{letters}{random.randrange(6, 90):02}"
    return body + check_digit(body[2:8] + str(VGR_LETTERS[letters]) + body[9:])


def t_number(random: Random) -> str:
    body = f"{a_day(random):%y%m%d}"
    three = f"{random.randrange(1000):03}"
    last = check_digit(body + "1" + three[:2])
    return f"{body}{random.choice(('-', ''))}{random.choice('TRSUWXJKLMN')}{three[:2]}{last}"


def stockholm(random: Random) -> str:
    year = random.randrange(1900, 2026)
    eight = f"{year % 100:02}{random.randrange(100000):05}"
    total = sum(sum(divmod(int(sign) * (1 + (7 - at) % 2), 10)) for at, sign in enumerate(eight))
    return f"99{year // 100}{eight}{-total % 10}"


def national(random: Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUXYZ"
    head = random.choice(("22", "23", "25")) + f"{a_day(random):%y%m%d}"
    if random.random() < 0.3:
        head = f"00{random.randrange(100):02}{random.randrange(20, 100)}{random.randrange(40, 60)}"
    body = head + random.choice(letters) + random.choice(letters) + random.choice(letters + "0123456789")
    return next(body + last for last in "0123456789" if national_reserve(body + last))


def inera(random: Random) -> str:
    year, month = random.randrange(1900, TODAY.year), random.randrange(1, 13)
    nine = f"{year % 100:02}{month:02}{random.randrange(32, 60)}{random.randrange(1000):03}"
    return f"{year // 100}{nine}{check_digit(nine)}"


def date_and_time(random: Random) -> str:
    day = TODAY + timedelta(days=random.randrange(-3 * 365, 2 * 365))
    clock = f"{random.randrange(24):02}{random.choice((0, 15, 30, 45, random.randrange(60))):02}"
    form = random.choice(("%Y%m%d {}", "%y%m%d-{}", "%Y%m%d-{}", "%y%m%d {}", "%Y-%m-%d {}", "%Y%m%d{}", "%y%m%d{}"))
    return day.strftime(form).format(clock)


def said_time(random: Random) -> str:
    return random.choice(("kl. ", "Tid: ", "klockan ", "Time: ", "at ", "Tid: tisdag ")) + date_and_time(random)


def spaced(digits: str, groups: str, mark: str = " ") -> str:
    parts, at = [], 0
    for size in groups:
        parts.append(digits[at : at + int(size)])
        at += int(size)
    return mark.join(part for part in parts if part)


def date_and_number(random: Random) -> str:
    """A date and then some other number: a room, an amount, the last four of a phone number."""
    day = TODAY + timedelta(days=random.randrange(-3 * 365, 2 * 365))
    forms = ("<td>%Y-%m-%d</td><td>{}</td>", "%Y-%m-%d. {}", "%Y%m%d {}", "%d-%m-%y {}", "%Y-%m-%d {}", "%d/%m/%y, {}")
    return day.strftime(random.choice(forms)).format(random.randrange(1000, 10_000))


def number_010(random: Random) -> str:
    digits = f"010{random.randrange(10_000_000):07}"
    form = random.choice(("tight", "322", "34", "3223", "3-"))
    if form == "tight":
        return digits
    return digits[:3] + "-" + (digits[3:] if form == "3-" else spaced(digits[3:], form.replace("3223", "232")))


def mobile(random: Random) -> str:
    digits = f"07{random.choice('02369')}{random.randrange(10_000_000):07}"
    forms: tuple[Callable[[], str], ...] = (
        lambda: digits,
        lambda: f"{digits[:3]}-{spaced(digits[3:], '322')}",
        lambda: f"{digits[:3]}-{digits[3:]}",
        lambda: spaced(digits, "3322"),
        lambda: f"{digits[:4]}-{spaced(digits[4:], '222')}",
        lambda: f"{digits[:4]}-{digits[4:]}",
        lambda: spaced(digits, "334"),
        lambda: f"+46{digits[1:]}",
        lambda: f"+46 {spaced(digits[1:], '2322')}",
        lambda: f"+46 (0){digits[1:3]}-{digits[3:]}",
        lambda: f"0046{digits[1:]}",
        lambda: f"46{digits[1:]}",
    )
    return random.choice(forms)()


def organisation(random: Random) -> str:
    nine = f"{random.choice('2556789')}{random.randrange(10)}{random.randrange(2, 10)}{random.randrange(1_000_000):06}"
    digits = nine + check_digit(nine)
    return random.choice(("", "16", "Org.nr ", "SE")) + digits[:6] + random.choice(("-", "", " ")) + digits[6:]


def teams(random: Random) -> str:
    digits = "".join(random.choice("0123456789") for _ in range(14))
    form = random.choice(("333", "3333", "33332", "333#", "9", "9#", "11", "13"))
    if form.endswith("#"):
        return f"Konferens-ID: {spaced(digits, '333' if form == '333#' else '9')}#"
    shown = digits[: int(form)] if form in {"9", "11", "13"} else spaced(digits, form)
    return random.choice(("Mötes-ID: ", "Meeting ID: ", "")) + shown


def twelve(random: Random) -> str:
    return f"Meeting ID {random.randrange(10**12):012}"


def zoom(random: Random) -> str:
    digits = f"{random.randrange(10**10):010}"
    return random.choice((f'<a href="https://x.zoom.us/j/{digits}">Zoom</a>', spaced(digits, "334")))


def plain_numbers(random: Random) -> str:
    digits = f"{random.randrange(10**10):010}"
    return random.choice((f"{digits[:4]}-{digits[4:8]}", f"{digits[:8]}", f"SE45 {spaced(digits * 2, '44444')}"))


Make = Callable[[Random], str]

# Each must give a finding; True: it must be blocked.
FOUND: dict[str, tuple[Make, bool]] = {
    "personal numbers": (lambda random: written(person(random), random), False),
    "coordination numbers": (lambda random: written(coordination(random), random), False),
    "last four read as a time": (lambda random: written(with_time(random), random), False),
    "children's numbers after a time word": (child_after_time, False),
    "personal numbers in pieces": (in_pieces, False),
    "reserve, Stockholm in pieces": (stockholm_in_pieces, True),
    "reserve, VGR": (vgr, True),
    "reserve, Stockholm": (stockholm, True),
    "reserve, national": (national, True),
    "reserve, Inera": (inera, True),
    "T-numbers": (t_number, True),
}
# At most one in a thousand may be blocked.
LOOKALIKES: dict[str, Make] = {
    "dates and times": date_and_time,
    "times said to be": said_time,
    "dates and other numbers": date_and_number,
    "010-numbers": number_010,
    "mobile numbers": mobile,
    "organisation numbers": organisation,
    "Teams ids": teams,
    "ids of 12 digits, named": twelve,
    "Zoom ids": zoom,
    "other numbers": plain_numbers,
}


@dataclass(frozen=True)
class Sample:
    """One text in an invitation, by class."""

    kind: str
    text: str
    invite: Invite


def samples(each: int, seed: int = 20261122) -> Iterator[Sample]:
    """Yield `each` samples of every class, the same for the same seed."""
    makers = {kind: make for kind, (make, _) in FOUND.items()} | LOOKALIKES
    for kind, make in makers.items():
        random = Random(f"{seed} {kind}")  # noqa: S311 - samples, not secrets
        for _ in range(each):
            text = make(random)
            yield Sample(kind, text, placed(text, random))


def placed(text: str, random: Random) -> Invite:
    """Put a text in one of the fields."""
    field = random.random()
    today = TODAY.isoformat()
    if field < 0.7 or "<" in text:
        return Invite(body_html=random.choice(AROUND).format(text), today=today)
    if field < 0.8:
        return Invite(subject=f"Möte {text}", today=today)
    if field < 0.9:
        return Invite(location=text, today=today)
    return Invite(attachment_names=("karta.pdf", f"{text}.pdf"), today=today)


def as_client(invite: Invite) -> dict[str, Any]:
    """The invitation as the client's reader takes it."""
    names = {"body_html": "bodyHtml", "attachment_names": "attachmentNames", "own_domains": "ownDomains"}
    given = {names.get(name, name): value for name, value in asdict(invite).items()}
    return {**given, "attendees": [asdict(one) for one in invite.attendees]}


class Client:
    """The client's reader, run by Node."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "detector.mjs"
        subprocess.run(["node", READER / "build.mjs", folder], check=True, capture_output=True)

    def check(self, invites: list[Invite]) -> list[dict[str, Any]]:
        """Return its reports, in order."""
        lines = "\n".join(json.dumps(as_client(invite)) for invite in invites)
        ran = subprocess.run(
            ["node", READER / "run.mjs", self._file], input=lines, capture_output=True, check=True, encoding="utf-8"
        )
        return [json.loads(line) for line in ran.stdout.splitlines()]
