"""Draws every PNG in `icons/` from its SVG, with Chromium: `.venv/bin/python manifest/render_icons.py`.

Run it by hand after changing an SVG and commit what it writes. Sizes up to 24 px are drawn from `NAME-small.svg`,
whose lines sit on the pixels of a 16 px grid.
"""

# ruff: noqa: INP001 - a tool beside the data it draws, not a package

from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).parent / "icons"
CHROMIUM = Path("/usr/bin/chromium")
RIBBON = (16, 20, 24, 32, 40, 48, 64, 80)
SIZES = {
    "mark": (16, 20, 24, 25, 32, 40, 48, 64, 80, 96, 128, 192),
    "outline": (32,),
    "new-meeting": RIBBON,
    "start-meeting": RIBBON,
    "create-directly": RIBBON,
}
LARGEST_SMALL = 24


def drawing(name: str, size: int) -> str:
    """The SVG text to draw `name` from at `size` pixels."""
    small = ICONS / f"{name}-small.svg"
    file = small if size <= LARGEST_SMALL and small.exists() else ICONS / f"{name}.svg"
    return file.read_text("utf-8").replace("<svg ", f'<svg width="{size}" height="{size}" style="display:block" ', 1)


def main() -> None:
    """Draw all of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM if CHROMIUM.exists() else None)
        page = browser.new_page()
        for name, sizes in SIZES.items():
            for size in sizes:
                page.set_viewport_size({"width": size, "height": size})
                page.set_content(f'<body style="margin:0">{drawing(name, size)}</body>')
                page.screenshot(path=ICONS / f"{name}-{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
