"""The rooms over HTTP: everybody on the staff sees them, nobody sees where they are spoken to."""

from backend.fleet.service import Fleet
from backend.web import schemas
from rooms.inventory import read
from tests.product import Caller, code_of

FILE = b"""id,name,kind,capacity,equipment,site,address
a,Alen,mdt_room,12,camera|document_camera,K\xc3\xb6ping,ssh://10.0.0.1:22
b,Bj\xc3\xb6rken,meeting_room,8,,,
"""


def test_the_rooms_are_listed_without_their_addresses(caller: Caller) -> None:
    Fleet(caller.product.database, caller.clock).bring_in(read(FILE).rooms)
    listed = caller.call("GET", "/api/v1/rooms")
    schemas.check("fleet/rooms", listed.get_json())
    assert listed.get_json()["rooms"] == [
        {
            "id": "a",
            "name": "Alen",
            "kind": "mdt_room",
            "capacity": 12,
            "equipment": ["camera", "document_camera"],
            "site": "Köping",
        },
        {"id": "b", "name": "Björken", "kind": "meeting_room", "capacity": 8, "equipment": [], "site": ""},
    ]


def test_nobody_is_not_told(caller: Caller) -> None:
    assert code_of(caller.as_(None).call("GET", "/api/v1/rooms")) == (401, "unauthenticated")
