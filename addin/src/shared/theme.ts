/** The region's accent and the host's theme, as values of tokens.css. */

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const DARK_PAGE: Rgb = [41, 41, 41];
/** WCAG 2.2, 1.4.3: text against its background. */
const TEXT_CONTRAST = 4.5;

/** The custom properties that one accent gives. */
export interface AccentShades {
  readonly fill: string;
  readonly hover: string;
  readonly pressed: string;
  readonly lightText: string;
  readonly lightSoft: string;
  readonly darkText: string;
  readonly darkSoft: string;
}

/**
 * Shades of an accent that keep text legible: the fill is darkened until white text on it reaches 4.5:1,
 * and the accent as text is lightened until it does so on the dark page. `null` when it is not #rrggbb.
 */
export function accentShades(hex: string): AccentShades | null {
  const accent = parseHex(hex);
  if (!accent) {
    return null;
  }
  const fill = until(accent, BLACK, WHITE);
  const lightSoft = mix(accent, WHITE, 0.9);
  const darkSoft = mix(fill, DARK_PAGE, 0.75);
  return {
    fill: toHex(fill),
    hover: toHex(mix(fill, BLACK, 0.16)),
    pressed: toHex(mix(fill, BLACK, 0.32)),
    lightText: toHex(until(fill, BLACK, lightSoft)),
    lightSoft: toHex(lightSoft),
    darkText: toHex(until(accent, WHITE, DARK_PAGE, darkSoft)),
    darkSoft: toHex(darkSoft),
  };
}

/** Paints the page in the region's accent for the theme now shown. An unreadable value changes nothing. */
export function setAccent(hex: string, root: HTMLElement = document.documentElement): void {
  const shades = accentShades(hex);
  if (!shades) {
    return;
  }
  const dark = isDark(root);
  const values = {
    "--accent": shades.fill,
    "--accent-hover": shades.hover,
    "--accent-pressed": shades.pressed,
    "--accent-text": dark ? shades.darkText : shades.lightText,
    "--accent-soft": dark ? shades.darkSoft : shades.lightSoft,
  };
  for (const [name, value] of Object.entries(values)) {
    root.style.setProperty(name, value);
  }
  root.dataset.accent = hex;
}

/** Follows the host's theme; `null` lets the device decide. */
export function setThemeMode(
  mode: "light" | "dark" | null,
  root: HTMLElement = document.documentElement,
): void {
  if (mode) {
    root.dataset.theme = mode;
  } else {
    delete root.dataset.theme;
  }
  if (root.dataset.accent) {
    setAccent(root.dataset.accent, root);
  }
}

/** Repaints the accent when the device changes between light and dark. Call once per page. */
export function followDeviceTheme(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    const accent = document.documentElement.dataset.accent;
    if (accent) {
      setAccent(accent);
    }
  });
}

/** "dark" when a page background such as "#1f1f1f" is dark, as Office tells its theme. */
export function modeOfBackground(hex: string): "light" | "dark" {
  const colour = parseHex(hex) ?? WHITE;
  return contrast(colour, WHITE) > contrast(colour, BLACK) ? "dark" : "light";
}

function isDark(root: HTMLElement): boolean {
  const mode = root.dataset.theme;
  return mode ? mode === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function parseHex(hex: string): Rgb | null {
  const found = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(hex.trim());
  if (!found) {
    return null;
  }
  const [, red = "0", green = "0", blue = "0"] = found;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

function toHex(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share;
  return [part(0), part(1), part(2)];
}

/** The first shade on the way from one colour to another that is legible against every background. */
function until(from: Rgb, to: Rgb, ...backgrounds: Rgb[]): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const shade = mix(from, to, share);
    if (backgrounds.every((background) => contrast(shade, background) >= TEXT_CONTRAST)) {
      return shade;
    }
  }
  return to;
}

/** WCAG relative luminance contrast, 1–21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const linear = (part: number): number => {
    const value = part / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}
