/** Line drawings of our own on a 24 by 24 grid, as path data. They are always beside words, so they are hidden from readers. */
const DRAWINGS: Readonly<Record<string, string>> = {
  person_heart:
    "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M2 21v-1a6 6 0 0 1 6-6h2M17.5 21l-3.6-3.5a2.3 2.3 0 0 1 3.3-3.2l.3.3.3-.3a2.3 2.3 0 0 1 3.3 3.2z",
  presentation: "M3 4h18M4 4v11h16V4M12 15v3M8 21l4-3 4 3M8 11l2.5-2.5 2 2L16 7.5",
  people_team:
    "M12 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M6.5 20v-1a5.5 5.5 0 0 1 11 0v1M5 10a2.2 2.2 0 1 0 0-4.400M1.5 17a4 4 0 0 1 3-3.800M19 10a2.2 2.2 0 1 1 0-4.400M22.5 17a4 4 0 0 0-3-3.8",
  door: "M5 21V4l9-1.500v18.500M14 5h5v16M3 21h18M11 12v1",
  conference: "M3 5h18v10H3zM12 15v3M7 20c1.5-1.3 3-2 5-2s3.5.7 5 2M8 10h.01M12 10h.01M16 10h.01",
  check: "M4.5 12.500l5 5L20 7",
  warning: "M12 3.500L2.5 20h19zM12 10v4.500M12 17.300v.2",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.500M12 7.500v.2",
  people_list: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.5 19v-1a5.5 5.5 0 0 1 11 0v1M16 7h6M16 12h6M17 17h5",
  trash: "M4 6h16M9 6V3.500h6V6M6 6l1 15h10l1-15M10 10v7M14 10v7",
  play: "M7 4.500v15l12-7.500z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2",
  light: "M12 3a6 6 0 0 0-3.5 11c.6.5 1 1.3 1 2.100V17h5v-.9c0-.8.4-1.6 1-2.100A6 6 0 0 0 12 3M10 20.500h4",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
};

const SVG = "http://www.w3.org/2000/svg";

/** A drawing by its name, also from `more` drawings; an unknown name gives the sign for information. */
export function icon(name: string, more: Readonly<Record<string, string>> = {}): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[name] ?? more[name] ?? DRAWINGS.info ?? "");
  svg.append(path);
  return svg;
}
