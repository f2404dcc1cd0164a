"""The send check's reading of a body of 1 MB as Outlook writes it, in a process that has read none before.

Loading the program is not counted: Outlook does it before the event. Both readers.
Bodies of nothing but numbers, or but links, are no bodies that anybody sends, and have a bar of their own.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figure import Figure

ROUNDS = 5
SIZE = 1_000_000
BAR_MILLISECONDS = 50.0
DENSE_BAR_MILLISECONDS = 150.0
READER = Path(__file__).parents[1] / "addin" / "tests" / "privacy"
HEAD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4; mso-font-signature:-536859905 -1073732485 9 0 511 0;}
p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
--></style></head><body lang=SV link="#0563C1">"""
ROW = """<p class=MsoNormal><span lang=EN-US style='font-size:11.0pt;font-family:"Calibri",sans-serif'>Vi ses kl. 13.00
i rum {n} och går igenom planeringen för patienterna på avdelningen, punkt {n}.<o:p></o:p></span></p>
<table class=MsoTableGrid border=1><tr><td width=302 style='width:226.55pt;padding:0cm 5.4pt'><p
class=MsoNormal>{n}&nbsp;<b>Beslut</b></p></td><td width=302><a href="https://intranet.example/sida?id={n}&amp;s=1">Mer</a></td></tr></table>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Kl.
13.00–13.45: punkt {n}</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
"""
JOIN = """<p class=MsoNormal>Anslut: <a
href="https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0">Klicka här</a></p>
"""
# A pasted picture, and a text with numbers beside it: what is found there must not cost the picture each time.
PICTURE = f"""<p class=MsoNormal><img width=600 src="data:image/png;base64,{"iVBORw0KGgo" * 82_000}">"""
PERSON = "19900101-2385 kl. 13.00–13.45, "
PERSONS = 200
NUMBERS = """<p class=MsoNormal>{n} 07{n}12 2026{n}{n} 55 8{n}{n} 1{n} {n}44 12 345 90{n}{n} 64{n}8</p>
"""
LINKS = """<p class=MsoNormal><a
href="https://eur01.safelinks.example/?url=https%3A%2F%2Fintranet.example%2Fsida%2F{n}&amp;data=05%7C02%7C{n}30{n}88%7C"
>Sida {n}</a></p>
"""
PYTHON = """
import pathlib, sys, time
from backend.privacy.detector import Invite, check
body = pathlib.Path(sys.argv[1]).read_text("utf-8")
began = time.perf_counter()
check(Invite(subject="Vårdmöte", location="Rum 3", body_html=body, today="2026-11-22"))
print((time.perf_counter() - began) * 1000)
"""


def measure() -> list[Figure]:
    """Return the middle of five cold readings of each body by each reader, taken in turn."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["node", READER / "build.mjs", folder], check=True, capture_output=True)
        return [
            *_figures(Path(folder), "1 MB", _body(JOIN, ROW), BAR_MILLISECONDS),
            *_figures(Path(folder), "1 MB with a picture", HEAD + PICTURE + PERSON * PERSONS, BAR_MILLISECONDS),
            *_figures(Path(folder), "1 MB of numbers", _body("", NUMBERS), DENSE_BAR_MILLISECONDS),
            *_figures(Path(folder), "1 MB of links", _body("", LINKS), DENSE_BAR_MILLISECONDS),
        ]


def _figures(folder: Path, name: str, html: str, bar: float) -> list[Figure]:
    body = folder / "body.html"
    body.write_text(html, "utf-8")
    client = ["node", READER / "cold.mjs", folder / "detector.mjs", body]
    server = [sys.executable, "-c", PYTHON, body]
    times = [(_time(client), _time(server)) for _ in range(ROUNDS)]
    return [
        Figure(
            f"send check, {name} cold, {reader}",
            round(statistics.median(taken), 1),
            "ms",
            bar,
            f"{min(taken):.0f} to {max(taken):.0f} ms",
        )
        for reader, taken in zip(("client", "server"), zip(*times, strict=True), strict=True)
    ]


def _time(command: list[object]) -> float:
    ran = subprocess.run([str(part) for part in command], check=True, capture_output=True, encoding="utf-8")
    return float(ran.stdout)


def _body(first: str, filling: str) -> str:
    rows = (filling.format(n=n) for n in range(1000, 100_000))
    body = HEAD + first
    for row in rows:
        if len(body) > SIZE:
            break
        body += row
    return body[:SIZE]
