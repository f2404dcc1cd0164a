from backend.storage import Database
from backend.storage.marks import DEMO, has_mark, put_mark


def test_a_mark_is_put_once_and_stays(database: Database) -> None:
    with database.read() as session:
        assert not has_mark(session, DEMO)
    for _ in range(2):
        with database.write() as session:
            put_mark(session, DEMO)
    with database.read() as session:
        assert has_mark(session, DEMO)
