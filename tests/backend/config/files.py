"""A configuration file as an operator writes it, with changes."""

from pathlib import Path
from typing import Any

SECRET = "vQ8zKm2LrX5tYw7NpJ4bGh6Rs9Fc3DxA"
USUAL: dict[str, Any] = {
    "base_url": "https://vardmote.example",
    "secret_key": SECRET,
    "database_url": "sqlite:////srv/vardmote/vardmote.sqlite",
    "profile": "vastmanland",
    "audit.database_url": "sqlite:////srv/vardmote/access-log.sqlite",
    "audit.anchor": "/srv/elsewhere/access-log.anchor",
    "identity.mode": "entra",
    "identity.tenant": "11111111-2222-4333-8444-555555555555",
    "identity.client_id": "66666666-7777-4888-9999-aaaaaaaaaaaa",
    "identity.people": "/srv/vardmote/people.json",
}


def written(folder: Path, **changes: Any) -> Path:
    """Write the usual settings; a change's `__` is a dot, and None leaves the key out."""
    told = USUAL | {name.replace("__", "."): value for name, value in changes.items()}
    file = folder / "vardmote.toml"
    file.write_text("".join(f"{key} = {_toml(value)}\n" for key, value in told.items() if value is not None), "utf-8")
    return file


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value) if isinstance(value, int) else f'"{value}"'
