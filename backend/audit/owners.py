"""Whose a new file is: an operator who is root must not leave files the product's own user can't open."""

import os
from pathlib import Path


def give(descriptor: int, model: os.stat_result) -> None:
    """Give an open file the owner and group of another. Only root can; for anybody else nothing changes."""
    if os.geteuid() == 0:
        os.fchown(descriptor, model.st_uid, model.st_gid)


def model_for(path: Path) -> os.stat_result:
    """Return whom a file in the place of `path` should belong to: as `path` does, or as its folder. Raises OSError."""
    return (path if path.exists() else path.parent).stat()
