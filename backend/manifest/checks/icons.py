"""Icons that an address names: those we serve ourselves are looked at, so that no wrong picture reaches a ribbon."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from backend.manifest.faults import Fault, fault
from backend.manifest.png import read_png

LARGEST_ICON = 1024 * 1024


def check_served_icon(place: str, url: str, size: int, icons: Path) -> Iterator[Fault]:
    """The picture behind `…/icons/NAME.png` exists in `icons` and is `size` × `size`; other addresses are not ours."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return  # check_url has said so
    folder, _, name = path.rpartition("/")
    if not folder.endswith("/icons") or not name.endswith(".png"):
        return
    file = icons / name
    if not file.is_file():
        yield fault(place, "icon-missing", name=name)
        return
    yield from check_picture(place, name, file.read_bytes()[:LARGEST_ICON], size)


def check_picture(place: str, name: str, data: bytes, size: int, *, transparent: bool = False) -> Iterator[Fault]:
    """`data` is a square PNG of `size` pixels, with a transparent background where asked for."""
    png = read_png(data)
    if png is None:
        yield fault(place, "icon-not-png", name=name)
        return
    if (png.width, png.height) != (size, size):
        yield fault(place, "icon-wrong-size", name=name, found=f"{png.width}×{png.height}", wanted=f"{size}×{size}")
    if transparent and not png.alpha:
        yield fault(place, "icon-opaque", name=name)
