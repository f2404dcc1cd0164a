"""What is asked of the database, as it is read."""

from backend.video.pexip.policy import ways
from backend.video.pexip.policy.ways import Way


def test_each_column_is_read_as_the_field_of_its_name() -> None:
    assert Way._fields == tuple(ways._OF.selected_columns.keys())
